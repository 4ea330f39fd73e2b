package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomTest {
    private static final Random RANDOM = Random.seeded(42);
    private static final long BITS_0 = 0x3b9d11eb55856bafL;
    private static final long[] BITS = {0xe975338e8c6cfca0L, 0xc2097ab3308b052dL, 0x33172441445983c5L, 0x1e024598d81de517L,
        0x22893199253e90d9L, 0xe6d9581e83e3c696L};
    private static final double UNIFORM = 0.9119446013468638;
    private static final double[] NORMAL = {0.021457547087491556, 1.1612251391877257, -0.7019115210413881};
    private static final int[] PERMUTATION = {2, 1, 9, 4, 6, 0, 7, 3, 5, 8};
    private static final int[] BELOW = {1367916901, 1136935713, 491008130, 1337445007, 1049723203, 223437356, 789197628,
        636793831};

    @Test void aDrawDependsOnKeyAndIndexAlone() {
        double late = RANDOM.at("weights").normal(1_000_000);
        for (int i = 0; i < 10; i++) RANDOM.at("weights").normal(i);
        assertThat(Random.seeded(42).at("weights").normal(1_000_000)).isEqualTo(late);
        assertThat(Random.seeded(42).epoch(3).permutation(100)).isEqualTo(Random.seeded(42).epoch(3).permutation(100));
    }

    @Test void everyPartOfAKeyMatters() {
        var keys = new Random[] {RANDOM, Random.seeded(43), Random.seeded(0), RANDOM.at("a"), RANDOM.at("b"), RANDOM.at(""),
            RANDOM.at("ab"), RANDOM.at("ba"), RANDOM.at("a").at("b"), RANDOM.at(0), RANDOM.at(1), RANDOM.at(-1), RANDOM.at(0).at(1),
            RANDOM.at(1).at(0), RANDOM.epoch(0), RANDOM.epoch(1),
            RANDOM.step(0), RANDOM.step(1), RANDOM.step(1).epoch(1), RANDOM.epoch(1).step(1)};
        long distinct = Arrays.stream(keys).flatMapToLong(key -> IntStream.range(0, 100).mapToLong(key::bits)).distinct().count();
        assertThat(distinct).isEqualTo(100L * keys.length);
    }

    /// Committed, so that no change of code changes a bit of what people have trained.
    @Test void theBitsStayAsTheyAre() {
        assertThat(Random.seeded(0).bits(0)).isEqualTo(BITS_0);
        assertThat(new long[] {RANDOM.bits(0), RANDOM.bits(1), RANDOM.at("weights").bits(0), RANDOM.at(7).bits(0),
                               RANDOM.epoch(3).bits(0), RANDOM.step(5).bits(2)})
            .containsExactly(BITS);
        assertThat(RANDOM.uniform(0)).isEqualTo(UNIFORM);
        assertThat(new double[] {RANDOM.normal(0), RANDOM.normal(1), RANDOM.at("ü").normal(2)}).containsExactly(NORMAL);
        assertThat(RANDOM.permutation(10)).containsExactly(PERMUTATION);
        assertThat(IntStream.range(0, 8).map(i -> RANDOM.below(1_500_000_000, i)).toArray()).containsExactly(BELOW);
    }

    @ParameterizedTest @ValueSource(ints = {0, 1, 2, 3, 10, 1000}) void aPermutationHasEveryNumberOnce(int n) {
        for (int seed = 0; seed < 5; seed++) {
            int[] sorted = Random.seeded(seed).permutation(n);
            Arrays.sort(sorted);
            assertThat(sorted).isEqualTo(IntStream.range(0, n).toArray());
        }
        if (n >= 10) assertThat(Random.seeded(0).permutation(n)).isNotEqualTo(IntStream.range(0, n).toArray());
    }

    /// Σ (observed − expected)² / expected, whose mean is cells − 1 and whose deviation is √(2 (cells − 1)).
    private static double chiSquare(int draws, int... counts) {
        double expected = (double) draws / counts.length;
        return Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    }

    private static void assertEven(int draws, int... counts) {
        int freedom = counts.length - 1;
        assertThat(chiSquare(draws, counts)).as("chi-square of %s", Arrays.toString(counts))
            .isBetween(freedom - 5 * StrictMath.sqrt(2 * freedom), freedom + 6 * StrictMath.sqrt(2 * freedom));
    }

    @Test void everyOrderIsEquallyLikely() {
        int[] counts = new int[24];
        for (int i = 0; i < 24_000; i++) {
            int[] p = RANDOM.at("orders").at(i).permutation(4);
            counts[p[0] * 6 + (p[1] - (p[1] > p[0] ? 1 : 0)) * 2 + (p[2] > p[3] ? 1 : 0)]++;
        }
        assertEven(24_000, counts);
    }

    @ParameterizedTest @ValueSource(ints = {2, 3, 10, 97}) void boundedDrawsAreEven(int bound) {
        int[] counts = new int[bound];
        for (int i = 0; i < 50_000; i++) counts[RANDOM.at("bounded").below(bound, i)]++;
        assertEven(50_000, counts);
    }

    @Test void largeBoundsAreEvenToo() {
        // 2³² is 8/3 of this bound: without drawing again, two of three neighbours would come up half as often again.
        int bound = 3 << 29;
        int[] residues = new int[3], thirds = new int[3];
        for (int i = 0; i < 60_000; i++) {
            int x = RANDOM.at("large").below(bound, i);
            assertThat(x).isBetween(0, bound - 1);
            residues[x % 3]++;
            thirds[x / (1 << 29)]++;
        }
        assertEven(60_000, residues);
        assertEven(60_000, thirds);
    }

    @Test void aBoundBelowOneIsAnError() {
        assertThatThrownBy(() -> RANDOM.below(0, 3)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("a bound must be at least 1, not 0");
        assertThat(RANDOM.below(1, 3)).isZero();
    }

    @Test void uniformDrawsLieEvenlyBetweenZeroAndOne() {
        int[] counts = new int[64];
        for (int i = 0; i < 100_000; i++) counts[(int) (RANDOM.uniform(i) * 64)]++;
        assertEven(100_000, counts);
    }

    @Test void normalDrawsHaveTheMomentsOfANormalDistribution() {
        int n = 200_000;
        double[] moments = new double[5];
        int within1 = 0;
        double paired = 0;
        for (int i = 0; i < n; i++) {
            double x = RANDOM.normal(i), power = 1;
            for (int m = 1; m < 5; m++) moments[m] += (power *= x) / n;
            if (Math.abs(x) < 1) within1++;
            paired += x * RANDOM.normal(i + 1) / n;
        }
        assertThat(moments[1]).isCloseTo(0, within(0.012));
        assertThat(moments[2]).isCloseTo(1, within(0.016));
        assertThat(moments[3]).isCloseTo(0, within(0.045));
        assertThat(moments[4]).isCloseTo(3, within(0.12));
        assertThat((double) within1 / n).isCloseTo(0.6826894921, within(0.006));
        assertThat(paired).as("neighbours are independent").isCloseTo(0, within(0.012));
    }

    @Test void childrenAreIndependent() {
        int n = 100_000;
        Random[] streams = {RANDOM, RANDOM.at("a"), RANDOM.at("b"), RANDOM.at(0), RANDOM.at(1), RANDOM.epoch(0), RANDOM.epoch(1)};
        for (int a = 0; a < streams.length; a++)
            for (int b = a + 1; b < streams.length; b++) {
                double correlation = 0;
                for (int i = 0; i < n; i += 4)
                    correlation += (streams[a].uniform(i) - 0.5) * (streams[b].uniform(i) - 0.5) * 12 / (n / 4.0);
                assertThat(correlation).as("streams %d and %d", a, b).isCloseTo(0, within(0.035));
            }
    }

    @Test void tensorsAreTheDrawsInOrder() {
        var normal = RANDOM.normal(Shape.of(2, 3), 5, 2, Precision.DOUBLE);
        var uniform = RANDOM.uniform(Shape.of(6), -1, 3, Precision.DOUBLE);
        for (int i = 0; i < 6; i++) {
            assertThat(normal.at(i)).isEqualTo(5 + 2 * RANDOM.normal(i));
            assertThat(uniform.at(i)).isEqualTo(-1 + 4 * RANDOM.uniform(i)).isBetween(-1.0, 3.0);
        }
        assertThat(RANDOM.normal(Shape.of(2, 3), 5, 2, Precision.FLOAT).toFloats()).isEqualTo(normal.toFloats());
        assertThat(RANDOM.uniform(Shape.of(6), -1, 3, Precision.FLOAT).toFloats()).isEqualTo(uniform.toFloats());
        assertThat(RANDOM.uniform(Shape.SCALAR, 0, 1, Precision.FLOAT).shape()).isEqualTo(Shape.SCALAR);
    }
}
