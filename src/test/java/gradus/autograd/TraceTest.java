package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class TraceTest {
    private final Value w = Value.parameter(2.0);

    @Test void remembersTheInnermostCallThatRecordedAValue() {
        var trace = new Trace();
        var values = new Value[4];
        trace.run(() -> {
            assertThat(Trace.current()).isSameAs(trace);
            values[0] = w.neg();
            return trace.call("", "Sequential", () -> {
                values[1] = w.exp();
                values[2] = trace.call("0", "Linear", () -> w.sin());
                return values[3] = values[2].cos();
            });
        });
        assertThat(Trace.current()).isNull();
        var outer = new Trace.Call("", "Sequential", null);
        assertThat(trace.of(values[0])).as("outside of any call").isNull();
        assertThat(trace.of(values[1])).isEqualTo(outer);
        assertThat(trace.of(values[2])).isEqualTo(new Trace.Call("0", "Linear", outer));
        assertThat(trace.of(values[3])).as("the outer call goes on").isEqualTo(outer);
        assertThat(Objects.requireNonNull(trace.of(values[2])).parent()).isSameAs(trace.of(values[1]));
    }

    @Test void knowsNothingOfLeavesConstantsAndWhatItHasNotSeen() {
        var trace = new Trace();
        var before = w.neg();
        var constant = trace.run(() -> trace.call("", "m", () -> Value.of(2).mul(3)));
        assertThat(trace.of(w)).isNull();
        assertThat(trace.of(before)).isNull();
        assertThat(trace.of(constant)).isNull();
    }

    @Test void aCallEndsWithAnErrorToo() {
        var trace = new Trace();
        var after = trace.run(() -> {
            assertThatThrownBy(() -> trace.call("0", "broken", () -> { throw new IllegalStateException("x"); })).hasMessage("x");
            return w.neg();
        });
        assertThat(trace.of(after)).isNull();
    }

    @Test void changesNothingOfWhatIsComputed() {
        var trace = new Trace();
        var y = trace.run(() -> trace.call("", "m", () -> w.square().mul(w)));
        assertThat(y.backward().of(w).item()).isEqualTo(12);
        assertThat(trace.run(Recording::isOn)).isTrue();
    }

    @Test void takesNoNotesWhileRecordingIsOff() {
        var trace = new Trace();
        var y = trace.run(() -> Recording.off(() -> trace.call("", "m", w::neg)));
        assertThat(y.isConstant()).isTrue();
        assertThat(trace.of(y)).isNull();
        var z = Recording.off(() -> trace.run(() -> trace.call("", "m", w::neg)));
        assertThat(z.isConstant()).as("a trace does not turn it on").isTrue();
    }
}
