package gradus.experiments.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.tensor.Random;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescentStudiesTest {
    private final List<String> said = new ArrayList<>();
    private final Conditions conditions = new Conditions(List.of(1L, 2L), Path.of("data", "mnist"), said::add);

    @Test void descentDivergesAtTwoOverTheLargestCurvature() {
        var tiny = new LearningRates(200, 40);
        var found = tiny.run(conditions);
        assertThat(said).hasSize(2);
        assertThat(found.comparisons().getFirst().ours()).hasSize(2).allSatisfy(edge -> assertThat(edge).isCloseTo(1, within(0.02)));
        assertThat(found.comparisons().getLast().holds()).isTrue();
        assertThat(found.charts().sequencedKeySet()).containsExactly("learning-rate", "learning-rate-edge");
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }

    @Test void theCurvatureIsTheHessiansLargestEigenvalue() {
        var regression = new LearningRates.Regression(Value.of(new double[][] {{1, 0, 0, 0, 0, 0, 0, 0}, {0, 3, 0, 0, 0, 0, 0, 0}}),
            Value.of(new double[][] {{1}, {1}}));
        assertThat(regression.curvature()).isCloseTo(9, within(1e-9));
        var losses = LearningRates.Regression.drawn(Random.seeded(1)).losses(10, 400);
        assertThat(losses[0]).isFinite();
        assertThat(losses[399]).isInfinite();
    }

    @Test void noiseFallsWithTheRootOfTheBatchAndSmallBatchesAreAhead() {
        var tiny = new BatchSizes(128, 2, 40);
        var found = tiny.run(conditions);
        assertThat(said).hasSize(2);
        assertThat(found.comparisons().getFirst().mean()).isCloseTo(4, within(0.8));
        assertThat(found.comparisons().get(1).mean()).isGreaterThan(1);
        assertThat(found.comparisons().get(2).mean()).isLessThan(1);           // by steps the order is another
        assertThat(found.charts().sequencedKeySet()).containsExactly("batch-size", "batch-size-noise");
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }

    @Test void depthFoldsWhatWidthCannot() {
        var tiny = new UniversalApproximation(60);
        var found = tiny.run(conditions);
        assertThat(found.comparisons()).extracting(Comparison::figure).containsExactly("error on the wave, 64 units over 2",
            "error on the wave, 256 units over 2", "error on the zigzag, 64 units over 2", "error on the zigzag, 256 units over 2",
            "error on the stairs, 64 units over 2", "error on the stairs, 256 units over 2", "error on the rings, learned, deep over shallow",
            "error on the sawtooth, learned, deep over shallow", "error on the sawtooth, deep, written down",
            "error on the sawtooth, shallow, whatever its weights");
        assertThat(found.comparisons().subList(8, 10)).allMatch(Comparison::holds);
        assertThat(found.comparisons().subList(0, 6)).allMatch(each -> each.mean() < 1);
        assertThat(found.charts().sequencedKeySet()).containsExactly("universal-approximation", "universal-approximation-depth");
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }

    @Test void learnedDepthIsHeldAgainstLearnedWidth() {
        var fit = new Fit(new double[2048], 0.3);
        var found = new ApproximationByDepth(1).findings(new Runs<>(List.of(new ApproximationByDepth.Run(fit, fit, 0.1, 0.4),
            new ApproximationByDepth.Run(fit, fit, 0.3, 0.4))));
        assertThat(found.comparisons().getFirst()).satisfies(rings -> {
            assertThat(rings.ours()).containsExactly(0.25, 0.3 / 0.4);
            assertThat(rings.published()).isEqualTo(1);
            assertThat(rings.rule()).isEqualTo(Comparison.Rule.AT_MOST);
        });
        assertThat(found.explanation()).contains("error of 0.200, and the shallow one with as many parameters with 0.400");
        var random = Random.seeded(1);
        assertThat(ApproximationByDepth.parameters(ApproximationByDepth.ringNet(3, 12, random))).isEqualTo(361)
            .isEqualTo(ApproximationByDepth.parameters(ApproximationByDepth.ringNet(1, 90, random)));
    }

    @Test void theSawtoothNetIsExact() {
        var net = ApproximationByDepth.sawtoothNet();
        var corners = net.apply(Value.of(new double[][] {{0}, {1 / 32.0}, {2 / 32.0}, {3 / 64.0}, {31 / 32.0}, {1}})).data().toDoubles();
        assertThat(corners).containsExactly(0, 1, 0, 0.5, 1, 0);
        assertThat(ApproximationByDepth.leastError(11)).isEqualTo(StrictMath.sqrt(4 / 384.0));
        assertThat(ApproximationByDepth.leastError(16)).isZero();
    }
}
