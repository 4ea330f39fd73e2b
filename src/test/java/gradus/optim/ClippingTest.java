package gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippingTest {
    private final Value a = Value.parameter(0.0, 0.0), b = Value.parameter(0.0), unreached = Value.parameter(0.0);
    private final Sgd descent = new Sgd(List.of(a, b, unreached), 1);

    /// With the gradients (3, −4) and 12, whose norm together is 13.
    private void step() { descent.step(a.mul(Value.of(3.0, -4.0)).sum().add(b.mul(12)).backward()); }

    @Test void byNormAllGradientsAreMadeSmallerByOneFactor() {
        descent.clipping(Clipping.byNorm(2));
        step();
        double scale = 0.15384614201183525;                                  // 2 / (13 + 1e-6), as clip_grad_norm_ has it
        assertThat(a.data().toDoubles()).containsExactly(new double[] {-3 * scale, 4 * scale}, within(1e-15));
        assertThat(b.item()).isCloseTo(-12 * scale, within(1e-15));
        assertThat(unreached.item()).isZero();
    }

    @Test void aNormThatIsSmallEnoughChangesNothing() {
        descent.clipping(Clipping.byNorm(14));
        step();
        assertThat(a.data().toDoubles()).containsExactly(-3, 4);
        assertThat(b.item()).isEqualTo(-12);
    }

    @Test void byValueEachNumberIsBoundedByItself() {
        descent.clipping(Clipping.byValue(3.5));
        step();
        assertThat(a.data().toDoubles()).containsExactly(-3, 3.5);
        assertThat(b.item()).isEqualTo(-3.5);
    }

    @Test void withBothTheNormComesFirst() {
        descent.clipping(new Clipping(6.5, 4));
        step();
        assertThat(a.data().toDoubles()).containsExactly(new double[] {-1.5, 2}, within(1e-6));
        assertThat(b.item()).isEqualTo(-4);
    }

    @Test void gradientsThatAreNoNumbersAreNotHidden() {
        descent.clipping(Clipping.byNorm(1));
        descent.step(a.mul(Value.of(Double.POSITIVE_INFINITY, 1.0)).sum().backward());
        assertThat(a.data().at(0)).isNaN();
    }

    @Test void floatsWhoseSquaresAreNoFloatsAreMeasured() {
        var w = Value.parameter(0f, 0f);
        var large = new Sgd(List.of(w), 1);
        large.clipping(Clipping.byNorm(1));
        large.step(w.slice(0, 0, 1).mul(1e30).sum().backward());
        assertThat(w.data().toFloats()).containsExactly(-1, 0);
    }

    @Test void nothingIsClippedAtFirst() {
        assertThat(descent.clipping()).isEqualTo(Clipping.NONE);
        step();
        assertThat(b.item()).isEqualTo(-12);
    }

    @ParameterizedTest @ValueSource(doubles = {0, -1, Double.NaN}) void aBoundIsPositive(double most) {
        assertThatThrownBy(() -> Clipping.byNorm(most)).hasMessage("the norm that gradients are clipped to is a positive number, not " + most);
        assertThatThrownBy(() -> Clipping.byValue(most)).hasMessage("the value that gradients are clipped to is a positive number, not " + most);
    }
}
