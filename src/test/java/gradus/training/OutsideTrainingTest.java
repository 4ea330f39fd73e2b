package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Dataset;
import gradus.nn.Activation;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Dropout;
import gradus.nn.Flatten;
import gradus.nn.Initializer;
import gradus.nn.LayerNorm;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.nn.Training;
import gradus.nn.Unflatten;
import gradus.optim.Sgd;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Window;
import gradus.training.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Loops inside and outside of the training scope: of the first nothing is said, of the second it is named.
class OutsideTrainingTest {
    private static final Random RANDOM = Random.seeded(1);
    private static final Batch BATCH = batch();

    private static Batch batch() {
        var x = RANDOM.at("x").normal(Shape.of(64, 16), 0.2, 1.3, Precision.FLOAT);
        return Dataset.of(x, x.slice(1, 0, 3).argmax(1), List.of("a", "b", "c")).all();
    }

    private static Linear linear(int in, int out) { return Linear.of(in, out, Initializer.HE_NORMAL, RANDOM.at(in).at(out)); }

    private static Conv2d conv() { return Conv2d.of(1, 4, Window.of(3).padding(1), Initializer.HE_NORMAL, RANDOM); }

    /// What is said of a loop whose steps are computed in a scope.
    private static List<Finding> of(Module net, int steps, Scope scope) {
        var optimizer = new Sgd(net.parameters().values(), 0.05);
        var found = new ArrayList<Finding>();
        var linter = new Linter(net, optimizer.parameters(), found::add);
        for (int i = 0; i < steps; i++) {
            var loss = scope.run(RANDOM.step(i), () -> Loss.crossEntropy(net.apply(BATCH.inputs()), BATCH.labels()));
            var gradients = loss.backward();
            linter.look(BATCH, loss, gradients);
            optimizer.step(gradients);
            linter.stepped();
        }
        return found;
    }

    private interface Scope { Value run(Random random, Supplier<Value> work); }

    private static Value none(Random random, Supplier<Value> work) { return work.get(); }

    private static Stream<Sequential> nets() {
        return Stream.of(
            Sequential.of(linear(16, 8), Activation.RELU, new Dropout(0.5), linear(8, 3)),
            Sequential.of(new Dropout(0.2), linear(16, 3)),
            Sequential.of(new Dropout(0.2), linear(16, 8), Activation.TANH, new Dropout(0.5), linear(8, 3)),
            Sequential.of(linear(16, 8), BatchNorm.of(8), Activation.RELU, linear(8, 3)),
            Sequential.of(BatchNorm.of(16), linear(16, 3)),
            Sequential.of(Unflatten.of(1, 4, 4), BatchNorm.of(1), conv(), Activation.RELU, new Flatten(), linear(64, 3)),
            Sequential.of(Unflatten.of(1, 4, 4), new Dropout(0.1), conv(), Activation.RELU, new Flatten(), linear(64, 3)),
            Sequential.of(Unflatten.of(1, 4, 4), conv(), BatchNorm.of(4), Activation.RELU, new Flatten(), new Dropout(0.3), linear(64, 3)));
    }

    @ParameterizedTest @MethodSource("nets") void aStepOutsideIsNamedOnce(Sequential net) {
        var found = of(net, 20, OutsideTrainingTest::none);
        assertThat(found).extracting(Finding::kind).containsExactly(Kind.OUTSIDE_OF_TRAINING);
        assertThat(found.getFirst().lines()).hasSize(3).allMatch(line -> line.endsWith(".") && !line.contains("\n"));
        var layer = net.modules().get(found.getFirst().where());
        assertThat(layer instanceof Dropout || layer instanceof BatchNorm).isTrue();
        assertThat(of(net, 20, (_, work) -> Training.off(work))).extracting(Finding::kind).containsExactly(Kind.OUTSIDE_OF_TRAINING);
    }

    @ParameterizedTest @MethodSource("nets") void ofAStepInsideNothingIsSaid(Sequential net) {
        assertThat(of(net, 70, Training::run)).isEmpty();
        assertThat(of(net, 70, Training::frozen)).isEmpty();
    }

    @Test void whatIsTheSameInsideAndOutsideMayStandOutside() {
        var plain = Sequential.of(linear(16, 8), LayerNorm.of(8), Activation.RELU, new Dropout(0), linear(8, 3));
        assertThat(of(plain, 20, OutsideTrainingTest::none)).isEmpty();
        assertThat(of(Sequential.of(Unflatten.of(1, 4, 4), conv(), Activation.RELU, new Flatten(), linear(64, 3)), 20,
            OutsideTrainingTest::none)).isEmpty();
    }

    @Test void fewMayBeLeftOutByChance() {
        assertThat(of(Sequential.of(new Dropout(1e-6), linear(16, 3)), 20, Training::run)).isEmpty();
        assertThat(of(Sequential.of(linear(16, 3), new Dropout(1e-6)), 20, Training::run)).isEmpty();
    }

    @Test void aNetworkThatBeganInsideIsNamedWhereItGoesOnOutside() {
        var net = Sequential.of(linear(16, 8), BatchNorm.of(8), Activation.RELU, linear(8, 3));
        UnaryOperator<Sequential> train = trained -> {
            for (int i = 0; i < 50; i++) Training.run(RANDOM.step(i), () -> trained.apply(BATCH.inputs()));
            return trained;
        };
        assertThat(of(train.apply(net), 1, OutsideTrainingTest::none)).extracting(Finding::kind).containsExactly(Kind.OUTSIDE_OF_TRAINING);
    }

    @Test void otherUsesOfItsWeightHideNothing() {
        var norm = BatchNorm.of(8);
        var net = Sequential.of(linear(16, 8), norm, Activation.RELU, linear(8, 3));
        Scope penalised = (_, work) -> norm.weight().mul(norm.weight()).sum().mul(0.001).add(work.get());
        assertThat(of(net, 1, penalised)).extracting(Finding::kind).containsExactly(Kind.OUTSIDE_OF_TRAINING);
        assertThat(of(net, 1, (random, work) -> Training.run(random, () -> penalised.run(random, work)))).isEmpty();
    }

    @Test void saysWhatWasSeenAndWhatHelps() {
        var net = Sequential.of(linear(16, 8), BatchNorm.of(8), Activation.RELU, new Dropout(0.5), linear(8, 3));
        assertThat(of(net, 1, OutsideTrainingTest::none).getFirst()).hasToString("Outside of training: layer 1, BatchNorm(8), normalised by its"
            + " running statistics, and kept none of this batch. The step was computed outside of the training scope, where layers are as they"
            + " will be used: dropout passes on all numbers, and batch norm learns no statistics. Compute the loss of each step inside, with a"
            + " random of its own: Training.run(random.step(step), () -> Loss.crossEntropy(net.apply(batch.inputs()), batch.labels())).");
        var dropout = Sequential.of(linear(16, 8), Activation.RELU, new Dropout(0.5), linear(8, 3));
        assertThat(of(dropout, 1, OutsideTrainingTest::none).getFirst().evidence())
            .isEqualTo("Outside of training: layer 2, Dropout(0.5), left nothing out.");
    }
}
