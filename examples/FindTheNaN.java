// A loss that is NaN says nothing of where it went wrong. One operation bore the first number that is not finite, and Gradus
// names it, with its operands and its layer. Three attempts to train one classifier: two burst, each in a place of its own.
//
// Try next: a rate of 0.01, with which all three learn; moons 100 times as large, with which two do not even begin; then GradientFlow.java.

import module java.base;
import gradus.autograd.Value;
import gradus.data.Toy;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Axes;
import gradus.tensor.Random;
import gradus.training.NonFinite;
import gradus.viz.Picture;

/// As it stands in books: eˣ / Σ eˣ.
record SoftmaxByTheBook() implements Module {
    @Override public Value forward(Value x) { return x.exp().div(x.exp().sum(Axes.of(-1).keep())); }
    @Override public String toString() { return "softmax by the book"; }
}
/// The mean of −log p, where p is what was given to the right class.
Value minusLog(Value p, Value right) { return p.mul(right).sum(-1).log().neg().mean(); }

void main() {
    train("softmax by the book, −log p", new SoftmaxByTheBook(), this::minusLog);
    train("a softmax that is stable, −log p", x -> x.softmax(-1), this::minusLog);
    train("both in one: Loss.crossEntropy of logits", x -> x, (logits, right) -> Loss.crossEntropy(logits, right));
}

void train(String what, Module last, BinaryOperator<Value> formula) {
    var random = Random.seeded(1);
    var data = Toy.moons(100, 0.1, random.at("moons")).all();
    var x = data.inputs().mul(10).named("x");                              // ten times as large: nobody has normalised them
    var right = Value.concat(1, Value.of(1).sub(data.targets()), data.targets()).named("right");          // one-hot
    var net = Sequential.of(Linear.of(2, 16, Initializer.HE_NORMAL, random.at(0)), Value::relu,
        Linear.of(16, 2, Initializer.HE_NORMAL, random.at(1)), last);
    var optimizer = new Sgd(net.parameters().values(), 0.2);
    say("%s%n", what);
    for (int step = 0; step <= 300; step++) {
        var loss = formula.apply(net.apply(x), right);
        boolean finite = loss.data().isFinite();
        if (step % 100 == 0 || !finite) say("  step %3d   loss %.4f%n", step, loss.item());
        if (!finite) {
            var born = NonFinite.find(net, () -> formula.apply(net.apply(x), right));         // the same step, looked at closely
            var file = Path.of("out", "nan-" + born.value().op().label() + ".svg");
            var title = born.value().op().label() + " gave the first number that is not finite";
            Picture.of(born.value()).titled(title).write(file);                                // all that it was computed from
            say("  %s%n  drawn in %s%n%n", born.origin(), file);
            return;
        }
        optimizer.step(loss.backward());
    }
    say("  finite to the end%n");
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
