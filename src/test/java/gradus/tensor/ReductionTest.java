package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReductionTest {
    /// The numbers that go into each element of the result.
    private static List<List<Double>> groups(Tensor x, Axes axes) {
        var shape = axes.keptShape(x.shape());
        var groups = new ArrayList<List<Double>>();
        for (int i = 0; i < shape.size(); i++) groups.add(new ArrayList<>());
        for (int[] index : Indices.of(x.shape())) {
            int at = 0;
            for (int axis = 0; axis < index.length; axis++) at = at * shape.dim(axis) + (shape.dim(axis) == 1 ? 0 : index[axis]);
            groups.get(at).add(x.get(index));
        }
        return groups;
    }

    /// All subsets of the axes, each as it is and kept.
    private static List<Axes> subsets(int rank) {
        var all = new ArrayList<Axes>(List.of(Axes.all(), Axes.all().keep()));
        for (int set = 1; set < 1 << rank; set++) {
            int chosen = set;
            var axes = Axes.of(IntStream.range(0, rank).filter(axis -> (chosen >> axis & 1) > 0)
                .map(axis -> axis % 2 == 0 ? axis : axis - rank).toArray());
            all.add(axes);
            all.add(axes.keep());
        }
        return all;
    }

    @ParameterizedTest @EnumSource void runsOverAnySubsetOfAxes(Precision p) {
        for (int[] dims : new int[][] {{}, {5}, {3, 4}, {1, 6}, {2, 3, 4}, {2, 1, 3, 2}, {3, 2, 2, 3, 2}, {40, 3}, {2, 50}}) {
            var x = Random.seeded(7).normal(Shape.of(dims), 0, 1, p);
            for (var axes : subsets(dims.length)) {
                var groups = groups(x, axes);
                var sum = x.sum(axes);
                assertThat(sum.shape()).as("%s over %s", x.shape(), axes).isEqualTo(axes.of(x.shape()));
                assertThat(sum.precision()).isEqualTo(p);
                for (int i = 0; i < groups.size(); i++) {
                    double[] group = groups.get(i).stream().mapToDouble(Double::doubleValue).toArray();
                    assertThat(sum.at(i)).isCloseTo(Arrays.stream(group).sum(), within(p == Precision.FLOAT ? 2e-5 : 1e-13));
                    assertThat(x.max(axes).at(i)).isEqualTo(Arrays.stream(group).max().orElseThrow());
                    assertThat(x.min(axes).at(i)).isEqualTo(Arrays.stream(group).min().orElseThrow());
                    assertThat(x.logSumExp(axes).at(i)).isCloseTo(StrictMath.log(Arrays.stream(group).map(StrictMath::exp).sum()),
                        within(p == Precision.FLOAT ? 1e-6 : 1e-14));
                }
                assertThat(x.max(axes).shape()).isEqualTo(sum.shape());
                assertThat(x.logSumExp(axes).shape()).isEqualTo(sum.shape());
            }
        }
    }

    @Test void doubleSumsRunInPlainOrder() {
        assertThat(Tensor.of(1e16, 1, -1e16, 1).sum().item()).isEqualTo(((1e16 + 1) - 1e16) + 1);
        assertThat(Tensor.of(1.0, 2.0, 3.5).sum().item()).isEqualTo(6.5);
    }

    @ParameterizedTest @EnumSource void oneNumberIsItsOwnSumToTheBit(Precision p) {
        for (var shape : List.of(Shape.SCALAR, Shape.of(1), Shape.of(1, 1)))
            for (var axes : List.of(Axes.all(), Axes.all().keep()))
                assertThat(1 / Tensor.full(shape, -0.0, p).sum(axes).item()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test void theSumOfNothingIsZeroAndTheLargestIsAnError() {
        var none = Tensor.zeros(Shape.of(2, 0, 3), Precision.FLOAT);
        assertThat(none.sum().item()).isZero();
        assertThat(none.sum(Axes.of(1)).toDoubles()).containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(none.sum(Axes.of(0)).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(none.max(Axes.of(0)).shape()).as("no largest is asked for").isEqualTo(Shape.of(0, 3));
        assertThatThrownBy(() -> none.max(Axes.of(1))).isInstanceOf(ShapeException.class)
            .hasMessage("the largest of no elements is not defined: the shape is (2, 0, 3)");
        assertThatThrownBy(() -> none.min(Axes.all())).hasMessageStartingWith("the smallest of no elements");
        assertThatThrownBy(() -> none.argmax(1)).isInstanceOf(ShapeException.class).hasMessageContaining("axis 1 of (2, 0, 3)");
    }

    @ParameterizedTest @EnumSource void aNanIsTheLargestAndTheSmallest(Precision p) {
        for (int n : new int[] {3, 40}) {
            var xs = new double[n];
            xs[1] = Double.NaN;
            var x = Tensor.of(xs).to(p);
            assertThat(x.max(Axes.all()).item()).isNaN();
            assertThat(x.min(Axes.all()).item()).isNaN();
            assertThat(x.sum().item()).isNaN();
            assertThat(x.argmax(0)).containsExactly(1);
        }
    }

    @Test void argmaxTakesTheFirstOfEquals() {
        assertThat(Tensor.of(1.0, 3.0, 3.0, 2.0).argmax(0)).containsExactly(1);
        assertThat(Tensor.of(new float[][] {{1, 5, 2}, {7, 7, 0}}).argmax(1)).containsExactly(1, 0);
        assertThat(Tensor.of(new float[][] {{1, 5, 2}, {7, 5, 0}}).argmax(0)).containsExactly(1, 0, 0);
        assertThat(Tensor.of(Shape.of(2, 2, 2), 1.0, 2, 3, 0, 9, 8, 9, 9).argmax(-2)).containsExactly(1, 0, 0, 1);
        assertThat(Tensor.of(-0.0, 0.0, -0.0).argmax(0)).as("zeros are equal").containsExactly(0);
        assertThat(Tensor.of(1, Double.NaN, Double.NaN, 5).argmax(0)).as("the first NaN").containsExactly(1);
        assertThat(Tensor.of(Double.NEGATIVE_INFINITY, -1e308).argmax(0)).containsExactly(1);
    }

    // ---------------------------------------------------------------- softmax and its kin

    @ParameterizedTest @EnumSource void softmaxHasItsFormulaAlongAnyAxis(Precision p) {
        var x = Random.seeded(3).normal(Shape.of(2, 3, 4), 0, 2, p);
        for (int axis = -3; axis < 3; axis++) {
            var powers = x.to(Precision.DOUBLE).exp();
            var expected = powers.div(powers.sum(Axes.of(axis).keep()));
            double error = p == Precision.FLOAT ? 1e-6 : 1e-14;
            assertThat(x.softmax(axis).toDoubles()).containsExactly(expected.toDoubles(), within(error));
            assertThat(x.logSoftmax(axis).toDoubles()).containsExactly(expected.log().toDoubles(), within(10 * error));
        }
    }

    @ParameterizedTest @EnumSource void softmaxAndLogSumExpStandLogitsOfAThousand(Precision p) {
        var x = Tensor.of(new double[][] {{1000, 999, -1000}, {-1000, -1000, -1000}, {0, 1e30, 0}}).to(p);
        double e = StrictMath.E;
        assertThat(x.softmax(1).toDoubles())
            .containsExactly(new double[] {e / (1 + e), 1 / (1 + e), 0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0, 1, 0}, within(1e-7));
        assertThat(x.logSoftmax(1).get(0, 1)).isCloseTo(-StrictMath.log(1 + e), within(1e-6));
        assertThat(x.logSoftmax(1).get(0, 2)).isCloseTo(-2000 - StrictMath.log1p(1 / e), within(2e-4));
        assertThat(x.logSumExp(Axes.of(1)).toDoubles()).containsExactly(
            new double[] {1000 + StrictMath.log1p(1 / e), -1000 + StrictMath.log(3), p.round(1e30)}, within(1e-4));
    }

    @ParameterizedTest @EnumSource void logSumExpStandsInfinities(Precision p) {
        double infinity = Double.POSITIVE_INFINITY;
        assertThat(Tensor.of(-infinity, -infinity).to(p).logSumExp(Axes.all()).item()).isEqualTo(-infinity);
        assertThat(Tensor.of(-infinity, 2.0).to(p).logSumExp(Axes.all()).item()).isEqualTo(2);
        assertThat(Tensor.of(infinity, 2.0).to(p).logSumExp(Axes.all()).item()).isEqualTo(infinity);
        assertThat(Tensor.of(Double.NaN, 2.0).to(p).logSumExp(Axes.all()).item()).isNaN();
        assertThat(Tensor.scalar(5, p).logSumExp(Axes.all()).item()).isEqualTo(5);
    }
}
