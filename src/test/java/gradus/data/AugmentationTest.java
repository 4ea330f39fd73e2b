package gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final String ALL = "shift:2,rotate:10,zoom:0.1,shear:5,elastic:34/4,flip,erase:8";
    private static final int SIDE = 12;
    private static final Random RANDOM = Random.seeded(3);

    private static byte[] noise(int n) {
        var out = new byte[n];
        for (int i = 0; i < n; i++) out[i] = (byte) RANDOM.bits(i);
        return out;
    }

    private static Dataset pictures() {
        var labels = IntStream.range(0, 10).map(i -> i % 2).toArray();
        return Dataset.images(noise(10 * SIDE * SIDE), Shape.of(SIDE, SIDE), labels, List.of("a", "b"));
    }

    private static float[] distorted(Distortion is, byte... pixels) {
        var out = new float[SIDE * SIDE];
        new Distorter(Augmentation.NONE, Shape.of(SIDE, SIDE), 0).draw(pixels, 0, is, out, 0);
        return out;
    }

    private static List<float[]> shown(Iterable<Batch> batches) {
        var out = new ArrayList<float[]>();
        for (var batch : batches) out.add(batch.inputs().data().toFloats());
        return out;
    }

    @Test void aNameReadsBackExactly() {
        for (var name : List.of("none", ALL, "flip", "zoom:0.15", "elastic:34.5/4"))
            assertThat(Augmentation.named(name)).hasToString(name);
    }

    @Test void badNamesSayWhatWouldBeRight() {
        for (var name : List.of("", "turn:3", "shift:1.5", "rotate:x", "elastic:34", "flip:1", "shift:2,"))
            assertThatThrownBy(() -> Augmentation.named(name)).hasMessageContaining("elastic:34/4");
        assertThatThrownBy(() -> Augmentation.named("zoom:1")).hasMessageContaining("below 1");
        assertThatThrownBy(() -> Augmentation.named("flip,flip")).hasMessageContaining("twice");
    }

    @Test void shiftsByWholePixelsAndQuarterTurnsAreExact() {
        var pixels = noise(SIDE * SIDE);
        var moved = distorted(new Distortion(2, -1, 0, 1, 0, false, 0), pixels);
        var turned = distorted(new Distortion(0, 0, StrictMath.PI / 2, 1, 0, false, 0), pixels);
        for (int y = 0; y < SIDE; y++) for (int x = 0; x < SIDE; x++) {
            int from = y < 2 || x == SIDE - 1 ? 0 : pixels[(y - 2) * SIDE + x + 1] & 255;
            assertThat(moved[y * SIDE + x]).isEqualTo(from);
            assertThat(turned[y * SIDE + x]).isCloseTo(pixels[x * SIDE + SIDE - 1 - y] & 255, within(0.01f));
        }
    }

    @Test void batchesAreTheSameAgainAndFromTheMiddleAndForAnySize() {
        var data = pictures().augmented(Augmentation.named(ALL));
        var all = shown(data.batches(3, RANDOM));
        assertThat(shown(data.batches(3, RANDOM))).usingRecursiveComparison().isEqualTo(all);
        assertThat(shown(data.batches(3, RANDOM).from(2))).usingRecursiveComparison().isEqualTo(all.subList(2, 4));
        assertThat(shown(data.batches(10, RANDOM)).getFirst()).startsWith(all.getFirst());
        assertThat(shown(data.batches(3, RANDOM.epoch(1))).getFirst()).isNotEqualTo(all.getFirst());
    }

    @Test void madeAheadTheyAreTheSame() {
        var inputs = new Inputs.Pixels(noise(10 * SIDE * SIDE), Shape.of(SIDE, SIDE), Normalization.of(0, 255),
            Precision.FLOAT);
        IntFunction<Batches.Raw> maker = batch -> new Batches.Raw(
            inputs.distorted(Augmentation.named(ALL), RANDOM, 2L * batch, batch, 9 - batch), new int[2], Tensor.of(0, 0));
        assertThat(shown(new Batches(8, 0, true, maker))).usingRecursiveComparison().isEqualTo(shown(new Batches(8, 0, false, maker)));
    }

    @Test void anIterationMayBeLeftAnywhere() throws InterruptedException {
        var made = new ConcurrentSkipListSet<Integer>();
        var batches = new Batches(100, 0, true, batch -> {
            made.add(batch);
            return new Batches.Raw(Tensor.of(batch, 0), new int[2], Tensor.of(0, 0));
        });
        var left = batches.iterator();
        assertThat(left.next().inputs().data().toDoubles()).containsExactly(0, 0);
        for (var thread : Thread.getAllStackTraces().keySet()) if (thread.getName().equals("gradus-batch")) thread.join();
        assertThat(made).containsExactly(0, 1, 2);
        assertThat(batches.iterator().next().inputs().data().toDoubles()).containsExactly(0, 0);
        assertThat(left.next().inputs().data().toDoubles()).containsExactly(1, 0);
    }

    @Test void onlyShuffledBatchesAreAugmented() {
        var plain = pictures();
        var data = plain.augmented(Augmentation.named(ALL));
        assertThat(data.digest()).isEqualTo(plain.digest());
        assertThat(shown(data.batches(4))).usingRecursiveComparison().isEqualTo(shown(plain.batches(4)));
        assertThat(shown(data.augmented(Augmentation.NONE).batches(4, RANDOM))).usingRecursiveComparison()
            .isEqualTo(shown(plain.batches(4, RANDOM)));
        var table = Dataset.of(Tensor.of(new double[][] {{1, 2}}), new int[] {0}, List.of("a", "b"));
        assertThatThrownBy(() -> table.augmented(Augmentation.named("flip"))).hasMessageContaining("only pictures");
    }

    @Test void elasticWithoutScaleIsTheIdentity() {
        var may = Augmentation.named("elastic:0/4");
        assertThat(may).isEqualTo(Augmentation.NONE);
        var pixels = noise(SIDE * SIDE);
        var out = new float[SIDE * SIDE];
        new Distorter(may, Shape.of(SIDE, SIDE), 0).draw(pixels, 0, RANDOM, out, 0);
        for (int i = 0; i < out.length; i++) assertThat(out[i]).isEqualTo(pixels[i] & 255);
    }

    @Test void drawsFillTheirRangesEvenly() {
        int n = 20_000;
        var may = Augmentation.named(ALL);
        double across = 0, angle = 0, squares = 0, zoom = 0, flips = 0;
        var shifts = new int[5];
        for (int i = 0; i < n; i++) {
            var is = Distortion.drawn(may, SIDE * SIDE, RANDOM.at(i));
            shifts[is.down() + 2]++;
            across += is.across();
            double degrees = StrictMath.toDegrees(is.angle());
            assertThat(degrees).isBetween(-10.0, 10.0);
            assertThat(is.zoom()).isBetween(0.9, 1.1);
            assertThat(is.hole()).isBetween(0, SIDE * SIDE - 1);
            angle += degrees;
            squares += degrees * degrees;
            zoom += is.zoom();
            if (is.flipped()) flips++;
        }
        for (int count : shifts) assertThat(count / (double) n).isCloseTo(0.2, within(0.015));
        assertThat(across / n).isCloseTo(0, within(0.05));
        assertThat(angle / n).isCloseTo(0, within(0.2));
        assertThat(squares / n).isCloseTo(100 / 3.0, within(1.0));   // of an even draw from −10 to 10
        assertThat(zoom / n).isCloseTo(1, within(0.002));
        assertThat(flips / n).isCloseTo(0.5, within(0.015));
    }

    @Test void whatGoesWrongAheadArrivesAtTheReader() {
        var batches = new Batches(3, 0, true, i -> { throw new DataException("broken " + i); }).iterator();
        assertThatThrownBy(batches::next).isInstanceOf(DataException.class).hasMessage("broken 0");
    }

    @Test void missingClothesSayWhereToGetThem() {
        assertThatThrownBy(() -> FashionMnist.folder(Path.of("nowhere"))).hasMessageContaining("dataset-fashion-mnist")
            .hasMessageContaining("--data");
    }
}
