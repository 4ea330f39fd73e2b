// The demo of Andrej Karpathy's micrograd: two half moons, a network with two hidden layers of 16, the hinge loss of a
// support vector machine, and a little weight decay. Every step sees all 100 points; the rate falls from 1 to 0.1.
//
// Try next: leave out the second hidden layer, or both; use Activation.TANH for smooth borders; then Mnist.java.

import module java.base;
import gradus.autograd.Value;
import gradus.data.Toy;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Random;

void main() {
    var random = Random.seeded(1337);
    var data = Toy.moons(100, 0.1, random.at("moons")).all();
    var targets = data.targets().mul(2).sub(1);                               // −1 the upper moon, 1 the lower
    var init = Initializer.HE_NORMAL;
    var net = Sequential.of(
        Linear.of(2, 16, init, random.at(0)), Activation.RELU,
        Linear.of(16, 16, init, random.at(1)), Activation.RELU,
        Linear.of(16, 1, init, random.at(2)));
    var optimizer = new Sgd(net.parameters().values(), 1);
    say("%s%n%n  step    loss   accuracy%n", net);

    for (int step = 0; step <= 100; step++) {
        var scores = net.apply(data.inputs());
        var decay = net.parameters().values().stream().map(p -> p.square().sum()).reduce(Value::add).orElseThrow();
        var loss = Loss.hinge(scores, targets).add(decay.mul(1e-4));
        if (step % 10 == 0) say("  %4d  %6.4f   %5.0f %%%n", step, loss.item(), 100 * scores.mul(targets).gt(0).mean().item());
        optimizer.rate(1 - 0.9 * step / 100);
        optimizer.step(loss.backward());
    }
    picture(net, data.inputs());
}

/// The plane from (−1.6, 1.7) to (2.6, −1.2): points o and x; where the network says the lower moon, the ground is ░.
void picture(Sequential net, Value points) {
    var picture = new char[22][64];
    for (int row = 0; row < 22; row++)
        for (int column = 0; column < 64; column++) {
            var at = Value.of(new float[][] {{-1.6f + column / 15f, 1.7f - row / 7.5f}});
            picture[row][column] = net.apply(at).item() > 0 ? '░' : ' ';
        }
    for (int i = 0; i < points.shape().dim(0); i++) {
        double x = points.data().get(i, 0), y = points.data().get(i, 1);
        picture[(int) Math.round((1.7 - y) * 7.5)][(int) Math.round((x + 1.6) * 15)] = i < 50 ? 'o' : 'x';
    }
    say("%n  o upper moon, x lower moon; ░ where the network sees the lower one%n%n");
    for (var row : picture) IO.println("  " + new String(row));
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
