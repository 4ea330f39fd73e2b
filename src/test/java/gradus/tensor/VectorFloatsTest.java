package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The vector loops give the bits of the plain ones; both give those that [Kernels] states.
class VectorFloatsTest {
    private static final Floats PLAIN = new Floats(), VECTORS = new VectorFloats();
    private static final float[] SPECIAL = {0, -0f, 1, -1, 0.625f, -0.625f, 3.92f, -4, 70_000, -1e30f, 88.7228f, 89, -87.34f, -103,
        -104, -200, 1e-40f, -1e-40f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY, Float.NaN};

    /// Every third a special float, the others of any bits or near 1.
    private static float[] floats(Random random, int n) {
        var out = new float[n];
        for (int i = 0; i < n; i++)
            out[i] = switch (random.below(3, i)) {
                case 0 -> SPECIAL[random.at("special").below(SPECIAL.length, i)];
                case 1 -> Float.intBitsToFloat((int) random.bits(i));
                default -> (float) (3 * random.normal(i));
            };
        return out;
    }

    private static float[] tame(Random random, int n) {
        var out = new float[n];
        for (int i = 0; i < n; i++) out[i] = (float) random.normal(i);
        return out;
    }

    /// Bits with one NaN.
    private static int[] bits(float... xs) {
        int[] out = new int[xs.length];
        for (int i = 0; i < xs.length; i++) out[i] = Float.floatToIntBits(xs[i]);
        return out;
    }

    @Test void runHere() { assertThat(Vectors.available()).as("mvn adds the module jdk.incubator.vector").isTrue(); }

    @ParameterizedTest @EnumSource void aFunctionOfAnyStretch(UnaryFunction f) {
        for (int n = 0; n <= 70; n++)
            for (int from = 0; from < 4; from++) {
                var x = floats(Random.seeded(n), n + 8);
                float[] plain = new float[n + 8], vectors = new float[n + 8];
                Arrays.fill(plain, 7);
                Arrays.fill(vectors, 7);
                PLAIN.map(f, x, plain, from, from + n);
                VECTORS.map(f, x, vectors, from, from + n);
                assertThat(bits(vectors)).as("%s of %d from %d", f, n, from).isEqualTo(bits(plain));
                for (int i = from; i < from + n; i++)
                    assertThat(Float.floatToIntBits(plain[i])).as("%s of %s", f, x[i])
                        .isEqualTo(Float.floatToIntBits(f.of(x[i])));
                assertThat(from == 0 || plain[from - 1] == 7).as("nothing is written before").isTrue();
                assertThat(plain[from + n]).as("nothing is written behind").isEqualTo(7);
            }
    }

    @ParameterizedTest @EnumSource(names = {"NEG", "ABS", "SIGN", "SQUARE", "RELU"}, mode = EnumSource.Mode.EXCLUDE)
    void aFunctionOverAllFloats(UnaryFunction f) {
        int n = 400_000;
        var x = new float[n];
        for (int i = 0; i < n; i++) x[i] = i < SPECIAL.length ? SPECIAL[i] : Float.intBitsToFloat(i * 10_737 + 5);
        float[] plain = new float[n], vectors = new float[n];
        PLAIN.map(f, x, plain, 0, n);
        VECTORS.map(f, x, vectors, 0, n);
        assertThat(bits(vectors)).isEqualTo(bits(plain));
    }

    @ParameterizedTest @EnumSource void anOperationAtAnyStep(BinaryFunction f) {
        for (int n : new int[] {0, 1, 2, 7, 15, 16, 17, 31, 33, 70, 255, 256, 257, 600})
            for (int steps = 0; steps < 4; steps++)
                for (int from = 0; from < 3; from++) {
                    int as = steps & 1, bs = steps >> 1, at = from;
                    float[] a = floats(Random.seeded(n), n + 4), b = floats(Random.seeded(n + 1), n + 4), out = new float[n + 4];
                    if (f == BinaryFunction.EQ || f == BinaryFunction.NE) System.arraycopy(a, 0, b, 0, n / 2);
                    Arrays.fill(out, 7);
                    VECTORS.zip(f, a, at, as, b, at + 1, bs, out, at, n);
                    for (int i = 0; i < n; i++)
                        assertThat(Float.floatToIntBits(out[at + i])).as("%s, %d of %d, steps %d and %d", f, i, n, as, bs)
                            .isEqualTo(Float.floatToIntBits(f.of(a[at + i * as], b[at + 1 + i * bs])));
                    assertThat(out[at + n]).isEqualTo(7);
                }
    }

    /// The order that [Kernels#fold] states, as a reference of its own.
    private static float laneSum(float[] x, int from, int n) {
        var lanes = new float[16];
        for (int i = 0; i < n; i++) lanes[i % 16] += x[from + i];
        for (int half = 8; half > 0; half /= 2) for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
        return lanes[0];
    }

    @Test void aSumOfAnyStretch() {
        for (int n : IntStream.concat(IntStream.rangeClosed(0, 100), IntStream.of(784, 1000, 12_345)).toArray())
            for (int from = 0; from < 4; from++) {
                var x = tame(Random.seeded(n), n + 4);
                float stated = laneSum(x, from, n);
                assertThat((float) PLAIN.fold(Fold.SUM, x, from, n)).isEqualTo(stated);
                assertThat((float) VECTORS.fold(Fold.SUM, x, from, n)).as("%d from %d", n, from).isEqualTo(stated);
                double size = 0;
                for (int i = 0; i < n; i++) size += Math.abs(x[from + i]);
                assertThat((double) stated).isCloseTo(Doubles.KERNELS.fold(Fold.SUM, doubles(x), from, n), within(1e-6 * size));
            }
    }

    @Test void aSumOfNegativeZerosBeganFromZero() {
        for (int n : new int[] {0, 1, 15, 16, 17, 32, 48}) {
            var x = new float[n];
            Arrays.fill(x, -0f);
            for (var kernels : new Floats[] {PLAIN, VECTORS})
                assertThat(bits((float) kernels.fold(Fold.SUM, x, 0, n))).as("%d", n).isEqualTo(bits(0f));
        }
    }

    @Test void theLargestAndSmallestOfAnyStretch() {
        for (int n = 0; n <= 70; n++) {
            float[] x = floats(Random.seeded(n), n + 2), y = tame(Random.seeded(n), n + 2);
            for (var fold : new Fold[] {Fold.MAX, Fold.MIN})
                for (var z : new float[][] {x, y}) {
                    assertThat(VECTORS.fold(fold, z, 1, n)).isEqualTo(Double.valueOf(PLAIN.fold(fold, z, 1, n)));
                    assertThat(VECTORS.fold(fold, z, 1, n)).isEqualTo(
                        Double.valueOf(Doubles.KERNELS.fold(fold, doubles(z), 1, n)));
                }
        }
    }

    @Test void aSumOfRowsGoesDownTheColumns() {
        for (int width : new int[] {1, 2, 15, 16, 17, 63, 64, 65, 70, 130, 300})
            for (int n : new int[] {0, 1, 2, 9, 64}) {
                var x = tame(Random.seeded(width), n * width + 3);
                for (var fold : Fold.values()) {
                    var out = new float[width + 2];
                    VECTORS.foldRows(fold, x, 3, n, width, out, 1);
                    for (int j = 0; j < width; j++) {
                        float stated = (float) fold.empty;
                        for (int i = 0; i < n; i++) stated = fold.join.of(stated, x[3 + i * width + j]);
                        assertThat(out[1 + j]).as("%s of %d rows", fold, n).isEqualTo(stated);
                    }
                    assertThat(out[0] + out[width + 1]).isZero();
                }
            }
    }

    /// x − max x, its power and the logarithm of the sum of powers, as [Kernels#softmax] and [Kernels#logSoftmax] state them.
    private static float[][] statedSoftmax(float[] x, int from, int n) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) largest = Math.max(largest, x[from + i]);
        float[] below = new float[n], powers = new float[n];
        for (int i = 0; i < n; i++) {
            below[i] = x[from + i] - largest;
            powers[i] = FloatMath.exp(below[i]);
        }
        float sum = laneSum(powers, 0, n);
        for (int i = 0; i < n; i++) {
            powers[i] /= sum;
            below[i] -= FloatMath.log(sum);
        }
        return new float[][] {powers, below};
    }

    @ParameterizedTest @ValueSource(ints = {1, 2, 3, 8, 9, 10, 15, 16, 17, 24, 31, 33, 50, 63, 64, 65, 100, 257})
    void softmaxOfRows(int n) {
        for (int rows : new int[] {0, 1, 2, 15, 63, 64, 65, 130})
            for (var x : new float[][] {tame(Random.seeded(n), rows * n), floats(Random.seeded(n), rows * n)}) {
                float[] plain = new float[rows * n], vectors = new float[rows * n];
                float[] plainLog = new float[rows * n], vectorLog = new float[rows * n];
                PLAIN.softmax(x, rows, n, plain);
                VECTORS.softmax(x, rows, n, vectors);
                PLAIN.logSoftmax(x, rows, n, plainLog);
                VECTORS.logSoftmax(x, rows, n, vectorLog);
                for (int row = 0; row < rows; row++) {
                    var stated = statedSoftmax(x, row * n, n);
                    int from = row * n, to = from + n;
                    assertThat(bits(Arrays.copyOfRange(plain, from, to))).as("row %d of %d", row, rows).isEqualTo(bits(stated[0]));
                    assertThat(bits(Arrays.copyOfRange(vectors, from, to))).isEqualTo(bits(stated[0]));
                    assertThat(bits(Arrays.copyOfRange(plainLog, from, to))).isEqualTo(bits(stated[1]));
                    assertThat(bits(Arrays.copyOfRange(vectorLog, from, to))).isEqualTo(bits(stated[1]));
                }
            }
    }

    @Test void aFunctionInPlace() {
        for (var f : UnaryFunction.values()) {
            float[] x = floats(Random.seeded(3), 200), out = new float[200];
            VECTORS.map(f, x, out, 0, 200);
            VECTORS.map(f, x, x, 0, 200);
            assertThat(bits(x)).as("%s", f).isEqualTo(bits(out));
        }
    }

    // ---------------------------------------------------------------- products

    /// The sum that [Kernels#multiply] states, for one element, as a reference of its own.
    private static float stated(Kernels.Product p, float[] a, int ai, float[] b, int bi, int i, int j) {
        int blocks = Math.ceilDiv(p.k(), 256);
        float total = 0;
        for (int block = 0, from = 0; block < blocks; block++) {
            int length = Math.ceilDiv(p.k(), blocks), to = Math.min(p.k(), from + length);
            float sum = 0;
            for (int l = from; l < to; l++)
                sum = Math.fma(a[ai + (p.transposeA() ? l * p.m() + i : i * p.k() + l)],
                    b[bi + (p.transposeB() ? j * p.k() + l : l * p.n() + j)], sum);
            total = block == 0 ? sum : total + sum;
            from = to;
        }
        return total;
    }

    private static void check(Kernels.Product p, int offset) {
        int m = p.m(), n = p.n(), k = p.k();
        float[] a = tame(Random.seeded(m + 31L * k), m * k + offset), b = tame(Random.seeded(n + 77L * k), k * n + offset);
        float[] plain = new float[offset + m * n + 5], vectors = new float[offset + m * n + 5];
        Arrays.fill(plain, 7);
        Arrays.fill(vectors, 7);
        PLAIN.multiply(p, a, offset, b, offset, plain, offset);
        VECTORS.multiply(p, a, offset, b, offset, vectors, offset);
        assertThat(bits(vectors)).as("%s", p).isEqualTo(bits(plain));
        for (int i = 0; i < offset; i++) assertThat(plain[i]).isEqualTo(7);
        for (int i = 0; i < 5; i++) assertThat(plain[offset + m * n + i]).isEqualTo(7);
        for (int i = 0; i < m; i += 1 + m / 4)
            for (int j = 0; j < n; j += 1 + n / 9)
                assertThat(plain[offset + i * n + j]).as("%s at %d, %d", p, i, j)
                    .isEqualTo(stated(p, a, offset, b, offset, i, j));
        double[] exact = new double[m * n], sizes = new double[m * n];
        Doubles.KERNELS.multiply(p, doubles(a), offset, doubles(b), offset, exact, 0);
        Doubles.KERNELS.multiply(p, magnitudes(a), offset, magnitudes(b), offset, sizes, 0);
        for (int i = 0; i < m * n; i++)
            assertThat(Math.abs(plain[offset + i] - exact[i])).as("%s near the double product", p)
                .isLessThanOrEqualTo(Math.max(k, 1) * 0x1p-24 * sizes[i]);
    }

    @ParameterizedTest @ValueSource(ints = {1, 2, 31, 255, 256, 257, 512, 513, 600}) void aProductOfAnySize(int k) {
        int[] rows = {1, 2, 3, 4, 5, 7, 8, 9, 13, 63, 65, 70}, columns = {1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 40, 64, 65};
        var random = Random.seeded(k);
        for (int i = 0; i < 12; i++)
            for (int flags = 0; flags < 4; flags++)
                check(new Kernels.Product(rows[random.at("m").permutation(rows.length)[i]],
                    columns[random.below(columns.length, i)], k,
                    (flags & 1) > 0, (flags & 2) > 0), i % 3);
    }

    @ParameterizedTest @ValueSource(ints = {0, 1, 5}) void aProductOfNothing(int n) {
        for (int flags = 0; flags < 4; flags++) {
            check(new Kernels.Product(3, n, 0, (flags & 1) > 0, (flags & 2) > 0), 0);
            check(new Kernels.Product(0, n, 4, (flags & 1) > 0, (flags & 2) > 0), 0);
            check(new Kernels.Product(40, n, 0, (flags & 1) > 0, (flags & 2) > 0), 1);
        }
    }

    @Test void blocksOfASumHaveEqualSize() {
        assertThat(new Kernels.Product(1, 1, 600, false, false).block()).isEqualTo(200);
        assertThat(new Kernels.Product(1, 1, 256, false, false).block()).isEqualTo(256);
        assertThat(new Kernels.Product(1, 1, 257, false, false).block()).isEqualTo(129);
        assertThat(new Kernels.Product(1, 1, 0, false, false).block()).isPositive();
    }

    private static double[] doubles(float... xs) {
        var out = new double[xs.length];
        for (int i = 0; i < xs.length; i++) out[i] = xs[i];
        return out;
    }

    private static double[] magnitudes(float... xs) {
        var out = new double[xs.length];
        for (int i = 0; i < xs.length; i++) out[i] = Math.abs(xs[i]);
        return out;
    }
}
