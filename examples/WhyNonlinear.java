// Why networks have activation functions. Linear layers one after the other are one linear layer, however many there are:
// (x W₁ + b₁) W₂ + b₂ = x (W₁ W₂) + (b₁ W₂ + b₂). Such a stack cannot learn XOR; with one tanh in between it can.
//
// Try next: a third linear layer in the stack, or `Value::abs` in the place of tanh; then Xor.java.

import module java.base;
import gradus.autograd.Value;
import gradus.data.Gate;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Adam;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;

void main() {
    Linear first = layer(2, 8, "first"), second = layer(8, 1, "second");
    var stack = Sequential.of(first, second);
    say("Two linear layers with random weights, and the one layer that they amount to:%n%n");
    var weight = first.weight().matmul(second.weight());                     // W₁ W₂
    var bias = second.apply(first.bias().unsqueeze(0)).squeeze(0);           // b₁ W₂ + b₂
    var single = new Linear(weight, bias);
    say("     x       %s  %s%n", stack.layers(), single);
    for (var batch : Gate.XOR.dataset().batches(1)) {
        var x = batch.inputs();
        say("  (%.0f, %.0f)   %20.5f  %20.5f%n", x.data().at(0), x.data().at(1), stack.apply(x).item(), single.apply(x).item());
    }
    say("%n33 parameters do the work of 3. So, trained on XOR for 300 steps:%n%n");
    train("linear, linear", stack);
    train("linear, tanh, linear", Sequential.of(layer(2, 8, "first"), Value::tanh, layer(8, 1, "second")));
    say("%nNo line cuts (0, 1) and (1, 0) off from (0, 0) and (1, 1), and one line is all that a linear stack has.%n");
}

Linear layer(int in, int out, String name) {
    var random = Random.seeded(1).at(name);
    return new Linear(Value.parameter(random.at("weight").normal(Shape.of(in, out), 0, 0.7, Precision.FLOAT)),
        Value.parameter(random.at("bias").normal(Shape.of(out), 0, 0.7, Precision.FLOAT)));
}

void train(String name, Sequential net) {
    var data = Gate.XOR.dataset().all();
    var optimizer = new Adam(net.parameters().values(), 0.05);
    for (int step = 0; step < 300; step++)
        optimizer.step(Loss.binaryCrossEntropy(net.apply(data.inputs()), data.targets()).backward());
    var logits = net.apply(data.inputs());
    say("  %-20s  loss %.3f   says", name, Loss.binaryCrossEntropy(logits, data.targets()).item());
    for (double p : logits.sigmoid().data().toDoubles()) say(" %.2f", p);
    say("   where 0 1 1 0 is right%n");
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
