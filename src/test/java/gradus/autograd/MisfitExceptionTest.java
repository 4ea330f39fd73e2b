package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisfitExceptionTest {
    private static Value zeros(String shape) {
        return Value.parameter(Tensor.zeros(Shape.of(Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray()),
            Precision.DOUBLE));
    }

    private static MisfitException misfit(Supplier<Value> work) { return catchThrowableOfType(MisfitException.class, work::get); }

    @ParameterizedTest @CsvSource(delimiter = '|', nullValues = "none", value = {
        "matmul | 1x3   | 2x3   | transpose the right one: (1, 3) and (3, 2) fit",
        "matmul | 4x3   | 4x2   | transpose the left one: (3, 4) and (4, 2) fit",
        "matmul | 3x5   | 2x3   | swap the two: (2, 3) and (3, 5) fit",
        "matmul | 2x3   | 3     | give the right one an axis by unsqueeze(1): (2, 3) and (3, 1) fit",
        "matmul | 3     | 3x2   | give the left one an axis by unsqueeze(0): (1, 3) and (3, 2) fit",
        "matmul | 2x3   | 2x3   | none",
        "matmul | 2x3   | 6x5   | none",
        "add    | 3x4   | 3     | give the right one an axis by unsqueeze(1): (3, 4) and (3, 1) fit",
        "add    | 3     | 3x4   | give the left one an axis by unsqueeze(1): (3, 1) and (3, 4) fit",
        "add    | 5x3x4 | 5x4   | give the right one an axis by unsqueeze(1): (5, 3, 4) and (5, 1, 4) fit",
        "add    | 5x3x4 | 4x3   | none",
        "add    | 2x3   | 3x2   | none",
        "add    | 2x6   | 3x4   | none",
        "add    | 2x3   | 4x5   | none"})
    void namesTheOneChangeThatFits(String op, String a, String b, String fix) {
        Value left = zeros(a), right = zeros(b);
        var error = misfit(() -> op.equals("add") ? left.add(right) : left.matmul(right));
        assertThat(error.fix()).isEqualTo(fix);
        if (fix != null) assertThat(error).hasMessageEndingWith("; " + fix);
        assertThat(error.op().label()).isEqualTo(op);
        assertThat(error.inputs()).containsExactly(left, right);
    }

    @Test void whatFitsButIsTooLargeHasNoFix() {
        Value column = zeros("65536x1"), row = zeros("1x65536");
        assertThat(misfit(() -> column.matmul(row)).fix()).isNull();
        assertThat(misfit(() -> column.add(row)).fix()).isNull();
        assertThat(misfit(() -> column.matmul(zeros("2x1"))).fix()).isEqualTo("transpose the right one: (65536, 1) and (1, 2) fit");
    }

    @Test void theChangesFit() {
        assertThat(zeros("1x3").matmul(zeros("2x3").transpose()).shape()).hasToString("(1, 2)");
        assertThat(zeros("2x3").matmul(zeros("3x5")).shape()).hasToString("(2, 5)");
        assertThat(zeros("5x3x4").add(zeros("5x4").unsqueeze(1)).shape()).hasToString("(5, 3, 4)");
    }

    @Test void anAxisThatAReductionTookAwayCouldHaveStayed() {
        var x = zeros("3x4");
        assertThat(misfit(() -> x.exp().div(x.exp().sum(1))).fix())
            .isEqualTo("keep the axis that sum takes from the right one, by sum(Axes.of(1).keep()): (3, 4) and (3, 1) fit");
        assertThat(misfit(() -> x.sub(x.mean(1))).fix())
            .isEqualTo("keep the axis that mean takes from the right one, by mean(Axes.of(1).keep()): (3, 4) and (3, 1) fit");
        assertThat(misfit(() -> x.sub(x.max(-1))).fix()).contains("by max(Axes.of(-1).keep()): ");
        assertThat(x.sub(x.mean(Axes.of(1).keep())).shape()).isEqualTo(x.shape());
    }

    @Test void whereManyChangesFitTheOldWordsStay() {
        assertThat(misfit(() -> zeros("2x3").add(zeros("3x2").named("w"))))
            .hasMessage("add: (2, 3) and (3, 2) do not broadcast: transpose one of them (input 1 is w (3, 2))");
    }

    @Test void onItsWayThroughModulesItKeepsWhatItKnows() {
        Linear first = Linear.of(2, 3, Initializer.HE_NORMAL, Random.seeded(1)), second = Linear.of(4, 1, Initializer.HE_NORMAL, Random.seeded(2));
        var x = Value.of(new float[][] {{1, 2}});
        var error = misfit(() -> Sequential.of(first, second).apply(x));
        assertThat(error).hasMessageStartingWith("in 1: an input of shape (1, 3) does not fit Linear(4 → 1)");
        assertThat(error.op()).isEqualTo(new MatMul(false, false));
        assertThat(error.inputs().getLast()).isSameAs(second.weight());
        assertThat(Graph.of(error.inputs().getFirst()).values()).as("what led there can be drawn").contains(x, first.weight());
        var inside = misfit(() -> Sequential.of(h -> h.add(zeros("7").detach().named("seven"))).apply(zeros("2")));
        assertThat(inside).hasMessage("in 0: add: (2) and (7) do not broadcast: lengths must be equal or 1, counted from the last axis"
            + " (input 1 is seven (7))");
        assertThat(inside.path()).isEqualTo("0");
        assertThat(inside.inputs()).hasSize(2);
    }

    @Test void aRuleOfOnesOwnHasItToo() {
        record Odd() implements Op.Custom {
            @Override public Tensor forward(Tensor... in) { return in[0].add(in[1]); }
            @Override public Value pull(int i, Value g, Value out, Value... in) { return g; }
        }
        Value a = zeros("2"), b = zeros("3");
        var error = misfit(() -> new Odd().apply(a, b));
        assertThat(error).isInstanceOf(ShapeException.class).hasMessageStartingWith("odd: (2) and (3) do not broadcast: lengths");
        assertThat(error.op()).isEqualTo(new Odd());
        assertThat(error.fix()).isNull();
    }
}
