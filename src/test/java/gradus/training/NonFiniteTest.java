package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NonFiniteTest {
    private final Linear first = Linear.of(2, 3, Initializer.HE_NORMAL, Random.seeded(1));
    private final Linear second = Linear.of(3, 1, Initializer.HE_NORMAL, Random.seeded(2));
    private final Sequential net = Sequential.of(first, Activation.TANH, second);
    private final Value x = Value.of(new float[][] {{1, 2}, {3, 4}});

    private String origin(Value input) {
        return Objects.requireNonNull(NonFinite.find(net, () -> net.apply(input).square().sum())).origin();
    }

    @Test void aFiniteLossHasNone() { assertThat(NonFinite.find(net, () -> net.apply(x).sum())).isNull(); }

    @Test void theOperationThatOverflowedIsNamedWithItsOperandsAndModule() {
        second.weight().update(Tensor.of(Shape.of(3, 1), new float[] {3e38f, -3e38f, 3e38f}));
        first.weight().update(Tensor.of(Shape.of(2, 3), new float[] {9, -9, 9, 9, -9, 9}));
        assertThat(origin(x)).isEqualTo("matmul of (2, 3) and 2.weight (3, 1) in layer 2, Linear(3 → 1), gave Infinity first");
    }

    @Test void anOperationOutsideOfModulesIsOneOfTheLoss() {
        second.weight().update(Tensor.of(Shape.of(3, 1), new float[] {1e30f, 0, 0}));
        assertThat(origin(x)).isEqualTo("square of (2, 1) in the loss gave Infinity first");
    }

    @Test void aParameterThatWasWrongBeforeIsNamed() {
        Objects.requireNonNull(first.bias()).update(Tensor.of(Shape.of(3), new float[] {0, Float.NaN, 0}));
        assertThat(origin(x)).isEqualTo("parameter 0.bias (3) already holds NaN");
    }

    @Test void anInputThatWasWrongBeforeIsNamed() {
        assertThat(origin(Value.of(new float[][] {{1, Float.NaN}}).named("x")))
            .isEqualTo("an input x (1, 2) already holds NaN");
    }

    @Test void whatIsNotFiniteButDoesNotReachTheLossIsNoCause() {
        var w = Value.parameter(0.0);
        var found = Objects.requireNonNull(NonFinite.find(net, () -> {
            var harmless = w.add(1).gt(0).where(w.add(1), w.log());   // log 0 is -Infinity, and not chosen
            return harmless.sub(1).sqrt().neg().sub(1).log();
        }));
        assertThat(found.origin()).isEqualTo("log of () in the loss gave NaN first");
        assertThat(found.value().inputs().getFirst().item()).isEqualTo(-1);
    }
}
