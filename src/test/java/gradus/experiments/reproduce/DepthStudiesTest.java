package gradus.experiments.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.nn.Activation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DepthStudiesTest {
    private final List<String> said = new ArrayList<>();
    private final Conditions conditions = new Conditions(true, List.of(1L, 2L), Path.of("data", "mnist"), said::add);

    @Test void unitsThatBeganDeadStayDeadUnlessTheyLeak() {
        var tiny = new Activations(1500, 200);
        var found = tiny.run(conditions);
        assertThat(said).hasSize(2);
        assertThat(found.comparisons()).filteredOn(each -> !each.holds()).isEmpty();
        assertThat(found.comparisons().getFirst().ours()).containsExactly(50.0, 50.0);
        assertThat(found.comparisons().get(1).ours()).containsExactly(100.0, 100.0);
        assertThat(found.charts().sequencedKeySet()).containsExactly("activations", "activations-dead");
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }

    @Test void signalsLiveWithHeAndUnitsFromZeroStayAlike() {
        var tiny = new Initializations(12, 256, 1);
        var found = tiny.run(conditions);
        assertThat(found.comparisons()).extracting(Comparison::figure).startsWith("mean square from layer to layer, ReLU, He");
        assertThat(found.comparisons().subList(0, 6)).allMatch(Comparison::holds);
        assertThat(found.comparisons().getLast().ours()).containsExactly(1.0, 1.0);
        assertThat(found.charts().sequencedKeySet()).containsExactly("initialization", "initialization-learning");
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }

    @Test void gradientsVanishInSigmoidsAndNotBesideThem() {
        var tiny = new VanishingGradient(10, 128, 64);
        var found = tiny.run(conditions);
        assertThat(found.comparisons()).hasSize(5).filteredOn(each -> !each.holds()).isEmpty();
        assertThat(found.comparisons().getFirst().mean()).isBetween(0.15, 0.25);
        assertThat(found.comparisons().get(1).mean()).isBetween(0.6, 1.0);
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }

    @Test void aFactorALayerIsAGeometricMean() {
        assertThat(LayerStack.perLayer(8, 1, 2)).isCloseTo(0.5, within(1e-12));
        assertThat(LayerStack.square(Value.of(1, -3))).isEqualTo(5);
        var chain = LayerStack.of(3, i -> Activation.SIGMOID);
        var x = Value.of(0.5);
        assertThat(chain.outputs(x)).hasSize(3);
        assertThat(chain.outputs(x).getLast().item()).isEqualTo(chain.then(Activation.IDENTITY).apply(x).item());
    }
}
