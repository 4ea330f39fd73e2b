package gradus.experiments.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.experiments.reproduce.Comparison.Rule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {
    private static Comparison compared(Rule rule, double published, double tolerance, Double... ours) {
        return Comparison.printed("accuracy", "%", published, List.of(ours), rule, tolerance);
    }

    private static Account account(Comparison... comparisons) {
        return new Account(Experiment.PERCEPTRON, new Findings("small", List.of(comparisons),
            new LinkedHashMap<>(Map.of("a-chart", new Findings.Illustration("A chart", "<svg/>"))), "So it is."), 1.25);
    }

    @Test void theMeanDecidesAndTheToleranceIsPartOfWhatHolds() {
        assertThat(compared(Rule.WITHIN, 4, 1, 2.0, 4.0).holds()).isTrue();
        assertThat(compared(Rule.WITHIN, 4, 0.5, 2.0, 4.0).holds()).isFalse();
        assertThat(compared(Rule.WITHIN, 4, 0.5, 5.0).holds()).isFalse();
        assertThat(compared(Rule.AT_LEAST, 4, 0.5, 3.5).holds()).isTrue();
        assertThat(compared(Rule.AT_LEAST, 4, 0.5, 3.4).holds()).isFalse();
        assertThat(compared(Rule.AT_LEAST, 4, 0, 9.0).holds()).isTrue();
        assertThat(compared(Rule.AT_MOST, 4, 0.5, 4.5).holds()).isTrue();
        assertThat(compared(Rule.AT_MOST, 4, 0.5, 4.6).holds()).isFalse();
        assertThat(compared(Rule.AT_MOST, 4, 0, -9.0).holds()).isTrue();
        for (var rule : Rule.values()) assertThat(compared(rule, 4, 1, Double.NaN).holds()).isFalse();
    }

    @Test void theDeviationIsThatOfASample() {
        assertThat(compared(Rule.WITHIN, 0, 0, 1.0, 2.0, 3.0, 4.0).deviation()).isCloseTo(StrictMath.sqrt(5 / 3.0), within(1e-15));
        assertThat(compared(Rule.WITHIN, 0, 0, 7.0).deviation()).isZero();
        assertThat(compared(Rule.WITHIN, 0.1, 0, 0.1, 0.1, 0.1)).satisfies(equal -> {    // whose sum over three is not 0.1
            assertThat(equal.deviation()).isZero();
            assertThat(equal.holds()).isTrue();
        });
        assertThatThrownBy(() -> compared(Rule.WITHIN, 0, 0)).hasMessage("accuracy: there is no number to compare");
    }

    @Test void theTableStandsInColumns() {
        assertThat(account(compared(Rule.WITHIN, 95.42, 0.4, 95.0, 96.0), compared(Rule.AT_LEAST, 3, 0, 2.0)).table()).containsExactly(
            "figure    published  ours            tolerance  verdict",
            "accuracy  95.42 %    95.50 ± 0.71 %  0.4        holds",
            "accuracy  ≥ 3 %      2 %             0          does not hold");
        assertThat(account(Comparison.chosen("accuracy", "%", 3, List.of(4.0), Rule.AT_LEAST)).table().getLast())
            .isEqualTo("accuracy  ≥ 3 % (chosen)  4 %   0          holds");
    }

    @Test void aMeanEndsWhereTwoDigitsOfItsDeviationEnd() {
        assertThat(ours(80.0, 53.4)).isEqualTo("67 ± 19 %");
        assertThat(ours(1000.0, 1300.0)).isEqualTo("1150 ± 210 %");
        assertThat(ours(0.0142, 0.0138)).isEqualTo("0.01400 ± 0.00028 %");
        assertThat(ours(0.3, 0.3)).isEqualTo("0.3 ± 0 %");
        assertThat(ours(1.0 / 3)).isEqualTo("0.3333 %");
        assertThat(ours(2.0, Double.NaN)).isEqualTo("NaN ± NaN %");
    }

    private static String ours(Double... values) {
        return account(compared(Rule.WITHIN, 1, 0, values)).markdown("", "").lines().filter(line -> line.startsWith("| accuracy")).findFirst()
            .orElseThrow().split(" \\| ", -1)[2];
    }

    @Test void theFirstFigureStandsForTheExperimentAndAllMustHold() {
        var fields = account(compared(Rule.WITHIN, 4, 1, 3.0, 5.0), compared(Rule.AT_MOST, 1, 0, 2.0)).fields();
        assertThat(fields.sequencedKeySet()).containsExactly("experiment", "published", "mean", "sd", "tolerance", "rule", "holds",
            "all_hold", "figures", "source", "seconds");
        assertThat(fields).containsEntry("experiment", "perceptron").containsEntry("published", 4.0).containsEntry("mean", 4.0)
            .containsEntry("sd", StrictMath.sqrt(2)).containsEntry("tolerance", 1.0).containsEntry("rule", "within")
            .containsEntry("holds", true).containsEntry("all_hold", false)
            .containsEntry("seconds", 1.25);
        assertThat(fields.get("figures")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(2);
        assertThat(account(compared(Rule.WITHIN, 4, 1, 3.0)).fields()).containsEntry("holds", true).containsEntry("all_hold", true);
        assertThat(account(compared(Rule.AT_LEAST, 4, 0, 3.0), compared(Rule.AT_MOST, 1, 0, 1.0)).fields()).containsEntry("rule", "at_least")
            .containsEntry("holds", false).containsEntry("all_hold", false);
        assertThat(account(compared(Rule.WITHIN, 4, 1, Double.NaN)).fields()).containsEntry("mean", null).containsEntry("holds", false);
    }

    @Test void thePieceOfAPageHasTheTableTheChartTheWordsAndTheCommand(@TempDir Path folder) {
        var account = account(compared(Rule.AT_MOST, 4, 1, 3.0));
        assertThat(account.markdown("gradus reproduce perceptron", "images/")).startsWith("## perceptron\n\nAND and OR ").contains("Source: Rosenblatt",
            "Settings: small.\n",
            "| figure | published | ours | tolerance | verdict |\n|---|---|---|---|---|\n| accuracy | ≤ 4 % | 3 % | 1 | holds |\n",
            "\n![A chart](images/a-chart.svg)\n", "\nSo it is.\n").endsWith("`gradus reproduce perceptron` took 1.3 seconds.\n");
        account.writeCharts(folder);
        assertThat(folder.resolve("a-chart.svg")).hasContent("<svg/>");
    }
}
