// Why deep networks were hard to train. A sigmoid's slope is at most ¼, so the gradient shrinks from layer to layer on its way
// back, and the first layers hear nothing. ReLU passes it on, if He's initialisation keeps the signal's size. See both flow.
//
// Try next: TANH with GLOROT_NORMAL; RELU with Initializer.normal(0.1), where it is the signal that fades; a DEPTH of 20.

import module java.base;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Toy;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Random;
import gradus.viz.Level;
import gradus.viz.Picture;

final int DEPTH = 8, WIDTH = 16;

void main() {
    flow(Activation.SIGMOID, Initializer.GLOROT_NORMAL);
    flow(Activation.RELU, Initializer.HE_NORMAL);
}

void flow(Activation activation, Initializer init) {
    var random = Random.seeded(1);
    var data = Toy.moons(200, 0.1, random.at("moons")).all();
    var layers = new ArrayList<Module>();
    for (int i = 0; i < DEPTH; i++)
        layers.addAll(List.of(Linear.of(i == 0 ? 2 : WIDTH, WIDTH, init, random.at(i)), activation));
    layers.add(Linear.of(WIDTH, 1, init, random.at(DEPTH)));
    var net = new Sequential(layers);

    var trace = new Trace();
    var before = trace.run(() -> loss(net, data)).named("loss");
    var gradients = before.backwardKeepingAll();
    var file = Path.of("out", "gradient-flow-" + activation + ".svg");
    Picture.of(before).gradients(gradients).modules(trace).level(Level.MODULES).unfolded().titled(activation + ", " + init + ", before training").write(file);
    say("%d layers, %s, %s: the size of the gradient, layer by layer; drawn in %s%n%n", DEPTH + 1, activation, init, file);
    net.parameters().forEach((name, weight) -> {
        double norm = gradients.of(weight).norm().item();
        if (name.endsWith("weight")) say("  %-9s  %.1e  %s%n", name, norm, bar(norm));
    });

    var optimizer = new Sgd(net.parameters().values(), 0.1);
    for (int step = 0; step < 500; step++) optimizer.step(loss(net, data).backward());
    say("%n  500 steps later the loss is %.4f; it was %.4f, and guessing gives %.4f%n%n",
        loss(net, data).item(), before.item(), StrictMath.log(2));
}

Value loss(Module net, Batch data) { return Loss.binaryCrossEntropy(net.apply(data.inputs()), data.targets()); }

/// A block more is a gradient twice as large.
String bar(double norm) { return "█".repeat((int) Math.clamp(StrictMath.log(norm) / StrictMath.log(2) + 24, 1, 40)); }
void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
