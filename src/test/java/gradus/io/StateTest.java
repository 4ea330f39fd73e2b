package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Module;
import gradus.nn.Perceptron;
import gradus.nn.Sequential;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
    @TempDir Path folder;

    /// A module of one's own, with a list and a square matrix that is no layer's weight.
    record Own(Value mix, List<Module> inner, Perceptron last) implements Module {
        @Override public Value forward(Value x) { return last.apply(inner.getFirst().apply(x.matmul(mix))); }
    }

    private static Own own(int seed, Precision precision) {
        var random = Random.seeded(seed);
        var mix = Value.parameter(Initializer.HE_NORMAL.draw(2, 2, random.at("mix"), precision));
        var last = Perceptron.of(3, precision);
        last.weight().update(Initializer.HE_NORMAL.draw(3, 1, random.at("last"), precision));
        return new Own(mix, List.of(Sequential.of(
            Linear.of(2, 3, Initializer.HE_NORMAL, random.at("a"), precision), Activation.TANH)), last);
    }

    private static Tensor answer(Module module, Precision precision) {
        return module.apply(Value.of(Tensor.of(Shape.of(1, 2), 0.25, -1.5).to(precision))).data();
    }

    @Test void aStateGoesThroughAFileIntoAnotherModuleOfTheSameShape() {
        var path = folder.resolve("own.safetensors");
        var own = own(1, Precision.FLOAT);
        var other = own(2, Precision.FLOAT);
        State.of(own).write(path);
        State.read(path).into(other);
        assertThat(answer(other, Precision.FLOAT).item()).isEqualTo(answer(own, Precision.FLOAT).item());
        assertThat(Safetensors.read(path).metadata()).containsEntry("format", "pt");
    }

    @Test void onlyWeightsOfLayersAreTransposed() {
        var own = own(1, Precision.FLOAT);
        var tensors = State.of(own).tensors();
        assertThat(tensors.keySet()).containsExactly("mix", "inner.0.0.weight", "inner.0.0.bias", "last.weight", "last.bias");
        assertThat(tensors.values().stream().map(Tensor::shape)).containsExactly(
            Shape.of(2, 2), Shape.of(3, 2), Shape.of(3), Shape.of(1, 3), Shape.of(1));
        assertThat(tensors.firstEntry().getValue().toFloats()).containsExactly(own.mix.data().toFloats());
    }

    @Test void floatsGoIntoDoublesExactlyAndDoublesIntoFloatsOnlyWhenRounded() {
        var state = State.of(own(1, Precision.FLOAT));
        var wide = own(2, Precision.DOUBLE);
        state.into(wide);
        assertThat(wide.mix.data().at(1)).isEqualTo(state.tensors().firstEntry().getValue().at(1));
        var doubles = State.of(own(3, Precision.DOUBLE));
        var narrow = own(2, Precision.FLOAT);
        assertThatThrownBy(() -> doubles.into(narrow)).hasMessageContaining("mix is double, the module's is float");
        doubles.to(Precision.FLOAT).into(narrow);
        assertThat(narrow.mix.data().at(0)).isEqualTo((float) doubles.tensors().firstEntry().getValue().at(0));
    }

    @Test void theFirstDifferenceIsNamedAndNothingIsHalfLoaded() {
        var own = own(1, Precision.FLOAT);
        var before = own.mix.data();
        var tensors = new LinkedHashMap<>(State.of(own(2, Precision.FLOAT)).tensors());
        tensors.put("last.bias", Tensor.of(1f, 2f));
        assertThatThrownBy(() -> new State(tensors).into(own)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("last.bias is (2), the module's is (1)");
        tensors.remove("last.bias");
        assertThatThrownBy(() -> new State(tensors).into(own)).hasMessage(
            "last.bias is missing; there are mix, inner.0.0.weight, inner.0.0.bias, last.weight");
        tensors.put("last.bias", Tensor.of(Shape.of(1), 1f));
        tensors.put("more", Tensor.of(Shape.of(1), 1f));
        assertThatThrownBy(() -> new State(tensors).into(own)).hasMessageStartingWith("there is more, which the module has not; it has mix");
        tensors.remove("more");
        tensors.put("inner.0.0.weight", Tensor.zeros(Shape.of(2, 3), Precision.FLOAT));
        assertThatThrownBy(() -> new State(tensors).into(own)).hasMessage(
            "inner.0.0.weight is (2, 3), the module's is (3, 2), a weight as (out, in)");
        tensors.put("inner.0.0.weight", Tensor.zeros(Shape.of(6), Precision.FLOAT));
        assertThatThrownBy(() -> new State(tensors).into(own)).hasMessageContaining("is (6), the module's is (3, 2)");
        assertThat(own.mix.data()).isSameAs(before);
    }

    @Test void whatIsNotFiniteIsKept() {
        var own = own(1, Precision.FLOAT);
        own.mix.update(Tensor.of(Shape.of(2, 2), 1f, Float.NaN, 2f, Float.POSITIVE_INFINITY));
        var path = folder.resolve("nan.safetensors");
        State.of(own).write(path);
        var other = own(2, Precision.FLOAT);
        State.read(path).into(other);
        assertThat(other.mix.data().toFloats()).containsExactly(1f, Float.NaN, 2f, Float.POSITIVE_INFINITY);
    }
}
