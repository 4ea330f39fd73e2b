package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Dataset;
import gradus.data.Gate;
import gradus.tensor.Random;
import gradus.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ObjectiveTest {
    private static final Batch TWO = new Batch(Value.of(new double[][] {{1}, {1}}), new int[] {1, 0}, Value.of(new double[][] {{1}, {0}}));

    @Test void twoClassesHaveOneOutputExceptUnderSoftmax() {
        var xor = Gate.XOR.dataset();
        assertThat(Objective.CROSS_ENTROPY.outputs(xor)).isEqualTo(2);
        assertThat(Objective.BINARY_CROSS_ENTROPY.outputs(xor)).isEqualTo(1);
        assertThat(Objective.MSE.outputs(xor)).isEqualTo(1);
        assertThat(Objective.HINGE.outputs(threeClasses())).isEqualTo(3);
    }

    private static Dataset threeClasses() {
        return Dataset.of(Tensor.of(new double[][] {{0}, {1}, {2}}), new int[] {0, 1, 2}, List.of("a", "b", "c"));
    }

    @Test void aUnitFiresAtItsThreshold() {
        var outputs = Tensor.of(new double[][] {{-0.1}, {0}, {0.4}, {0.5}});
        assertThat(Objective.PERCEPTRON.decide(outputs)).containsExactly(0, 1, 1, 1);
        assertThat(Objective.MSE.decide(outputs)).containsExactly(0, 0, 0, 1);
    }

    @Test void ofSeveralOutputsTheGreatestWins() {
        var outputs = Tensor.of(new double[][] {{-3, -1, -2}, {0, -1, 5}});
        assertThat(Objective.HINGE.decide(outputs)).containsExactly(1, 2);
    }

    @Test void hingeAndPerceptronTakeClassesAsSigns() {
        var scores = Value.of(new double[][] {{0.25}, {2}});
        assertThat(Objective.HINGE.loss(scores, TWO).item()).isCloseTo((0.75 + 3) / 2, within(1e-12));
        assertThat(Objective.PERCEPTRON.loss(scores, TWO).item()).isCloseTo((0.0 + 2) / 2, within(1e-12));
    }

    @Test void probabilitiesOfClassesAddUpToOne() {
        var one = Objects.requireNonNull(Objective.BINARY_CROSS_ENTROPY.probabilities(Tensor.of(new double[][] {{0}, {1000}})));
        assertThat(one.toDoubles()).containsExactly(0.5, 0.5, 0, 1);
        var three = Objects.requireNonNull(Objective.CROSS_ENTROPY.probabilities(Tensor.of(new double[][] {{1, 1, 1}})));
        assertThat(three.at(2)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(Objective.MSE.probabilities(Tensor.of(new double[][] {{1}}))).isNull();
    }

    @Test void metricsOfALargeSetAreThoseOfAllItsExamplesAtOnce() {
        int n = 2345;                                                // three batches, the last one smaller
        var random = Random.seeded(5);
        var inputs = new double[n][1];
        var labels = new int[n];
        for (int i = 0; i < n; i++) {
            inputs[i][0] = random.normal(i);
            labels[i] = random.at("label").below(2, i);
        }
        var data = Dataset.of(Tensor.of(inputs), labels, List.of("no", "yes"));
        var metrics = Metrics.of(x -> x, data, Objective.HINGE);
        int right = 0;
        double loss = 0;
        for (int i = 0; i < n; i++) {
            float x = (float) inputs[i][0];
            if ((x >= 0 ? 1 : 0) == labels[i]) right++;
            loss += Math.max(0, 1 - (2 * labels[i] - 1) * x);
        }
        assertThat(metrics.accuracy()).isEqualTo((double) right / n);
        assertThat(metrics.loss()).isCloseTo(loss / n, within(1e-5));
    }

    @Test void regressionHasNoAccuracy() {
        var data = Dataset.of(Tensor.of(new double[][] {{1}, {2}}), Tensor.of(new double[][] {{3}, {2}}));
        assertThat(Metrics.of(x -> x, data, Objective.MSE)).isEqualTo(new Metrics(2, null));
    }
}
