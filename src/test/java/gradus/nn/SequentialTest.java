package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Value;
import gradus.optim.Adam;
import gradus.tensor.Random;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialTest {
    private static final Random RANDOM = Random.seeded(1);

    private static Linear linear(int in, int out) { return Linear.of(in, out, Initializer.GLOROT_NORMAL, RANDOM.at(in).at(out)); }

    @Test void appliesItsLayersInOrder() {
        Module triple = x -> x.mul(3), addOne = x -> x.add(1);
        assertThat(Sequential.of(triple, addOne).apply(Value.of(5)).item()).isEqualTo(16);
        assertThat(Sequential.of(addOne, triple).apply(Value.of(5)).item()).isEqualTo(18);
    }

    @Test void isTheIdentityWithoutLayers() {
        var x = Value.of(5);
        assertThat(Sequential.of().apply(x)).isSameAs(x);
        assertThat(Sequential.of()).hasToString("Sequential() · 0 parameters");
    }

    @Test void namesParametersByPlaceLikePyTorch() {
        var net = Sequential.of(linear(4, 3), Activation.RELU, Sequential.of(linear(3, 2), Activation.TANH));
        assertThat(net.parameters().keySet()).containsExactly("0.weight", "0.bias", "2.0.weight", "2.0.bias");
        assertThat(net.parts().keySet()).containsExactly("0", "1", "2");
    }

    @Test void printsAsItIsWrittenWithTheNumberOfParameters() {
        assertThat(Sequential.of(linear(2, 4), Activation.TANH, linear(4, 1)))
            .hasToString("Sequential(Linear(2 → 4), tanh, Linear(4 → 1)) · 17 parameters");
        assertThat(Sequential.of(linear(784, 128), Value::relu, Sequential.of(linear(128, 10))))
            .hasToString("Sequential(Linear(784 → 128), λ, Sequential(Linear(128 → 10))) · 101,770 parameters");
        assertThat(Sequential.of(new ModuleTest.Scale(Value.parameter(2)))).asString().endsWith(" · 1 parameter");
    }

    @Test void printsWithoutTheNumberWhereItCannotBeKnown() {
        var weight = Value.parameter(2);
        assertThat(Sequential.of(weight::mul)).hasToString("Sequential(λ)");
    }

    @Test void learnsXor() {
        var net = Sequential.of(Linear.of(2, 8, Initializer.GLOROT_NORMAL, RANDOM.at("hidden")), Activation.TANH,
            Linear.of(8, 1, Initializer.GLOROT_NORMAL, RANDOM.at("output")));
        Value x = Value.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}), y = Value.of(new float[][] {{0}, {1}, {1}, {0}});
        var optimizer = new Adam(net.parameters().values(), 0.05);
        for (int i = 0; i < 300; i++) optimizer.step(Loss.binaryCrossEntropy(net.apply(x), y).backward());
        assertThat(net.apply(x).gt(0).data().toFloats()).containsExactly(0, 1, 1, 0);
    }

    @Test void copiesItsList() {
        var layers = new ArrayList<Module>(List.of(Activation.RELU));
        var net = new Sequential(layers);
        layers.clear();
        assertThat(net.layers()).containsExactly(Activation.RELU);
        assertThatThrownBy(() -> net.layers().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
