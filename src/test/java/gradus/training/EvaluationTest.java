package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.data.Dataset;
import gradus.nn.BatchNorm;
import gradus.nn.Dropout;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.nn.Training;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.training.Evaluation.Deviations;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static Dataset data(int n, int classes) {
        var inputs = Random.seeded(3).normal(Shape.of(n, 4), 0, 1, Precision.DOUBLE);
        var labels = IntStream.range(0, n).map(i -> i % classes).toArray();
        return Dataset.of(inputs, labels, IntStream.range(0, classes).mapToObj(c -> "c" + c).toList());
    }

    @Test void ofALargeSetIsThatOfAllItsExamplesAtOnce() {
        int n = 2345;                                                                    // three batches, the last one smaller
        var data = data(n, 12);
        var net = Linear.of(4, 12, Initializer.HE_NORMAL, Random.seeded(1));
        var all = Evaluation.of(net, data, Objective.CROSS_ENTROPY);
        assertThat(all.metrics()).isEqualTo(Metrics.of(net, data, Objective.CROSS_ENTROPY));
        assertThat(Objects.requireNonNull(all.confusion()).accuracy()).isEqualTo(all.metrics().accuracy());
        assertThat(all.confusion().names()).isEqualTo(data.classNames());
        var outputs = net.apply(data.all().inputs()).data();
        assertThat(all.topFive()).isEqualTo(Evaluation.topK(5, outputs, data.labels()));
        assertThat(Evaluation.topK(1, outputs, data.labels())).isEqualTo(all.metrics().accuracy());
        assertThat(Evaluation.topK(12, outputs, data.labels())).isEqualTo(1);
        assertThat(all.deviations()).isNull();
    }

    @Test void fiveOfFewClassesSayNothing() {
        var nine = Evaluation.of(Linear.of(4, 9, Initializer.HE_NORMAL, Random.seeded(1)), data(30, 9), Objective.CROSS_ENTROPY);
        assertThat(nine.topFive()).isNull();
        assertThat(nine.confusion()).isNotNull();
    }

    @Test void ofEqualOutputsTheFirstIsTheGreater() {
        var outputs = Tensor.of(new double[][] {{3, 1, 2}, {1, 1, 1}, {Double.NaN, 1, 2}});
        assertThat(Evaluation.topK(1, outputs, 0, 0, 2)).isEqualTo(1);
        assertThat(Evaluation.topK(1, outputs, 2, 1, 1)).isZero();
        assertThat(Evaluation.topK(2, outputs, 2, 1, 1)).isEqualTo(1);
        assertThat(Evaluation.topK(2, outputs, 1, 2, 0)).as("no number is not among the greatest").isZero();
        assertThatThrownBy(() -> Evaluation.topK(0, outputs, 1, 2, 0)).hasMessage("the top k are at least one, not 0");
        assertThatThrownBy(() -> Evaluation.topK(1, outputs, 1)).hasMessageContaining("(3, 3) and 1 labels");
    }

    @Test void deviationsOfNumbersHaveTheKnownValues() {
        var known = Deviations.of(Tensor.of(new double[][] {{2.5}, {0}, {2}, {8}}), Tensor.of(new double[][] {{3}, {-0.5}, {2}, {7}}));
        assertThat(known.meanAbsoluteError()).isEqualTo(0.5);
        assertThat(known.rSquared()).isCloseTo(0.9486081370449679, within(1e-15));       // scikit-learn's example
        var two = Deviations.of(Tensor.of(new double[][] {{0, 2}, {-1, 2}, {8, -5}}), Tensor.of(new double[][] {{0.5, 1}, {-1, 1}, {7, -6}}));
        assertThat(two.meanAbsoluteError()).isEqualTo(0.75);
        assertThat(two.rSquared()).as("the mean of both columns").isCloseTo((0.9654377880184332 + 0.9081632653061225) / 2, within(1e-15));
    }

    @Test void theMeanIsZeroAndTargetsThatAreAlikeAreMetOrNot() {
        var targets = Tensor.of(new double[][] {{1}, {2}, {6}});
        assertThat(Deviations.of(Tensor.full(Shape.of(3, 1), 3, Precision.DOUBLE), targets).rSquared()).isCloseTo(0, within(1e-15));
        assertThat(Deviations.of(targets.neg(), targets).rSquared()).isNegative();
        var alike = Tensor.full(Shape.of(3, 1), 3, Precision.DOUBLE);
        assertThat(Deviations.of(alike, alike)).isEqualTo(new Deviations(0, 1));
        assertThat(Deviations.of(targets, alike).rSquared()).isZero();
        assertThatThrownBy(() -> Deviations.of(targets, Tensor.of(1.0, 2.0, 3.0))).hasMessageContaining("not (3, 1) and (3)");
    }

    @Test void numbersAreJudgedByTheirDeviations() {
        var inputs = Tensor.of(new double[][] {{1}, {2}, {3}});
        var judged = Evaluation.of(Value::square, Dataset.of(inputs, Tensor.of(new double[][] {{1}, {4}, {10}})), Objective.MSE);
        assertThat(judged.metrics().loss()).isCloseTo(1 / 3.0, within(1e-7));
        assertThat(judged.deviations()).isEqualTo(new Deviations(1 / 3.0, 1 - 1 / 42.0));
        assertThat(judged.confusion()).isNull();
        assertThat(judged.topFive()).isNull();
    }

    /// The mean of three times 0.1 is not 0.1.
    @Test void targetsThatAreAlikeAreMetOrNot() {
        var targets = Tensor.of(new double[][] {{0.1}, {0.1}, {0.1}});
        assertThat(Deviations.of(targets, targets).rSquared()).isEqualTo(1);
        assertThat(Deviations.of(Tensor.of(new double[][] {{0.1}, {0.1}, {0.2}}), targets).rSquared()).isZero();
    }

    @Test void isMadeOutsideOfTheTrainingScope() {
        var data = data(50, 3);
        var net = Sequential.of(new Dropout(0.5), BatchNorm.of(4), Linear.of(4, 3, Initializer.HE_NORMAL, Random.seeded(1)));
        var state = net.state().values().stream().map(Value::data).toList();
        var outside = Evaluation.of(net, data, Objective.CROSS_ENTROPY);
        Training.run(Random.seeded(2), () -> {
            assertThat(Evaluation.of(net, data, Objective.CROSS_ENTROPY).metrics()).isEqualTo(outside.metrics());
            return assertThat(Metrics.of(net, data, Objective.CROSS_ENTROPY)).isEqualTo(outside.metrics());
        });
        assertThat(net.state().values().stream().map(Value::data).toList()).isEqualTo(state);
    }
}
