package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Functions of elements against their formulas, and broadcasting against a reference that goes index by index.
class ElementwiseTest {
    private static final double[] POINTS = {0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 0.1, -0.1, 3.7, -3.7, 1e-10, -1e-10, 20, -20,
        700, -700, 750, -750, 1e-310, -1e-310, 1e300, -1e300, Double.MIN_VALUE, Double.MAX_VALUE,
        Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};
    private static final Tensor FAR = Tensor.of(-1000.0, -700, 1000, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN);

    private static void assertBits(Tensor actual, Tensor expected, Object what) {
        assertThat(actual.shape()).as("shape of %s", what).isEqualTo(expected.shape());
        assertThat(actual.precision()).isEqualTo(expected.precision());
        assertThat(actual.toDoubles()).as("%s", what).isEqualTo(expected.toDoubles());         // by bits: −0 is not 0, NaN is NaN
    }

    static Stream<Arguments> functions() {
        return Stream.of(
            one("neg", Tensor::neg, x -> -x), one("exp", Tensor::exp, StrictMath::exp),
            one("expm1", Tensor::expm1, StrictMath::expm1),
            one("log", Tensor::log, StrictMath::log), one("log1p", Tensor::log1p, StrictMath::log1p),
            one("sqrt", Tensor::sqrt, StrictMath::sqrt), one("square", Tensor::square, x -> x * x),
            one("abs", Tensor::abs, StrictMath::abs), one("sign", Tensor::sign, StrictMath::signum),
            one("sin", Tensor::sin, StrictMath::sin), one("cos", Tensor::cos, StrictMath::cos),
            one("tanh", Tensor::tanh, StrictMath::tanh),
            one("relu", Tensor::relu, x -> x <= 0 ? 0 : x));
    }

    private static Arguments one(String name, UnaryOperator<Tensor> f, DoubleUnaryOperator formula) {
        return Arguments.of(name, f, formula);
    }

    @ParameterizedTest(name = "{0}") @MethodSource("functions")
    void inDoubleAFunctionIsItsFormulaToTheBit(String name, UnaryOperator<Tensor> f, DoubleUnaryOperator formula) {
        for (double x : POINTS)
            assertThat(f.apply(Tensor.of(x)).item()).as("%s of the scalar %s", name, x)
                .isEqualTo(Double.valueOf(formula.applyAsDouble(x)));
        assertThat(f.apply(Tensor.of(POINTS)).toDoubles())
            .containsExactly(java.util.Arrays.stream(POINTS).map(formula).toArray());
    }

    @ParameterizedTest(name = "{0}") @MethodSource("functions")
    void inFloatAFunctionIsItsFormulaRounded(String name, UnaryOperator<Tensor> f, DoubleUnaryOperator formula) {
        var x = Tensor.of(POINTS).to(Precision.FLOAT);
        var y = f.apply(x);
        for (int i = 0; i < x.size(); i++) {
            float expected = (float) formula.applyAsDouble(x.at(i));
            assertThat(f.apply(Tensor.scalar(x.at(i), Precision.FLOAT)).item()).as("a scalar is as an array")
                .isEqualTo(Double.valueOf(y.at(i)));
            if (List.of("exp", "expm1", "log", "log1p", "tanh", "sin", "cos").contains(name) && Float.isFinite(expected))
                assertThat(y.at(i)).as("%s of %s", name, x.at(i)).isCloseTo(expected, within(2.0 * Math.ulp(expected)));
            else assertThat((float) y.at(i)).as("%s of %s", name, x.at(i)).isEqualTo(Float.valueOf(expected));
        }
    }

    @Test void sigmoidAndSoftplusAreStableAtBothEnds() {
        for (double x : new double[] {-3, -0.5, 0, 0.5, 3}) {
            assertThat(Tensor.of(x).sigmoid().item()).isCloseTo(1 / (1 + StrictMath.exp(-x)), within(1e-16));
            assertThat(Tensor.of(x).softplus().item()).isCloseTo(StrictMath.log(1 + StrictMath.exp(x)), within(1e-15));
        }
        assertThat(FAR.sigmoid().toDoubles()).containsExactly(0, StrictMath.exp(-700), 1, 0, 1, Double.NaN);
        assertThat(FAR.softplus().toDoubles()).containsExactly(0, StrictMath.exp(-700), 1000, 0, Double.POSITIVE_INFINITY, Double.NaN);
    }

    @Test void erfHasItsKnownValues() {
        // Abramowitz & Stegun, table 7.1, and more digits computed.
        double[][] known = {{0, 0}, {1e-300, 1.1283791670955126e-300}, {0.1, 0.1124629160182849}, {0.5, 0.5204998778130465},
            {1, 0.8427007929497149}, {2, 0.9953222650189527}, {3, 0.9999779095030014}, {5, 0.9999999999984626}, {7, 1},
            {Double.POSITIVE_INFINITY, 1}};
        for (double[] k : known) {
            assertThat(Tensor.of(k[0]).erf().item()).isCloseTo(k[1], within(8 * Math.ulp(k[1])));
            assertThat(Tensor.of(-k[0]).erf().item()).isEqualTo(-Tensor.of(k[0]).erf().item());
        }
        assertThat(Tensor.of(Double.NaN).erf().item()).isNaN();
        for (double x = 0; x < 7; x += 0.005) assertThat(Tensor.of(x).erf().item()).as("erf(%s)", x).isBetween(0.0, 1.0);
    }

    static Stream<Arguments> operations() {
        return Stream.of(
            two("add", Tensor::add, Tensor::add, (a, b) -> a + b), two("sub", Tensor::sub, Tensor::sub, (a, b) -> a - b),
            two("mul", Tensor::mul, Tensor::mul, (a, b) -> a * b), two("div", Tensor::div, Tensor::div, (a, b) -> a / b),
            two("pow", Tensor::pow, Tensor::pow, StrictMath::pow),
            two("maximum", Tensor::maximum, Tensor::maximum, StrictMath::max),
            two("minimum", Tensor::minimum, Tensor::minimum, StrictMath::min),
            two("gt", Tensor::gt, Tensor::gt, (a, b) -> a > b ? 1 : 0),
            two("ge", Tensor::ge, Tensor::ge, (a, b) -> a >= b ? 1 : 0),
            two("lt", Tensor::lt, Tensor::lt, (a, b) -> a < b ? 1 : 0),
            two("le", Tensor::le, Tensor::le, (a, b) -> a <= b ? 1 : 0),
            two("eq", Tensor::eq, Tensor::eq, (a, b) -> a == b ? 1 : 0),
            two("ne", Tensor::ne, Tensor::ne, (a, b) -> a != b ? 1 : 0));
    }

    private static Arguments two(String name, BiFunction<Tensor, Tensor, Tensor> f, BiFunction<Tensor, Double, Tensor> withNumber,
                                 DoubleBinaryOperator formula) {
        return Arguments.of(name, f, withNumber, formula);
    }

    /// Numbers with ties, zeros of both signs, and now and then a NaN or an infinity.
    private static Tensor numbers(Random random, Shape shape, Precision p) {
        double[] special = {0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        var out = new double[shape.size()];
        for (int i = 0; i < out.length; i++)
            out[i] = random.below(5, i) == 0 ? special[random.at("s").below(7, i)] : random.normal(i);
        return Tensor.of(shape, out).to(p);
    }

    @ParameterizedTest(name = "{0}") @MethodSource("operations")
    void broadcastsAsTheReferenceThatGoesIndexByIndex(String name, BiFunction<Tensor, Tensor, Tensor> f,
                                                      BiFunction<Tensor, Double, Tensor> withNumber,
                                                      DoubleBinaryOperator formula) {
        for (var p : Precision.values())
            for (int seed = 0; seed < 60; seed++) {
                var random = Random.seeded(seed);
                var whole = seed == 0 ? Shape.of(3, 700) : Indices.shape(random, 4);
                Tensor a = numbers(random.at("a"), Indices.smaller(random.at(1), whole), p);
                Tensor b = numbers(random.at("b"), seed == 0 ? Shape.of(3, 1) : Indices.smaller(random.at(2), whole), p);
                var shape = a.shape().broadcast(b.shape());
                var expected = Indices.tensor(shape, p,
                    i -> formula.applyAsDouble(Indices.stretched(a, i), Indices.stretched(b, i)));
                assertBits(f.apply(a, b), expected, name + " " + p + " of " + a.shape() + " and " + b.shape());
            }
    }

    @ParameterizedTest(name = "{0}") @MethodSource("operations")
    void takesANumberInTheRightOnesPlace(String name, BiFunction<Tensor, Tensor, Tensor> f,
                                         BiFunction<Tensor, Double, Tensor> withNumber, DoubleBinaryOperator formula) {
        for (var p : Precision.values()) {
            var a = numbers(Random.seeded(1), Shape.of(3, 30), p);
            for (double b : new double[] {0, 1, -2.5, 0.1})
                assertBits(withNumber.apply(a, b), f.apply(a, Tensor.scalar(b, p)), name + " " + b);
            assertThat(withNumber.apply(Tensor.scalar(2.5, p), 0.5).item()).isEqualTo(p.round(formula.applyAsDouble(2.5, 0.5)));
        }
    }

    @Test void whereSelectsAndNeverMultiplies() {
        for (var p : Precision.values())
            for (int seed = 0; seed < 60; seed++) {
                var random = Random.seeded(seed);
                var whole = Indices.shape(random, 4);
                Tensor mask = numbers(random.at("m"), Indices.smaller(random.at(1), whole), p);
                Tensor a = numbers(random.at("a"), Indices.smaller(random.at(2), whole), p);
                Tensor b = numbers(random.at("b"), Indices.smaller(random.at(3), whole), p);
                var shape = mask.shape().broadcast(a.shape()).broadcast(b.shape());
                assertBits(mask.where(a, b), Indices.tensor(shape, p,
                    i -> Indices.stretched(mask, i) != 0 ? Indices.stretched(a, i) : Indices.stretched(b, i)), shape);
            }
        assertThat(Tensor.of(1.0, 0).where(Tensor.of(5), Tensor.of(Double.NaN)).toDoubles()).containsExactly(5, Double.NaN);
        assertThat(Tensor.of(1).where(Tensor.of(5), Tensor.of(6)).item()).isEqualTo(5);
    }

    @Test void clampHoldsBetweenItsBounds() {
        assertThat(Tensor.of(-2.0, -1, 0.5, 1, 9, Double.NaN).clamp(-1, 1).toDoubles())
            .containsExactly(-1, -1, 0.5, 1, 1, Double.NaN);
        assertThatThrownBy(() -> Tensor.of(1.0).clamp(2, 1)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("clamp needs low ≤ high, but they are 2.0 and 1.0");
        assertThatThrownBy(() -> Tensor.of(1.0).clamp(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test void addScaledRoundsOnce() {
        for (int n : new int[] {0, 1, 15, 16, 17, 100}) {
            var a = Random.seeded(1).normal(Shape.of(n), 0, 1, Precision.FLOAT);
            var b = Random.seeded(2).normal(Shape.of(n), 0, 1, Precision.FLOAT);
            var sum = a.addScaled(-0.3, b);
            for (int i = 0; i < n; i++)
                assertThat((float) sum.at(i)).isEqualTo(Math.fma(-0.3f, (float) b.at(i), (float) a.at(i)));
            var inDouble = a.to(Precision.DOUBLE).addScaled(-0.3, b.to(Precision.DOUBLE));
            for (int i = 0; i < n; i++) assertThat(inDouble.at(i)).isEqualTo(Math.fma(-0.3, b.at(i), a.at(i)));
        }
        assertThat(Tensor.of(1).addScaled(2, Tensor.of(3)).item()).isEqualTo(7);
        assertThatThrownBy(() -> Tensor.of(1.0, 2.0).addScaled(1, Tensor.of(1))).isInstanceOf(ShapeException.class)
            .hasMessage("addScaled needs equal shapes, but they are (2) and ()");
    }
}
