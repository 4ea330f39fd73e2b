package gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Offset<Double> NEXT_TO_NOTHING = within(1e-12);

    private static double[] factors(String name, int steps) {
        return IntStream.range(0, steps).mapToDouble(step -> Schedule.named(name).factor(step, steps)).toArray();
    }

    @Test void aConstantRateStaysAsItIs() { assertThat(factors("constant", 5)).containsOnly(1); }

    @Test void aRateOnStairsFallsAfterEachShareOfTheRun() {
        assertThat(factors("step:0.3,0.1", 10)).containsExactly(new double[] {1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 0.001}, NEXT_TO_NOTHING);
        assertThat(factors("step:0.2,0.5", 5)).containsExactly(new double[] {1, 0.5, 0.25, 0.125, 0.0625}, NEXT_TO_NOTHING);
        assertThat(factors("step:0.01,0.5", 3)).containsExactly(1, 0.5, 0.25);          // a stair has at least one step
    }

    @Test void anExponentialRateFallsByTheSameShareInEveryStep() {
        assertThat(factors("exponential:0.01", 4)).containsExactly(new double[] {1, 0.31622776601683794, 0.1, 0.03162277660168379}, NEXT_TO_NOTHING);
    }

    @Test void aLinearRateFallsByTheSameAmountInEveryStep() { assertThat(factors("linear", 4)).containsExactly(1, 0.75, 0.5, 0.25); }

    @Test void aCosineIsThatOfPyTorchsCosineAnnealing() {
        // ½ (1 + cos π t / 8)
        assertThat(factors("cosine", 8)).containsExactly(new double[] {1, 0.9619397662556434, 0.8535533905932737, 0.6913417161825449,
            0.5, 0.3086582838174551, 0.1464466094067262, 0.03806023374435663}, NEXT_TO_NOTHING);
    }

    @Test void aWarmUpRisesInALineAndTheCosineTakesTheRest() {
        assertThat(factors("cosine:0.2", 10)).containsExactly(new double[] {1 / 3.0, 2 / 3.0, 1, 0.9619397662556434, 0.8535533905932737,
            0.6913417161825449, 0.5, 0.3086582838174551, 0.1464466094067262, 0.03806023374435663}, NEXT_TO_NOTHING);
    }

    @Test void oneCycleIsThatOfPyTorchsOneCycleLR() {
        // by its formula, with pct_start 0.3, div_factor 25, final_div_factor 1e4, cosine annealing
        assertThat(factors("one-cycle", 10)).containsExactly(new double[] {0.04, 0.52, 1, 0.9504846320134737, 0.8117456539497631,
            0.6112620219362893, 0.38874197806371075, 0.18825834605023697, 0.049519367986526286, 4e-06}, NEXT_TO_NOTHING);
    }

    @ParameterizedTest @ValueSource(strings = {"constant", "step:0.3,0.1", "exponential:0.01", "linear", "cosine", "cosine:0.05", "cosine:0.99",
        "one-cycle", "one-cycle:0.5", "one-cycle:0.01", "one-cycle:0.99"})
    void everyScheduleIsFinitePositiveAndPrintsAsItIsNamed(String name) {
        assertThat(Schedule.named(name)).hasToString(name).isEqualTo(Schedule.named(Schedule.named(name).toString()));
        for (int steps : new int[] {1, 2, 3, 4, 10, 100, 937})
            for (double factor : factors(name, steps)) assertThat(factor).as("%s of %d", name, steps).isGreaterThan(0).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        cosin         | unknown schedule 'cosin': constant, step:SHARE,FACTOR as step:0.3,0.1, exponential:LAST
        cosine:0.1,2  | unknown schedule 'cosine:0.1,2'
        step          | unknown schedule 'step'
        linear:2      | unknown schedule 'linear:2'
        cosine:warm   | 'warm' in 'cosine:warm' is not a number
        cosine:       | '' in 'cosine:' is not a number
        cosine:1      | the warm-up's share of the run must be at least 0 and less than 1, not 1.0
        step:0,0.1    | the share of the run between two steps of a rate must be more than 0 and less than 1, not 0.0
        step:0.3,-1   | the factor of a rate must be a positive number, not -1.0
        exponential:1 | what is left of a rate that falls exponentially must be more than 0 and less than 1, not 1.0
        one-cycle:NaN | the share of the run in which a rate rises must be more than 0 and less than 1, not NaN
        """)
    void otherNamesAreRefused(String name, String message) {
        assertThatThrownBy(() -> Schedule.named(name)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    @Test void aStepBelongsToTheRun() {
        assertThatThrownBy(() -> Schedule.linear().factor(10, 10)).hasMessage("a run of 10 steps has the steps 0 to 9, and no step 10");
        assertThatThrownBy(() -> Schedule.linear().factor(-1, 10)).hasMessageContaining("no step -1");
    }
}
