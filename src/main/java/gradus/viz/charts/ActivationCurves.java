package gradus.viz.charts;

import gradus.autograd.Value;
import java.util.function.UnaryOperator;

/// A function of one number, and its derivative as `backward()` finds it.
public final class ActivationCurves {
    private static final int POINTS = 241;

    private ActivationCurves() {}

    /// The function from −4 to 4. Its derivative at a kink is what training would use.
    ///
    /// @param function  applied to values of shape `(n)`, element by element
    public static Curves of(String name, UnaryOperator<Value> function) { return of(name, function, -4, 4); }

    /// The function between two places.
    ///
    /// @throws IllegalArgumentException if these are not finite and ascending
    public static Curves of(String name, UnaryOperator<Value> function, double from, double to) {
        if (!(from < to && Double.isFinite(to - from)))
            throw new IllegalArgumentException("a function is drawn between two finite places, ascending, not from " + from + " to " + to);
        var xs = new double[POINTS];
        for (int i = 0; i < POINTS; i++) xs[i] = from + (to - from) * i / (POINTS - 1);
        var x = Value.parameter(xs);
        var y = function.apply(x);
        return Curves.of(name, "x", "", Line.of(name + "(x)", xs, y.data().toDoubles()),
            Line.of("derivative", xs, y.sum().backward().of(x).data().toDoubles()));
    }
}
