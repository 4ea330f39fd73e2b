// Four ways down the same slope: the same network, the same first weights, the same batches, and a loss that each optimiser
// brings down at its own pace. Plain descent is slow where the slope is gentle; momentum gathers speed; RMSProp and Adam walk at
// a like pace in every weight. The curves go to out/optimizers.svg.
//
// Try next: other rates (Adam at 0.1, plain descent at 2), AdamW, Sgd with Nesterov's momentum; then LearningRates.java.

import module java.base;
import gradus.data.Toy;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Adam;
import gradus.optim.Optimizer;
import gradus.optim.RmsProp;
import gradus.optim.Sgd;
import gradus.tensor.Random;
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;

void main() {
    var lines = List.of(
        learn("SGD, rate 0.1", net -> new Sgd(net.parameters().values(), 0.1)),
        learn("momentum, rate 0.1", net -> new Sgd(net.parameters().values(), 0.1, 0.9)),
        learn("RMSProp, rate 0.01", net -> new RmsProp(net.parameters().values(), 0.01)),
        learn("Adam, rate 0.01", net -> new Adam(net.parameters().values(), 0.01)));
    var chart = new Curves("Four optimisers on two moons", "epoch", "mean loss of the epoch (log scale)", lines, true);
    chart.write(Path.of("out/optimizers.svg"));
    say("%nthe curves are in out/optimizers.svg%n");
}

/// Trains a network from the same beginning, and returns its curve.
Line learn(String name, Function<Sequential, Optimizer> kind) {
    var random = Random.seeded(3);
    var data = Toy.moons(500, 0.1, random.at("moons"));
    var init = Initializer.GLOROT_NORMAL;
    var net = Sequential.of(
        Linear.of(2, 16, init, random.at(0)), Activation.TANH,
        Linear.of(16, 16, init, random.at(1)), Activation.TANH,
        Linear.of(16, 1, init, random.at(2)));
    var optimizer = kind.apply(net);
    var losses = new double[40];
    for (int epoch = 0; epoch < losses.length; epoch++)
        for (var batch : data.batches(50, random.epoch(epoch))) {
            var loss = Loss.binaryCrossEntropy(net.apply(batch.inputs()), batch.targets());
            losses[epoch] += loss.item() / 10;                             // ten batches
            optimizer.step(loss.backward());
        }
    say("  %-20s  epoch 1: %.4f   10: %.4f   40: %.4f%n", name, losses[0], losses[9], losses[39]);
    return Line.counted(name, losses);
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
