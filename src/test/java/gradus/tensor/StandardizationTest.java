package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardizationTest {
    private static final double EPSILON = 1e-5;
    private static final Axes CHANNELS = Axes.of(0, 2, 3), ROWS = Axes.of(-1), COLUMNS = Axes.of(0);

    /// Numbers of a shape around `mean`, by `deviation`.
    record Case(Shape shape, Axes axes, double mean, double deviation) {
        Tensor x() { return draw("x").mul(deviation).add(mean); }
        Tensor g() { return draw("g"); }
        private Tensor draw(String name) { return Random.seeded(7).at(name).normal(shape, 0, 1, Precision.FLOAT); }
    }

    /// Seeded shapes of all kinds, and some that matter.
    static List<Case> cases() {
        var cases = new ArrayList<Case>(List.of(
            new Case(Shape.of(32, 8, 13, 13), CHANNELS, 0, 1),
            new Case(Shape.of(300, 40), COLUMNS, -2, 3),
            new Case(Shape.of(9000, 10), ROWS, 5, 0.1),
            new Case(Shape.of(3, 20_000), ROWS, 0.1, 1),
            new Case(Shape.of(5, 3, 4), Axes.all(), 0, 1),
            new Case(Shape.of(2, 0), COLUMNS, 0, 1),
            new Case(Shape.of(64, 1, 28, 28), CHANNELS, 10_000, 0.01),
            new Case(Shape.of(4, 300), ROWS, -1e6, 1),
            new Case(Shape.of(6, 3, 5, 5), CHANNELS, 0, 1e18),
            new Case(Shape.of(6, 3, 5, 5), CHANNELS, 0, 1e20),
            new Case(Shape.of(50, 7), COLUMNS, 1e30, 1e30)));
        for (int i = 0; cases.size() < 60; i++) {
            var random = Random.seeded(i);
            int n = 1 + random.below(20, 0), c = 1 + random.below(9, 1), h = 1 + random.below(12, 2), w = 1 + random.below(12, 3);
            double mean = random.normal(4) * StrictMath.pow(10, random.below(4, 5)), deviation = StrictMath.pow(10, 1 - random.below(4, 6));
            cases.add(switch (random.below(3, 7)) {
                case 0 -> new Case(Shape.of(n, c, h, w), CHANNELS, mean, deviation);
                case 1 -> new Case(Shape.of(n * h, c * w), COLUMNS, mean, deviation);
                default -> new Case(Shape.of(n, c, h * w), ROWS, mean, deviation);
            });
        }
        return cases;
    }

    /// Right to `ulps` units of 2⁻²⁴ of `size`.
    private static void same(Tensor floats, Tensor doubles, double ulps, double size) {
        assertThat(floats.shape()).isEqualTo(doubles.shape());
        for (int i = 0; i < floats.size(); i++)
            assertThat(floats.at(i)).isCloseTo(Precision.FLOAT.round(doubles.at(i)), within(ulps * 0x1p-24 * size));
    }

    private static double largest(Tensor x) { return x.size() == 0 ? 0 : x.abs().max(Axes.all()).item(); }

    /// However far the numbers are from 0, the tolerance is that of what comes out.
    @ParameterizedTest @MethodSource("cases")
    void floatsAreTheSpecificationRounded(Case c) {
        Tensor x = c.x(), g = c.g(), wideX = x.to(Precision.DOUBLE), wideG = g.to(Precision.DOUBLE);
        Tensor y = wideX.standardize(c.axes, EPSILON), back = wideG.standardizeBack(wideX, c.axes, EPSILON);
        Tensor variance = wideX.variance(c.axes);
        same(x.standardize(c.axes, EPSILON), y, 16, largest(y));
        same(g.standardizeBack(x, c.axes, EPSILON), back, 64, largest(y) * largest(g) * largest(variance.add(EPSILON).pow(-0.5)));
        same(x.mean(c.axes), wideX.mean(c.axes), 2, largest(wideX.mean(c.axes)) + largest(variance.sqrt()));
        same(x.variance(c.axes), variance, 16, Math.min(largest(variance), Float.MAX_VALUE));
    }

    /// Mean and variance as the formulas have them, the second in one pass about the first.
    @Test void doublesAreTheFormulas() {
        var x = Random.seeded(3).normal(Shape.of(5, 40), 100, 2, Precision.DOUBLE);
        var g = Random.seeded(4).normal(Shape.of(5, 40), 1, 1, Precision.DOUBLE);
        Tensor d = x.sub(x.sum(ROWS.keep()).div(40)), variance = d.mul(d).sum(ROWS.keep()).div(40);
        Tensor s = variance.add(EPSILON).pow(-0.5), y = d.mul(s);
        Tensor meanG = g.sum(ROWS.keep()).div(40), meanGY = g.mul(y).sum(ROWS.keep()).div(40);
        assertThat(x.standardize(ROWS, EPSILON).toDoubles()).containsExactly(y.toDoubles(), within(1e-12));
        assertThat(g.standardizeBack(x, ROWS, EPSILON).toDoubles())
            .containsExactly(g.sub(meanG).sub(y.mul(meanGY)).mul(s).toDoubles(), within(1e-12));
        assertThat(x.variance(ROWS).toDoubles()).containsExactly(variance.toDoubles(), within(1e-12));
    }

    @ParameterizedTest @ValueSource(doubles = {0, 0.1, -3.3, 1000.1, 10_000.1, 100_000.3, 1e20, 3e38})
    void equalNumbersBecomeZero(double c) {
        for (var shape : List.of(Shape.of(64, 1, 28, 28), Shape.of(2, 3, 5, 5)))
            assertThat(Tensor.full(shape, c, Precision.FLOAT).standardize(CHANNELS, EPSILON).toFloats()).containsOnly(0);
        for (var axes : List.of(ROWS, COLUMNS)) {
            var x = Tensor.full(Shape.of(300, 300), c, Precision.FLOAT);
            assertThat(x.standardize(axes, EPSILON).toFloats()).containsOnly(0);
            assertThat(x.variance(axes).toFloats()).containsOnly(0);
            assertThat(x.mean(axes).toFloats()).containsOnly((float) c);
        }
    }

    @Test void neighbouringFloatsAreToldApart() {
        var x = new float[800];
        for (int i = 0; i < x.length; i++) x[i] = i % 2 == 0 ? 1e6f : Math.nextUp(1e6f);
        var y = Tensor.of(Shape.of(1, 800), x).standardize(ROWS, 1e-9).toFloats();
        for (int i = 0; i < x.length; i++) assertThat(y[i]).isCloseTo(i % 2 == 0 ? -1 : 1, within(1e-5f));
    }

    @ParameterizedTest @ValueSource(doubles = {1e18, 1e20, 1e30, 1e38})
    void largeNumbersHaveTheirGradient(double size) {
        Tensor x = Tensor.of(Shape.of(1, 4), 1, -1, 1, -1).mul(size).to(Precision.FLOAT);
        Tensor g = Tensor.of(Shape.of(1, 4), 1, 2, 0.5, 0).to(Precision.FLOAT);
        assertThat(x.standardize(ROWS, EPSILON).toDoubles()).containsExactly(new double[] {1, -1, 1, -1}, within(1e-6));
        assertThat(g.standardizeBack(x, ROWS, EPSILON).to(Precision.DOUBLE).mul(size).toDoubles())
            .containsExactly(new double[] {0.25, 1, -0.25, -1}, within(1e-6));
    }

    /// A scale of 0 would go unnoticed.
    @ParameterizedTest @EnumSource void whatIsBeyondAllNumbersIsNaN(Precision precision) {
        var beyond = Tensor.of(Shape.of(1, 3), 1e200, -1e200, 0);
        var infinite = Tensor.of(Shape.of(1, 3), 1, Double.POSITIVE_INFINITY, 2);
        for (var x : List.of(beyond.to(precision), infinite.to(precision))) {
            assertThat(x.standardize(ROWS, EPSILON).toDoubles()).containsOnly(Double.NaN);
            assertThat(x.standardizeBack(x, ROWS, EPSILON).toDoubles()).containsOnly(Double.NaN);
        }
        assertThat(infinite.to(precision).mean(ROWS).toDoubles()).containsExactly(Double.POSITIVE_INFINITY);
    }

    // ---------------------------------------------------------------- kernels

    /// Numbers around those that matter.
    private static float[] floats(String name, int n, double mean, double deviation) {
        return Random.seeded(n).at(name).normal(Shape.of(n), mean, deviation, Precision.FLOAT).toFloats();
    }

    @ParameterizedTest @ValueSource(doubles = {1, 1e4, 1e19, 1e30})
    void plainAndVectorLoopsGiveTheSameBits(double size) {
        assumeThat(Vectors.KERNELS).isInstanceOf(VectorFloats.class);
        Floats plain = new Floats(), vectors = new VectorFloats();
        for (int n = 0; n <= 70; n++)
            for (int from = 0; from < 3; from++) {
                float[] x = floats("x", n + 5, size, size), g = floats("g", n + 5, 1, 1);
                double mean = size * (1 + 1e-9), scale = 0.7 / size;
                double[] sums = {1, 2}, vectorSums = {1, 2};
                plain.addDistances(x, from, n, Precision.FLOAT.round(mean), sums);
                vectors.addDistances(x, from, n, Precision.FLOAT.round(mean), vectorSums);
                assertThat(vectorSums).as("%d from %d", n, from).isEqualTo(sums);
                assertThat(vectors.sumOfProducts(g, from + 1, x, from, n, mean)).as("%d from %d", n, from)
                    .isEqualTo(Double.valueOf(plain.sumOfProducts(g, from + 1, x, from, n, mean)));
                float[] out = new float[n + 5], vectorOut = new float[n + 5];
                Arrays.fill(out, 7);
                Arrays.fill(vectorOut, 7);
                plain.centreAndScale(x, out, from, n, mean, scale);
                vectors.centreAndScale(x, vectorOut, from, n, mean, scale);
                assertThat(vectorOut).as("%d from %d", n, from).isEqualTo(out);
                plain.centreAndScaleBack(g, x, out, from, n, mean, scale, 0.3, -0.2);
                vectors.centreAndScaleBack(g, x, vectorOut, from, n, mean, scale, 0.3, -0.2);
                assertThat(vectorOut).as("%d from %d", n, from).isEqualTo(out);
                assertThat(out[from + n]).as("nothing is written behind").isEqualTo(7);
                assertThat(from == 0 || out[from - 1] == 7).as("nothing is written before").isTrue();
            }
    }

    @Test void kernelsInFloatAreThoseInDoubleRounded() {
        for (int n = 0; n <= 70; n++) {
            float[] x = floats("x", n + 3, 1000, 1), g = floats("g", n + 3, 1, 1);
            double[] wideX = Tensor.of(x).toDoubles(), wideG = Tensor.of(g).toDoubles(), wide = new double[n + 3];
            float[] out = new float[n + 3];
            double mean = 1000 + 1e-6, scale = 0.7, close = 1e-5;                            // a float apart from 1000 is 6e-5
            double[] sums = {1, 2}, wideSums = {1, 2};
            Vectors.KERNELS.addDistances(x, 2, n, 1000, sums);
            Doubles.KERNELS.addDistances(wideX, 2, n, 1000, wideSums);
            assertThat(sums).containsExactly(wideSums, within(close * (n + 1)));
            assertThat(Vectors.KERNELS.sumOfProducts(g, 1, x, 2, n, mean))
                .isCloseTo(Doubles.KERNELS.sumOfProducts(wideG, 1, wideX, 2, n, mean), within(close * (n + 1)));
            Vectors.KERNELS.centreAndScale(x, out, 2, n, mean, scale);
            Doubles.KERNELS.centreAndScale(wideX, wide, 2, n, mean, scale);
            assertThat(Tensor.of(out).toDoubles()).containsExactly(wide, within(1e-6));
            Vectors.KERNELS.centreAndScaleBack(g, x, out, 2, n, mean, scale, 0.3, -0.2);
            Doubles.KERNELS.centreAndScaleBack(wideG, wideX, wide, 2, n, mean, scale, 0.3, -0.2);
            assertThat(Tensor.of(out).toDoubles()).containsExactly(wide, within(1e-6));
        }
    }
}
