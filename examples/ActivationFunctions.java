// The activation functions and their slopes. Going back through a layer multiplies the gradient by the slope: where the
// slope is near 0 a unit stops learning, and where it stays below 1 the gradient fades from layer to layer.
//
// Try next: other points in SHOWN, as ±0.1 or ±20, and see which functions still have a slope; then NumericalStability.java.

import module java.base;
import gradus.autograd.Value;
import gradus.nn.Activation;

final double[] SHOWN = {-4, -2, -1, -0.5, 0, 0.5, 1, 2, 4};

/// The slopes at many points in one go: Σ f(xᵢ) has the slope f′(xᵢ) for xᵢ, since no other term contains it.
double[] slopes(Activation f, double... xs) {
    var x = Value.parameter(xs);
    return f.apply(x).sum().backward().of(x).data().toDoubles();
}

double[] values(Activation f, double... xs) { return f.apply(Value.of(xs)).data().toDoubles(); }

void main() {
    table("f(x)", this::values);
    table("f′(x)", this::slopes);

    var fine = IntStream.rangeClosed(-24, 24).mapToDouble(i -> i / 6.0).toArray();
    say("%-11s  %-25s  %-25s  %s%n", "x: −4 to 4", "f, lowest to highest", "f′, 0 to 1", "ten layers on, at most");
    for (var f : Activation.values()) {
        double[] y = values(f, fine), slope = slopes(f, fine);
        double low = Arrays.stream(y).min().orElseThrow(), high = Arrays.stream(y).max().orElseThrow();
        double steepest = Arrays.stream(slope).max().orElseThrow();
        say("%-11s  %s  %s  %.2f¹⁰ = %.1g%n",
            f, plot(low, high, y), plot(0, 1, slope), steepest, StrictMath.pow(steepest, 10));
    }
    say("%nA sigmoid's slope is never above ¼: in deep networks gradients vanish. That of tanh reaches 1, but only near 0.%n");
    say("relu passes a gradient as it is or not at all; leaky-relu, elu, gelu and silu keep a little below 0.%n");
}

void table(String title, BiFunction<Activation, double[], double[]> what) {
    say("%-11s", title);
    for (double x : SHOWN) say(" %7.1f", x);
    say("%n");
    for (var f : Activation.values()) {
        say("%-11s", f);
        for (double y : what.apply(f, SHOWN)) say(" %7.3f", y);
        say("%n");
    }
    say("%n");
}

String plot(double low, double high, double... ys) {
    var bars = new StringBuilder();
    for (int i = 0; i < ys.length; i += 2) {
        double height = Math.clamp((ys[i] - low) / (high - low), 0, 1);
        bars.append("▁▂▃▄▅▆▇█".charAt((int) (7.99 * height)));
    }
    return bars.toString();
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
