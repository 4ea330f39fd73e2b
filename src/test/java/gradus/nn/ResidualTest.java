package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.MisfitException;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import org.junit.jupiter.api.Test;

class ResidualTest {
    private static final Random RANDOM = Random.seeded(1);
    private static final Value X = Value.of(new double[][] {{1, -2}, {3, 4}});

    private static Linear linear(int in, int out) { return Linear.of(in, out, Initializer.HE_NORMAL, RANDOM, Precision.DOUBLE); }

    private static Conv2d conv(int in, int out, Window window) {
        return Conv2d.of(in, out, window, 1, Initializer.HE_NORMAL, RANDOM, Precision.DOUBLE);
    }

    @Test void addsWhatIsInsideToItsInput() {
        assertThat(Residual.of(Activation.RELU).apply(X).data().toDoubles()).containsExactly(2, -2, 6, 8);
        assertThat(Residual.of(Activation.RELU, x -> x.mul(10)).apply(X).data().toDoubles()).containsExactly(11, -2, 33, 44);
        assertThat(new Residual(Activation.RELU, x -> x.mul(10)).apply(X).data().toDoubles()).containsExactly(11, -20, 33, 44);
    }

    @Test void namesItsParts() {
        var block = new Residual(Sequential.of(linear(2, 3), Activation.RELU), Linear.withoutBias(2, 3, Initializer.ZEROS, RANDOM, Precision.DOUBLE));
        assertThat(Sequential.of(block, Residual.of(linear(3, 3))).parameters().keySet()).containsExactly("0.inner.0.weight", "0.inner.0.bias",
            "0.shortcut.weight", "1.inner.weight", "1.inner.bias");
        assertThat(Sequential.of(block, Residual.of(linear(3, 3)))).hasToString("Sequential(Residual(Sequential(Linear(2 → 3), relu),"
            + " shortcut Linear(2 → 3, no bias)), Residual(Linear(3 → 3))) · 27 parameters");
    }

    @Test void doesNotAddByBroadcasting() {
        assertThatThrownBy(() -> Sequential.of(Residual.of(linear(2, 1))).apply(X)).isInstanceOf(MisfitException.class).hasMessage(
            "in 0: inner makes (2, 1) of (2, 2), which cannot be added to it: give it the shortcut Linear.withoutBias(2, 1, …)");
        var pictures = Value.of(Tensor.zeros(Shape.of(1, 2, 8, 8), Precision.DOUBLE));
        assertThatThrownBy(() -> Residual.of(conv(2, 4, Window.of(3).stride(2).padding(1))).apply(pictures))
            .hasMessageEndingWith(": give it the shortcut Conv2d.withoutBias(2, 4, Window.of(1).stride(2), …)");
        assertThat(new Residual(conv(2, 4, Window.of(3).stride(2).padding(1)), conv(2, 4, Window.of(1).stride(2))).apply(pictures).shape())
            .isEqualTo(Shape.of(1, 4, 4, 4));
        assertThatThrownBy(() -> Residual.of(conv(2, 4, Window.of(3).stride(2, 1).padding(1))).apply(pictures))
            .hasMessageEndingWith(": give it the shortcut Conv2d.withoutBias(2, 4, Window.of(1).stride(2, 1), …)");
        assertThat(new Residual(conv(2, 4, Window.of(3).stride(2, 1).padding(1)), conv(2, 4, Window.of(1).stride(2, 1))).apply(pictures)
            .shape()).isEqualTo(Shape.of(1, 4, 4, 8));
        assertThatThrownBy(() -> Residual.of(conv(2, 2, Window.of(3))).apply(pictures))
            .hasMessageEndingWith("which cannot be added to it: padding inside keeps the pictures' size");
        assertThatThrownBy(() -> Residual.of(conv(2, 2, Window.of(2))).apply(pictures))
            .hasMessageEndingWith("it: a window of odd height and width, with padding, keeps the pictures' size");
        assertThatThrownBy(() -> new Residual(linear(2, 3), linear(2, 4)).apply(X))
            .hasMessage("inner makes (2, 3) of (2, 2), which cannot be added to the shortcut's (2, 4)");
    }
}
