package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an error about shapes says, and that the cure it names is one.
class FitTest {
    private static Tensor zeros(String shape) {
        return Tensor.zeros(shape.isEmpty() ? Shape.SCALAR
            : Shape.of(Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray()), Precision.DOUBLE);
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "2x3   | 3x2 | (2, 3) and (3, 2) do not broadcast: transpose one of them",
        "3x4   | 3   | (3, 4) and (3) do not broadcast: reshape the right one to (3, 1)",
        "3     | 3x4 | (3) and (3, 4) do not broadcast: reshape the left one to (3, 1)",
        "2x6   | 3x4 | (2, 6) and (3, 4) do not broadcast: reshape the right one to (2, 6)",
        "2x3   | 4x5 | (2, 3) and (4, 5) do not broadcast: lengths must be equal or 1, counted from the last axis"})
    void elementwiseNamesTheTransposeOrReshapeThatFits(String a, String b, String message) {
        assertThatThrownBy(() -> zeros(a).add(zeros(b))).isInstanceOf(ShapeException.class).hasMessage(message);
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "2x3   | 2x3   | the left one has 3 columns, the right one 2 rows; transpose the right one",
        "4x3   | 4x2   | the left one has 3 columns, the right one 4 rows; transpose the left one",
        "2x3   | 6x5   | the left one has 3 columns, the right one 6 rows; the right one could be reshaped to (3, 10)",
        "6x5   | 3x7   | the left one has 5 columns, the right one 3 rows; the left one could be reshaped to (10, 3)",
        "2x3   | 5x7   | the left one has 3 columns, the right one 5 rows; the right one needs 3 rows",
        "2x3   | 3     | both must be matrices; reshape the right one to (3, 1)",
        "3     | 3x2   | both must be matrices; reshape the left one to (1, 3)",
        "''    | 3x2   | both must be matrices; reshape the left one to (1, 1)",
        "2x2x3 | 3x3x2 | the axes before the last two do not broadcast"})
    void productNamesTheTransposeOrReshapeThatFits(String a, String b, String cure) {
        assertThatThrownBy(() -> zeros(a).matmul(zeros(b))).isInstanceOf(ShapeException.class)
            .hasMessage("%s and %s cannot be multiplied: %s", zeros(a).shape(), zeros(b).shape(), cure);
    }

    @Test void productSpeaksOfShapesAsTheyStandAfterTheTransposes() {
        assertThatThrownBy(() -> zeros("2x3").matmul(zeros("2x3"), true, true))
            .hasMessageStartingWith("(3, 2) and (3, 2) cannot be multiplied");
    }

    @Test void theCuresFit() {
        assertThat(zeros("2x3").add(zeros("3x2").transpose()).shape()).hasToString("(2, 3)");
        assertThat(zeros("3x4").add(zeros("3").reshape(Shape.of(3, 1))).shape()).hasToString("(3, 4)");
        assertThat(zeros("2x3").matmul(zeros("2x3").transpose()).shape()).hasToString("(2, 2)");
        assertThat(zeros("4x3").transpose().matmul(zeros("4x2")).shape()).hasToString("(3, 2)");
        assertThat(zeros("2x3").matmul(zeros("6x5").reshape(Shape.of(3, 10))).shape()).hasToString("(2, 10)");
        assertThat(zeros("6x5").reshape(Shape.of(10, 3)).matmul(zeros("3x7")).shape()).hasToString("(10, 7)");
    }

    @Test void theProblemAndItsCureAreKnownApart() {
        var error = new ShapeException("(2, 3) and (3, 2) do not broadcast", ": transpose one of them").within("0", null);
        assertThat(error).hasMessage("in 0: (2, 3) and (3, 2) do not broadcast: transpose one of them");
        assertThat(error.problem()).isEqualTo("(2, 3) and (3, 2) do not broadcast");
        assertThat(error.cure()).isEqualTo(": transpose one of them");
        assertThat(new ShapeException("x").cure()).isEmpty();
    }

    @Test void anErrorTakesUpItsWayThroughModules() {
        var inner = new ShapeException("(2) and (3) do not broadcast");
        assertThat(inner.leaving()).isNull();
        var outer = inner.within("", "a module").within("2", null).within("encoder", null);
        assertThat(inner.within("", "a module").leaving()).isEqualTo("a module");
        assertThat(outer.leaving()).isNull();
        assertThat(outer.path()).isEqualTo("encoder.2");
        assertThat(outer).hasMessage("in encoder.2: (2) and (3) do not broadcast");
    }
}
