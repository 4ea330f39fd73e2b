package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Dataset;
import gradus.data.Split;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.optim.Adam;
import gradus.optim.Optimizer;
import gradus.optim.Sgd;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.training.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Loops with one mistake each, which must be named and nothing else, and their twins without it, of which nothing is said.
class LinterTest {
    private static final int ROWS = 64;

    private static Batch batch(int classes) { return batch(classes, x -> x); }

    /// Rows whose class is the number of the greatest of their first inputs.
    private static Batch batch(int classes, UnaryOperator<Tensor> scale) {
        var x = Random.seeded(1).normal(Shape.of(ROWS, 8), 0, 1, Precision.FLOAT);
        var labels = x.slice(1, 0, classes).argmax(1);
        return Dataset.of(scale.apply(x), labels, IntStream.range(0, classes).mapToObj(c -> "class " + c).toList()).all();
    }

    private static Linear linear(int in, int out, long seed) { return Linear.of(in, out, Initializer.HE_NORMAL, Random.seeded(seed)); }

    private static Sequential net(Module... last) {
        var layers = new ArrayList<Module>(List.of(linear(8, 16, 2), Activation.RELU, linear(16, 3, 3)));
        layers.addAll(List.of(last));
        return new Sequential(layers);
    }

    /// What is said of so many steps.
    private static List<Finding> of(Module net, Optimizer optimizer, Batch batch, BiFunction<Value, Batch, Value> loss, int steps) {
        var found = new ArrayList<Finding>();
        var linter = new Linter(net, optimizer.parameters(), found::add);
        for (int step = 0; step < steps; step++) {
            var value = loss.apply(net.apply(batch.inputs()), batch);
            var gradients = value.backward();
            linter.look(batch, value, gradients);
            optimizer.step(gradients);
            linter.stepped();
        }
        return found;
    }

    private static List<Finding> of(Module net, Batch batch) {
        return of(net, new Sgd(net.parameters().values(), 0.1), batch, LinterTest::crossEntropy, 70);
    }

    private static Value crossEntropy(Value outputs, Batch batch) { return Loss.crossEntropy(outputs, batch.labels()); }

    private static Finding only(List<Finding> found, Kind kind) {
        assertThat(found).extracting(Finding::kind).containsExactly(kind);
        assertThat(found.getFirst().lines()).hasSize(3).allMatch(line -> line.endsWith(".") && !line.contains("\n"));
        return found.getFirst();
    }

    // ---------------------------------------------------------------- health

    @ParameterizedTest @ValueSource(longs = {1, 2, 3, 4, 5})
    void ofALoopThatLearnsNothingIsSaid(long seed) {
        for (var activation : List.of(Activation.RELU, Activation.TANH, Activation.SIGMOID, Activation.SILU)) {
            var net = Sequential.of(linear(8, 16, seed), activation, linear(16, 3, seed + 9));
            assertThat(of(net, new Adam(net.parameters().values(), 0.01), batch(3), LinterTest::crossEntropy, 520)).isEmpty();
        }
        var unit = Sequential.of(linear(8, 16, seed), Activation.SOFTPLUS, linear(16, 1, seed + 9));
        assertThat(of(unit, new Sgd(unit.parameters().values(), 0.1, 0.9), batch(2),
            (outputs, batch) -> Loss.binaryCrossEntropy(outputs, batch.targets()), 520)).isEmpty();
    }

    @Test void weightsThatBeginAtZeroMayDoubleAtTheirSecondStep() {
        var net = Linear.of(8, 3, Initializer.ZEROS, Random.seeded(1));
        assertThat(of(net, new Sgd(net.parameters().values(), 0.5, 0.9), batch(3), LinterTest::crossEntropy, 600)).isEmpty();
    }

    @Test void lookingChangesNothing() {
        Sequential watched = net(), alone = net();
        of(watched, batch(3));
        var sgd = new Sgd(alone.parameters().values(), 0.1);
        for (int step = 0; step < 70; step++) sgd.step(crossEntropy(alone.apply(batch(3).inputs()), batch(3)).backward());
        assertThat(numbers(watched)).isEqualTo(numbers(alone));
    }

    private static List<String> numbers(Module net) {
        return net.parameters().values().stream().map(w -> Arrays.toString(w.data().toDoubles())).toList();
    }

    // ---------------------------------------------------------------- parameters

    @Test void aParameterThatTheLossDoesNotReach() {
        record Forgetful(Linear used, Linear forgotten) implements Module {
            @Override public Value forward(Value x) { return used.apply(x); }
        }
        assertThat(only(of(new Forgetful(linear(8, 3, 1), linear(8, 3, 2)), batch(3)), Kind.UNREACHED).evidence())
            .isEqualTo("The loss does not reach forgotten.weight (8, 3) and forgotten.bias (3): no gradient flows there, so nothing is learned there.");
        assertThat(of(linear(8, 3, 1), batch(3))).isEmpty();
    }

    @Test void aParameterThatTheOptimizerDoesNotHold() {
        var net = net();
        var some = new Sgd(net.layers().getFirst().parameters().values(), 0.1);
        var finding = only(of(net, some, batch(3), LinterTest::crossEntropy, 70), Kind.NOT_OPTIMIZED);
        assertThat(finding.evidence()).isEqualTo(
            "The optimizer does not hold 2.weight (16, 3) and 2.bias (3): gradients arrive there, and nothing is changed by them.");
        assertThat(finding.cure()).startsWith("Make the optimizer last, of net.parameters().values();");
    }

    @Test void alsoOfAnOptimizerOfLayersThatWereReplaced() {
        var before = net();
        var optimizer = new Sgd(before.parameters().values(), 0.1);
        var after = Sequential.of(before.layers().getFirst(), Activation.RELU, linear(16, 3, 7));
        var found = of(after, optimizer, batch(3), LinterTest::crossEntropy, 70);
        assertThat(found).extracting(Finding::kind).containsExactly(Kind.NOT_OPTIMIZED, Kind.FOREIGN_PARAMETER);
        assertThat(found.getLast().evidence())
            .isEqualTo("The optimizer holds weight (16, 3) and bias (3), which the network does not have and the loss does not reach.");
    }

    @Test void aParameterOutsideOfTheNetworkThatLearnsIsWell() {
        var net = net();
        var temperature = Value.parameter(Tensor.full(Shape.of(1), 1, Precision.FLOAT)).named("temperature");
        var all = new ArrayList<>(net.parameters().values());
        all.add(temperature);
        assertThat(of(net, new Sgd(all, 0.1), batch(3), (outputs, batch) -> crossEntropy(outputs.mul(temperature), batch), 70)).isEmpty();
    }

    // ---------------------------------------------------------------- softmax before a loss from logits

    @Test void softmaxBeforeCrossEntropy() {
        var finding = only(of(net(x -> x.softmax(-1)), batch(3)), Kind.SOFTMAX_BEFORE_LOSS);
        assertThat(finding).hasToString("Softmax before cross-entropy: the loss takes logits, and is given what softmax made of them, of shape"
            + " (64, 3). The loss computes softmax itself, and that of numbers from 0 to 1 is nearly flat: with 3 classes the loss stays above 0.55,"
            + " however sure the network is, and the gradient is small. Give the loss what goes into softmax: leave it out of the network,"
            + " and apply it to answers where probabilities are wanted.");
        var perfect = Value.of(new double[][] {{1, 0, 0}, {0, 1, 0}});
        assertThat(Loss.crossEntropy(perfect, 0, 1).item()).as("the bound it names").isBetween(0.55, 0.5515);
    }

    @Test void whatMovesTheNumbersHidesNothing() {
        var net = net(x -> x.softmax(-1), x -> x.reshape(3, ROWS).reshape(ROWS, 3));
        only(of(net, batch(3)), Kind.SOFTMAX_BEFORE_LOSS);
    }

    @Test void logSoftmaxAndSigmoidBeforeCrossEntropy() {
        assertThat(only(of(net(x -> x.logSoftmax(-1)), batch(3)), Kind.SOFTMAX_BEFORE_LOSS).cause()).contains("changes nothing");
        assertThat(only(of(net(Activation.SIGMOID), batch(3)), Kind.SOFTMAX_BEFORE_LOSS).evidence()).startsWith("Sigmoid before cross-entropy:");
    }

    @Test void softmaxBeforeTheCrossEntropyOfDistributions() {
        Function<Module, List<Finding>> loop = net -> of(net, new Sgd(net.parameters().values(), 0.1), batch(3),
            (outputs, batch) -> Loss.crossEntropy(outputs, batch.targets()), 70);
        only(loop.apply(net(x -> x.softmax(-1))), Kind.SOFTMAX_BEFORE_LOSS);
        assertThat(loop.apply(net())).isEmpty();
    }

    @Test void sigmoidBeforeBinaryCrossEntropy() {
        Function<Module, List<Finding>> loop = net -> of(net, new Sgd(net.parameters().values(), 0.1), batch(2),
            (outputs, batch) -> Loss.binaryCrossEntropy(outputs, batch.targets()), 70);
        var finding = only(loop.apply(Sequential.of(linear(8, 1, 2), Value::sigmoid)), Kind.SOFTMAX_BEFORE_LOSS);
        assertThat(finding.cause()).contains("above 0.31 where the target is 1 and above 0.69 where it is 0");
        assertThat(loop.apply(linear(8, 1, 2))).isEmpty();
        assertThat(loop.apply(Sequential.of(linear(8, 4, 2), Value::sigmoid, Value::softplus, linear(4, 1, 3)))).as("softplus after sigmoid inside").isEmpty();
    }

    // ---------------------------------------------------------------- inputs

    @Test void bytesAsTheyAre() {
        UnaryOperator<Tensor> bytes = x -> Tensor.of(x.shape(), Arrays.stream(x.mul(40).add(128).clamp(0, 255).toDoubles()).map(Math::rint).toArray());
        var finding = only(ofBytes(bytes), Kind.INPUTS_NOT_NORMALIZED);
        assertThat(finding.evidence()).matches("Inputs not normalised: those that go into 0\\.weight \\(8, 16\\) have mean 12\\d and deviation"
            + " (39|4\\d)\\.\\d \\(from \\S+ to 2\\d\\d\\), where about 0 and 1 are expected\\.");
        assertThat(finding.cure()).startsWith("Divide bytes by 255, or better, subtract the mean");
        assertThat(ofBytes(x -> bytes.apply(x).div(255))).isEmpty();
    }

    private static List<Finding> ofBytes(UnaryOperator<Tensor> scale) {
        var net = net();
        return of(net, new Sgd(net.parameters().values(), 1e-4), batch(3, scale), LinterTest::crossEntropy, 8);
    }

    @Test void oneColumnThatIsTooLarge() {
        var finding = only(ofBytes(x -> x.mul(Tensor.of(1f, 1f, 1f, 1f, 1f, 1f, 1f, 1000f))), Kind.INPUTS_NOT_NORMALIZED);
        assertThat(finding.evidence()).contains("; column 8 of 8 alone has mean ");
        assertThat(finding.cure()).startsWith("Subtract the mean and divide by the deviation, of each column");
    }

    @Test void nextToNothing() {
        assertThat(only(ofBytes(x -> x.mul(1e-4)), Kind.INPUTS_NOT_NORMALIZED).cause()).startsWith("Next to nothing goes into the network");
        assertThat(ofBytes(x -> x.mul(0.1))).isEmpty();
    }

    @Test void whatIsNormalisedInTheLoopOrTheNetworkIsNormalised() {
        var batch = batch(3, x -> x.mul(1000));
        var net = Sequential.of(x -> x.div(1000), net());
        assertThat(of(net, batch)).isEmpty();
    }

    // ---------------------------------------------------------------- labels

    private static Batch labelled(int... labels) {
        var all = batch(3);
        return new Batch(all.inputs(), labels, all.targets());
    }

    @Test void labelsThatAreAllTheSame() {
        var found = of(net(), labelled(new int[ROWS]));
        assertThat(only(found, Kind.ONE_CLASS).evidence()).isEqualTo("One class: all 1,024 examples so far are of class 0.");
        var rare = new int[ROWS];
        rare[5] = 2;
        rare[6] = 1;
        assertThat(of(net(), labelled(rare))).isEmpty();
    }

    @Test void classesThatNeverOccur() {
        int[] fromOne = IntStream.range(0, ROWS).map(i -> 1 + i % 2).toArray();
        var finding = only(of(net(), labelled(fromOne)), Kind.MISSING_CLASSES);
        assertThat(finding.evidence()).isEqualTo(
            "Missing classes: the network has outputs for 3 classes, but class 0 did not occur among the first 1,024 examples.");
        assertThat(finding.cause()).startsWith("Labels are counted from 0, and these seem to begin at 1;");
        assertThat(only(of(net(), labelled(IntStream.range(0, ROWS).map(i -> i % 2).toArray())), Kind.MISSING_CLASSES).cause())
            .startsWith("There are more outputs than classes");
    }

    private static Split split(int[] train, int... test) {
        var names = List.of("ant", "bee", "cat");
        return new Split(Dataset.of(Tensor.zeros(Shape.of(train.length, 2), Precision.FLOAT), train, names),
            Dataset.of(Tensor.zeros(Shape.of(test.length, 2), Precision.FLOAT), test, names));
    }

    private static List<Finding> of(Split data) {
        var found = new ArrayList<Finding>();
        var linter = new Linter(linear(2, 3, 1), List.of(), found::add);
        linter.look(data);
        linter.look(data);
        return found;
    }

    @Test void classesThatAreAskedForAndWereNeverShown() {
        var finding = only(of(split(new int[] {0, 1, 0, 1}, 2, 2, 2, 0)), Kind.MISSING_CLASSES);
        assertThat(finding.evidence()).isEqualTo("Missing classes: 3 of 4 test examples are of class cat, which no training example has.");
        assertThat(finding.cause()).endsWith("expect at most about 25.00 % on the test examples.");
        var sorted = of(split(new int[] {0, 0, 0}, 1, 2));
        assertThat(sorted).extracting(Finding::kind).containsExactly(Kind.ONE_CLASS, Kind.MISSING_CLASSES);
        assertThat(sorted.getFirst().evidence()).isEqualTo("One class: all 3 training examples are of class ant.");
        assertThat(sorted.getLast().evidence()).contains("2 of 2 test examples are of class bee, cat,");
        assertThat(of(split(new int[] {0, 1, 2}, 1, 1))).isEmpty();
    }

    // ---------------------------------------------------------------- steps

    @Test void stepsLargerThanTheWeights() {
        var net = net();
        var found = of(net, new Sgd(net.parameters().values(), 50), batch(3), LinterTest::crossEntropy, 600);
        var finding = only(found, Kind.LARGE_UPDATES);
        assertThat(finding.evidence()).matches("Large updates: a step changes layer [02] by \\S+ times its size, where about 0\\.001 is healthy\\.");
        assertThat(finding.cure()).startsWith("A smaller learning rate, about ");
    }

    @Test void aLossThatStaysWhereGuessingIs() {
        var net = net();
        var finding = only(of(net, new Sgd(net.parameters().values(), 1e-7), batch(3), LinterTest::crossEntropy, 600), Kind.NO_PROGRESS);
        assertThat(finding.evidence()).matches("No progress: from step 257 to 512 the mean loss is \\d\\.\\d{4}, and that of guessing among 3"
            + " classes is ln 3 = 1\\.0986\\.");
        var again = net();
        assertThat(of(again, new Sgd(again.parameters().values(), 1e-7), batch(3), LinterTest::crossEntropy, 511)).as("too early").isEmpty();
        var unit = Linear.of(8, 1, Initializer.ZEROS, Random.seeded(1));
        only(of(unit, new Sgd(unit.parameters().values(), 1e-7), batch(2), (outputs, batch) ->
            Loss.binaryCrossEntropy(outputs, batch.targets()), 600), Kind.NO_PROGRESS);
    }

    @Test void ofAnotherLossNobodyKnowsWhereGuessingIs() {
        var net = net();
        assertThat(of(net, new Sgd(net.parameters().values(), 1e-7), batch(3), (outputs, batch) -> crossEntropy(outputs, batch).add(5), 600)).isEmpty();
        assertThat(of(net, new Sgd(net.parameters().values(), 1e-7), batch(3),
            (outputs, batch) -> Loss.meanSquaredError(outputs, batch.targets()).add(5), 600)).isEmpty();
    }
}
