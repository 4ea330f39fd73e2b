package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvolutionTest {
    record Case(Shape x, int out, Window window, int groups) {
        Shape w() { return Shape.of(out, x.dim(1) / groups, window.height(), window.width()); }
        Shape y() { return Shape.of(x.dim(0), out, window.placesDown(x.dim(2)), window.placesAcross(x.dim(3))); }
    }

    /// Seeded shapes of all kinds, and some that matter.
    static List<Case> cases() {
        var cases = new ArrayList<Case>(List.of(
            new Case(Shape.of(3, 1, 28, 28), 6, Window.of(5).padding(2), 1),
            new Case(Shape.of(9, 6, 14, 14), 16, Window.of(5), 1),
            new Case(Shape.of(40, 8, 7, 7), 12, Window.of(3).padding(1), 1),
            new Case(Shape.of(2, 16, 9, 9), 16, Window.of(3).padding(1), 16),
            new Case(Shape.of(5, 32, 6, 6), 7, Window.of(1), 1),
            new Case(Shape.of(0, 2, 6, 6), 3, Window.of(3), 1),
            new Case(Shape.of(40, 256, 4, 5), 70, Window.of(3).padding(1), 1),            // its weights' gradients are made in stretches
            new Case(Shape.of(3, 600, 3, 3), 75, Window.of(3), 3),
            new Case(Shape.of(3, 16, 10, 10), 2, Window.of(1).stride(1000), 1),           // most phases are seen by nobody
            new Case(Shape.of(2, 2, 300, 10), 3, new Window(3, 2, 32767, 9, 0, 1, 100, 5), 1),
            new Case(Shape.of(6, 9, 14, 13), 10, Window.of(1).stride(2), 1),              // the shortcut of a residual network
            new Case(Shape.of(5, 3, 32, 32), 4, Window.of(16).stride(16), 1),
            new Case(Shape.of(7, 6, 40, 60), 6, Window.of(3).padding(1), 6),              // swept in bands of rows
            new Case(Shape.of(2, 2, 3, 1500), 5, Window.of(3).padding(1).stride(1, 2), 1),
            new Case(Shape.of(2, 3, 0, 5), 4, Window.of(3).padding(2), 1),                // from here on something is empty
            new Case(Shape.of(2, 0, 5, 5), 4, Window.of(3), 1),
            new Case(Shape.of(2, 0, 5, 5), 4, Window.of(3).stride(2), 2),
            new Case(Shape.of(2, 3, 5, 5), 0, Window.of(3), 1),
            new Case(Shape.of(0, 0, 5, 5), 0, Window.of(3), 3)));
        for (int i = 0; cases.size() < 80; i++) {
            var random = Random.seeded(i);
            int groups = 1 + random.below(3, 0), n = 1 + random.below(20, 1), h = 1 + random.below(12, 2), w = 1 + random.below(12, 3);
            var window = new Window(1 + random.below(4, 4), 1 + random.below(4, 5), 1 + random.below(6, 6), 1 + random.below(6, 7),
                random.below(4, 8), random.below(4, 9), 1 + random.below(3, 10), 1 + random.below(3, 11));
            if (window.placesDown(h) < 1 || window.placesAcross(w) < 1) continue;
            cases.add(new Case(Shape.of(n, groups * (1 + random.below(4, 12)), h, w), groups * (1 + random.below(10, 13)), window, groups));
        }
        return cases;
    }

    private static Tensor draw(Shape shape, String name) { return Random.seeded(7).at(name).uniform(shape, -1, 1, Precision.FLOAT); }

    private static void same(Tensor floats, Tensor doubles) {
        assertThat(floats.shape()).isEqualTo(doubles.shape());
        for (int i = 0; i < floats.size(); i++) assertThat(floats.at(i)).isCloseTo(doubles.at(i), within(2e-4));
    }

    @ParameterizedTest @MethodSource("cases")
    void floatsAreTheSpecificationRounded(Case c) {
        Tensor x = draw(c.x, "x"), w = draw(c.w(), "w"), g = draw(c.y(), "g");
        Tensor dx = x.to(Precision.DOUBLE), dw = w.to(Precision.DOUBLE), dg = g.to(Precision.DOUBLE);
        same(x.convolve(w, c.window, c.groups), dx.convolve(dw, c.window, c.groups));
        same(g.convolveBack(w, c.x, c.window, c.groups), dg.convolveBack(dw, c.x, c.window, c.groups));
        same(x.convolveWeight(g, c.window, c.groups), dx.convolveWeight(dg, c.window, c.groups));
    }

    @ParameterizedTest @MethodSource("cases")
    void plainAndVectorLoopsGiveTheSameBits(Case c) {
        assumeThat(Vectors.KERNELS).isInstanceOf(VectorFloats.class);
        var sizes = new Convolution(c.x.dim(0), c.x.dim(1), c.x.dim(2), c.x.dim(3), c.out, c.y().dim(2), c.y().dim(3), c.window, c.groups);
        float[] x = draw(c.x, "x").toFloats(), w = draw(c.w(), "w").toFloats(), g = draw(c.y(), "g").toFloats();
        var plain = new Floats();
        float[] y1 = new float[g.length], y2 = new float[g.length], x1 = new float[x.length], x2 = new float[x.length];
        float[] w1 = new float[w.length], w2 = new float[w.length];
        plain.convolve(sizes, x, w, y1);
        Vectors.KERNELS.convolve(sizes, x, w, y2);
        plain.convolveBack(sizes, g, w, x1);
        Vectors.KERNELS.convolveBack(sizes, g, w, x2);
        plain.convolveWeight(sizes, x, g, w1);
        Vectors.KERNELS.convolveWeight(sizes, x, g, w2);
        assertThat(y2).isEqualTo(y1);
        assertThat(x2).isEqualTo(x1);
        assertThat(w2).isEqualTo(w1);
    }

    /// The order of additions that the gradient by w promises, written out.
    @ParameterizedTest @MethodSource("cases")
    void weightsAreAddedUpByLanesAndPieces(Case c) {
        Tensor x = draw(c.x, "x"), g = draw(c.y(), "g");
        float[] pixels = x.toFloats(), sent = g.toFloats();
        int n = c.x.dim(0), channels = c.x.dim(1), height = c.x.dim(2), width = c.x.dim(3), down = c.y().dim(2), across = c.y().dim(3);
        var window = c.window;
        int rows = height + 2 * window.paddingY(), columns = width + 2 * window.paddingX();
        int pitch = Math.ceilDiv(columns, window.strideX()), chunk = Math.clamp(1024 / (rows * columns), 1, Math.max(1, n));
        int chunks = Math.ceilDiv(n, chunk), pieces = Math.min(16, chunks);
        var expected = new float[c.w().size()];
        for (int at = 0; at < expected.length; at++) {
            int s = at % window.width(), r = at / window.width() % window.height(), o = at / (expected.length / c.out);
            int channel = o / (c.out / c.groups) * c.w().dim(1) + at / window.size() % c.w().dim(1);
            for (int piece = 0; piece < pieces; piece++) {
                var lanes = new float[16];
                for (int p = piece * chunks / pieces * chunk; p < Math.min(n, (piece + 1) * chunks / pieces * chunk); p++)
                    for (int i = 0; i < down; i++)
                        for (int j = 0; j < across; j++) {
                            int row = i * window.strideY() + r * window.dilationY() - window.paddingY();
                            int column = j * window.strideX() + s * window.dilationX() - window.paddingX(), lane = (i * pitch + j) % 16;
                            if (row >= 0 && row < height && column >= 0 && column < width)
                                lanes[lane] = Math.fma(sent[((p * c.out + o) * down + i) * across + j],
                                    pixels[((p * channels + channel) * height + row) * width + column], lanes[lane]);
                        }
                expected[at] += Floats.tree(lanes, 0);
            }
        }
        assertThat(x.convolveWeight(g, window, c.groups).toFloats()).isEqualTo(expected);
    }

    @Test void manyChannelsAtALargeStrideLeaveOffsetsSmall() {
        Tensor x = draw(Shape.of(64, 64, 10, 10), "x"), w = draw(Shape.of(2, 64, 1, 1), "w");
        var window = Window.of(1).stride(1000);
        same(x.convolve(w, window, 1), x.to(Precision.DOUBLE).convolve(w.to(Precision.DOUBLE), window, 1));
    }

    @Test void whatNoArrayHoldsIsOneError() {
        Tensor x = draw(Shape.of(1, 4000, 1, 1), "x"), w = draw(Shape.of(1, 4000, 2, 2), "w");
        assertThatThrownBy(() -> x.convolve(w, Window.of(2).stride(2).padding(400), 1)).isInstanceOf(ShapeException.class)
            .hasMessage("pictures (1, 4000, 1, 1) through a window of 2 × 2, stride 2, padding 400 to (1, 1, 400, 400) need"
                + " 2572816032 numbers side by side, and an array has at most 2147483647");
    }

    @Test void aWindowByHand() {
        var x = Tensor.of(Shape.of(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
        var w = Tensor.of(Shape.of(1, 1, 2, 2), 1, 10, 100, 1000);
        assertThat(x.convolve(w, Window.of(2), 1)).hasToString(
            Tensor.of(Shape.of(1, 1, 2, 2), 5421, 6532, 8754, 9865).toString());
        assertThat(x.convolve(w, Window.of(2).stride(2).padding(1), 1)).hasToString(
            Tensor.of(Shape.of(1, 1, 2, 2), 1000, 3200, 7040, 9865).toString());
    }

    @Test void whatDoesNotFitIsNamed() {
        var x = draw(Shape.of(2, 3, 8, 8), "x");
        assertThatThrownBy(() -> x.convolve(draw(Shape.of(4, 2, 3, 3), "w"), Window.of(3), 1)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("(2, 3, 8, 8)").hasMessageContaining("(4, 2, 3, 3)");
        assertThatThrownBy(() -> x.convolve(draw(Shape.of(4, 3, 9, 9), "w"), Window.of(9), 1)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("9 × 9").hasMessageContaining("padding");
        assertThatThrownBy(() -> draw(Shape.of(2, 784), "x").convolve(draw(Shape.of(4, 3, 3, 3), "w"), Window.of(3), 1))
            .isInstanceOf(ShapeException.class).hasMessageContaining("reshape");
        assertThatThrownBy(() -> x.convolveWeight(x, Window.of(3), 0)).isInstanceOf(ShapeException.class)
            .hasMessage("a convolution has at least one group, not 0");
        assertThatThrownBy(() -> x.convolveWeight(draw(Shape.of(4, 3), "g"), Window.of(3), 1)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("not (2, 3, 8, 8) and (4, 3)");
    }
}
