package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The float functions against the double ones, in units in the last place (ulp) of the float nearest to the double result.
///
/// The worst of every 211th float, and of every float around the worst of those: exp 1.059 (at 59.27), log 0.827 (at 1.414),
/// tanh 1.331 (at 0.628), sigmoid 2.402 (at −4.157).
class FloatMathTest {
    /// A float function, its specification, and how far it may lie from it.
    enum Function {
        EXP    (FloatMath::exp,     StrictMath::exp,      1.1),
        LOG    (FloatMath::log,     StrictMath::log,      0.85),
        TANH   (FloatMath::tanh,    StrictMath::tanh,     1.35),
        SIGMOID(FloatMath::sigmoid, DoubleMath::sigmoid,  2.45);

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

    /// Two million floats: bit patterns spread over all of them, every one around the kink of tanh, and special ones.
    private static IntStream bits() {
        return IntStream.concat(IntStream.rangeClosed(-900_000, 900_000).map(i -> i * 2379 + 17),
            IntStream.concat(IntStream.range(0, 200_000).map(i -> Float.floatToRawIntBits(0.6249f) + i), special()));
    }

    private static IntStream special() {
        float[] some = {0, -0f, 1, -1, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, 0x1.fffffcp-127f, Float.MAX_VALUE,
            -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 0.625f, -0.625f, 88.72283f, 88.722839f, 88.73f,
            -87.33655f, -103.27893f,
            -103.97f, -103.98f, -104, -105, 1e-40f, -1e-40f};
        return IntStream.range(0, some.length).map(i -> Float.floatToRawIntBits(some[i]))
            .flatMap(b -> IntStream.rangeClosed(b - 3, b + 3));
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

    @Test void tanhKeepsTheSignOfZero() {
        assertThat(Float.floatToIntBits(FloatMath.tanh(-0f))).isEqualTo(Float.floatToIntBits(-0f));
        assertThat(Float.floatToIntBits(FloatMath.tanh(0f))).isEqualTo(Float.floatToIntBits(0f));
        assertThat(FloatMath.tanh(-1e-40f)).isEqualTo(-1e-40f);
    }

    @Test void resultsBelowTheSmallestNormalFloatAreRoundedOnce() {
        assertThat(FloatMath.exp(-100)).isEqualTo((float) StrictMath.exp(-100)).isGreaterThan(0);
        assertThat(FloatMath.exp(-103)).isEqualTo((float) StrictMath.exp(-103)).isGreaterThan(0);
        assertThat(FloatMath.log(Float.MIN_VALUE)).isEqualTo((float) StrictMath.log(Float.MIN_VALUE));
    }
}
