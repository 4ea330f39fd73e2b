// Graphs as pictures: one neuron, a network at three levels (modules, operations, single numbers), a deep network whose equal
// layers are drawn once, and a derivative, which is a graph as well. Each node shows its number and, behind ∇, its gradient; the
// wider and darker an arrow, the more gradient flows back along it. Any file ending in .svg, .png or .dot will do.
//
// Try next: set b to 10 and see tanh let hardly any gradient through; draw g of MicrogradExpression.java.

import module java.base;
import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.data.Gate;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.viz.Level;
import gradus.viz.Picture;

void main() {
    neuron();
    network();
    deep();
    slope();
}

/// tanh(w₁ x₁ + w₂ x₂ + b), with the numbers of Andrej Karpathy's lecture on micrograd.
void neuron() {
    Value x1 = Value.parameter(2).named("x₁"), w1 = Value.parameter(-3).named("w₁");
    Value x2 = Value.parameter(0).named("x₂"), w2 = Value.parameter(1).named("w₂");
    var b = Value.parameter(6.8813735870195432).named("b");
    var out = x1.mul(w1).add(x2.mul(w2)).add(b).tanh().named("out");
    write(Picture.of(out).gradients(out.backwardKeepingAll()).titled("A neuron"), "neuron",
        "the gradient of w₂ is 0, since its input x₂ is: whatever w₂ is, the output stays");
}

/// A trace remembers which module computed what.
void network() {
    var random = Random.seeded(1);
    var net = Sequential.of(Linear.of(2, 4, Initializer.GLOROT_NORMAL, random.at("hidden")), Activation.TANH,
        Linear.of(4, 1, Initializer.GLOROT_NORMAL, random.at("output")));
    var row = Gate.XOR.dataset().batch(1);                               // 0 xor 1 = 1
    Value x = row.inputs().named("x"), target = row.targets().named("target");
    var trace = new Trace();
    var loss = trace.run(() -> Loss.binaryCrossEntropy(net.apply(x), target)).named("loss");
    var picture = Picture.of(loss).gradients(loss.backwardKeepingAll()).modules(trace).titled("0 xor 1, before training");
    write(picture.level(Level.MODULES).rate(0.5), "network-modules", "a node for each module, with what its parameters are doing");
    write(picture, "network", "modules are boxes; the loss, outside of them, is made of operations like everything else");
    write(picture.level(Level.SCALARS), "network-scalars", "every single number, as textbooks draw it");
}

/// Thirty equal layers of sigmoids: what is repeated is drawn once, and little gradient is left at the beginning.
void deep() {
    var random = Random.seeded(2);
    var net = Sequential.of(IntStream.range(0, 60).<Module>mapToObj(i -> i % 2 == 0
        ? Linear.of(8, 8, Initializer.GLOROT_NORMAL, random.at(i)) : Activation.SIGMOID).toArray(Module[]::new));
    var x = Value.of(random.normal(Shape.of(16, 8), 0, 1, Precision.FLOAT)).named("x");
    var trace = new Trace();
    var loss = trace.run(() -> net.apply(x).square().mean()).named("loss");
    write(Picture.of(loss).gradients(loss.backwardKeepingAll()).modules(trace).level(Level.MODULES).titled("Thirty layers"), "deep",
        "\u00d7 N stands for N repetitions");
}

void slope() {
    var x = Value.parameter(1).named("x");
    var slope = x.tanh().named("y").differentiate().of(x).named("dy/dx");
    write(Picture.of(slope).titled("The slope of tanh: 1 − y²"), "slope", "1 − y², recorded on the way back through y = tanh x");
}

void write(Picture picture, String name, String what) {
    var file = Path.of("out", name + ".svg");
    picture.write(file);
    IO.println(String.format(Locale.ROOT, "%-23s %3d values; %s", file, Graph.of(picture.root()).values().size(), what));
}
