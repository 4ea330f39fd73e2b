package gradus.viz;

import gradus.autograd.Value;
import gradus.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.w3c.dom.Element;

/// A small picture of a large array: below 0 blue, above 0 orange, 0 white, by the largest magnitude; purple where a number is not
/// finite. A cell is a mean of an [Overview]. While the graph is laid out, words keep its room, in colours that nothing else has: one
/// for values and one for gradients. Engines know no other mark that all of them hand on with words.
final class HeatMap {
    private static final String VALUE = "#0badda", GRADIENT = "#0badde";
    /// Of the words in whose place a matrix stands, in points: high enough for it, and less so for a gradient.
    private static final int OF_VALUE = 31, OF_GRADIENT = 29;
    private static final int CELL = 4;
    private static final double WIDE = 56, HIGH = 26;
    /// Of pictures side by side, and of one of their cells.
    private static final double WIDEST = 150, HIGHEST = 64, LARGEST = 5;
    private static final int SMALLEST = 41;
    private static final int[] BELOW = {0x00, 0x72, 0xb2}, ABOVE = {0xd5, 0x5e, 0x00};
    private static final int BROKEN = 0xffcc00aa;

    private HeatMap() {}

    /// Whether a node has one: a single array of more numbers than can be written.
    static boolean fits(Diagram diagram, Node node) {
        boolean shown = node.module == null || diagram.picture.level() != Level.MODULES && Diagram.isMove(node.values);
        return shown && node.times == 1 && node.value().shape().size() > Digits.FEW
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
    static String room(Diagram diagram, Node node, boolean gradient) {
        var value = node.value();
        var mark = gradient ? GRADIENT : VALUE;
        if (!Mosaic.fits(value.shape())) return Markup.sized(gradient ? OF_GRADIENT : OF_VALUE, mark, "MM");
        var size = size(Overview.of(value, numbers(diagram, node, gradient)));
        int points = (int) Math.max(SMALLEST, Math.ceil(size[1] * 1.1));
        return Markup.sized(points, mark, "M".repeat((int) Math.max(1, Math.ceil(size[0] / (0.863 * points)))));
    }

    private static Tensor numbers(Diagram diagram, Node node, boolean gradient) {
        var gradients = diagram.picture.gradients();
        return gradient && gradients != null ? gradients.of(node.value()).data() : node.value().data();
    }

    /// Puts the pictures into their rooms.
    ///
    /// @throws PictureException if an engine has lost one
    static void fill(Svg svg, Diagram diagram) {
        for (var node : diagram.nodes) {
            if (!fits(diagram, node)) continue;
            fill(svg, diagram, node, false);
            if (hasGradient(diagram, node.value())) fill(svg, diagram, node, true);
        }
    }

    private static void fill(Svg svg, Diagram diagram, Node node, boolean gradient) {
        var mark = gradient ? GRADIENT : VALUE;
        var rooms = svg.textsOf(diagram.id(node)).stream().filter(words -> words.getAttribute("fill").equals(mark)).toList();
        if (rooms.size() != 1)
            throw new PictureException("the engine left " + rooms.size() + " places for a heat map of " + diagram.id(node) + ", not one");
        replace(svg, rooms.getFirst(), Overview.of(node.value(), numbers(diagram, node, gradient)));
    }

    /// How wide and high a map is drawn, in points.
    private static double[] size(Overview map) {
        if (map.mosaic() != null) {
            double cell = Math.min(LARGEST, Math.min(WIDEST / map.width(), HIGHEST / map.height()));
            return new double[] {cell * map.width(), cell * map.height()};
        }
        double shape = (double) map.columns() / map.rows();
        return new double[] {Math.max(18, Math.min(WIDE, HIGH * shape)), Math.max(6, Math.min(HIGH, WIDE / shape))};
    }

    private static void replace(Svg svg, Element words, Overview map) {
        boolean matrix = map.mosaic() == null;
        double points = matrix ? OF_VALUE : Double.parseDouble(words.getAttribute("font-size").replace("px", ""));
        double wide = size(map)[0], high = size(map)[1];
        double x = Double.parseDouble(words.getAttribute("x")), y = Double.parseDouble(words.getAttribute("y"));
        boolean centred = words.getAttribute("text-anchor").equals("middle");
        double room = matrix ? WIDE : 0.863 * points * words.getTextContent().strip().length();
        double left = centred ? x - wide / 2 : x + (room - wide) / 2;
        svg.replaceByImage(words, left, y - (points * 0.72 + high) / 2 + 1, wide, high,
            "data:image/png;base64," + Base64.getEncoder().encodeToString(png(map)));
    }

    static byte[] png(Overview map) {
        double most = Arrays.stream(map.cells()).filter(Double::isFinite).map(Math::abs).max().orElse(0);
        int type = map.mosaic() == null ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;      // with nothing between pictures
        var image = new BufferedImage(map.width() * CELL, map.height() * CELL, type);
        for (int y = 0; y < image.getHeight(); y++)
            for (int x = 0; x < image.getWidth(); x++) image.setRGB(x, y, colour(map.cells()[y / CELL * map.width() + x / CELL], most));
        try (var out = new ByteArrayOutputStream()) {
            if (!ImageIO.write(image, "png", out)) throw new PictureException("this Java cannot write PNG");
            return out.toByteArray();
        } catch (IOException e) {
            throw new PictureException("a heat map could not be written: " + e.getMessage(), e);
        }
    }

    private static int colour(double x, double most) {
        if (x == Overview.GAP) return 0;
        if (!Double.isFinite(x)) return BROKEN;
        double share = most == 0 ? 0 : Math.abs(x) / most;
        var end = x < 0 ? BELOW : ABOVE;
        int rgb = 0xff;
        for (int part : end) rgb = rgb << 8 | (int) Math.round(255 + share * (part - 255));
        return rgb;
    }
}
