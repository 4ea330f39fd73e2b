package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
    /// `2x3` as a shape; nothing is a scalar.
    private static Shape shape(String text) {
        return text.isEmpty() ? Shape.SCALAR : Shape.of(Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray());
    }

    @Test void aScalarHasNoAxesAndOneElement() {
        assertThat(Shape.of()).isSameAs(Shape.SCALAR).hasToString("()");
        assertThat(Shape.SCALAR.rank()).isZero();
        assertThat(Shape.SCALAR.size()).isOne();
    }

    @Test void knowsItsLengthsFromBothEnds() {
        var shape = Shape.of(64, 784, 3);
        assertThat(shape).hasToString("(64, 784, 3)");
        assertThat(shape.rank()).isEqualTo(3);
        assertThat(shape.size()).isEqualTo(64 * 784 * 3);
        assertThat(shape.dim(0)).isEqualTo(64);
        assertThat(shape.dim(-1)).isEqualTo(3);
        assertThat(shape.axis(-2)).isEqualTo(1);
        assertThat(Shape.of(5, 0, 2).size()).isZero();
    }

    @Test void isEqualToAShapeOfTheSameLengthsOnly() {
        assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
        assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(2, 3, 1)).isNotEqualTo("(2, 3)");
    }

    @Test void doesNotChangeWithTheArraysItWasMadeFromOrGaveAway() {
        int[] dims = {2, 3};
        var shape = Shape.of(dims);
        dims[0] = 7;
        shape.toArray()[1] = 7;
        assertThat(shape).isEqualTo(Shape.of(2, 3));
    }

    @Test void anAxisThatDoesNotExistIsAnError() {
        assertThatThrownBy(() -> Shape.of(2, 3).dim(2)).isInstanceOf(ShapeException.class)
            .hasMessage("(2, 3) has no axis 2: its axes are 0 to 1");
        assertThatThrownBy(() -> Shape.of(2, 3).axis(-3)).hasMessage("(2, 3) has no axis -3: its axes are 0 to 1");
        assertThatThrownBy(() -> Shape.SCALAR.axis(0)).hasMessage("() has no axis 0: its axes are none, it is a scalar");
    }

    @Test void aShapeThatCannotBeIsAnError() {
        assertThatThrownBy(() -> Shape.of(2, -1)).isInstanceOf(ShapeException.class).hasMessageContaining("negative")
            .hasMessageContaining("(2, -1)");
        assertThatThrownBy(() -> Shape.of(65536, 32768)).hasMessage("(65536, 32768) has more than 2147483647 elements");
        assertThat(Shape.of(Integer.MAX_VALUE).size()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test void changesOneAxis() {
        assertThat(Shape.of(2, 3).with(-1, 7)).isEqualTo(Shape.of(2, 7));
        assertThat(Shape.of(2, 3).remove(0)).isEqualTo(Shape.of(3));
        assertThat(Shape.of(3).remove(-1)).isEqualTo(Shape.SCALAR);
        assertThat(Shape.of(2, 3).insert(0, 5)).isEqualTo(Shape.of(5, 2, 3));
        assertThat(Shape.of(2, 3).insert(2, 5)).isEqualTo(Shape.of(2, 3, 5));
        assertThat(Shape.of(2, 3).insert(-1, 5)).isEqualTo(Shape.of(2, 3, 5));
        assertThatThrownBy(() -> Shape.of(2, 3).insert(3, 1))
            .hasMessage("(2, 3) cannot take a new axis at 3: 0 to 2 are possible");
        assertThatThrownBy(() -> Shape.of(2, 3).insert(-4, 1)).hasMessageContaining("at -4");
    }

    @ParameterizedTest @CsvSource({
        "2x3, 2x3, 2x3", "2x3, 3, 2x3", "2x3, 1x3, 2x3", "2x1, 3, 2x3", "2x1, 1x3, 2x3", "'', 4x5, 4x5", "1, '', 1",
        "5x1x3, 4x1, 5x4x3", "0, 1, 0", "2x0, 1, 2x0", "1x1, 1, 1x1", "3x1x2x1, 5x1x4, 3x5x2x4"})
    void broadcastsByNumPysRule(String a, String b, String both) {
        assertThat(shape(a).broadcast(shape(b))).isEqualTo(shape(both));
        assertThat(shape(b).broadcast(shape(a))).isEqualTo(shape(both));
    }

    @ParameterizedTest @CsvSource({"2, 3", "2x3, 2", "2x3, 3x2", "0, 2", "4x1x3, 5x2", "2x3, 4x3", "4x1x3, 5x2x3", "2x5x3, 4x3"})
    void lengthsThatDifferDoNotBroadcast(String a, String b) {
        assertThatThrownBy(() -> shape(a).broadcast(shape(b))).isInstanceOf(ShapeException.class)
            .hasMessageStartingWith(shape(a) + " and " + shape(b) + " do not broadcast");
        assertThatThrownBy(() -> shape(b).broadcast(shape(a))).isInstanceOf(ShapeException.class);
    }
}
