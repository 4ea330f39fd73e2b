package gradus.experiments.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.experiments.reproduce.Comparison.Origin;
import gradus.experiments.reproduce.Comparison.Rule;
import gradus.tensor.Axes;
import gradus.viz.charts.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedStudiesTest {
    private final List<String> said = new ArrayList<>();
    private final Conditions conditions = new Conditions(List.of(1L, 2L), Path.of("data", "mnist"), said::add);

    @Test void dropoutIsHeldAgainstTheSameNetworkWithout() {
        var tiny = new DropoutDigits(400, 200, 16, 2, 1);
        var found = tiny.run(conditions);
        assertThat(said).hasSize(6);
        assertThat(found.settings()).startsWith("reduced: 784-16-16-16-10");
        assertThat(found.comparisons()).extracting(Comparison::figure).containsExactly("reduction of the test error by dropout",
            "reduction of the test error by dropout and max-norm");
        assertThat(found.comparisons()).allMatch(each -> each.ours().size() == 2);
        assertThat(found.comparisons().getFirst().ours()).isNotEqualTo(found.comparisons().getLast().ours());
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }

    private static DropoutDigits.Outcome error(double test, double training) {
        return new DropoutDigits.Outcome(Line.counted("test error", 2, test), training);
    }

    @Test void dropoutIsHeldToThePapersErrorsInFull() {
        var runs = new Runs<>(List.of(new DropoutDigits.Run(error(1.75, 0), error(1.5, 0.25), error(1, 0.125))));
        var found = DropoutDigits.PUBLISHED.findings(runs);
        assertThat(found.settings()).startsWith("the paper's network and its million steps: 784-1024-1024-1024-10").contains("1667 epochs");
        assertThat(found.comparisons()).extracting(Comparison::published).containsExactly(1.25, 1.06, 0.35, 0.54);
        assertThat(found.comparisons()).extracting(Comparison::mean).containsExactly(1.5, 1.0, 0.25, 0.75);
        assertThat(found.comparisons()).extracting(Comparison::rule).containsExactly(Rule.AT_MOST, Rule.AT_MOST, Rule.AT_LEAST, Rule.AT_LEAST);
        assertThat(found.comparisons()).extracting(Comparison::origin).containsExactly(Origin.PRINTED, Origin.PRINTED, Origin.CHOSEN,
            Origin.CHOSEN);
        assertThat(found.comparisons()).extracting(Comparison::tolerance).containsOnly(0.15);
        assertThat(found.comparisons()).extracting(Comparison::holds).containsExactly(false, true, true, true);
        assertThat(found.explanation()).contains("without dropout end with an error of 0.00 %, those with dropout with one of 0.25 %",
            "it is 1.75 and 1.50 %");
        var reduced = DropoutDigits.REDUCED.findings(runs);
        assertThat(reduced.comparisons()).extracting(Comparison::published).containsExactly(0.35, 0.54);
        assertThat(reduced.settings()).startsWith("reduced").contains("This reduction was found by trial");
    }

    @Test void theTableHasARowForEachKindOfReader() {
        var tiny = new MnistTable(2000, 500, 2, 2, 40);
        var found = tiny.run(conditions);
        assertThat(found.comparisons()).extracting(Comparison::published).containsExactly(99.8, 40.0, 97.0, 92.0, 10.0);
        assertThat(found.comparisons().getLast().mean()).isBetween(5.0, 15.0);
        assertThat(found.comparisons().subList(0, 4)).allMatch(each -> each.mean() > 30);
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }

    @Test void theBestIsNotWhatASmallNetworkReaches() {
        var accuracy = new double[4];
        accuracy[3] = 99.25;
        var found = MnistTable.REDUCED.findings(new Runs<>(List.of(new MnistTable.Run(10.5, accuracy, accuracy, accuracy))));
        assertThat(found.comparisons()).extracting(Comparison::published).containsExactly(99.8, 99.0, 97.0, 92.0, 10.0);
        assertThat(found.comparisons()).extracting(Comparison::tolerance).containsExactly(0.1, 0.0, 1.0, 1.0, 1.0);
        assertThat(found.comparisons()).extracting(Comparison::rule).containsExactly(Rule.AT_LEAST, Rule.AT_LEAST, Rule.AT_LEAST, Rule.WITHIN,
            Rule.WITHIN);
        assertThat(found.comparisons()).extracting(Comparison::holds).containsExactly(false, true, true, false, true);
    }

    @Test void whatIsSetApartIsTheLastOfTheTrainingPictures() {
        var digits = Digits.read(Path.of("data", "mnist"), 10_000);
        var all = Digits.read(Path.of("data", "mnist"), 0);
        assertThat(digits.train().size()).isEqualTo(50_000);
        assertThat(digits.validation().size()).isEqualTo(10_000);
        var last = digits.validation().batch(9_999).inputs().data();
        assertThat(last.toFloats()).isEqualTo(all.train().batch(59_999).inputs().data().toFloats());
        assertThat(last.max(Axes.all()).item()).isBetween(0.9, 1.0);
        assertThatThrownBy(all::validation).hasMessage("no pictures were set apart");
    }
}
