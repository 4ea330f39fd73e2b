package gradus.experiments.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.nn.Activation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DepthStudiesTest {
    private final List<String> said = new ArrayList<>();
    private final Conditions conditions = new Conditions(List.of(1L, 2L), Path.of("data", "mnist"), said::add);

    @Test void unitsThatBeganDeadStayDeadUnlessTheyLeak() {
        var tiny = new Activations(1500, 200);
        var found = tiny.run(conditions);
        assertThat(said).hasSize(2);
        assertThat(found.comparisons()).extracting(Comparison::figure).containsExactly("accuracy of ReLUs that began dead",
            "dead units in the end", "accuracy of leaky ReLUs from the same weights", "ReLUs that died at a rate of 4",
            "ReLUs that died at a rate of 1", "accuracy at a rate of 1, leaky ReLU less ReLU", "saturated sigmoids, weights of deviation 1",
            "saturated sigmoids, Glorot's weights");
        assertThat(found.comparisons()).filteredOn(each -> !each.figure().contains("leaky ReLU less")).allMatch(Comparison::holds);
        assertThat(found.comparisons().getFirst().ours()).containsExactly(50.0, 50.0);
        assertThat(found.comparisons().get(1).ours()).containsExactly(100.0, 100.0);
        assertThat(found.charts().sequencedKeySet()).containsExactly("activations", "activations-dead", "activations-rates");
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }

    @Test void aLeakIsHeldAgainstNoneAtTheRateWhereUnitsDieAndNetsLearn() {
        var moons = new Activations.Learned(new double[] {1, 0.5}, 50, 100);
        List<Activations.Learned> relu = new ArrayList<>(), leaky = new ArrayList<>();
        for (int power = -6; power <= 2; power++) {
            relu.add(new Activations.Learned(new double[0], power == 0 ? 87 : 10, power == 0 ? 40 : 95));
            leaky.add(new Activations.Learned(new double[0], power == 0 ? 83 : 9, 0));
        }
        var found = new Activations(2, 1).findings(new Runs<>(List.of(new Activations.Run(moons, moons, moons, 70, 0, relu, leaky))));
        assertThat(found.comparisons().get(3).mean()).isEqualTo(95);
        assertThat(found.comparisons().get(4).mean()).isEqualTo(40);
        assertThat(found.comparisons().get(5)).matches(each -> each.mean() == -4 && !each.holds());
        assertThat(found.explanation()).contains("at a rate of 1, 40 % of the ReLUs are dead", "87.0 % of the digits",
            "leaky ones 83.0 %; at a rate of 4 it is 95 % of the ReLUs, and 10.0 and 9.0 %");
    }

    @Test void theChartByRateHasTheMeansOverTheSeeds() {
        assertThat(byRate(ofRates(10, 90), ofRates(40, 70))).isEqualTo(byRate(ofRates(25, 80)));
        assertThat(byRate(ofRates(10, 90))).isNotEqualTo(byRate(ofRates(25, 80)));
    }

    private static String byRate(Activations.Run... runs) {
        var charts = new Activations(2, 1).findings(new Runs<>(List.of(runs))).charts();
        return Objects.requireNonNull(charts.get("activations-rates")).svg();
    }

    private static Activations.Run ofRates(double dead, double accuracy) {
        var moons = new Activations.Learned(new double[] {1, 0.5}, 50, 100);
        var byRate = Collections.nCopies(9, new Activations.Learned(new double[0], accuracy, dead));
        return new Activations.Run(moons, moons, moons, 70, 0, byRate, byRate);
    }

    @Test void signalsLiveWithHeAndUnitsFromZeroStayAlike() {
        var tiny = new Initializations(12, 256, 1);
        var found = tiny.run(conditions);
        assertThat(found.comparisons()).extracting(Comparison::figure).startsWith("mean square from layer to layer, ReLU, He");
        assertThat(found.comparisons().subList(0, 6)).allMatch(Comparison::holds);
        assertThat(found.comparisons().get(6)).matches(he -> he.figure().endsWith("He") && he.rule() == Comparison.Rule.AT_MOST
            && he.published() == 0.1);
        assertThat(found.comparisons().get(7)).matches(glorot -> glorot.figure().endsWith("Glorot") && glorot.holds());
        assertThat(found.comparisons().get(6).mean()).isLessThan(found.comparisons().get(7).mean());
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
