// Two layers that do one thing while a network learns, and another when it is used. Dropout leaves numbers out, so that no unit can
// rely on another; batch norm normalises by the batch and remembers what is usual. What a step is, the scope says: Training.run.
//
// Try next: a rate of 0.9; BatchNorm.of(16) without Training.run around the step; MaxNorm after each step; then GradientFlow.java.

import module java.base;
import gradus.autograd.Value;
import gradus.data.Dataset;
import gradus.data.Toy;
import gradus.nn.Activation;
import gradus.nn.BatchNorm;
import gradus.nn.Dropout;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.nn.Training;
import gradus.optim.Sgd;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.training.Linter;
import gradus.training.Metrics;
import gradus.training.Objective;

final int DEPTH = 10, WIDTH = 16;

Random random = Random.seeded(1);

void main() {
    dropout();
    batchNorm();
    learn();
}

void dropout() {
    var dropout = new Dropout(0.5);
    var ones = Value.of(Tensor.full(Shape.of(8), 1, Precision.FLOAT));
    say("%s of eight ones%n", dropout);
    say("  outside             %s%n", dropout.apply(ones).data());
    say("  in step 1           %s%n", Training.run(random.step(1), () -> dropout.apply(ones)).data());
    say("  in step 2           %s%n", Training.run(random.step(2), () -> dropout.apply(ones)).data());
    say("  step 1 once more    %s%n", Training.run(random.step(1), () -> dropout.apply(ones)).data());
    var many = Value.of(Tensor.full(Shape.of(100_000), 1, Precision.FLOAT));
    say("  the mean stays      %.3f of 100,000 ones%n%n", Training.run(random.step(1), () -> dropout.apply(many)).mean().item());
}

void batchNorm() {
    var norm = BatchNorm.of(1);
    say("%s of batches with mean 5 and deviation 3%n", norm);
    say("  step   in training       running          outside%n");
    for (int step = 1; step <= 100; step++) {
        var batch = Value.of(random.at("batch").at(step).normal(Shape.of(64, 1), 5, 3, Precision.FLOAT));
        var inside = Training.run(random.step(step), () -> norm.apply(batch));
        if (step == 1 || step == 10 || step == 100)
            say("  %4d   %5.2f ± %.2f    %5.2f ± %.2f    %5.2f ± %.2f%n", step, mean(inside), deviation(inside),
                norm.runningMean().data().at(0), StrictMath.sqrt(norm.runningVariance().data().at(0)),
                mean(norm.apply(batch)), deviation(norm.apply(batch)));
    }
    say("  a single 8 outside is %.2f, whatever stands beside it%n%n", norm.apply(Value.of(new float[][] {{8}})).item());
}

void learn() {
    var moons = Toy.moons(400, 0.1, random.at("moons"));
    say("%d layers whose weights begin too small, on moons%n", DEPTH + 1);
    train("without", net(false), moons, true);
    train("with batch norm and dropout", net(true), moons, true);
    train("the same, outside of the scope", net(true), moons, false);
}

Sequential net(boolean normalised) {
    var layers = new ArrayList<Module>();
    for (int i = 0; i < DEPTH; i++) {
        layers.add(Linear.of(i == 0 ? 2 : WIDTH, WIDTH, Initializer.normal(0.1), random.at(i)));
        if (normalised) layers.add(BatchNorm.of(WIDTH));
        layers.add(Activation.RELU);
    }
    if (normalised) layers.add(new Dropout(0.1));
    layers.add(Linear.of(WIDTH, 2, Initializer.normal(0.1), random.at(DEPTH)));
    return new Sequential(layers);
}

void train(String name, Module net, Dataset data, boolean inside) {
    var optimizer = new Sgd(net.parameters().values(), 0.1, 0.9);
    var said = new ArrayList<String>();
    var linter = new Linter(net, optimizer.parameters(), finding -> said.add(finding.evidence()));
    int step = 0;
    for (int epoch = 0; epoch < 30; epoch++)
        for (var batch : data.batches(32, random.epoch(epoch))) {
            Supplier<Value> forward = () -> Loss.crossEntropy(net.apply(batch.inputs()), batch.labels());
            var loss = inside ? Training.run(random.step(step++), forward) : forward.get();
            var gradients = loss.backward();
            linter.look(batch, loss, gradients);
            optimizer.step(gradients);
            linter.stepped();
        }
    var metrics = Metrics.of(net, data, Objective.CROSS_ENTROPY);                 // judged outside of the scope
    say("  %-32s  loss %.3f, %5.1f %% right%n", name, metrics.loss(), 100 * metrics.accuracy());
    for (var line : said) say("    %s%n", line);
}

double mean(Value x) { return StrictMath.rint(100 * x.mean().item()) / 100 + 0.0; }                // and no -0.00
double deviation(Value x) { return StrictMath.sqrt(x.variance().item()); }
void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
