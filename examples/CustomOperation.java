// An operation of your own: a record that says how to compute it and how to pull a gradient back through it. The rule is
// written in operations, so it can be differentiated again. GradientCheck holds it to its definition, by differences.
//
// Try next: repair Forgotten and Frozen; write an operation with two inputs, √(a² + b²); then DrawGraph.java.

import module java.base;
import gradus.autograd.GradientCheck;
import gradus.autograd.Op;
import gradus.autograd.Value;
import gradus.tensor.Random;
import gradus.tensor.Tensor;

/// Softsign, x / (1 + |x|): an S like tanh, without exponentials. Its slope is 1 / (1 + |x|)².
record Softsign() implements Op.Custom {
    @Override public Tensor forward(Tensor... in) { return in[0].div(in[0].abs().add(1)); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return g.div(in[0].abs().add(1).square()); }
}

/// The same, but its rule forgets the square.
record Forgotten() implements Op.Custom {
    @Override public Tensor forward(Tensor... in) { return new Softsign().forward(in); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return g.div(in[0].abs().add(1)); }
}

/// The same, but detach() hides from the graph that the slope depends on x: its numbers are right, its derivative is not.
record Frozen() implements Op.Custom {
    @Override public Tensor forward(Tensor... in) { return new Softsign().forward(in); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return g.div(in[0].detach().abs().add(1).square()); }
}

void main() {
    var x = Value.parameter(-3, -1, 0.5, 1, 3).named("x");
    var y = new Softsign().apply(x);
    var slope = y.sum().differentiate().of(x);
    row("x", x);
    row("softsign", y);
    row("slope", slope);
    row("bend", slope.sum().backward().of(x));

    say("%nHeld to differences, to first and second order:%n%n");
    for (var op : List.of(new Softsign(), new Forgotten(), new Frozen())) {
        var report = GradientCheck.check(in -> op.apply(in[0]), Random.seeded(1), x.data());
        say("  %-10s %-6s order %d:  rule %8.5f,  differences %8.5f%n",
            op.label(), report.passes() ? "right" : "WRONG", report.order(), report.derived(), report.measured());
    }
    say("%nWithout a second order nobody would have noticed what Frozen hides.%n");
}

void row(String name, Value v) {
    say("  %-10s", name);
    for (double number : v.data().toDoubles()) say(" %8.4f", number);
    say("%n");
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
