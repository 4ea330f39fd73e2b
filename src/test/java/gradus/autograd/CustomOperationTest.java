package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The open door: operations of one's own.
class CustomOperationTest {
    /// x³
    record Cube() implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return in[0].mul(in[0]).mul(in[0]); }
        @Override public Value pull(int i, Value g, Value out, Value... in) { return g.mul(in[0].square().mul(3)); }
    }

    /// a · b + c, of three inputs that broadcast.
    record MultiplyAdd() implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return in[0].mul(in[1]).add(in[2]); }
        @Override public Value pull(int i, Value g, Value out, Value... in) { return i == 2 ? g : g.mul(in[1 - i]); }
        @Override public String label() { return "a · b + c"; }
    }

    @Test void isAppliedAndDifferentiatedLikeAnyOther() {
        var x = Value.parameter(2.0, -1.0);
        var y = new Cube().apply(x);
        assertThat(y.data().toDoubles()).containsExactly(8, -1);
        assertThat(y.sum().backward().of(x).data().toDoubles()).containsExactly(12, 3);
        assertThat(y.sum().differentiate().of(x).sum().backward().of(x).data().toDoubles()).containsExactly(12, -6);
        assertThat(Objects.requireNonNull(y.op()).label()).isEqualTo("cube");
    }

    @Test void passesTheGradientCheck() {
        assertThat(GradientCheck.check(x -> new Cube().apply(x[0]), Random.seeded(1), Tensor.of(0.5, -1.2)).passes()).isTrue();
        assertThat(GradientCheck.check(x -> new MultiplyAdd().apply(x), Random.seeded(1), Tensor.of(0.5, -1.2), Tensor.of(2),
            Random.seeded(2).normal(Shape.of(3, 1), 0, 1, Precision.DOUBLE)).passes()).isTrue();
    }

    @Test void broadcastingIsUndoneForItAndPrecisionsAgree() {
        Value a = Value.parameter(1f, 2f), c = Value.parameter(new float[][] {{1}, {2}, {3}});
        var y = new MultiplyAdd().apply(a, Value.of(3), c);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(y.precision()).isEqualTo(Precision.FLOAT);
        var gradients = y.sum().backward();
        assertThat(gradients.of(a).data().toDoubles()).containsExactly(9, 9);
        assertThat(gradients.of(c).data()).hasToString("[[2.0], [2.0], [2.0]]");
        assertThatThrownBy(() -> new MultiplyAdd().apply(a, Value.of(1.0, 2.0), c))
            .hasMessageStartingWith("a · b + c: float and double");
        assertThatThrownBy(() -> new MultiplyAdd().apply(a.named("a"), Value.of(3), Value.of(1f, 2f, 3f)))
            .isInstanceOf(ShapeException.class)
            .hasMessageStartingWith("a · b + c: (2) and (3) do not broadcast").hasMessageEndingWith("(input 0 is a (2))");
    }

    @Test void withoutANameIsCalledCustom() {
        var op = new Op.Custom() {
            @Override public Tensor forward(Tensor... in) { return in[0]; }
            @Override public Value pull(int i, Value g, Value out, Value... in) { return g; }
        };
        assertThat(op.label()).isEqualTo("custom");
    }
}
