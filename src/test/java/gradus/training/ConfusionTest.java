package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Random;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionTest {
    private static final Offset<Double> CLOSE = within(1e-12);

    /// The example of scikit-learn's classification report: [0, 1, 2, 2, 2], of which [0, 0, 2, 2, 1] was said.
    @Test void hasTheKnownValues() {
        var confusion = Confusion.of(List.of("a", "b", "c"), new int[] {0, 1, 2, 2, 2}, new int[] {0, 0, 2, 2, 1});
        assertThat(confusion.counts()).isDeepEqualTo(new int[][] {{1, 0, 0}, {1, 0, 0}, {0, 1, 2}});
        assertThat(confusion.accuracy()).isCloseTo(0.6, CLOSE);
        check(confusion, 0, 0.5, 1, 2 / 3.0, 1);
        check(confusion, 1, 0, 0, 0, 1);
        check(confusion, 2, 1, 2 / 3.0, 0.8, 3);
        assertThat(confusion.macroPrecision()).isCloseTo(0.5, CLOSE);
        assertThat(confusion.macroRecall()).isCloseTo(5 / 9.0, CLOSE);
        assertThat(confusion.macroF1()).isCloseTo((2 / 3.0 + 0.8) / 3, CLOSE);
    }

    private static void check(Confusion confusion, int c, double precision, double recall, double f1, int support) {
        assertThat(confusion.precision(c)).isCloseTo(precision, CLOSE);
        assertThat(confusion.recall(c)).isCloseTo(recall, CLOSE);
        assertThat(confusion.f1(c)).isCloseTo(f1, CLOSE);
        assertThat(confusion.support(c)).isEqualTo(support);
    }

    @Test void nothingByNothingIsNothing() {
        var confusion = Confusion.of(List.of("never said", "no example", "neither"), new int[] {0, 0}, new int[] {1, 1});
        check(confusion, 0, 0, 0, 0, 2);
        check(confusion, 1, 0, 0, 0, 0);
        check(confusion, 2, 0, 0, 0, 0);
        var empty = new Confusion(List.of("a"), new int[1][1]);
        assertThat(List.of(empty.accuracy(), empty.macroF1(), empty.macroPrecision())).containsOnly(0.0);
    }

    @Test void aClassThatNeitherOccursNorWasSaidIsNoPartOfTheMeans() {
        var confusion = Confusion.of(List.of("a", "b", "c"), new int[] {0, 2}, new int[] {0, 2});
        assertThat(List.of(confusion.macroPrecision(), confusion.macroRecall(), confusion.macroF1())).containsOnly(1.0);
        var missed = Confusion.of(List.of("a", "b", "c"), new int[] {0, 0}, new int[] {0, 2});
        assertThat(missed.macroRecall()).as("c was said, and has no example").isCloseTo(0.25, CLOSE);
    }

    @ParameterizedTest @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverWasSaidTheSumsAgree(long seed) {
        var random = Random.seeded(seed);
        int classes = 2 + (int) (seed % 5), n = 5 + 20 * (int) seed;
        int[] actual = draws(random.at("actual"), classes, n), said = draws(random.at("said"), classes, n);
        var names = IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
        var confusion = Confusion.of(names, actual, said);
        assertThat(confusion.examples()).isEqualTo(n);
        assertThat(IntStream.range(0, classes).map(confusion::said).sum()).isEqualTo(n);
        long right = IntStream.range(0, n).filter(i -> actual[i] == said[i]).count();
        assertThat(confusion.accuracy()).isCloseTo((double) right / n, CLOSE);
        double weighted = 0;
        for (int c = 0; c < classes; c++) {
            double p = confusion.precision(c), r = confusion.recall(c);
            assertThat(confusion.f1(c)).isCloseTo(p + r == 0 ? 0 : 2 * p * r / (p + r), CLOSE).isBetween(Math.min(p, r), Math.max(p, r));
            weighted += r * confusion.support(c) / n;
        }
        assertThat(weighted).as("recall weighted by support").isCloseTo(confusion.accuracy(), CLOSE);

        int[] to = random.at("names").permutation(classes);                              // the same under other numbers
        var renamed = Confusion.of(names, map(actual, to), map(said, to));
        for (int c = 0; c < classes; c++) {
            assertThat(renamed.precision(to[c])).isEqualTo(confusion.precision(c));
            assertThat(renamed.f1(to[c])).isEqualTo(confusion.f1(c));
        }
        assertThat(renamed.macroF1()).isCloseTo(confusion.macroF1(), CLOSE);
        var swapped = Confusion.of(names, said, actual);
        for (int c = 0; c < classes; c++) assertThat(swapped.precision(c)).isEqualTo(confusion.recall(c));
    }

    private static int[] draws(Random random, int classes, int n) {
        return IntStream.range(0, n).map(i -> random.at(i).permutation(classes)[0]).toArray();
    }

    private static int[] map(int[] classes, int... to) { return Arrays.stream(classes).map(c -> to[c]).toArray(); }

    @Test void countsAreCopied() {
        var counts = new int[][] {{1, 0}, {0, 1}};
        var confusion = new Confusion(List.of("a", "b"), counts);
        counts[0][1] = 5;
        confusion.counts()[0][1] = 7;
        assertThat(confusion.examples()).isEqualTo(2);
        assertThat(confusion).isEqualTo(new Confusion(List.of("a", "b"), new int[][] {{1, 0}, {0, 1}}))
            .isNotEqualTo(new Confusion(List.of("a", "b"), new int[][] {{1, 1}, {0, 1}}))
            .hasSameHashCodeAs(new Confusion(List.of("a", "b"), new int[][] {{1, 0}, {0, 1}}));
    }

    @Test void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> Confusion.of(List.of("a", "b"), new int[] {2}, new int[] {0}))
            .hasMessage("example 0 is of class 2 and 0 was said, but classes are numbered 0..1");
        assertThatThrownBy(() -> Confusion.of(List.of("a", "b"), new int[1], new int[2])).hasMessageEndingWith("found 1 and 2");
        assertThatThrownBy(() -> new Confusion(List.of("a", "b"), new int[2][3])).hasMessage("the confusion of 2 classes is 2 rows of 2 counts");
        assertThatThrownBy(() -> new Confusion(List.of("a"), new int[][] {{-1}})).hasMessage("counts are 0 or more");
    }
}
