package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PoolingTest {
    private static final double[] FEW = {Double.NaN, -0.0, 0, 1, 1, 2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    static IntStream seeds() { return IntStream.range(0, 300); }

    private static Window window(Random random) {
        return new Window(1 + random.below(4, 0), 1 + random.below(4, 1), 1 + random.below(5, 2), 1 + random.below(3, 3),
            random.below(4, 4), random.below(4, 5), 1 + random.below(3, 6), 1 + random.below(3, 7));
    }

    /// Numbers of which many are equal, or special.
    private static Tensor pictures(Random random, Shape shape) {
        var numbers = IntStream.range(0, shape.size()).mapToDouble(i -> FEW[random.at("few").below(FEW.length, i)]).toArray();
        return Tensor.of(shape, numbers);
    }

    /// By the definition: in row-major order, larger than what was there or the first NaN; −1 where a window sees nothing.
    private static int[] expected(Tensor x, Window window) {
        int height = x.shape().dim(2), width = x.shape().dim(3), down = window.placesDown(height), across = window.placesAcross(width);
        var places = new int[x.shape().dim(0) * x.shape().dim(1) * down * across];
        for (int place = 0; place < places.length; place++) {
            int plane = place / (down * across), i = place / across % down, j = place % across, best = -1;
            for (int r = 0; r < window.height(); r++) for (int s = 0; s < window.width(); s++) {
                int row = i * window.strideY() + r * window.dilationY() - window.paddingY();
                int column = j * window.strideX() + s * window.dilationX() - window.paddingX();
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                int at = (plane * height + row) * width + column;
                if (best < 0 || x.at(at) > x.at(best) || Double.isNaN(x.at(at)) && !Double.isNaN(x.at(best))) best = at;
            }
            places[place] = best;
        }
        return places;
    }

    @ParameterizedTest @MethodSource("seeds")
    void theFirstLargestOfWhatIsSeen(int seed) {
        var random = Random.seeded(seed);
        var window = window(random);
        var x = pictures(random, Shape.of(1 + random.below(3, 8), 1 + random.below(3, 9), 1 + random.below(14, 10), 1 + random.below(14, 11)));
        int height = x.shape().dim(2), width = x.shape().dim(3);
        if (window.placesDown(height) < 1 || window.placesAcross(width) < 1) {
            assertThatThrownBy(() -> x.largest(window)).isInstanceOf(ShapeException.class).hasMessageContaining("does not fit into pictures");
            return;
        }
        int[] expected = expected(x, window);
        boolean blind = IntStream.of(expected).anyMatch(place -> place < 0);
        assertThat(window.seesAlways(height, width)).isEqualTo(!blind);
        if (blind) assertThatThrownBy(() -> x.largest(window)).isInstanceOf(ShapeException.class).hasMessageContaining("nothing but border");
        else {
            assertThat(x.largest(window)).isEqualTo(expected);
            assertThat(x.to(Precision.FLOAT).largest(window)).isEqualTo(expected);
        }
    }

    @ParameterizedTest @MethodSource("seeds")
    void plainAndVectorLoopsFindTheSame(int seed) {
        assumeThat(Vectors.KERNELS).isInstanceOf(VectorFloats.class);
        var random = Random.seeded(seed);
        var x = pictures(random, Shape.of(1, 1, 9, 16)).to(Precision.FLOAT).toFloats();
        int[] bases = IntStream.range(0, 8 * 14).map(i -> i / 14 * 16 + i % 14).toArray(), taps = {0, 1, 2, 16, 17, 18};
        int[] plain = new int[bases.length], vectors = new int[bases.length];
        new Floats().largest(x, 0, bases, taps, plain, 0);
        Vectors.KERNELS.largest(x, 0, bases, taps, vectors, 0);
        assertThat(vectors).isEqualTo(plain);
    }

    @Test void aWindowThatStepsOverThePictureIsRefused() {
        var x = Tensor.of(Shape.of(1, 1, 6, 1), 1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> x.largest(Window.of(1, 2).stride(3, 1).padding(0, 2).dilation(1, 3))).isInstanceOf(ShapeException.class)
            .hasMessage("a window of 1 × 2, stride 3 × 1, padding 0 × 2, dilation 1 × 3 would see nothing but border somewhere on pictures"
                + " (1, 1, 6, 1); less padding keeps it inside");
        assertThatThrownBy(() -> Tensor.zeros(Shape.of(1, 1, 2, 2), Precision.FLOAT).largest(Window.of(2).padding(2)))
            .isInstanceOf(ShapeException.class).hasMessageContaining("nothing but border");
    }

    @ParameterizedTest @EnumSource void ofNoChannelsThereIsNothing(Precision precision) {
        var x = Tensor.zeros(Shape.of(2, 0, 4, 4), precision);
        var window = Window.of(2).stride(2);
        assertThat(x.windowMean(window).shape()).isEqualTo(Shape.of(2, 0, 2, 2));
        assertThat(x.windowMean(window).windowMeanBack(x.shape(), window).shape()).isEqualTo(x.shape());
        assertThat(x.largest(window)).isEmpty();
        assertThatThrownBy(() -> x.windowMeanBack(x.shape(), window)).isInstanceOf(ShapeException.class)
            .hasMessage("the means of pictures (2, 0, 4, 4) have the shape (2, 0, 2, 2), not (2, 0, 4, 4)");
    }

    @Test void aWindowHasLengthsOfWhichProductsAreWholeNumbers() {
        assertThat(Window.of(Window.LONGEST).size()).isEqualTo(Window.LONGEST * Window.LONGEST).isPositive();
        for (var wrong : new Runnable[] {() -> Window.of(32768), () -> Window.of(5).dilation(1 << 30), () -> Window.of(5).padding(1 << 30),
            () -> Window.of(5).stride(40_000)})
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the lengths of a window go up to 32767, not to ");
    }
}
