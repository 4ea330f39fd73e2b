package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixProductTest {
    private final int threads = Threads.count();

    @AfterEach void useTheThreadsOfBefore() { Threads.use(threads); }

    /// Σ a[…, i, l] · b[…, l, j], by definition; leading axes broadcast.
    private static Tensor reference(Tensor a, Tensor b) {
        int k = a.shape().dim(-1);
        var leading = lead(a.shape()).broadcast(lead(b.shape()));
        var shape = leading.insert(leading.rank(), a.shape().dim(-2)).insert(leading.rank() + 1, b.shape().dim(-1));
        return Indices.tensor(shape, Precision.DOUBLE, index -> {
            int rank = index.length, i = index[rank - 2], j = index[rank - 1];
            double sum = 0;
            for (int l = 0; l < k; l++) {
                int[] left = index.clone(), right = index.clone();
                left[rank - 2] = i;
                left[rank - 1] = l;
                right[rank - 2] = l;
                right[rank - 1] = j;
                sum += read(a, left) * read(b, right);
            }
            return sum;
        });
    }

    private static Shape lead(Shape shape) { return shape.remove(-1).remove(-1); }

    /// As [Indices#stretched], but the last two axes are never stretched.
    private static double read(Tensor x, int... index) {
        int rank = x.shape().rank();
        int[] own = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int at = index[index.length - rank + axis];
            own[axis] = axis < rank - 2 && x.shape().dim(axis) == 1 ? 0 : at;
        }
        return x.get(own);
    }

    @Test void isTheSchoolbooks() {
        var a = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
        var b = Tensor.of(new double[][] {{7, 8}, {9, 10}, {11, 12}});
        assertThat(a.matmul(b)).hasToString("[[58.0, 64.0], [139.0, 154.0]]");
    }

    @ParameterizedTest @EnumSource void leadingAxesBroadcastAndEitherSideMayBeTransposed(Precision p) {
        int[][][] pairs = {{{2, 3}, {3, 4}}, {{1, 5}, {5, 1}}, {{2, 2, 3}, {3, 4}}, {{2, 3}, {5, 3, 1}},
            {{4, 1, 2, 3}, {5, 3, 2}}, {{1, 2, 3}, {6, 3, 2}},
            {{2, 1, 2, 2}, {1, 3, 2, 2}}, {{0, 2, 3}, {3, 4}}, {{2, 0}, {0, 3}}, {{2, 0, 3}, {2, 3, 2}}};
        for (var pair : pairs) {
            var a = Random.seeded(1).normal(Shape.of(pair[0]), 0, 1, p);
            var b = Random.seeded(2).normal(Shape.of(pair[1]), 0, 1, p);
            var expected = reference(a, b);
            for (int flags = 0; flags < 4; flags++) {
                boolean left = (flags & 1) > 0, right = (flags & 2) > 0;
                var c = (left ? a.transpose() : a).matmul(right ? b.transpose() : b, left, right);
                assertThat(c.shape()).isEqualTo(expected.shape());
                assertThat(c.precision()).isEqualTo(p);
                assertThat(c.toDoubles()).as("%s times %s, %s %s", a.shape(), b.shape(), left, right)
                    .containsExactly(expected.toDoubles(), within(p == Precision.DOUBLE ? 1e-15 : 1e-6));
            }
        }
    }

    @ParameterizedTest @CsvSource({"130, 90, 70", "200, 33, 600", "300, 260, 250", "64, 784, 12", "8, 300, 300", "1100, 1030, 9", "40, 1100, 270", "700, 1, 90"})
    void anyNumberOfThreadsGivesTheSameBits(int m, int n, int k) {
        var a = Random.seeded(1).normal(Shape.of(m, k), 0, 1, Precision.FLOAT);
        var b = Random.seeded(2).normal(Shape.of(k, n), 0, 1, Precision.FLOAT);
        Threads.use(1);
        float[] one = a.matmul(b).toFloats();
        for (int count : new int[] {2, 3, 8}) {
            Threads.use(count);
            assertThat(a.matmul(b).toFloats()).as("%d threads", count).isEqualTo(one);
            assertThat(a.transpose().matmul(b.transpose(), true, true).toFloats()).as("%d threads, transposed", count)
                .isEqualTo(one);
            var plain = new float[m * n];
            new Floats().multiply(new Kernels.Product(m, n, k, false, false), a.toFloats(), 0, b.toFloats(), 0, plain, 0);
            assertThat(plain).as("%d threads, plain loops", count).isEqualTo(one);
        }
    }

    @Test void aStackTimesOneMatrixIsOneProductOfItsRows() {
        var a = Random.seeded(1).normal(Shape.of(3, 5, 20, 30), 0, 1, Precision.FLOAT);
        var b = Random.seeded(2).normal(Shape.of(30, 40), 0, 1, Precision.FLOAT);
        assertThat(a.matmul(b).toFloats()).isEqualTo(a.reshape(Shape.of(300, 30)).matmul(b).toFloats());
        for (int i = 0; i < 15; i++)
            assertThat(a.matmul(b).reshape(Shape.of(15, 800)).gather(i).toFloats())
                .isEqualTo(a.reshape(Shape.of(15, 600)).gather(i).reshape(Shape.of(20, 30)).matmul(b).toFloats());
    }

    @Test void theMatricesOfAStackAreSharedByThreads() {
        var a = Random.seeded(1).normal(Shape.of(20, 40, 60), 0, 1, Precision.FLOAT);
        var b = Random.seeded(2).normal(Shape.of(20, 50, 60), 0, 1, Precision.FLOAT);
        Threads.use(1);
        float[] one = a.matmul(b, false, true).toFloats();
        Threads.use(3);
        assertThat(a.matmul(b, false, true).toFloats()).isEqualTo(one);
        for (int i = 0; i < 20; i++)
            assertThat(Tensor.of(one).reshape(Shape.of(20, 2000)).gather(i).toFloats()).isEqualTo(
                a.slice(0, i, i + 1).reshape(Shape.of(40, 60)).matmul(b.slice(0, i, i + 1).reshape(Shape.of(50, 60)), false, true).toFloats());
    }

    @ParameterizedTest @ValueSource(ints = {1, 4, 9}) void nanAndInfinitySpreadAlongTheirRowAndColumnOnly(int m) {
        var a = new float[m * 300];
        java.util.Arrays.fill(a, 1);
        a[0] = Float.NaN;
        var b = new float[300 * 40];
        java.util.Arrays.fill(b, 1);
        b[3] = Float.POSITIVE_INFINITY;
        var c = Tensor.of(Shape.of(m, 300), a).matmul(Tensor.of(Shape.of(300, 40), b));
        for (int i = 0; i < m; i++)
            for (int j = 0; j < 40; j++)
                assertThat(c.get(i, j)).as("at %d, %d", i, j)
                    .isEqualTo(Double.valueOf(i == 0 ? Double.NaN : j == 3 ? Double.POSITIVE_INFINITY : 300));
    }
}
