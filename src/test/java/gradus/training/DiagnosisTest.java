package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Recording;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.training.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nets that are ill, each in its own way: the finding must name the right cause, and no other.
class DiagnosisTest {
    private static final int ROWS = 32;
    private final Value x = Value.of(Random.seeded(1).normal(Shape.of(ROWS, 8), 0, 1, Precision.FLOAT)).named("x");
    private final int[] labels = labels();

    private static int[] labels() {
        var labels = new int[ROWS];
        for (int i = 0; i < ROWS; i++) labels[i] = i % 3;
        return labels;
    }

    /// Layers of 8 with an activation between, and one of 3 at the end.
    private static Sequential net(int hidden, Activation activation, Initializer init) {
        var layers = new ArrayList<Module>();
        for (int i = 0; i < hidden; i++) {
            layers.add(Linear.of(8, 8, init, Random.seeded(2).at(i)));
            layers.add(activation);
        }
        layers.add(Linear.of(8, 3, init, Random.seeded(2).at(hidden)));
        return new Sequential(layers);
    }

    private Diagnosis of(Module net) { return of(net, () -> Loss.crossEntropy(net.apply(x), labels)); }

    private static Diagnosis of(Module net, Supplier<Value> forward) {
        var trace = Trace.withLines();
        var loss = trace.run(forward);
        return Diagnosis.of(net, loss, loss.backwardKeepingAll(), trace);
    }

    private static Finding only(Diagnosis diagnosis, Kind kind) {
        assertThat(diagnosis.findings()).as("%s", diagnosis).extracting(Finding::kind).containsExactly(kind);
        return diagnosis.findings().getFirst();
    }

    // ---------------------------------------------------------------- health

    @ParameterizedTest @EnumSource(value = Activation.class, names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void aHealthyNetHasNoFindingsAtFirstAndAfterTraining(Activation activation) {
        var net = net(2, activation, activation == Activation.RELU ? Initializer.HE_NORMAL : Initializer.GLOROT_NORMAL);
        assertThat(of(net).atRate(0.1).findings()).isEmpty();
        var sgd = new Sgd(net.parameters().values(), 0.1);
        for (int step = 0; step < 200; step++) sgd.step(Loss.crossEntropy(net.apply(x), labels).backward());
        assertThat(of(net).atRate(0.1).findings()).isEmpty();
        assertThat(of(net)).hasToString("No findings: gradients reach every parameter, and all numbers are finite.");
    }

    @Test void aModuleThatBeginsAtZeroAsItShouldIsHealthy() {
        assertThat(of(Linear.of(8, 3, Initializer.ZEROS, Random.seeded(1))).atRate(0.1).findings()).isEmpty();
    }

    // ---------------------------------------------------------------- numbers of each module

    @Test void eachModuleHasItsNorms() {
        var layer = new Linear(Value.parameter(new double[][] {{3, 0}, {0, 4}}), Value.parameter(0.0, 12.0));
        var net = Sequential.of(layer);
        var input = Value.of(new double[][] {{1, 2}});
        var diagnosis = of(net, () -> net.apply(input).sum());          // ∂/∂W = [[1, 1], [2, 2]], ∂/∂b = [1, 1]
        var flow = diagnosis.flows().getFirst();
        assertThat(flow.path()).isEqualTo("0");
        assertThat(flow.gradientNorm()).isCloseTo(StrictMath.sqrt(12), within(1e-12));
        assertThat(flow.parameterNorm()).isCloseTo(13, within(1e-12));
        assertThat(flow.updateRatio()).isNaN();
        assertThat(diagnosis.atRate(0.5).flows().getFirst().updateRatio()).isCloseTo(0.5 * StrictMath.sqrt(12) / 13, within(1e-12));
    }

    @Test void aStepThatWasMadeIsMeasured() {
        var net = net(1, Activation.TANH, Initializer.GLOROT_NORMAL);
        var trace = new Trace();
        var loss = trace.run(() -> Loss.crossEntropy(net.apply(x), labels));
        var gradients = loss.backwardKeepingAll();
        var diagnosis = Diagnosis.of(net, loss, gradients, trace);
        new Sgd(net.parameters().values(), 0.25).step(gradients);
        assertThat(diagnosis.afterStep().flows()).extracting(ModuleFlow::path).containsExactly("0", "2");
        for (int i = 0; i < 2; i++)
            assertThat(diagnosis.afterStep().flows().get(i).updateRatio())
                .isCloseTo(diagnosis.atRate(0.25).flows().get(i).updateRatio(), within(1e-6));
    }

    @Test void beforeAnyStepNoRateIsAdvised() {
        var diagnosis = of(net(1, Activation.TANH, Initializer.GLOROT_NORMAL));
        var finding = only(diagnosis.afterStep(), Kind.SMALL_UPDATES);
        assertThat(finding.toString()).contains("where they were").doesNotContain("Infinity");
        assertThat(only(diagnosis.atRate(0), Kind.SMALL_UPDATES).toString()).doesNotContain("Infinity");
    }

    @Test void theOutermostModuleHasTheEmptyPathAndParametersOfZeroNoRatio() {
        var flows = of(Linear.of(8, 3, Initializer.ZEROS, Random.seeded(1))).atRate(1).flows();
        assertThat(flows).hasSize(1);
        assertThat(flows.getFirst().path()).isEmpty();
        assertThat(flows.getFirst().updateRatio()).isNaN();
    }

    @Test void gradientsThatWereNotKeptAreRefused() {
        var net = net(1, Activation.TANH, Initializer.GLOROT_NORMAL);
        var loss = Loss.crossEntropy(net.apply(x), labels);
        assertThatThrownBy(() -> Diagnosis.of(net, loss, loss.backward(), new Trace())).hasMessageContaining("backwardKeepingAll()");
    }

    // ---------------------------------------------------------------- gradients that vanish, explode, or do not arrive

    @Test void aDeepSigmoidNetLosesItsGradient() {
        var finding = only(of(net(8, Activation.SIGMOID, Initializer.GLOROT_NORMAL)), Kind.VANISHING_GRADIENTS);
        assertThat(finding.where()).isEqualTo("0");
        assertThat(finding.evidence()).matches(
            "Vanishing gradients: the gradient of layer 0, Linear\\(8 → 8\\) has the norm \\S+, that of layer 16, Linear\\(8 → 3\\) \\S+:"
                + " a ratio of \\S+e-0\\d, over 9 layers\\.");
        assertThat(finding.cause()).contains("a sigmoid's slope is at most a quarter, and here are 8 in a row");
        assertThat(finding.cure()).contains("ReLU with He");
        assertThat(only(of(net(8, Activation.RELU, Initializer.normal(0.01))), Kind.VANISHING_GRADIENTS).cause())
            .endsWith("the weights are too small for it.");
        assertThat(of(net(8, Activation.RELU, Initializer.HE_NORMAL)).findings()).as("as deep").isEmpty();
    }

    @Test void weightsThatAreTooLargeMakeTheGradientExplode() {
        var finding = only(of(net(8, Activation.LEAKY_RELU, Initializer.normal(3))), Kind.EXPLODING_GRADIENTS);
        assertThat(finding.cause()).contains("weights");
    }

    @Test void targetsFarFromOneMakeEveryGradientLarge() {
        var net = net(1, Activation.TANH, Initializer.GLOROT_NORMAL);
        var targets = Value.of(Tensor.full(Shape.of(ROWS, 3), 1e5, Precision.FLOAT));
        var finding = only(of(net, () -> Loss.meanSquaredError(net.apply(x), targets)), Kind.EXPLODING_GRADIENTS);
        assertThat(finding.cure()).contains("Normalise inputs and targets");
    }

    @Test void aParameterThatTheLossDoesNotReachIsNamed() {
        record Forgetful(Linear used, Linear forgotten) implements Module {
            @Override public Value forward(Value x) { return used.apply(x); }
        }
        var net = new Forgetful(Linear.of(8, 3, Initializer.HE_NORMAL, Random.seeded(1)), Linear.of(8, 3, Initializer.HE_NORMAL, Random.seeded(2)));
        var finding = only(of(net), Kind.UNREACHED);
        assertThat(finding.where()).isEqualTo("forgotten.weight");
        assertThat(finding.evidence()).isEqualTo(
            "The loss does not reach forgotten.weight (8, 3) and forgotten.bias (3): no gradient flows there, so nothing is learned there.");
        assertThat(finding.cause()).contains("a module was not called");
        assertThat(finding.values()).containsExactly(net.forgotten.weight(), net.forgotten.bias());
    }

    @Test void aDetachedParameterIsFoundOutAsOne() {
        record Frozen(Value w, Value scale) implements Module {
            @Override public Value forward(Value x) { return x.matmul(w).mul(scale.detach()); }
        }
        var net = new Frozen(Linear.of(8, 3, Initializer.HE_NORMAL, Random.seeded(1)).weight(), Value.parameter(new float[] {1, 2, 3}));
        assertThat(only(of(net), Kind.UNREACHED).cause()).startsWith("The numbers of scale (3) take part as a constant: detach()");
    }

    // ---------------------------------------------------------------- units

    @Test void zeroWeightsMakeEqualUnits() {
        for (var activation : List.of(Activation.RELU, Activation.TANH, Activation.SIGMOID)) {
            var finding = only(of(net(2, activation, Initializer.ZEROS)), Kind.EQUAL_UNITS);
            assertThat(finding.evidence()).startsWith("Equal units: all columns of 0.weight (8, 8) and of 2.weight (8, 8)").contains(" are 0");
            assertThat(finding.cure()).contains("HE_NORMAL");
        }
    }

    @Test void equalWeightsMakeEqualUnitsToo() {
        var net = Sequential.of(new Linear(Value.parameter(Tensor.full(Shape.of(8, 4), 0.5, Precision.FLOAT)), null), Activation.TANH,
            new Linear(Value.parameter(Tensor.full(Shape.of(4, 3), 0.5, Precision.FLOAT)), null));
        assertThat(only(of(net), Kind.EQUAL_UNITS).evidence()).contains("0.weight (8, 4) are alike").doesNotContain("2.weight");
    }

    @Test void unitsThatABiasTurnedOffAreDead() {
        var dying = Linear.of(8, 8, Initializer.HE_NORMAL, Random.seeded(3));
        var b = Objects.requireNonNull(dying.bias());
        b.update(Tensor.of(-10f, -10f, -10f, -10f, -10f, 0f, 0f, 0f));
        var net = Sequential.of(dying, Activation.RELU, Linear.of(8, 3, Initializer.HE_NORMAL, Random.seeded(4)));
        var finding = only(of(net), Kind.DEAD_UNITS);
        assertThat(finding.where()).isEqualTo("1");
        assertThat(finding.evidence()).isEqualTo("Dead units: in layer 1, relu, 5 of 8 units (63 %) are 0 for all 32 examples.");
        assertThat(finding.cause()).contains("never above 0");
        b.update(Tensor.full(Shape.of(8), -10, Precision.FLOAT));
        assertThat(only(of(net), Kind.DEAD_UNITS).evidence()).as("they are why its gradient is 0").contains("8 of 8 units (100 %)");
        b.update(Tensor.of(-10f, -10f, 0f, 0f, 0f, 0f, 0f, 0f));
        assertThat(of(net).findings()).as("a few are none").isEmpty();
    }

    @Test void aSingleExampleDoesNotProveUnitsDead() {
        var net = net(1, Activation.RELU, Initializer.HE_NORMAL);
        for (int row = 0; row < 8; row++) {
            var one = Value.of(x.data().slice(0, row, row + 1));
            assertThat(of(net, () -> Loss.crossEntropy(net.apply(one), 0)).findings()).isEmpty();
        }
    }

    @Test void reluOfTheLossAtRestIsNoDeadUnit() {
        var net = Sequential.of(Linear.of(8, 1, Initializer.HE_NORMAL, Random.seeded(1)));
        assertThat(of(net, () -> net.apply(x).mul(1e-3).sub(1).relu().mean()).findings()).isEmpty();
    }

    @Test void hugeWeightsSaturate() {
        for (var activation : List.of(Activation.TANH, Activation.SIGMOID)) {
            var first = new Linear(Value.parameter(Random.seeded(5).normal(Shape.of(8, 8), 0, 1, Precision.FLOAT)),
                Value.parameter(100f, -100f, 100f, -100f, 100f, -100f, 100f, 0f));
            var net = Sequential.of(first, activation, Linear.of(8, 3, Initializer.GLOROT_NORMAL, Random.seeded(6)));
            var finding = only(of(net), Kind.SATURATED_UNITS);
            assertThat(finding.evidence()).isEqualTo(
                "Saturated units: in layer 1, " + activation + ", 7 of 8 units (88 %) are at their bounds for all 32 examples.");
        }
        var silu = Sequential.of(new Linear(Linear.of(8, 8, Initializer.HE_NORMAL, Random.seeded(1)).weight(),
            Value.parameter(Tensor.full(Shape.of(8), 20, Precision.FLOAT))), Activation.SILU, Linear.of(8, 3, Initializer.HE_NORMAL, Random.seeded(2)));
        assertThat(of(silu).findings()).as("the sigmoid of silu is a gate").isEmpty();
    }

    // ---------------------------------------------------------------- steps

    @Test void aHugeRateMakesLargeUpdates() {
        var diagnosis = of(net(1, Activation.TANH, Initializer.GLOROT_NORMAL));
        var finding = only(diagnosis.atRate(1000), Kind.LARGE_UPDATES);
        assertThat(finding.evidence()).contains("where about 0.001 is healthy");
        assertThat(finding.cause()).startsWith("The learning rate is too large");
        assertThat(diagnosis.atRate(1000).atRate(0.1).findings()).as("each rate for itself").isEmpty();
    }

    @Test void aTinyRateMakesSmallUpdates() {
        var finding = only(of(net(1, Activation.TANH, Initializer.GLOROT_NORMAL)).atRate(1e-7), Kind.SMALL_UPDATES);
        assertThat(finding.cause()).contains("the learning rate is.");
    }

    @Test void whoHasLearnedMayTakeSmallSteps() {
        var net = Linear.of(8, 3, Initializer.HE_NORMAL, Random.seeded(1));
        assertThat(of(net, () -> net.apply(x).square().mean().mul(1e-4)).atRate(1e-6).findings()).isEmpty();
    }

    // ---------------------------------------------------------------- numbers that are not finite

    private static Finding born(double at, Function<Value, Value> f) {
        record Point(Value w) implements Module {
            @Override public Value forward(Value x) { return x.add(w); }
        }
        var net = new Point(Value.parameter(at, 2.0));
        return of(net, () -> f.apply(net.apply(Value.of(0))).sum()).findings().getFirst();
    }

    @Test void theLogarithmOfZero() {
        var finding = born(0, Value::log);
        assertThat(finding.kind()).isEqualTo(Kind.NON_FINITE);
        assertThat(finding.evidence()).matches("The loss is -Infinity: log of \\(2\\) in the loss, at DiagnosisTest.java:\\d+, gave -Infinity first,"
            + " as log\\(0\\.0\\) at \\[0\\]; it spread through sum\\.");
        assertThat(finding.cause()).isEqualTo("The logarithm of 0 is -Infinity.");
        assertThat(finding.cure()).contains("Loss.crossEntropy");
        assertThat(finding.values()).hasSize(2);
        assertThat(born(-1, Value::log).cause()).isEqualTo("Negative numbers have no logarithm.");
    }

    @Test void zeroByZero() {
        var finding = born(0, w -> w.div(w));
        assertThat(finding.evidence()).contains("div of (2) and (2)").contains("as div(0.0, 0.0) at [0]");
        assertThat(finding.cause()).isEqualTo("0 / 0 is no number.");
        assertThat(born(0, w -> w.add(1).div(w)).cause()).isEqualTo("It divides by 0.");
        assertThat(born(0, w -> Value.of(new double[][] {{1}, {3}}).div(w)).evidence()).as("broadcast").contains("as div(1.0, 0.0) at [0, 0]");
        assertThat(born(0, w -> Value.of(new double[][] {{1}, {3}}).div(w.sub(2))).evidence()).contains("as div(1.0, 0.0) at [0, 1]");
    }

    @Test void infinityMinusInfinity() {
        var finding = born(800, w -> w.exp().sub(w.mul(2).exp()));
        assertThat(finding.evidence()).startsWith("The loss is NaN: exp of (2)").contains("gave Infinity first, as exp(800.0) at [0]")
            .endsWith("; it spread through sub, sum, and sub made NaN of it.");
        assertThat(finding.cause()).contains("beyond 709.7");
        assertThat(finding.cure()).contains("logSumExp");
    }

    @Test void otherOperationsWithoutAnAnswer() {
        assertThat(born(-1, Value::sqrt).cause()).isEqualTo("Negative numbers have no square root.");
        assertThat(born(-1, w -> w.pow(0.5)).cause()).isEqualTo("A negative number has no such power.");
        assertThat(born(0, w -> w.pow(-1)).cause()).isEqualTo("0 to a negative power is a division by 0.");
        assertThat(born(1e200, Value::square).cause()).isEqualTo("The result leaves the range of doubles (1.8e308).");
        assertThat(born(1.5e308, w -> w.broadcastTo(2, 2).sum()).evidence()).contains("sum of (2, 2)").contains("of numbers up to 1.5e+308");
        assertThat(born(1e200, w -> w.reshape(2, 1).matmul(w.reshape(1, 2))).cause()).isEqualTo("A sum of such numbers left the range of doubles (1.8e308).");
        assertThat(born(Double.NaN, w -> w).evidence()).contains("parameter w (2) already holds NaN, at [0]");
    }

    @Test void aGradientThatIsNoNumberThoughTheLossIsFinite() {
        var finding = born(0, w -> w.gt(0).where(w.log(), 0));         // where does not choose log 0, but its rule runs
        assertThat(finding.kind()).isEqualTo(Kind.NON_FINITE_GRADIENT);
        assertThat(finding.evidence()).contains("the rule of log of (2) in the loss, at DiagnosisTest.java:").contains("gave the gradient NaN first");
        assertThat(finding.cause()).contains("1 / x").contains("where(...)");
        assertThat(born(0, Value::sqrt).cause()).startsWith("√x is infinitely steep at x = 0.");
        assertThat(born(1e-300, w -> w.sqrt().mul(1e200)).cause()).isEqualTo("The gradient grew beyond the range of doubles (1.8e308) on its way back.");
    }

    @Test void aGradientThatIsNotFiniteButReachesNoParameterIsNoCause() {
        record Cut(Value w) implements Module {
            @Override public Value forward(Value x) { return w.mul(2).detach().sqrt().add(w); }
        }
        assertThat(of(new Cut(Value.parameter(0.0)), () -> new Cut(Value.parameter(0.0)).apply(Value.of(1))).findings())
            .extracting(Finding::kind).containsExactly(Kind.UNREACHED);
    }

    @Test void whatStopsAtARuleOnItsWayBackIsNoCause() {
        record Point(Value w) implements Module {
            @Override public Value forward(Value x) { return w.sub(1).relu().sqrt().add(w); }
        }
        var net = new Point(Value.parameter(0.0));                      // √ is infinitely steep at 0, but relu lets nothing through
        assertThat(of(net, () -> net.apply(Value.of(0))).findings()).isEmpty();
    }

    @Test void nothingElseIsSaidOfNumbersThatAreNotFinite() {
        var dead = net(1, Activation.RELU, Initializer.HE_NORMAL);
        Objects.requireNonNull(dead.parameters().get("0.bias")).update(Tensor.full(Shape.of(8), -10, Precision.FLOAT));
        var infinite = Value.of(Double.POSITIVE_INFINITY).named("prior");
        var all = of(dead, () -> Loss.crossEntropy(dead.apply(x), labels).add(infinite)).atRate(1e9);
        assertThat(only(all, Kind.NON_FINITE).evidence()).contains("an input prior () already holds Infinity");
        var net = net(2, Activation.RELU, Initializer.HE_NORMAL);
        Objects.requireNonNull(net.parameters().get("0.bias")).update(Tensor.full(Shape.of(8), Double.NaN, Precision.FLOAT));
        assertThat(only(of(net).atRate(1e9), Kind.NON_FINITE).evidence()).contains("parameter 0.bias (8) already holds NaN");
    }

    @Test void aFindingIsThreeSentences() {
        var finding = born(0, Value::log);
        assertThat(finding.lines()).hasSize(3).allMatch(line -> line.endsWith(".") && !line.contains("\n"));
        assertThat(finding).hasToString(String.join(" ", finding.lines()));
    }

    @Test void diagnosingChangesNothing() {
        var net = net(1, Activation.TANH, Initializer.GLOROT_NORMAL);
        var before = net.parameters().values().stream().map(Value::data).toList();
        of(net).atRate(1);
        assertThat(net.parameters().values().stream().map(Value::data).toList()).isEqualTo(before);
        assertThat(Recording.isOn()).isTrue();
    }
}
