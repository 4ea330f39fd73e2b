// The learning rate is the setting that matters most. Too small, and the loss creeps down; too large, and it jumps about or
// flies off; in between there is a wide range that works. A schedule begins with a large rate, which covers ground, and ends
// with a small one, which settles. The curves go to out/learning-rates.svg.
//
// Try next: rates of your own; cosine with a warm-up, `Schedule.named("cosine:0.1")`; clipping, which tames the large rate:
// `optimizer.clipping(Clipping.byNorm(1))`.

import module java.base;
import gradus.data.Toy;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Schedule;
import gradus.optim.Sgd;
import gradus.tensor.Random;
import gradus.viz.charts.Chart;
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;
import gradus.viz.charts.Panels;

final int EPOCHS = 60, BATCHES = 10;

void main() {
    say("  the loss in epoch 60%n%n");
    var rates = List.of(
        learn("0.003, too small", 0.003, Schedule.constant()),
        learn("2, right", 2, Schedule.constant()),
        learn("20, too large", 20, Schedule.constant()));
    var names = List.of("constant", "linear", "cosine:0.1", "one-cycle", "step:0.3,0.1");
    var schedules = names.stream().map(name -> learn(name, 2, Schedule.named(name))).toList();
    var factors = names.stream().map(this::factors).toList();
    List<Chart> charts = List.of(
        new Curves("Rates, all of them constant", "epoch", "mean loss of the epoch (log scale)", rates, true),
        new Curves("Schedules", "step", "factor of the rate", factors, false),
        new Curves("Schedules of the rate 2", "epoch", "mean loss of the epoch (log scale)", schedules, true));
    new Panels("", 2, charts).write(Path.of("out/learning-rates.svg"));
    say("%nthe curves are in out/learning-rates.svg%n");
}

/// Trains a network from the same beginning, and returns its curve.
Line learn(String name, double rate, Schedule schedule) {
    var random = Random.seeded(3);
    var data = Toy.moons(500, 0.2, random.at("moons"));
    var init = Initializer.GLOROT_NORMAL;
    var net = Sequential.of(
        Linear.of(2, 16, init, random.at(0)), Activation.TANH,
        Linear.of(16, 1, init, random.at(1)));
    var optimizer = new Sgd(net.parameters().values(), rate);
    var losses = new double[EPOCHS];
    int step = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++)
        for (var batch : data.batches(data.size() / BATCHES, random.epoch(epoch))) {
            var loss = Loss.binaryCrossEntropy(net.apply(batch.inputs()), batch.targets());
            losses[epoch] += loss.item() / BATCHES;
            optimizer.rate(rate * schedule.factor(step++, EPOCHS * BATCHES));
            optimizer.step(loss.backward());
        }
    say("  %-18s  %.4f%n", name, losses[EPOCHS - 1]);
    return Line.counted(name, losses);
}

/// What a schedule multiplies the rate by, step by step.
Line factors(String name) {
    var schedule = Schedule.named(name);
    var factors = IntStream.range(0, EPOCHS * BATCHES).mapToDouble(step -> schedule.factor(step, EPOCHS * BATCHES)).toArray();
    return Line.counted(name, factors);
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
