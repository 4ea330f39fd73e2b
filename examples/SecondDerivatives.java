// Derivatives of derivatives. `differentiate()` gives gradients that are graphs themselves, so they can be differentiated
// again, as often as you like. Second derivatives say how a slope changes; Newton's method jumps to where it becomes 0.
//
// Try next: start Newton elsewhere, as at (0, 0); another function with a valley of its own; then CustomOperation.java.

import module java.base;
import gradus.autograd.Value;

/// Rosenbrock's valley: steep walls, a flat and bent floor, and its lowest point, 0, at (1, 1).
Value rosenbrock(Value x, Value y) {
    return Value.of(1).sub(x).square().add(y.sub(x.square()).square().mul(100));
}

void main() {
    say("tanh and its derivatives at 1%n%n");
    var at = Value.parameter(1);
    var d = at.tanh();
    double t = d.item(), s = 1 - t * t;                                    // the formulas in the last column, by hand
    double[] known = {t, s, -2 * t * s, s * (6 * t * t - 2), 8 * t * s * (2 - 3 * t * t)};
    String[] formula = {"t", "1 − t²", "−2t (1 − t²)", "(1 − t²) (6t² − 2)", "8t (1 − t²) (2 − 3t²)"};
    for (int order = 0; order < known.length; order++) {
        say("  tanh%s  %11.8f    %11.8f = %s%n", " ′″‴⁗".charAt(order), d.item(), known[order], formula[order]);
        d = d.differentiate().of(at);
    }

    say("%nNewton's method on Rosenbrock's valley, (1 − x)² + 100 (y − x²)²%n%n");
    say("  step        x         y            f    gradient                Hessian%n");
    double px = -1.2, py = 1;
    for (int step = 0; step <= 6; step++) {
        Value x = Value.parameter(px), y = Value.parameter(py);
        var f = rosenbrock(x, y);
        var slopes = f.differentiate();                                    // graphs
        Value fx = slopes.of(x), fy = slopes.of(y);
        var second = fx.backward();                                        // numbers
        double fxx = second.of(x).item(), fxy = second.of(y).item(), fyy = fy.backward().of(y).item();
        say("  %3d  %8.4f  %8.4f  %11.2e  (%8.2f, %8.2f)   [[%7.1f, %7.1f], [%7.1f, %5.1f]]%n",
            step, px, py, f.item(), rounded(fx), rounded(fy), fxx, fxy, fxy, fyy);
        double determinant = fxx * fyy - fxy * fxy;                        // Hessian · jump = −gradient, by Cramer's rule
        px -= (fyy * fx.item() - fxy * fy.item()) / determinant;
        py -= (fxx * fy.item() - fxy * fx.item()) / determinant;
    }

    int steps = 0;
    Value x = Value.parameter(-1.2), y = Value.parameter(1);
    for (var f = rosenbrock(x, y); f.item() > 1e-6; f = rosenbrock(x, y), steps++) {
        var slopes = f.backward();
        x.update(x.data().addScaled(-0.001, slopes.of(x).data()));
        y.update(y.data().addScaled(-0.001, slopes.of(y).data()));
    }
    say("%nStep 2 goes uphill: Newton looks for a flat place, not for a low one. And yet it is there in 6 steps.%n");
    say("Gradient descent, which knows only the slope, takes %,d steps of rate 0.001 to f = 10⁻⁶.%n", steps);
}

double rounded(Value v) { return Math.round(v.item() * 100) / 100.0; }
void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
