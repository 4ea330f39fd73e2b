// The expression from the README of Andrej Karpathy's micrograd (https://github.com/karpathy/micrograd), which made many
// people understand backpropagation. Plain arithmetic, with every name used again and again: that is all a graph is.
//
// Try next: change a by 0.001, and see g change by about 0.001 · dg/da; then ActivationFunctions.java.

import module java.base;
import gradus.autograd.Graph;
import gradus.autograd.Value;

void main() {
    var a = Value.parameter(-4);
    var b = Value.parameter(2);
    var c = a.add(b);                                    // c = a + b
    var d = a.mul(b).add(b.pow(3));                      // d = a * b + b**3
    c = c.add(c.add(1));                                 // c += c + 1
    c = c.add(c.add(1).sub(a));                          // c += 1 + c + (-a)
    d = d.add(d.mul(2).add(b.add(a).relu()));            // d += d * 2 + (b + a).relu()
    d = d.add(d.mul(3).add(b.sub(a).relu()));            // d += 3 * d + (b - a).relu()
    var e = c.sub(d);                                    // e = c - d
    var f = e.square();                                  // f = e**2
    var g = f.div(2);                                    // g = f / 2.0
    g = g.add(Value.of(10).div(f));                      // g += 10.0 / f

    var gradients = g.backward();
    var made = Graph.of(g).values().stream().filter(value -> value.op() != null).count();

    say("                  Gradus     micrograd's README%n");
    say("  g      %15.10f     24.7041    the result of %d operations%n", g.item(), made);
    say("  dg/da  %15.10f    138.8338    if a grows a little, g grows 138.8 times as much%n", gradients.of(a).item());
    say("  dg/db  %15.10f    645.5773    and with b, 645.6 times as much%n", gradients.of(b).item());
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
