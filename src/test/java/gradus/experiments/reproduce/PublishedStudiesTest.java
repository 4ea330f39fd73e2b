package gradus.experiments.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.tensor.Axes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedStudiesTest {
    private final List<String> said = new ArrayList<>();
    private final Conditions conditions = new Conditions(true, List.of(1L, 2L), Path.of("data", "mnist"), said::add);

    @Test void dropoutIsHeldAgainstTheSameNetworkWithout() {
        var tiny = new DropoutDigits(400, 200, 16, 2, 1);
        var found = tiny.run(conditions);
        assertThat(said).hasSize(6);
        assertThat(found.settings()).startsWith("reduced: 784-16-16-16-10");
        assertThat(found.comparisons()).extracting(Comparison::figure).containsExactly("less error by dropout",
            "less error by dropout and max-norm");
        assertThat(found.comparisons()).allMatch(each -> each.ours().size() == 2);
        assertThat(found.comparisons().getFirst().ours()).isNotEqualTo(found.comparisons().getLast().ours());
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }

    @Test void theTableHasARowForEachKindOfReader() {
        var tiny = new MnistTable(2000, 500, 2, 2, 0.8);
        var found = tiny.run(conditions);
        assertThat(found.comparisons()).extracting(Comparison::published).containsExactly(99.8, 97.0, 92.0, 10.0);
        assertThat(found.comparisons().getLast().mean()).isBetween(5.0, 15.0);
        assertThat(found.comparisons().subList(0, 3)).allMatch(each -> each.mean() > 30);
        assertThat(tiny.run(conditions)).isEqualTo(found);
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
