// The smallest problem that needs a hidden layer, and all that training is: compute the loss, go back through the graph,
// take a step against the gradient, again and again.
//
// Try next: 2 hidden units (they suffice), another seed, a rate of 0.1 (slow) or 50 (lost); then Moons.java.

import module java.base;
import gradus.autograd.Value;
import gradus.data.Gate;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Random;

void main() {
    var random = Random.seeded(1);
    var net = Sequential.of(
        Linear.of(2, 4, Initializer.GLOROT_NORMAL, random.at("hidden")),
        Activation.TANH,
        Linear.of(4, 1, Initializer.GLOROT_NORMAL, random.at("output")));
    var optimizer = new Sgd(net.parameters().values(), 1);
    var data = Gate.XOR.dataset().all();                       // inputs (4, 2), targets (4, 1)
    say("%s%n%n  step    loss    output for 00   01   10   11%n", net);

    for (int step = 0; step <= 500; step++) {
        var logits = net.apply(data.inputs());                             // forward
        var loss = Loss.binaryCrossEntropy(logits, data.targets());        // how wrong: one number
        if (step % 50 == 0) report(step, loss, logits);
        optimizer.step(loss.backward());                                   // backward, and a step downhill
    }

    say("%nWhat the four hidden units say, between −1 and 1: the output layer only has to add them up.%n%n");
    var hidden = net.layers().get(1).apply(net.layers().get(0).apply(data.inputs())).data();
    for (int row = 0; row < 4; row++) {
        say("  %.0f xor %.0f  ", data.inputs().data().get(row, 0), data.inputs().data().get(row, 1));
        for (int unit = 0; unit < 4; unit++) say(" %6.2f", hidden.get(row, unit));
        say("   →  %d%n", net.apply(data.inputs()).data().at(row) > 0 ? 1 : 0);
    }
}

void report(int step, Value loss, Value logits) {
    say("  %4d  %6.4f               ", step, loss.item());
    for (double p : logits.sigmoid().data().toDoubles()) say(" %.2f", p);
    say("%n");
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
