package gradus.viz;

import gradus.autograd.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/// Graphs to draw, and the two ways to have them laid out.
final class Graphs {
    static final List<Layout> PURE_JAVA = List.of(new Layout("graph-support", "it cannot start", GraphSupport::new));
    static final List<Layout> DOT = List.of(new Layout("dot", "it is not there", DotProgram::new));
    static final List<Layout> WITHOUT_DOT = List.of(
        new Layout("dot", "it is not there", () -> new DotProgram("/nowhere")), PURE_JAVA.getFirst());

    private Graphs() {}

    static boolean hasDot() {
        try {
            return !Picture.of(Value.of(1)).svg(DOT).isEmpty();
        } catch (PictureException e) {
            return false;
        }
    }

    /// y = tanh(w·x + b)
    static Value neuron() {
        var w = Value.parameter(0.5).named("w");
        var b = Value.parameter(-1.0).named("b");
        return w.mul(Value.of(2).named("x")).add(b).tanh().named("y");
    }

    /// The words of a drawing, as a reader sees them, each on its line.
    static String words(String svg) {
        return Svg.parse(svg).elements("text").stream()
            .map(text -> text.getTextContent().replace('\u00a0', ' ').strip()).collect(Collectors.joining("\n"));
    }

    /// The number of colours in a PNG.
    static long colours(byte[] png) {
        try {
            var image = ImageIO.read(new ByteArrayInputStream(png));
            return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct().count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
