// Formulas that are right on paper and fail in a computer: e¹⁰⁰⁰ is infinite, and ∞ / ∞ is no number. One NaN in a loss and
// training is over. Gradus' sigmoid, softmax and cross-entropy are written so that no x overflows, nor its gradient.
//
// Try next: `x -> x.exp().add(1).log()`, the naive softplus, in the place of naiveSigmoid; then PerceptronGates.java.

import module java.base;
import gradus.autograd.Value;
import gradus.nn.Loss;
import gradus.tensor.Precision;
import gradus.tensor.Tensor;

Value naiveSigmoid(Value x) { return x.exp().div(x.exp().add(1)); }
Value naiveSoftmax(Value x) { return x.exp().div(x.exp().sum()); }
Value naiveCrossEntropy(Value logits, int label) { return naiveSoftmax(logits).gather(label).log().neg().sum(); }

void main() {
    say("The sigmoid, eˣ / (eˣ + 1), and its slope by backward()%n%n");
    say("         naive, in float       naive, in double      x.sigmoid(), in double%n");
    say("      x  %-10s %-10s %1$-10s %2$-10s %1$-10s %2$s%n", "value", "slope");
    for (double x : new double[] {-1000, -10, 0, 10, 88, 89, 709, 710, 1000}) {
        say("  %5.0f ", x);
        for (var precision : Precision.values()) slope(x, precision, this::naiveSigmoid);
        slope(x, Precision.DOUBLE, Value::sigmoid);
        say("%n");
    }

    say("%nThe softmax of three logits, eˣ / Σ eˣ, in double%n%n");
    say("  %-16s %-24s %s%n", "logits", "naive", "logits.softmax(-1)");
    for (double scale : new double[] {1, 10, 1000}) {
        var logits = Value.of(-scale, 0.0, scale);
        say("  %-16s %-24s %s%n", shown(logits), shown(naiveSoftmax(logits)), shown(logits.softmax(-1)));
    }

    say("%nTheir cross-entropy, −log softmax, if the first class is the right one; and its gradient%n%n");
    say("  %-16s %-8s %-24s %-8s %s%n", "logits", "naive", "its gradient", "Loss", "gradient of Loss.crossEntropy");
    for (double scale : new double[] {1, 10, 1000}) {
        var logits = Value.parameter(-scale, 0.0, scale);
        Value naive = naiveCrossEntropy(logits, 0), stable = Loss.crossEntropy(logits, 0);
        say("  %-16s %-8s %-24s %-8s %s%n", shown(logits), number(naive.item()), shown(naive.backward().of(logits)),
            number(stable.item()), shown(stable.backward().of(logits)));
    }
    say("%nThe gradient is softmax − target, at last (0, 0, 1) − (1, 0, 0): however wrong a network is, it says where to go.%n");
}

void slope(double x, Precision precision, UnaryOperator<Value> f) {
    var at = Value.parameter(Tensor.scalar(x, precision));
    var y = f.apply(at);
    say(" %-10s %-10s", number(y.item()), number(y.backward().of(at).item()));
}

String number(double x) {
    if (!Double.isFinite(x)) return Double.isNaN(x) ? "NaN !" : "∞ !";
    return String.format(Locale.ROOT, x == Math.rint(x) ? "%.0f" : Math.abs(x) < 1e-3 ? "%.0e" : "%.3f", x);
}
String shown(Value v) { return Arrays.stream(v.data().toDoubles()).mapToObj(this::number).collect(Collectors.joining(", ")); }
void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
