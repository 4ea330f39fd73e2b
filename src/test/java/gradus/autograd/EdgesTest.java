package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a framework is seldom looked at: nothing to compute, too much to hold, other countries, rules that are not whole.
final class EdgesTest {
    @ParameterizedTest @CsvSource({"'0,3', '(0, 3)'", "'0,3,4', '(0, 12)'", "'2,0,4', '(2, 0)'", "'2,3,4', '(2, 12)'", "'5', '(5)'"})
    void flatteningKeepsTheFirstAxisAlsoOfNothing(String dims, String flat) {
        var shape = Shape.of(Arrays.stream(dims.split(",")).mapToInt(Integer::parseInt).toArray());
        assertThat(Value.of(Tensor.zeros(shape, Precision.DOUBLE)).flatten().shape()).hasToString(flat);
    }

    @Test void whatIsTooLargeIsSaidBeforeItIsMade() {
        Value column = Value.of(Tensor.of(Shape.of(65536, 1), new float[65536])), row = column.reshape(1, 65536);
        assertThatThrownBy(() -> column.matmul(row)).isInstanceOf(ShapeException.class)
            .hasMessage("matmul: (65536, 65536) has more than 2147483647 elements");
        assertThatThrownBy(() -> row.gather(new int[65536])).isInstanceOf(ShapeException.class).hasMessageContaining("has more than");
    }

    @Test void digitsAreTheSameInEveryCountry() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            var x = Value.parameter(1, 2, 3);
            assertThat(new Slice(0, 0, 2).label()).isEqualTo("slice(0, 0, 2)");
            assertThatThrownBy(() -> x.slice(0, 0, 9)).hasMessage("slice(0, 0, 9): slice 0 to 9 does not lie within axis 0 of (3)");
        } finally {
            Locale.setDefault(before);
        }
    }

    record Forgetful() implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return in[0]; }
        @SuppressWarnings({"NullAway", "DataFlowIssue"})
        @Override public Value pull(int i, Value g, Value out, Value... in) { return null; }
    }

    @Test void aRuleWithoutAGradientIsNamed() {
        var x = Value.parameter(1.0);
        assertThatThrownBy(() -> new Forgetful().apply(x).backward())
            .hasMessage("the rule of forgetful gave no gradient for input 0: where there is none it returns zeros");
    }

    @Test void aRuleInAnotherPrecisionIsNamed() {
        record Widening() implements Op.Custom {
            @Override public Tensor forward(Tensor... in) { return in[0]; }
            @Override public Value pull(int i, Value g, Value out, Value... in) { return Value.of(g.data().to(Precision.DOUBLE)); }
        }
        var x = Value.parameter(1f, 2f);
        assertThatThrownBy(() -> new Widening().apply(x).sum().backward())
            .hasMessage("the rule of widening gave a gradient in double for input 0, which is in float");
    }

    @Test void aPlainNumberKeepsItsNameAmongFloats() {
        var k = Value.of(2).named("k");
        var y = Value.parameter(1f, 2f).mul(k);
        assertThat(y.inputs().get(1)).hasToString("k 2.0");
    }

    @Test void aPlainSeedTakesOnThePrecision() {
        var x = Value.parameter(1f, 2f);
        assertThat(x.sum().backward(Value.of(2)).of(x).data()).hasToString("[2.0, 2.0]");
    }

    @Test void gradientsAndTracesDoNotKeepTheGraphAlive() throws InterruptedException {
        var w = Value.parameter(3.0);
        var trace = new Trace();
        var between = new ArrayList<WeakReference<Value>>();
        var gradients = trace.run(() -> trace.call("", "f", () -> {
            var square = w.square();
            between.add(new WeakReference<>(square));
            return square.mul(2);
        })).backward();
        for (int i = 0; i < 100 && between.getFirst().get() != null; i++) {
            System.gc();
            Thread.sleep(5);
        }
        assertThat(between.getFirst().get()).as("what lies between is garbage, though gradients and trace are not").isNull();
        assertThat(gradients.of(w).item()).isEqualTo(12);
        assertThat(trace.of(w)).isNull();
    }
}
