package gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Value;
import gradus.optim.OptimizerTest.Kind;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an optimiser remembers, taken out and put into another.
class StateTest {
    private static List<Value> parameters(Precision precision) {
        return List.of(Value.parameter(Random.seeded(5).normal(Shape.of(7, 9), 0, 1, precision)),
            Value.parameter(Random.seeded(6).normal(Shape.of(9), 0, 1, precision)), Value.parameter(Tensor.scalar(0.5, precision)));
    }

    /// Every third loss does not reach the last parameter, which then stays behind by a step.
    private static void step(int i, Optimizer optimizer) {
        var w = optimizer.parameters();
        var loss = w.get(0).sin().mul(w.get(0)).sum().add(w.get(1).square().sum());
        optimizer.rate(0.05 / (i + 1));
        optimizer.step((i % 3 == 2 ? loss : loss.add(w.get(2).exp())).backward());
    }

    static List<Kind> kinds() { return OptimizerTest.kinds(); }

    @ParameterizedTest @MethodSource("kinds") void restoredItGoesOnBitForBit(Kind kind) {
        for (var precision : Precision.values()) {
            var whole = kind.make().apply(parameters(precision));
            for (int i = 0; i < 12; i++) step(i, whole);
            for (int k : new int[] {0, 1, 5, 11}) {
                var first = kind.make().apply(parameters(precision));
                for (int i = 0; i < k; i++) step(i, first);
                var second = kind.make().apply(first.parameters().stream().map(w -> Value.parameter(w.data())).toList());
                var state = first.state();
                if (k > 0) step(k, first);                                                      // a state does not change later
                second.restore(state);
                for (int i = k; i < 12; i++) step(i, second);
                for (int p = 0; p < 3; p++)
                    assertThat(second.parameters().get(p).data().toDoubles()).containsExactly(whole.parameters().get(p).data().toDoubles());
                assertThat(second.rate()).isEqualTo(whole.rate());
            }
        }
    }

    private static double number(String name, Optimizer optimizer) { return Objects.requireNonNull(optimizer.state().get(name)).at(0); }

    @Test void itsNamesSayWhatIsRemembered() {
        var w = List.of(Value.parameter(1.0, 2.0), Value.parameter(3.0));
        assertThat(new Sgd(w, 0.1).state()).containsOnlyKeys("rate");
        assertThat(new Sgd(w, 0.1, 0.9).state()).containsOnlyKeys("rate", "0.velocity", "1.velocity");
        assertThat(new RmsProp(w, 0.1).state()).containsOnlyKeys("rate", "0.square", "1.square");
        var adam = new Adam(w, 0.1);
        adam.step(w.getFirst().sum().backward());
        assertThat(adam.state()).containsOnlyKeys("rate", "0.mean", "0.square", "1.mean", "1.square", "0.steps", "1.steps");
        assertThat(number("0.steps", adam)).isEqualTo(1);
        assertThat(number("1.steps", adam)).isZero();
    }

    @Test void anotherStateIsRefusedAndChangesNothing() {
        var w = List.of(Value.parameter(1.0, 2.0));
        var adam = new Adam(w, 0.1);
        var state = adam.state();
        assertThatThrownBy(() -> new Sgd(w, 0.2).restore(state)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("'0.mean' is nothing that Sgd(rate 0.2) remembers: the state is that of another optimizer, or of other parameters");
        assertThatThrownBy(() -> adam.restore(new Sgd(w, 0.2, 0.9).state())).hasMessageStartingWith("the state of this optimizer has no '0.mean': Adam(");
        var other = new LinkedHashMap<>(state);
        other.put("0.square", Tensor.of(1, 2, 3));
        other.put("0.mean", Tensor.of(7, 7));
        assertThatThrownBy(() -> adam.restore(other)).hasMessage("'0.square' in the state of this optimizer is double (3), where double (2) is expected");
        other.put("0.square", Tensor.of(1f, 2f));
        assertThatThrownBy(() -> adam.restore(other)).hasMessage("'0.square' in the state of this optimizer is float (2), where double (2) is expected");
        assertThat(number("0.mean", adam)).isZero();
    }
}
