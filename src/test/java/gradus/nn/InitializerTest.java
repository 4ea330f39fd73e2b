package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Precision;
import gradus.tensor.Random;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitializerTest {
    private static final int IN = 200, OUT = 600;                  // apart, so that no formula passes for another
    private static final Random RANDOM = Random.seeded(7).at("initializers");

    private static double[] draw(String name) {
        return Initializer.named(name).draw(IN, OUT, RANDOM, Precision.DOUBLE).toDoubles();
    }

    private static double variance(double... xs) {
        double mean = Arrays.stream(xs).average().orElseThrow();
        return Arrays.stream(xs).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    }

    // of 120,000 draws, the variance is within 2 % by five of its own deviations, and the mean within 0.015 σ by five
    @ParameterizedTest
    @CsvSource({"lecun-normal, 0.005", "lecun-uniform, 0.005", "glorot-normal, 0.0025", "glorot-uniform, 0.0025",
        "he-normal, 0.01", "he-uniform, 0.01", "normal:0.5, 0.25"})
    void drawsWithTheVarianceOfItsFormula(String name, double variance) {
        double[] xs = draw(name);
        assertThat(variance(xs)).isCloseTo(variance, within(0.021 * variance));
        assertThat(Arrays.stream(xs).average().orElseThrow()).isCloseTo(0, within(0.015 * StrictMath.sqrt(variance)));
        assertThat(Initializer.named(name).deviation(IN, OUT)).isCloseTo(StrictMath.sqrt(variance), within(1e-15));
    }

    @ParameterizedTest @ValueSource(strings = {"lecun", "glorot", "he"})
    void drawsUniformlyWithinBoundsAndNormallyBeyond(String name) {
        double bound = StrictMath.sqrt(3) * Initializer.named(name + "-normal").deviation(IN, OUT);
        double[] uniform = draw(name + "-uniform"), normal = draw(name + "-normal");
        assertThat(Arrays.stream(uniform).map(StrictMath::abs).max().orElseThrow()).isBetween(0.999 * bound, bound);
        // P(|x| > √3 σ) = 0.0833 for a normal distribution
        assertThat(Arrays.stream(normal).filter(x -> StrictMath.abs(x) > bound).count() / (double) normal.length)
            .isCloseTo(0.0833, within(0.005));
    }

    @Test void drawsZeros() { assertThat(draw("zeros")).hasSize(IN * OUT).containsOnly(0); }

    @Test void drawsTheShapeOfALayerInItsPrecision() {
        var drawn = Initializer.HE_NORMAL.draw(3, 5, RANDOM, Precision.FLOAT);
        assertThat(drawn.shape()).hasToString("(3, 5)");
        assertThat(drawn.precision()).isEqualTo(Precision.FLOAT);
    }

    @Test void drawsTheSameFromTheSameRandomAndOthersFromAnother() {
        assertThat(draw("he-normal")).containsExactly(draw("he-normal"));
        assertThat(Initializer.HE_NORMAL.draw(IN, OUT, RANDOM.at("other"), Precision.DOUBLE).toDoubles()).isNotEqualTo(draw("he-normal"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeros", "lecun-normal", "lecun-uniform", "glorot-normal", "glorot-uniform", "he-normal", "he-uniform", "normal:0.5"})
    void printsAsItIsNamed(String name) { assertThat(Initializer.named(name)).hasToString(name); }

    @Test void isEqualToWhatHasItsName() {
        assertThat(Initializer.named("normal:0.50")).isEqualTo(Initializer.normal(0.5)).hasSameHashCodeAs(Initializer.normal(0.5));
        assertThat(Initializer.normal(0.5)).isNotEqualTo(Initializer.normal(0.25)).isNotEqualTo("normal:0.5");
    }

    @Test void saysWhatThereIsWhenTheNameIsUnknown() {
        assertThatThrownBy(() -> Initializer.named("xavier")).isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("unknown initialiser 'xavier': one of zeros, lecun-normal,").hasMessageEndingWith("such as normal:0.5");
    }

    @Test void refusesDeviationsThatAreNone() {
        assertThatThrownBy(() -> Initializer.named("normal:x")).hasMessage("'x' in 'normal:x' is not a number: for example normal:0.5");
        assertThatThrownBy(() -> Initializer.named("normal:-1"))
            .hasMessage("the deviation of an initialiser must be a number from 0 up, not -1.0");
        assertThatThrownBy(() -> Initializer.normal(Double.NaN)).hasMessageEndingWith("not NaN");
        assertThatThrownBy(() -> Initializer.normal(Double.POSITIVE_INFINITY)).hasMessageEndingWith("not Infinity");
    }
}
