package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The float functions against the double ones, in units in the last place (ulp) of the float nearest to the double result.
///
/// The worst of every 211th float (of sine and cosine every third between 1 and 65,536), and of every float around the worst
/// of those: exp 1.059 (at 59.27), expm1 1.690 (at 0.348), log 0.827 (at 1.414), log1p 1.376 (at 0.419), tanh 1.331 (at
/// 0.628), sigmoid 2.402 (at −4.157), softplus 1.855 (at 0.0007), erf 1.059 (at 1.058), sin 1.804 (at 563.9), cos 1.826 (at
/// −56,705.75).
class FloatMathTest {
    /// A float function, its specification, and how far it may lie from it.
    enum Function {
        EXP     (FloatMath::exp,      StrictMath::exp,       1.1),
        EXPM1   (FloatMath::expm1,    StrictMath::expm1,     1.7),
        LOG     (FloatMath::log,      StrictMath::log,       0.85),
        LOG1P   (FloatMath::log1p,    StrictMath::log1p,     1.4),
        TANH    (FloatMath::tanh,     StrictMath::tanh,      1.35),
        SIGMOID (FloatMath::sigmoid,  DoubleMath::sigmoid,   2.45),
        SOFTPLUS(FloatMath::softplus, DoubleMath::softplus,  1.9),
        ERF     (FloatMath::erf,      DoubleMath::erf,       1.1),
        SIN     (FloatMath::sin,      StrictMath::sin,       1.85),
        COS     (FloatMath::cos,      StrictMath::cos,       1.85);

        private interface InFloat { float of(float x); }

        private final InFloat inFloat;
        private final DoubleUnaryOperator inDouble;
        private final double bound;

        Function(InFloat inFloat, DoubleUnaryOperator inDouble, double bound) {
            this.inFloat = inFloat;
            this.inDouble = inDouble;
            this.bound = bound;
        }

        /// How far the float result lies from the double one, in ulp; 0 where both are NaN or the same infinity.
        private double error(float x) {
            double y = inDouble.applyAsDouble(x);
            float nearest = (float) y, got = inFloat.of(x);
            if (Float.isNaN(nearest)) return Float.isNaN(got) ? 0 : Double.POSITIVE_INFINITY;
            if (Float.isInfinite(nearest)) return got == nearest ? 0 : Double.POSITIVE_INFINITY;
            double error = Math.abs(got - y) / Math.ulp(nearest);
            return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        }
    }

    /// Three million floats: bit patterns spread over all of them, every one around the places where formulas change, every one
    /// around the zeros of sine and cosine, and special ones.
    private static IntStream bits() {
        return IntStream.concat(IntStream.rangeClosed(-900_000, 900_000).map(i -> i * 2379 + 17),
            IntStream.concat(IntStream.concat(around(100_000, 0.625f, 1, -0.29f, -0.35f), zerosOfWaves()), special()));
    }

    private static IntStream around(int many, float... places) {
        return IntStream.range(0, places.length).map(i -> Float.floatToRawIntBits(places[i]))
            .flatMap(b -> IntStream.rangeClosed(b - many, b + many));
    }

    private static IntStream zerosOfWaves() {
        return IntStream.rangeClosed(1, 42_000).map(i -> Float.floatToRawIntBits((float) (i * StrictMath.PI / 2)))
            .flatMap(b -> IntStream.rangeClosed(b - 3, b + 3));
    }

    private static IntStream special() {
        float[] some = {0, -0f, 1, -1, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, 0x1.fffffcp-127f, Float.MAX_VALUE,
            -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 0.625f, -0.625f, 88.72283f, 88.722839f, 88.73f,
            -87.33655f, -103.27893f,
            -103.97f, -103.98f, -104, -105, 1e-40f, -1e-40f, -17.32868f, -18, 0x1p-25f, -0x1p-25f, 2.4e38f, 1.7e38f, 3.9192059f, 4, -4,
            0x1p16f, -0x1p16f, 1e22f};
        return around(3, some);
    }

    @ParameterizedTest @EnumSource void liesWithinItsBoundOfTheDoubleResult(Function f) {
        double worst = 0;
        float where = 0;
        for (int bits : bits().toArray()) {
            float x = Float.intBitsToFloat(bits);
            double error = f.error(x);
            if (error > worst) {
                worst = error;
                where = x;
            }
        }
        assertThat(worst).as("worst error of %s in ulp, at %s", f, where).isLessThan(f.bound).isGreaterThan(f.bound / 2);
    }

    @Test void endsAreExact() {
        float infinity = Float.POSITIVE_INFINITY;
        assertThat(new float[] {FloatMath.exp(0), FloatMath.exp(-0f), FloatMath.exp(infinity), FloatMath.exp(-infinity),
            FloatMath.exp(89), FloatMath.exp(-104)})
            .containsExactly(1, 1, infinity, 0, infinity, 0);
        assertThat(new float[] {FloatMath.log(1), FloatMath.log(0), FloatMath.log(-0f), FloatMath.log(infinity),
            FloatMath.log(-1), FloatMath.log(-infinity)})
            .containsExactly(0, -infinity, -infinity, infinity, Float.NaN, Float.NaN);
        assertThat(new float[] {FloatMath.tanh(0), FloatMath.tanh(infinity), FloatMath.tanh(-infinity), FloatMath.tanh(10),
            FloatMath.tanh(-10)})
            .containsExactly(0, 1, -1, 1, -1);
        assertThat(new float[] {FloatMath.sigmoid(0), FloatMath.sigmoid(infinity), FloatMath.sigmoid(-infinity),
            FloatMath.sigmoid(-1000)})
            .containsExactly(0.5f, 1, 0, 0);
    }

    @Test void endsOfTheYoungerFunctionsAreExact() {
        float infinity = Float.POSITIVE_INFINITY;
        assertThat(new float[] {FloatMath.expm1(infinity), FloatMath.expm1(-infinity), FloatMath.expm1(89), FloatMath.expm1(-18)})
            .containsExactly(infinity, -1, infinity, -1);
        assertThat(new float[] {FloatMath.log1p(-1), FloatMath.log1p(infinity), FloatMath.log1p(-1.5f), FloatMath.log1p(-infinity)})
            .containsExactly(-infinity, infinity, Float.NaN, Float.NaN);
        assertThat(new float[] {FloatMath.softplus(infinity), FloatMath.softplus(-infinity), FloatMath.softplus(1000)})
            .containsExactly(infinity, 0, 1000);
        assertThat(new float[] {FloatMath.erf(infinity), FloatMath.erf(-infinity), FloatMath.erf(4), FloatMath.erf(-4)})
            .containsExactly(1, -1, 1, -1);
        assertThat(new float[] {FloatMath.sin(infinity), FloatMath.cos(-infinity)}).containsExactly(Float.NaN, Float.NaN);
        assertThat(new float[] {FloatMath.cos(0), FloatMath.cos(-0f), FloatMath.cos(1e-20f)}).containsExactly(1, 1, 1);
    }

    /// Odd functions, and those that vanish at 0 with slope 1.
    @ParameterizedTest @EnumSource(names = {"EXPM1", "LOG1P", "TANH", "ERF", "SIN"}) void theSignOfZeroIsKept(Function f) {
        assertThat(Float.floatToRawIntBits(f.inFloat.of(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(Float.floatToRawIntBits(f.inFloat.of(0f))).isEqualTo(Float.floatToRawIntBits(0f));
        for (float x : new float[] {-1e-40f, 1e-40f, -Float.MIN_VALUE, Float.MIN_VALUE})
            assertThat(f.inFloat.of(x)).isEqualTo((float) f.inDouble.applyAsDouble(x));
    }

    /// The largest angles, where a float's neighbours are many turns apart.
    @Test void anAngleOfAnySizeHasItsSineAndCosine() {
        for (float x : new float[] {65535.996f, 65536, 65536.01f, 1e7f, -1e10f, 1e22f, Float.MAX_VALUE, -Float.MAX_VALUE}) {
            assertThat((double) FloatMath.sin(x)).isCloseTo(StrictMath.sin(x), within(1e-7));
            assertThat((double) FloatMath.cos(x)).isCloseTo(StrictMath.cos(x), within(1e-7));
        }
    }

    @Test void resultsBelowTheSmallestNormalFloatAreRoundedOnce() {
        assertThat(FloatMath.exp(-100)).isEqualTo((float) StrictMath.exp(-100)).isGreaterThan(0);
        assertThat(FloatMath.exp(-103)).isEqualTo((float) StrictMath.exp(-103)).isGreaterThan(0);
        assertThat(FloatMath.log(Float.MIN_VALUE)).isEqualTo((float) StrictMath.log(Float.MIN_VALUE));
    }
}
