package gradus.viz;

import gradus.autograd.Value;
import gradus.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.w3c.dom.Element;

/// A small picture of a large array: below 0 blue, above 0 orange, 0 white, by the largest magnitude; purple where a number is not
/// finite. A cell is the mean of the numbers in it. Words of a size of their own keep its room while the graph is laid out.
final class HeatMap {
    static final int VALUE = 31, GRADIENT = 29;
    private static final int COLUMNS = 28, ROWS = 28, CELL = 4;
    private static final double WIDE = 56, HIGH = 26;
    private static final int[] BELOW = {0x00, 0x72, 0xb2}, ABOVE = {0xd5, 0x5e, 0x00};
    private static final int BROKEN = 0xcc00aa;

    private HeatMap() {}

    /// Whether a node has one: a single array of more numbers than can be written.
    static boolean fits(Diagram diagram, Node node) {
        return node.module == null && node.times == 1 && node.value().shape().size() > Digits.FEW
            && diagram.nodes.size() <= Diagram.LEGIBLE;
    }

    static boolean hasGradient(Diagram diagram, Value v) {
        var gradients = diagram.picture.gradients();
        return gradients != null && !v.isConstant() && gradients.keeps(v) && gradients.reaches(v);
    }

    /// Whether all numbers that a node's maps show are finite.
    static boolean isFinite(Diagram diagram, Node node) {
        var gradients = diagram.picture.gradients();
        return node.value().data().isFinite()
            && (gradients == null || !hasGradient(diagram, node.value()) || gradients.of(node.value()).data().isFinite());
    }

    /// Words as wide and high as the picture that will stand in their place.
    static String room(int size) { return Markup.sized(size, "MM"); }

    /// Puts the pictures into their rooms.
    static void fill(Svg svg, Diagram diagram) {
        for (var node : diagram.nodes) {
            if (!fits(diagram, node)) continue;
            for (var words : svg.textsOf(diagram.id(node))) {
                double size = Double.parseDouble(words.getAttribute("font-size").replace("px", ""));
                if (size != VALUE && size != GRADIENT) continue;
                var gradients = diagram.picture.gradients();
                var of = size == VALUE || gradients == null ? node.value().data() : gradients.of(node.value()).data();
                replace(svg, words, of);
            }
        }
    }

    private static void replace(Svg svg, Element words, Tensor t) {
        int[] grid = grid(t);
        double wide = Math.min(WIDE, HIGH * grid[1] / grid[0]), high = Math.min(HIGH, WIDE * grid[0] / grid[1]);
        wide = Math.max(wide, 18);
        high = Math.max(high, 6);
        double x = Double.parseDouble(words.getAttribute("x")), y = Double.parseDouble(words.getAttribute("y"));
        boolean centred = words.getAttribute("text-anchor").equals("middle");
        double left = centred ? x - wide / 2 : x + (WIDE - wide) / 2;
        svg.replaceByImage(words, left, y - (VALUE * 0.72 + high) / 2 + 1, wide, high, png(t, grid));
    }

    /// Rows and columns as they are drawn: a matrix as it is, all axes but the last joined; a single row of n² numbers, as a picture's
    /// pixels, as a square.
    private static int[] grid(Tensor t) {
        int columns = t.shape().dim(-1), rows = t.size() / columns;
        int side = (int) Math.round(Math.sqrt(t.size()));
        if ((rows == 1 || columns == 1) && side * side == t.size() && side > 4) return new int[] {side, side};
        return new int[] {rows, columns};
    }

    private static String png(Tensor t, int... grid) {
        int rows = Math.min(ROWS, grid[0]), columns = Math.min(COLUMNS, grid[1]);
        var cells = new double[rows][columns];
        double most = 0;
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) {
                double cell = cells[r][c] = mean(t, grid, r * grid[0] / rows, (r + 1) * grid[0] / rows,
                    c * grid[1] / columns, (c + 1) * grid[1] / columns);
                if (Double.isFinite(cell)) most = Math.max(most, Math.abs(cell));
            }
        var image = new BufferedImage(columns * CELL, rows * CELL, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++)
            for (int x = 0; x < image.getWidth(); x++) image.setRGB(x, y, colour(cells[y / CELL][x / CELL], most));
        try (var out = new ByteArrayOutputStream()) {
            if (!ImageIO.write(image, "png", out)) throw new PictureException("this Java cannot write PNG");
            return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
        } catch (IOException e) {
            throw new PictureException("a heat map could not be written: " + e.getMessage(), e);
        }
    }

    private static double mean(Tensor t, int[] grid, int top, int bottom, int left, int right) {
        double sum = 0;
        for (int r = top; r < bottom; r++) for (int c = left; c < right; c++) sum += t.at(r * grid[1] + c);
        return sum / ((bottom - top) * (right - left));
    }

    private static int colour(double x, double most) {
        if (!Double.isFinite(x)) return BROKEN;
        double share = most == 0 ? 0 : Math.abs(x) / most;
        var end = x < 0 ? BELOW : ABOVE;
        int rgb = 0;
        for (int part : end) rgb = rgb << 8 | (int) Math.round(255 + share * (part - 255));
        return rgb;
    }
}
