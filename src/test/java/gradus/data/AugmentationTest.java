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
import java.util.Arrays;
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
        new Distorter(Augmentation.NONE, Shape.of(SIDE, SIDE)).draw(pixels, 0, is, out, 0);
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

    private static final Shape LOW = Shape.of(5, 7);

    private static float[] low(Augmentation may, Distortion is, byte... pixels) {
        var out = new float[LOW.size()];
        var hole = new float[LOW.size()];
        Arrays.fill(hole, -7);
        new Distorter(may, LOW, hole).draw(pixels, 0, is, out, 0);
        return out;
    }

    private static int pixel(byte[] pixels, int y, int x) { return y < 0 || y > 4 || x < 0 || x > 6 ? 0 : pixels[y * 7 + x] & 255; }

    @Test void mirrorsEnlargesAndShearsAboutTheCentre() {
        var pixels = noise(LOW.size());
        var mirrored = low(Augmentation.NONE, new Distortion(0, 0, 0, 1, 0, true, 0), pixels);
        var twice = low(Augmentation.NONE, new Distortion(0, 0, 0, 2, 0, false, 0), pixels);
        var sheared = low(Augmentation.NONE, new Distortion(0, 0, 0, 1, 1, false, 0), pixels);
        for (int y = 0; y < 5; y++) for (int x = 0; x < 7; x++) {
            assertThat(mirrored[y * 7 + x]).isEqualTo(pixel(pixels, y, 6 - x));
            assertThat(sheared[y * 7 + x]).isEqualTo(pixel(pixels, y, x + y - 2));
            double fromY = 2 + (y - 2) / 2.0, fromX = 3 + (x - 3) / 2.0;
            int top = (int) fromY, bottom = (int) Math.ceil(fromY), left = (int) fromX, right = (int) Math.ceil(fromX);
            assertThat(twice[y * 7 + x]).isEqualTo((pixel(pixels, top, left) + pixel(pixels, top, right) + pixel(pixels, bottom, left)
                + pixel(pixels, bottom, right)) / 4f);
        }
    }

    @Test void erasesASquareOverTheBorderToo() {
        var pixels = noise(LOW.size());
        var erased = low(Augmentation.named("erase:3"), new Distortion(0, 0, 0, 1, 0, false, 7), pixels);    // around row 1, column 0
        for (int y = 0; y < 5; y++) for (int x = 0; x < 7; x++)
            assertThat(erased[y * 7 + x]).isEqualTo(y < 3 && x < 2 ? -7 : pixel(pixels, y, x));
    }

    /// Whatever the means and deviations: what is erased is nothing to the network.
    @Test void whatIsErasedIsTheMeanOfEachPixel() {
        var means = IntStream.range(0, 16).mapToObj(i -> 8.0 * i).toList();
        var deviations = IntStream.range(0, 16).mapToObj(i -> 1.0 + i % 3).toList();
        for (var normalization : List.of(new Normalization(means, deviations), Normalization.of(33.3, 78.6))) {
            var bytes = new byte[16];
            Arrays.fill(bytes, (byte) 200);
            var data = Dataset.images(bytes, Shape.of(4, 4), new int[1], List.of("a", "b")).normalized(normalization);
            var whole = shown(data.batches(1)).getFirst();
            var erased = shown(data.augmented(Augmentation.named("erase:3")).batches(1, RANDOM)).getFirst();
            int holes = 0;
            for (int i = 0; i < 16; i++) {
                boolean hole = Math.abs(erased[i]) < 1e-6;
                if (hole) holes++;
                else assertThat(erased[i]).isEqualTo(whole[i]);
            }
            assertThat(holes).isBetween(4, 9);
        }
    }

    /// All parts at once, by the formula that [Augmentation] states, step by step in double: the order of turning, slanting, enlarging and
    /// moving shows only where all are there.
    @Test void allDistortionsTogetherFollowTheFormula() {
        int height = 9, width = 13;
        var may = Augmentation.named("shift:3,rotate:180,zoom:0.5,shear:40,elastic:20/2");
        var pixels = new byte[height * width];
        for (int y = 0; y < height; y++)                            // smooth, so that a source a little off is no other picture
            for (int x = 0; x < width; x++) pixels[y * width + x] = (byte) (100 + 50 * StrictMath.sin(x * 0.5) + 40 * StrictMath.cos(y * 0.6));
        for (int seed = 0; seed < 20; seed++) {
            var random = Random.seeded(seed);
            var out = new float[pixels.length];
            new Distorter(may, Shape.of(height, width)).draw(pixels, 0, random, out, 0);
            var is = Distortion.drawn(may, pixels.length, random);
            var elastic = new ElasticField(height, width, may.alpha(), may.sigma());
            elastic.draw(random.at("elastic"));
            double cosine = StrictMath.cos(is.angle()), sine = StrictMath.sin(is.angle());
            for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) {
                double u = (x - 6 - is.across()) / is.zoom(), v = (y - 4 - is.down()) / is.zoom();
                double turnedX = cosine * u - sine * v, turnedY = sine * u + cosine * v;
                double fromX = 6 + turnedX + is.slant() * turnedY + elastic.across(y, x), fromY = 4 + turnedY + elastic.down(y, x);
                assertThat(out[y * width + x]).as("seed %d, row %d, column %d", seed, y, x)
                    .isCloseTo((float) between(pixels, height, width, fromY, fromX), within(0.01f));
            }
        }
    }

    /// Bilinear, black beyond the border.
    private static double between(byte[] pixels, int height, int width, double y, double x) {
        int top = (int) Math.floor(y), left = (int) Math.floor(x);
        double sum = 0;
        for (int i = top; i <= top + 1; i++)
            for (int j = left; j <= left + 1; j++)
                if (i >= 0 && i < height && j >= 0 && j < width)
                    sum += (1 - Math.abs(y - i)) * (1 - Math.abs(x - j)) * (pixels[i * width + j] & 255);
        return sum;
    }

    /// Simard's field by its definition: each number the sum of all noise, weighed by a Gaussian in two directions.
    @Test void theElasticFieldIsNoiseSmoothedByAGaussian() {
        double alpha = 34, sigma = 1.5;
        var field = new ElasticField(5, 7, alpha, sigma);
        field.draw(RANDOM.at("before"));
        field.draw(RANDOM);
        double whole = 0;
        for (int i = -5; i <= 5; i++) for (int j = -5; j <= 5; j++) whole += StrictMath.exp(-(i * i + j * j) / (2 * sigma * sigma));
        for (int y = 0; y < 5; y++) for (int x = 0; x < 7; x++) {
            double down = 0, across = 0;
            for (int i = 0; i < 5; i++) for (int j = 0; j < 7; j++) {
                if (Math.abs(i - y) > 5 || Math.abs(j - x) > 5) continue;                                    // it ends at 3 σ
                double weight = alpha / whole * StrictMath.exp(-((i - y) * (i - y) + (j - x) * (j - x)) / (2 * sigma * sigma));
                long bits = RANDOM.bits(i * 7L + j);
                down += weight * (int) (bits >> 32) / 0x1p31;
                across += weight * (int) bits / 0x1p31;
            }
            assertThat(field.down(y, x)).isCloseTo((float) down, within(1e-5f));
            assertThat(field.across(y, x)).isCloseTo((float) across, within(1e-5f));
        }
        assertThat(new ElasticField(5, 7, alpha, sigma).down(2, 3)).as("nothing is drawn yet").isZero();
        assertThat(field.down(2, 3)).isNotZero();
    }

    /// The bits of twenty pictures, distorted in every way: another processor, or another order of operations, must not change them.
    @Test void distortedPicturesKeepTheirBits() {
        var data = Dataset.images(noise(20 * SIDE * SIDE), Shape.of(SIDE, SIDE), new int[20], List.of("a", "b"))
            .augmented(Augmentation.named(ALL));
        int hash = 1;
        for (var numbers : shown(data.batches(7, RANDOM))) hash = 31 * hash + Arrays.hashCode(numbers);
        assertThat(Integer.toHexString(hash)).isEqualTo("c8277dbe");
    }

    @Test void minusNothingIsNothing() {
        assertThat(Augmentation.named("rotate:-0,zoom:-0,shear:-0,elastic:-0/4").isNone()).isTrue();
    }

    @Test void anInterruptedReaderGetsAllBatchesAndStaysInterrupted() {
        var batches = new Batches(5, 0, true, batch -> new Batches.Raw(Tensor.of(batch, 0), new int[2], Tensor.of(0, 0)));
        Thread.currentThread().interrupt();
        assertThat(shown(batches)).hasSize(5);
        assertThat(Thread.interrupted()).isTrue();
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
        var small = Dataset.images(new byte[2 * 4 * 6], Shape.of(4, 6), new int[2], List.of("a", "b"));
        assertThatThrownBy(() -> small.augmented(Augmentation.named("shift:4"))).hasMessage(
            "shift:4 leaves nothing of some pictures of 4 × 6: at most 3 pixels can go");
        assertThatThrownBy(() -> small.augmented(Augmentation.named("erase:9"))).hasMessageStartingWith("erase:9 leaves nothing");
        assertThat(small.augmented(Augmentation.named("shift:3,erase:3")).augmentation()).hasToString("shift:3,erase:3");
    }

    @Test void elasticWithoutScaleIsNone() {
        var may = Augmentation.named("elastic:0/4");
        assertThat(may).isEqualTo(Augmentation.NONE);
        var pixels = noise(SIDE * SIDE);
        var out = new float[SIDE * SIDE];
        new Distorter(may, Shape.of(SIDE, SIDE)).draw(pixels, 0, RANDOM, out, 0);
        for (int i = 0; i < out.length; i++) assertThat(out[i]).isEqualTo(pixels[i] & 255);
    }

    @Test void drawsFillTheirRangesEvenly() {
        int n = 20_000;
        var may = Augmentation.named(ALL);
        double across = 0, angle = 0, squares = 0, zoom = 0, flips = 0, slant = 0, slants = 0;
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
            double shear = StrictMath.toDegrees(StrictMath.atan(is.slant()));
            assertThat(shear).isBetween(-5.0, 5.0);
            slant += shear;
            slants += shear * shear;
            if (is.flipped()) flips++;
        }
        for (int count : shifts) assertThat(count / (double) n).isCloseTo(0.2, within(0.015));
        assertThat(across / n).isCloseTo(0, within(0.05));
        assertThat(angle / n).isCloseTo(0, within(0.2));
        assertThat(squares / n).isCloseTo(100 / 3.0, within(1.0));   // of an even draw from −10 to 10
        assertThat(zoom / n).isCloseTo(1, within(0.002));
        assertThat(slant / n).isCloseTo(0, within(0.1));
        assertThat(slants / n).isCloseTo(25 / 3.0, within(0.25));
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
