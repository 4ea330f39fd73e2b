package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

/// The same numbers in another arrangement, against references that go index by index.
class ArrangementTest {
    private static final int SEEDS = 40;

    private static Tensor numbers(Random random, Shape shape) {
        return random.normal(shape, 0, 1, random.below(2, 99) == 0 ? Precision.FLOAT : Precision.DOUBLE);
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.precision()).isEqualTo(expected.precision());
        assertThat(actual.toDoubles()).isEqualTo(expected.toDoubles());
    }

    private static int[] with(int[] index, int axis, int to) {
        int[] out = index.clone();
        out[axis] = to;
        return out;
    }

    @Test void permuteReadsTheAxesInAnotherOrder() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = Random.seeded(seed);
            var x = numbers(random, Indices.shape(random, 5));
            int[] order = random.permutation(x.shape().rank());
            int[] dims = Arrays.stream(order).map(x.shape()::dim).toArray();
            var expected = Indices.tensor(Shape.of(dims), x.precision(), index -> {
                int[] from = new int[order.length];
                for (int i = 0; i < order.length; i++) from[order[i]] = index[i];
                return x.get(from);
            });
            assertSame(x.permute(order), expected);
            int[] fromTheEnd = Arrays.stream(order).map(axis -> axis - order.length).toArray();
            assertSame(x.permute(fromTheEnd), expected);
        }
    }

    @Test void permuteMustNameEveryAxisOnce() {
        var x = Tensor.zeros(Shape.of(2, 3, 4), Precision.FLOAT);
        assertThatThrownBy(() -> x.permute(0, 1)).isInstanceOf(ShapeException.class)
            .hasMessage("permute(0, 1) must name each of the 3 axes of (2, 3, 4) once");
        assertThatThrownBy(() -> x.permute(0, 1, -2)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("permute(0, 1, -2)");
        assertThatThrownBy(() -> x.permute(0, 1, 3)).isInstanceOf(ShapeException.class).hasMessageContaining("no axis 3");
    }

    @Test void transposeSwapsTheLastTwoAxes() {
        assertThat(Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}).transpose())
            .hasToString("[[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]");
        var x = numbers(Random.seeded(1), Shape.of(3, 2, 4));
        assertSame(x.transpose(), x.permute(0, 2, 1));
        assertThatThrownBy(() -> Tensor.of(1.0, 2.0).transpose()).isInstanceOf(ShapeException.class)
            .hasMessage("transpose needs a matrix, but the shape is (2)");
    }

    @Test void reshapeKeepsTheOrder() {
        var x = Tensor.of(1f, 2f, 3f, 4f, 5f, 6f);
        assertThat(x.reshape(Shape.of(2, 3)).get(1, 0)).isEqualTo(4);
        assertThat(x.reshape(Shape.of(6))).isSameAs(x);
        assertThat(Tensor.of(3).reshape(Shape.of(1, 1)).get(0, 0)).isEqualTo(3);
        assertThat(Tensor.of(new double[] {3}).reshape(Shape.SCALAR)).hasToString("3.0");
        assertThatThrownBy(() -> x.reshape(Shape.of(4))).isInstanceOf(ShapeException.class)
            .hasMessage("(6) has 6 elements and cannot be reshaped to (4), which has 4");
    }

    @Test void broadcastToStretches() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = Random.seeded(seed);
            var whole = Indices.shape(random, 5);
            var x = numbers(random, Indices.smaller(random.at("x"), whole));
            assertSame(x.broadcastTo(whole), Indices.tensor(whole, x.precision(), index -> Indices.stretched(x, index)));
        }
        var x = Tensor.of(1.0, 2.0);
        assertThat(x.broadcastTo(Shape.of(2))).isSameAs(x);
        assertThatThrownBy(() -> x.broadcastTo(Shape.of(3))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> x.broadcastTo(Shape.of(2, 1))).isInstanceOf(ShapeException.class)
            .hasMessage("(2) does not stretch to (2, 1): only axes of length 1 do");
        assertThatThrownBy(() -> x.reshape(Shape.of(1, 2)).broadcastTo(Shape.of(2))).isInstanceOf(ShapeException.class);
    }

    /// A tensor of 1 to 4 axes, none of them empty.
    private static Tensor some(Random random) {
        int[] dims = new int[1 + random.at("rank").below(4, 0)];
        for (int i = 0; i < dims.length; i++) dims[i] = 1 + random.at("dims").below(4, i);
        return numbers(random, Shape.of(dims));
    }

    @ParameterizedTest @ValueSource(booleans = {false, true}) void sliceAndPadAlongAnyAxis(boolean fromTheEnd) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = Random.seeded(seed);
            var x = some(random);
            int axis = random.below(x.shape().rank(), 3), length = x.shape().dim(axis);
            int named = fromTheEnd ? axis - x.shape().rank() : axis;
            int from = random.below(length + 1, 4), to = from + random.below(length - from + 1, 5);
            assertSame(x.slice(named, from, to), Indices.tensor(x.shape().with(axis, to - from), x.precision(),
                index -> x.get(with(index, axis, index[axis] + from))));
            int before = random.below(3, 6), after = random.below(3, 7);
            var padded = x.shape().with(axis, before + length + after);
            assertSame(x.pad(named, before, after), Indices.tensor(padded, x.precision(), index -> {
                int at = index[axis] - before;
                return at < 0 || at >= length ? 0 : x.get(with(index, axis, at));
            }));
        }
    }

    @Test void concatJoinsAlongAnyAxis() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = Random.seeded(seed);
            var x = some(random);
            int axis = random.below(x.shape().rank(), 3), length = x.shape().dim(axis), more = random.below(4, 8);
            var y = random.at("y").normal(x.shape().with(axis, more), 0, 1, x.precision());
            assertSame(Tensor.concat(axis - x.shape().rank(), x, y, x),
                Indices.tensor(x.shape().with(axis, 2 * length + more), x.precision(), index -> {
                int at = index[axis];
                return at < length ? x.get(index)
                    : at < length + more ? y.get(with(index, axis, at - length)) : x.get(with(index, axis, at - length - more));
            }));
        }
    }

    @Test void gatherTakesRowsAndScatterAddGivesThemBack() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = Random.seeded(seed);
            var x = some(random);
            int count = x.shape().dim(0);
            int[] rows = new int[random.below(7, 1)];
            for (int i = 0; i < rows.length; i++) rows[i] = random.at("rows").below(count, i);
            var taken = x.gather(rows);
            assertSame(taken, Indices.tensor(x.shape().with(0, rows.length), x.precision(),
                index -> x.get(with(index, 0, rows[index[0]]))));
            assertSame(taken.scatterAdd(count + 1, rows), Indices.tensor(x.shape().with(0, count + 1), x.precision(), index -> {
                double sum = 0;
                for (int i = 0; i < rows.length; i++)
                    if (rows[i] == index[0]) sum = x.precision().round(sum + taken.get(with(index, 0, i)));
                return sum;
            }));
        }
    }

    @Test void whatLiesOutsideIsAnErrorThatSaysWhere() {
        var x = Tensor.zeros(Shape.of(3, 4), Precision.FLOAT);
        assertThatThrownBy(() -> x.slice(1, 2, 5)).isInstanceOf(ShapeException.class)
            .hasMessage("slice 2 to 5 does not lie within axis 1 of (3, 4)");
        assertThatThrownBy(() -> x.slice(1, 3, 2)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> x.slice(0, -1, 2)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> x.pad(0, -1, 0)).isInstanceOf(ShapeException.class)
            .hasMessage("padding must not be negative, but is -1 before and 0 after");
        assertThatThrownBy(() -> x.gather(0, 3)).isInstanceOf(ShapeException.class)
            .hasMessage("there is no row 3 in (3, 4): rows are 0 to 2");
        assertThatThrownBy(() -> x.gather(-1)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> x.scatterAdd(2, 0, 1, 2)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("no row 2 in (2, 4)");
        assertThatThrownBy(() -> x.scatterAdd(2, 0, 1)).isInstanceOf(ShapeException.class)
            .hasMessage("2 row numbers for 3 rows of (3, 4)");
        assertThatThrownBy(() -> Tensor.concat(0, x, x.transpose())).isInstanceOf(ShapeException.class)
            .hasMessage("(3, 4) and (4, 3) cannot be joined along axis 0: all other axes must agree");
        assertThatThrownBy(() -> Tensor.concat(0, x, Tensor.of(1f, 2f))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Tensor.concat(0)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("concat needs at least one tensor");
        assertThatThrownBy(() -> Tensor.of(1).gather(0)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("it is a scalar");
    }
}
