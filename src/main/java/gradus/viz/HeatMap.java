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
/// finite. A cell is a mean of an [Overview]. Words of a size of their own keep its room while the graph is laid out.
final class HeatMap {
    static final int VALUE = 31, GRADIENT = 29;
    private static final int CELL = 4;
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
        var map = Overview.of(t);
        double shape = (double) map.columns() / map.rows();
        double wide = Math.min(WIDE, HIGH * shape), high = Math.min(HIGH, WIDE / shape);
        wide = Math.max(wide, 18);
        high = Math.max(high, 6);
        double x = Double.parseDouble(words.getAttribute("x")), y = Double.parseDouble(words.getAttribute("y"));
        boolean centred = words.getAttribute("text-anchor").equals("middle");
        double left = centred ? x - wide / 2 : x + (WIDE - wide) / 2;
        svg.replaceByImage(words, left, y - (VALUE * 0.72 + high) / 2 + 1, wide, high,
            "data:image/png;base64," + Base64.getEncoder().encodeToString(png(map)));
    }

    static byte[] png(Overview map) {
        double most = Arrays.stream(map.cells()).filter(Double::isFinite).map(Math::abs).max().orElse(0);
        var image = new BufferedImage(map.width() * CELL, map.height() * CELL, BufferedImage.TYPE_INT_RGB);
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
        if (!Double.isFinite(x)) return BROKEN;
        double share = most == 0 ? 0 : Math.abs(x) / most;
        var end = x < 0 ? BELOW : ABOVE;
        int rgb = 0;
        for (int part : end) rgb = rgb << 8 | (int) Math.round(255 + share * (part - 255));
        return rgb;
    }
}
