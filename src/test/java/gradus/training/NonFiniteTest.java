package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Trace;
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
        return lineless(Objects.requireNonNull(NonFinite.find(net, () -> net.apply(input).square().sum())).origin());
    }

    private static String lineless(String origin) {
        assertThat(origin.contains("gave")).isEqualTo(origin.matches(".*, at (Linear|NonFiniteTest)\\.java:\\d+, gave.*"));
        return origin.replaceFirst(origin.contains("in the loss") ? ", at \\S+," : " at \\S+,", "");
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
        assertThat(lineless(found.origin())).isEqualTo("log of () in the loss gave NaN first");
        assertThat(found.value().inputs().getFirst().item()).isEqualTo(-1);
    }

    @Test void thePathLeadsFromThereToTheLoss() {
        second.weight().update(Tensor.of(Shape.of(3, 1), new float[] {1e30f, 0, 0}));
        var loss = new Value[1];
        var found = Objects.requireNonNull(NonFinite.find(net, () -> loss[0] = net.apply(x).square().mul(2).sum()));
        assertThat(found.path()).extracting(value -> Objects.requireNonNull(value.op()).label()).containsExactly("square", "mul", "sum");
        assertThat(found.path().getFirst()).isSameAs(found.value());
        assertThat(found.path().getLast()).isSameAs(loss[0]);
    }

    @Test void aRuleThatGaveAGradientWithoutAnAnswerIsFoundWithItsPathToAParameter() {
        var w = Value.parameter(0.0, 4.0).named("w");
        var trace = Trace.withLines();
        var loss = trace.run(() -> w.mul(3).sqrt().exp().sum());
        var found = Objects.requireNonNull(NonFinite.inGradients(net, loss, loss.backwardKeepingAll(), trace));
        assertThat(lineless(found.origin())).isEqualTo("the rule of sqrt of (2) in the loss gave the gradient Infinity first");
        assertThat(found.path()).extracting(value -> value.op() == null ? "w" : value.op().label()).containsExactly("sqrt", "mul", "w");
        var fine = w.add(1).log().sum();
        assertThat(NonFinite.inGradients(net, fine, fine.backwardKeepingAll(), trace)).isNull();
    }

    @Test void aSumOfGradientsThatOverflowsIsNoRulesFault() {
        var w = Value.parameter(1.0);
        var big = w.mul(1.2e308).sub(1.1e308).add(w.mul(1.2e308).sub(1.15e308));
        var found = Objects.requireNonNull(NonFinite.inGradients(net, big, big.backwardKeepingAll(), new Trace()));
        assertThat(found.origin()).isEqualTo("the sum of the gradients of () gave the gradient Infinity first");
        assertThat(found.value()).isSameAs(w);
    }
}
