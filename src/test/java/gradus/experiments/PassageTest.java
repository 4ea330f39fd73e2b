package gradus.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.data.Dataset;
import gradus.io.ModelFile;
import gradus.nn.Linear;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassageTest {
    @TempDir Path folder;

    /// Two inputs a and b, and three outputs: a + 1, b + 1 and −b + 1.
    private static Module net() {
        return Sequential.of(new Linear(Value.parameter(new float[][] {{1, 0, 0}, {0, 1, -1}}).named("weight"),
            Value.parameter(1f, 1f, 1f).named("bias")));
    }

    private Trained trained(Dataset data) {
        var file = folder.resolve("net.json");
        ModelFile.of(1, new LinkedHashMap<String, Object>(), data, net()).write(file);
        return Trained.read(file);
    }

    private Trained regression() { return trained(Dataset.of(Tensor.of(new double[][] {{1, 2}}), Tensor.of(new double[][] {{1, 2, 3}}))); }

    private Trained classes() { return trained(Dataset.of(Tensor.of(new double[][] {{1, 2}}), new int[] {0}, List.of("ant", "bee", "cat"))); }

    private static Value weight(Trained trained) { return Objects.requireNonNull(trained.model().module().parameters().get("0.weight")); }

    @Test void ofManyNumbersTheSumIsDifferentiated() {
        var trained = regression();
        var passage = Passage.toOutput(trained, trained.example("3,5", null));
        assertThat(passage.result().name()).isEqualTo("sum of outputs");
        assertThat(passage.result().item()).isEqualTo(4 + 6 - 4);
        assertThat(passage.result().backward().of(weight(trained)).data()).hasToString("[[3.0, 3.0, 3.0], [5.0, 5.0, 5.0]]");
    }

    @Test void ofManyClassesThatWhichTheModelSays() {
        var trained = classes();
        var passage = Passage.toOutput(trained, trained.example("3,5", null));
        assertThat(passage.result().name()).isEqualTo("output of bee");
        assertThat(passage.result().backward().of(weight(trained)).data()).hasToString("[[0.0, 3.0, 0.0], [0.0, 5.0, 0.0]]");
    }

    @Test void aLossIsThatOfTheTarget() {
        var trained = classes();
        double ant = Passage.toLoss(trained, trained.example("3,5", "ant")).result().item();
        double bee = Passage.toLoss(trained, trained.example("3,5", "bee")).result().item();
        assertThat(ant - bee).isCloseTo(2, within(1e-6));
        assertThatThrownBy(() -> trained.example("3,5", "dog")).hasMessage("the target 'dog' is none of its classes: ant, bee, cat");
        var numbers = regression();
        assertThat(Passage.toLoss(numbers, numbers.example("3,5", "4,6,-1")).result().item()).isEqualTo(9 / 3.0);
        assertThatThrownBy(() -> numbers.example("3,5", "4,6")).hasMessageContaining("2 numbers, expected 3");
    }

    @Test void theInputHasANameAndModulesAreKnown() {
        var trained = classes();
        var passage = Passage.toLoss(trained, trained.example("3,5", "ant"));
        var values = Graph.of(passage.result()).values();
        assertThat(values).filteredOn(v -> "x".equals(v.name())).singleElement().satisfies(x -> assertThat(x.isConstant()).isTrue());
        assertThat(values).extracting(passage.modules()::of).filteredOn(Objects::nonNull).extracting(Trace.Call::path).contains("0");
    }
}
