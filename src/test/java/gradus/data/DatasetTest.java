package gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
    private static final Random RANDOM = Random.seeded(7);

    /// Row i holds (i, 10 i) and belongs to class i % classes.
    private static Dataset counting(int n, int classes) {
        var numbers = new double[n][];
        for (int i = 0; i < n; i++) numbers[i] = new double[] {i, 10 * i};
        var names = IntStream.range(0, classes).mapToObj(i -> "c" + i).toList();
        return Dataset.of(Tensor.of(numbers), IntStream.range(0, n).map(i -> i % classes).toArray(), names);
    }

    private static List<Integer> firsts(Iterable<Batch> batches) {
        var seen = new ArrayList<Integer>();
        for (var batch : batches) for (int i = 0; i < batch.size(); i++) seen.add((int) batch.inputs().data().get(i, 0));
        return seen;
    }

    private static List<Integer> sizes(Iterable<Batch> batches) {
        var sizes = new ArrayList<Integer>();
        for (var batch : batches) sizes.add(batch.size());
        return sizes;
    }

    @Test void batchesInOrderHoldEveryExampleOnceAndTheLastMayBeSmaller() {
        var data = counting(10, 2);
        assertThat(firsts(data.batches(4))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(sizes(data.batches(4))).containsExactly(4, 4, 2);
        assertThat(sizes(data.batches(1))).hasSize(10).containsOnly(1);
        assertThat(sizes(data.batches(10))).containsExactly(10);
        assertThat(sizes(data.batches(11))).containsExactly(10);
        assertThat(sizes(data.batches(Dataset.FULL))).containsExactly(10);
    }

    @Test void shuffledBatchesHoldEveryExampleOnceInTheOrderOfTheirRandomness() {
        var data = counting(50, 2);
        var order = firsts(data.batches(8, RANDOM.epoch(1)));
        assertThat(order).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50).boxed().toList());
        assertThat(order).containsExactlyElementsOf(IntStream.of(RANDOM.epoch(1).permutation(50)).boxed().toList());
        assertThat(firsts(data.batches(50, RANDOM.epoch(1)))).as("whatever the batch size").isEqualTo(order);
        assertThat(firsts(data.batches(8, RANDOM.epoch(2)))).as("another epoch").isNotEqualTo(order);
    }

    @Test void batchesCanBeWalkedThroughAgain() {
        var batches = counting(9, 2).batches(2, RANDOM);
        assertThat(firsts(batches)).isEqualTo(firsts(batches)).hasSize(9);
    }

    @Test void inputsLabelsAndTargetsBelongTogether() {
        for (var batch : counting(20, 3).batches(6, RANDOM)) {
            assertThat(batch.inputs().shape()).isEqualTo(Shape.of(batch.size(), 2));
            assertThat(batch.targets().shape()).isEqualTo(Shape.of(batch.size(), 3));
            for (int i = 0; i < batch.size(); i++) {
                int row = (int) batch.inputs().data().get(i, 0);
                assertThat(batch.inputs().data().get(i, 1)).isEqualTo(10 * row);
                assertThat(batch.labels()[i]).isEqualTo(row % 3);
                for (int c = 0; c < 3; c++) assertThat(batch.targets().data().get(i, c)).isEqualTo(c == row % 3 ? 1 : 0);
            }
        }
    }

    @Test void twoClassesAreOneTarget() {
        var data = counting(4, 2);
        assertThat(data.targetWidth()).isEqualTo(1);
        assertThat(data.all().targets().shape()).isEqualTo(Shape.of(4, 1));
        assertThat(data.all().targets().data().toDoubles()).containsExactly(0, 1, 0, 1);
    }

    @Test void regressionHasTargetsAndNoLabels() {
        var data = Dataset.of(Tensor.of(new double[][] {{1}, {2}}), Tensor.of(new double[][] {{3, 4}, {5, 6}}));
        assertThat(data.isRegression()).isTrue();
        assertThat(data.classes()).isZero();
        assertThat(data.classNames()).isEmpty();
        assertThat(data.targetWidth()).isEqualTo(2);
        assertThat(data.batch(1).targets().data().toDoubles()).containsExactly(5, 6);
        assertThat(data.batch(1).labels()).isEmpty();
        assertThat(data).hasToString("Dataset(2 x (1), 2 targets)");
    }

    @Test void batchesAreConstantsOfTheWantedPrecision() {
        for (var precision : Precision.values()) {
            for (var data : List.of(counting(3, 2).to(precision), picture().to(precision))) {
                assertThat(data.precision()).isEqualTo(precision);
                assertThat(data.all().inputs().precision()).isEqualTo(precision);
                assertThat(data.all().targets().precision()).isEqualTo(precision);
                assertThat(data.all().inputs().isParameter()).isFalse();
            }
        }
        assertThat(counting(3, 2).precision()).isEqualTo(Precision.FLOAT);
        assertThat(picture().precision()).isEqualTo(Precision.FLOAT);
    }

    private static Dataset picture() {
        return Dataset.images(new byte[] {0, 50, 100, (byte) 150, (byte) 200, (byte) 250}, Shape.of(1, 3), new int[] {0, 1},
            List.of("a", "b"));
    }

    @Test void picturesKeepTheirShapeAndBecomeRows() {
        var data = picture();
        assertThat(data.inputShape()).isEqualTo(Shape.of(1, 3));
        assertThat(data.width()).isEqualTo(3);
        assertThat(data.batch(1).inputs().shape()).isEqualTo(Shape.of(1, 3));
        assertThat(data.batch(1).inputs().data().toDoubles()).containsExactly(150, 200, 250);
        var normal = data.normalized(Normalization.of(100, 50));
        assertThat(normal.batch(1).inputs().data().toDoubles()).containsExactly(new double[] {1, 2, 3}, within(1e-6));
        assertThat(normal.normalized(Normalization.of(50, 100)).batch(0).inputs().data().toDoubles())
            .as("another normalisation takes the place of the first").containsExactly(new double[] {-0.5, 0, 0.5}, within(1e-6));
    }

    @Test void measuringLooksAtThisPartOnly() {
        assertThat(picture().limit(1).measure().mean()).containsExactly(50.0);
        assertThat(picture().measure().mean()).containsExactly(125.0);
        assertThat(counting(3, 2).limit(2).measure()).isEqualTo(new Normalization(List.of(0.5, 5.0), List.of(0.5, 5.0)));
    }

    @Test void aSplitIsNormalisedByItsTrainingPart() {
        var parts = new Split(counting(4, 2).select(0, 2), counting(4, 2).select(1, 3)).normalized();
        assertThat(parts.train().all().inputs().data().toDoubles()).containsExactly(-1, -1, 1, 1);
        assertThat(parts.test().all().inputs().data().toDoubles()).containsExactly(0, 0, 2, 2);
        assertThat(parts.test().normalization()).isEqualTo(parts.train().normalization());
        assertThat(parts.to(Precision.DOUBLE).test().precision()).isEqualTo(Precision.DOUBLE);
    }

    @Test void aSplitSharesOutEveryExampleByItsSeed() {
        var data = counting(40, 2);
        var parts = data.split(0.25, RANDOM);
        var test = firsts(parts.test().batches(7));
        var train = firsts(parts.train().batches(7));
        assertThat(test).hasSize(10).isSorted();
        assertThat(train).hasSize(30).isSorted().doesNotContainAnyElementsOf(test);
        assertThat(firsts(data.split(0.25, RANDOM).test().batches(7))).isEqualTo(test);
        assertThat(firsts(data.split(0.25, Random.seeded(8)).test().batches(7))).isNotEqualTo(test);
        assertThat(data.split(0.001, RANDOM).test().size()).isEqualTo(1);
        assertThat(data.split(0.999, RANDOM).train().size()).isEqualTo(1);
    }

    @Test void aLimitKeepsTheFirst() {
        assertThat(firsts(counting(5, 2).limit(3).batches(2))).containsExactly(0, 1, 2);
        assertThat(counting(5, 2).limit(9).size()).isEqualTo(5);
        assertThat(counting(5, 2).limit(1).classes()).as("classes are those of the whole").isEqualTo(2);
    }

    @Test void partsOfPartsFindTheirRows() {
        var part = counting(10, 2).select(9, 7, 5, 3).select(2, 0);
        assertThat(firsts(part.batches(5))).containsExactly(5, 9);
        assertThat(part.labels()).containsExactly(1, 1);
    }

    @Test void theDigestIsOfWhatIsThereToLearn() {
        var data = counting(5, 2);
        assertThat(data.digest()).matches("[0-9a-f]{64}").isEqualTo(counting(5, 2).digest());
        assertThat(data.normalized(data.measure()).to(Precision.DOUBLE).digest()).isEqualTo(data.digest());
        assertThat(data.limit(4).digest()).isNotEqualTo(data.digest());
        assertThat(data.select(1, 0, 2, 3, 4).digest()).isNotEqualTo(data.digest());
        assertThat(data.select(0, 1).digest()).isEqualTo(data.limit(2).digest());
        var inputs = Tensor.of(new double[][] {{1}, {2}});
        var digest = Dataset.of(inputs, new int[] {0, 1}, List.of("a", "b")).digest();
        assertThat(Dataset.of(inputs, new int[] {1, 1}, List.of("a", "b")).digest()).isNotEqualTo(digest);
        assertThat(Dataset.of(inputs, new int[] {0, 1}, List.of("a", "c")).digest()).isNotEqualTo(digest);
        assertThat(Dataset.of(inputs, Tensor.of(new double[][] {{0}, {1}})).digest()).isNotEqualTo(digest);
        assertThat(picture().digest()).isNotEqualTo(Dataset.images(new byte[] {0, 50, 101, (byte) 150, (byte) 200, (byte) 250},
            Shape.of(1, 3), new int[] {0, 1}, List.of("a", "b")).digest());
    }

    /// A model file names its data by this; another way of computing it would disown every file there is.
    @Test void theDigestOfXorStaysWhatItIs() {
        assertThat(Gate.XOR.dataset().digest()).isEqualTo("392a02662a571c953fcea7bd967003ceb57a2558e2dfdded47e2d4fca4adf54a");
    }

    @Test void whatDoesNotFitIsRefused() {
        var two = Tensor.of(new double[][] {{1}, {2}});
        assertThatThrownBy(() -> Dataset.of(two, new int[] {0}, List.of("a", "b"))).isInstanceOf(DataException.class)
            .hasMessage("as many answers as examples are needed, found 2 examples and 1 answers");
        assertThatThrownBy(() -> Dataset.of(two, new int[] {0, 2}, List.of("a", "b", "a")))
            .hasMessage("classes: each has a name of its own, found [a, b, a]");
        assertThatThrownBy(() -> Dataset.of(two, new int[] {0, 2}, List.of("a", "b")))
            .hasMessage("label 2 of row 1 is none of the 2 classes 0..1");
        assertThatThrownBy(() -> Dataset.of(two, new int[] {0, -1}, List.of("a", "b"))).hasMessageContaining("label -1");
        assertThatThrownBy(() -> Dataset.of(two, new int[] {0, 0}, List.of("a"))).hasMessageContaining("at least two");
        assertThatThrownBy(() -> Dataset.of(Tensor.of(1.0, 2.0), new int[] {0, 1}, List.of("a", "b")))
            .hasMessageContaining("found (2)");
        assertThatThrownBy(() -> Dataset.images(new byte[5], Shape.of(1, 3), new int[] {0}, List.of("a", "b")))
            .hasMessage("5 pixels are no whole number of pictures of (1, 3)");
        assertThatThrownBy(() -> counting(3, 2).batches(0)).hasMessageContaining("size 0");
        assertThatThrownBy(() -> counting(3, 2).limit(0)).hasMessageContaining("limit 0");
        assertThatThrownBy(() -> counting(3, 2).batch(3)).hasMessage("example 3 of a set that has 0..2");
        assertThatThrownBy(() -> counting(3, 2).select()).hasMessageContaining("at least one");
        for (double fraction : new double[] {0, 1, -1, Double.NaN}) {
            assertThatThrownBy(() -> counting(3, 2).split(fraction, RANDOM)).hasMessageEndingWith("found " + fraction);
        }
        assertThatThrownBy(() -> counting(1, 2).split(0.5, RANDOM)).hasMessageContaining("cannot be split");
    }

    @Test void targetsThatNoArrayCanHoldAreRefusedByTheirShape() {
        int n = 50_000;
        var names = IntStream.range(0, n).mapToObj(Integer::toString).toList();
        var data = Dataset.of(Tensor.zeros(Shape.of(n, 1), Precision.FLOAT), new int[n], names);
        assertThatThrownBy(data::all).hasMessage("(50000, 50000) has more than 2147483647 elements");
    }

    @Test void itPrintsWhatItHolds() { assertThat(picture()).hasToString("Dataset(2 x (1, 3), 2 classes)"); }
}
