// A training loop with three mistakes that raise no error: the network just never learns well. The linter looks at a few steps and
// names them; without them it has nothing to say.
//
// Try next: make one mistake only, and see what it costs; a rate of 20 in the mended loop; then FindTheNaN.java.

import module java.base;
import gradus.autograd.Value;
import gradus.data.Dataset;
import gradus.data.Toy;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Random;
import gradus.training.Linter;
import gradus.training.Metrics;
import gradus.training.Objective;

Random random = Random.seeded(1);

Sequential net(Module last) {
    return Sequential.of(Linear.of(2, 16, Initializer.HE_NORMAL, random.at(0)), Value::relu,
        Linear.of(16, 2, Initializer.HE_NORMAL, random.at(1)), last);
}

void main() {
    var moons = Toy.moons(400, 0.1, random.at("moons"));                          // in a unit that makes them large
    var inputs = moons.all().inputs().data().mul(1000);
    var raw = Dataset.of(inputs, moons.labels(), moons.classNames());

    IO.println("with three mistakes");
    var careless = net(x -> x.softmax(-1));                                             // 1: softmax, which the loss has itself
    train(careless, careless.layers().getFirst(), raw);                                 // 2: half of the parameters; 3: raw inputs

    IO.println("mended");
    var careful = net(x -> x);
    train(careful, careful, raw.normalized(raw.measure()));
}

void train(Module net, Module optimized, Dataset data) {
    var optimizer = new Sgd(optimized.parameters().values(), 0.2);
    var linter = new Linter(net, optimizer.parameters(), finding -> finding.lines().forEach(line -> IO.println("  " + line)));
    for (int epoch = 0; epoch < 50; epoch++)
        for (var batch : data.batches(32, random.epoch(epoch))) {
            var loss = Loss.crossEntropy(net.apply(batch.inputs()), batch.labels());
            var gradients = loss.backward();
            linter.look(batch, loss, gradients);
            optimizer.step(gradients);
            linter.stepped();
        }
    var metrics = Metrics.of(net, data, Objective.CROSS_ENTROPY);
    IO.println(String.format(Locale.ROOT, "  loss %.3f, %.1f %% right%n", metrics.loss(), 100 * metrics.accuracy()));
}
