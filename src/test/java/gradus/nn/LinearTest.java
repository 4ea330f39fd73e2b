package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LinearTest {
    private static final Random RANDOM = Random.seeded(1);
    private static final Linear LAYER = new Linear(
        Value.parameter(new double[][] {{1, 2, 3}, {4, 5, 6}}), Value.parameter(10.0, 20.0, 30.0));

    @Test void multipliesByTheWeightAndAddsTheBias() {
        var y = LAYER.apply(Value.of(new double[][] {{1, 1}, {2, -1}}));
        assertThat(y.shape()).hasToString("(2, 3)");
        assertThat(y.data().toDoubles()).containsExactly(15, 27, 39, 8, 19, 30);
    }

    @Test void takesAnyLeadingAxes() {
        assertThat(LAYER.apply(Value.of(2.0, -1.0)).shape()).hasToString("(3)");
        assertThat(LAYER.apply(Value.of(2.0, -1.0)).data().toDoubles()).containsExactly(8, 19, 30);
        var y = LAYER.apply(Value.of(Tensor.of(Shape.of(2, 1, 2), 1.0, 1.0, 2.0, -1.0)));
        assertThat(y.shape()).hasToString("(2, 1, 3)");
        assertThat(y.data().toDoubles()).containsExactly(15, 27, 39, 8, 19, 30);
    }

    @Test void hasTheGradientsOfBackpropagation() {
        var x = Value.parameter(new double[][] {{1, 1}, {2, -1}});
        var gradients = LAYER.apply(x).mul(Value.of(new double[][] {{1, 0, 2}, {0, 3, 0}})).sum().backward();
        assertThat(gradients.of(LAYER.weight()).data().toDoubles()).containsExactly(1, 6, 2, 1, -3, 2);     // xᵀ g
        assertThat(gradients.of(Objects.requireNonNull(LAYER.bias())).data().toDoubles()).containsExactly(1, 3, 2);
        assertThat(gradients.of(x).data().toDoubles()).containsExactly(7, 16, 6, 15);                       // g Wᵀ
    }

    @Test void beginsWithTheWeightsOfItsInitializerAndBiasZero() {
        var layer = Linear.of(3, 4, Initializer.HE_UNIFORM, RANDOM);
        assertThat(layer.weight().precision()).isEqualTo(Precision.FLOAT);
        assertThat(layer.weight().data().toFloats())
            .containsExactly(Initializer.HE_UNIFORM.draw(3, 4, RANDOM.at("weight"), Precision.FLOAT).toFloats());
        assertThat(Objects.requireNonNull(layer.bias()).data().toFloats()).containsExactly(0, 0, 0, 0);
        assertThat(layer.weight().isParameter() && layer.bias().isParameter()).isTrue();
        assertThat(Linear.of(3, 4, Initializer.HE_UNIFORM, RANDOM, Precision.DOUBLE).weight().precision()).isEqualTo(Precision.DOUBLE);
    }

    @Test void canBeWithoutBias() {
        var layer = Linear.withoutBias(2, 3, Initializer.HE_NORMAL, RANDOM, Precision.DOUBLE);
        assertThat(layer.parameters()).containsOnlyKeys("weight");
        assertThat(layer.apply(Value.of(0.0, 0.0)).data().toDoubles()).containsExactly(0, 0, 0);
        assertThat(layer).hasToString("Linear(2 → 3, no bias)");
    }

    @Test void namesItsParametersLikePyTorch() {
        assertThat(LAYER.parameters().keySet()).containsExactly("weight", "bias");
        assertThat(LAYER.state()).isEqualTo(LAYER.parameters());
    }

    @Test void printsItsSizes() {
        assertThat(Linear.of(784, 128, Initializer.ZEROS, RANDOM)).hasToString("Linear(784 → 128)");
    }

    @Test void saysWhichInputWouldFit() {
        assertThatThrownBy(() -> LAYER.apply(Value.of(new double[][] {{1, 2, 3}}))).isInstanceOf(ShapeException.class)
            .hasMessage("an input of shape (1, 3) does not fit Linear(2 → 3), whose inputs have 2 as their last axis");
        assertThatThrownBy(() -> LAYER.apply(Value.of(new double[][] {{1, 2, 3}, {4, 5, 6}})))
            .hasMessageEndingWith("as their last axis; transpose it to (3, 2)");
        assertThatThrownBy(() -> LAYER.apply(Value.of(new double[][] {{1, 2, 3, 4}}))).hasMessageEndingWith("; reshape it to (2, 2)");
        assertThatThrownBy(() -> LAYER.apply(Value.of(1))).hasMessageStartingWith("an input of shape () does not fit");
    }

    @Test void refusesPartsThatAreNoLayer() {
        assertThatThrownBy(() -> Linear.of(0, 3, Initializer.ZEROS, RANDOM)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("a linear layer needs at least one input and one output, not 0 → 3");
        assertThatThrownBy(() -> Linear.of(3, -1, Initializer.ZEROS, RANDOM)).hasMessageEndingWith("not 3 → -1");
        assertThatThrownBy(() -> new Linear(Value.parameter(1.0, 2.0), null))
            .hasMessage("the weight of a linear layer has shape (in, out), not (2)");
        assertThatThrownBy(() -> new Linear(LAYER.weight(), Value.parameter(1.0, 2.0)))
            .hasMessage("the bias of a linear layer with weight (2, 3) has shape (3), not (2)");
    }
}
