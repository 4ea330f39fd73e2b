package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Convolutions and pools in float against the plain double loops, over shapes drawn by chance.
class ConvolutionTest {
    private record Setting(Shape x, Shape w, Window window, int groups) {
        static Setting draw(Random random) {
            int kh = 1 + random.below(4, 0), kw = 1 + random.below(4, 1), groups = 1 + random.below(3, 2);
            var window = new Window(kh, kw, 1 + random.below(3, 3) / 2, 1 + random.below(3, 4) / 2, random.below(kh + 1, 5),
                random.below(kw + 1, 6), 1 + random.below(2, 7), 1 + random.below(2, 8));
            int inner = 1 + random.below(4, 9), outer = 1 + random.below(7, 10);
            return new Setting(Shape.of(1 + random.below(19, 11), groups * inner, 7 + random.below(9, 12), 7 + random.below(14, 13)),
                Shape.of(groups * outer, inner, kh, kw), window, groups);
        }
    }

    private static Tensor normal(Random random, Shape shape) { return random.normal(shape, 0, 1, Precision.FLOAT); }
    private static Tensor exact(Tensor x) { return x.to(Precision.DOUBLE); }

    private static void near(Tensor x, Tensor right, double bound) {
        assertThat(x.shape()).isEqualTo(right.shape());
        assertThat(exact(x).sub(right).abs().max(Axes.all()).item()).isLessThan(bound);
    }

    @Test void floatsAreNearThePlainLoops() {
        for (int seed = 0; seed < 60; seed++) {
            var random = Random.seeded(seed);
            var s = Setting.draw(random);
            Tensor x = normal(random.at("x"), s.x), w = normal(random.at("w"), s.w), y = x.convolve(w, s.window, s.groups);
            near(y, exact(x).convolve(exact(w), s.window, s.groups), 1e-4);
            var g = normal(random.at("g"), y.shape());
            near(g.convolveBack(w, s.x, s.window, s.groups), exact(g).convolveBack(exact(w), s.x, s.window, s.groups), 1e-4);
            near(x.convolveWeight(g, s.window, s.groups), exact(x).convolveWeight(exact(g), s.window, s.groups), 1e-3);
        }
    }

    @ParameterizedTest @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7}) void plainLoopsGiveTheBitsOfVectors(int seed) {
        Floats plain = new Floats(), vectors = new VectorFloats();
        var random = Random.seeded(seed);
        var s = Setting.draw(random);
        Tensor x = normal(random.at("x"), s.x), w = normal(random.at("w"), s.w), y = Convolution.forward(plain, x, w, s.window, s.groups);
        assertThat(Convolution.forward(vectors, x, w, s.window, s.groups).toFloats()).isEqualTo(y.toFloats());
        var g = normal(random.at("g"), y.shape());
        assertThat(Convolution.input(vectors, g, w, s.x, s.window, s.groups).toFloats())
            .isEqualTo(Convolution.input(plain, g, w, s.x, s.window, s.groups).toFloats());
        assertThat(Convolution.weight(vectors, x, g, s.window, s.groups).toFloats())
            .isEqualTo(Convolution.weight(plain, x, g, s.window, s.groups).toFloats());
    }

    @Test void shapesThatDoNotFitAreNamed() {
        var x = Tensor.zeros(Shape.of(2, 3, 8, 8), Precision.FLOAT);
        assertThatThrownBy(() -> x.convolve(Tensor.zeros(Shape.of(4, 2, 3, 3), Precision.FLOAT), Window.of(3), 1))
            .isInstanceOf(ShapeException.class).hasMessageContaining("(2, 3, 8, 8)").hasMessageContaining("(4, 2, 3, 3)");
        assertThatThrownBy(() -> x.convolve(Tensor.zeros(Shape.of(4, 3, 5, 5), Precision.FLOAT), Window.of(3), 1))
            .isInstanceOf(ShapeException.class).hasMessageContaining("does not fit a window of 3 × 3");
    }
}
