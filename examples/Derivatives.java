// A first graph. A value remembers how it was computed; `backward()` reads that from the end to the beginning and gives
// each value its derivative by the chain rule. Where a value is used twice, the derivatives of both ways add up.
//
// Try next: another x; another f, each step with a name (backward() keeps the derivatives of parameters and of what has
// a name) and the chain rule by hand; then MicrogradExpression.java.

import module java.base;
import gradus.autograd.Graph;
import gradus.autograd.Value;

/// y = x · sin(x²), step by step; names are for us to read.
Value f(Value x) {
    var u = x.square().named("u = x²");
    var v = u.sin().named("v = sin u");
    return x.mul(v).named("y = x · v");
}

void main() {
    var x = Value.parameter(1.5).named("x");       // a parameter: a number whose derivative we want
    var y = f(x);
    var gradients = y.backward();

    say("y = x · sin(x²) at x = 1.5, from the end to the beginning:%n%n");
    say("  %-12s %-9s %8s %8s%n", "value", "made by", "number", "dy/d…");
    for (var value : Graph.of(y).values().reversed()) {
        var madeBy = value.op() == null ? "–" : value.op().label();
        say("  %-12s %-9s %8.4f %8.4f%n", value.name(), madeBy, value.item(), gradients.of(value).item());
    }

    double at = x.item(), u = at * at;
    say("%nThe chain rule by hand, one term for each way from y to x:%n%n");
    say("  directly          v                = %8.4f%n", StrictMath.sin(u));
    say("  by way of v, u    x · cos(u) · 2x  = %8.4f%n", at * StrictMath.cos(u) * 2 * at);
    say("  together          dy/dx            = %8.4f%n", StrictMath.sin(u) + at * StrictMath.cos(u) * 2 * at);

    double exact = gradients.of(x).item();
    say("%nThe difference quotient (f(x + h) − f(x − h)) / 2h comes close, but never arrives:%n%n");
    say("  %-8s %-18s %s%n", "h", "quotient", "error");
    for (double h : new double[] {1e-1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12}) {
        double quotient = (f(Value.of(at + h)).item() - f(Value.of(at - h)).item()) / (2 * h);
        say("  %-8.0e %-18.12f %.0e%n", h, quotient, Math.abs(quotient - exact));
    }
    say("  %-8s %-18.12f%n%n", "backward", exact);
    say("A large h misses the bend of the curve, a small one drowns in rounding; the chain rule does neither.%n");
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
