package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.data.Dataset;
import gradus.nn.Activation;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Flatten;
import gradus.nn.GlobalPool;
import gradus.nn.Initializer;
import gradus.nn.LayerNorm;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.Training;
import gradus.nn.Unflatten;
import gradus.optim.Sgd;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import gradus.training.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What diagnosis and linter say of networks of convolutions, whose units are channels.
class ChannelsTest {
    private static final int ROWS = 16;
    private static final Random RANDOM = Random.seeded(1);
    private static final Value X = Value.of(RANDOM.at("x").normal(Shape.of(ROWS, 2 * 6 * 6), 0, 1, Precision.FLOAT));
    private static final int[] LABELS = IntStream.range(0, ROWS).map(i -> i % 3).toArray();

    private static Conv2d conv(Initializer init) { return Conv2d.of(2, 5, Window.of(3), init, RANDOM.at("conv")); }

    private static Sequential net(Conv2d conv, Module... between) {
        var layers = new ArrayList<Module>(List.of(Unflatten.of(2, 6, 6), conv));
        layers.addAll(List.of(between));
        layers.addAll(List.of(new Flatten(), Linear.of(80, 3, Initializer.HE_NORMAL, RANDOM.at("last"))));
        return new Sequential(layers);
    }

    private static List<Finding> of(Module net) {
        var trace = new Trace();
        var loss = trace.run(() -> Training.frozen(RANDOM, () -> Loss.crossEntropy(net.apply(X), LABELS)));
        return Diagnosis.of(net, loss, loss.backwardKeepingAll(), trace).findings();
    }

    @Test void aHealthyNetHasNoFindings() {
        assertThat(of(net(conv(Initializer.HE_NORMAL), Activation.RELU))).isEmpty();
        assertThat(of(net(conv(Initializer.HE_NORMAL), BatchNorm.of(5), Activation.TANH,
            Residual.of(Conv2d.of(5, 5, Window.of(3).padding(1), Initializer.HE_NORMAL, RANDOM), LayerNorm.of(5, 4, 4), Activation.RELU)))).isEmpty();
    }

    @Test void aChannelIsDeadIfItIsZeroEverywhere() {
        var conv = conv(Initializer.HE_NORMAL);
        Objects.requireNonNull(conv.bias()).update(Tensor.of(0f, -100f, 0f, -100f, -100f));
        var found = of(net(conv, Activation.RELU));
        assertThat(found).extracting(Finding::kind).containsExactly(Kind.DEAD_UNITS);
        assertThat(found.getFirst().evidence())
            .isEqualTo("Dead units: in layer 2, relu, 3 of 5 channels (60 %) are 0 for all 16 examples.");
        conv.bias().update(Tensor.of(0f, 0f, 0f, 0f, -100f));
        assertThat(of(net(conv, Activation.RELU))).isEmpty();
    }

    @Test void aChannelIsSaturatedIfItIsAtItsBoundsEverywhere() {
        var conv = conv(Initializer.HE_NORMAL);
        Objects.requireNonNull(conv.bias()).update(Tensor.of(100f, -100f, 100f, -100f, 0f));
        var found = of(net(conv, Activation.TANH));
        assertThat(found).extracting(Finding::kind).containsExactly(Kind.SATURATED_UNITS);
        assertThat(found.getFirst().evidence()).contains("4 of 5 channels (80 %) are at their bounds for all 16 examples");
    }

    @Test void filtersThatAreAlikeStayAlike() {
        var weight = Tensor.concat(0, IntStream.range(0, 5).mapToObj(_ -> RANDOM.at("w").normal(Shape.of(1, 2, 3, 3), 0, 1, Precision.FLOAT))
            .toArray(Tensor[]::new));
        var conv = new Conv2d(Value.parameter(weight), null, Window.of(3), 1);
        var last = new Linear(Value.parameter(Tensor.full(Shape.of(5, 3), 0.1, Precision.FLOAT)), null);
        var net = Sequential.of(Unflatten.of(2, 6, 6), conv, Activation.TANH, GlobalPool.AVERAGE, last);
        var found = of(net);
        assertThat(found).extracting(Finding::kind).containsExactly(Kind.EQUAL_UNITS);
        assertThat(found.getFirst().evidence())
            .isEqualTo("Equal units: all filters of 1.weight (5, 2, 3, 3) are alike, and so are those of the gradient.");
        assertThat(of(Sequential.of(Unflatten.of(2, 6, 6), conv, Activation.TANH, GlobalPool.AVERAGE,
            Linear.of(5, 3, Initializer.HE_NORMAL, RANDOM)))).as("their gradients differ").isEmpty();
    }

    @Test void normalisingLayersAreNoDepth() {
        var layers = new ArrayList<Module>(List.of(BatchNorm.of(72)));
        ((BatchNorm) layers.getFirst()).weight().update(Tensor.full(Shape.of(72), 1e6, Precision.FLOAT));
        layers.add(LayerNorm.of(72));
        layers.add(Linear.of(72, 8, Initializer.HE_NORMAL, RANDOM.at(0)));
        layers.add(Activation.RELU);
        layers.add(Linear.of(8, 3, Initializer.HE_NORMAL, RANDOM.at(1)));
        assertThat(of(new Sequential(layers))).as("weights of 10⁶ before a layer norm have a gradient of 10⁻⁶").isEmpty();
    }

    @Test void theFirstLayerMayBeAConvolution() {
        assertThat(linted(1, 1)).isEmpty();
        var found = linted(100, 100);
        assertThat(found).extracting(Finding::kind).containsExactly(Kind.INPUTS_NOT_NORMALIZED);
        assertThat(found.getFirst().evidence()).contains("those that go into 1.weight (5, 2, 3, 3) have mean").doesNotContain("alone");
        assertThat(linted(1, 100).getFirst().evidence()).contains("; channel 2 of 2 alone has mean ");
    }

    /// What a linter says of a step on pictures whose two channels are scaled.
    private static List<Finding> linted(double first, double second) {
        var scales = Tensor.concat(0, Tensor.full(Shape.of(36), first, Precision.FLOAT), Tensor.full(Shape.of(36), second, Precision.FLOAT));
        var batch = Dataset.of(X.data().mul(scales), LABELS, List.of("a", "b", "c")).all();
        var net = net(conv(Initializer.HE_NORMAL), Activation.RELU);
        var found = new ArrayList<Finding>();
        var optimizer = new Sgd(net.parameters().values(), 1e-6);
        var loss = Loss.crossEntropy(net.apply(batch.inputs()), batch.labels());
        new Linter(net, optimizer.parameters(), found::add).look(batch, loss, loss.backward());
        return found;
    }
}
