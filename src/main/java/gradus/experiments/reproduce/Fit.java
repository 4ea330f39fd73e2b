package gradus.experiments.reproduce;

import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.optim.Adam;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;

/// How near a network comes to a function at some points.
///
/// @param said   what it says there
/// @param error  the root of the mean squared error
record Fit(double[] said, double error) {
    /// Of a network as it is.
    ///
    /// @param x  `(points, inputs)`
    /// @param y  the function, at each point
    static Fit of(Module net, Value x, double... y) {
        var said = Recording.off(() -> net.apply(x)).data().toDoubles();
        double squares = 0;
        for (int i = 0; i < y.length; i++) squares += (said[i] - y[i]) * (said[i] - y[i]);
        return new Fit(said, StrictMath.sqrt(squares / y.length));
    }

    /// Learns the function by Adam, all points in each step, at a rate that falls to 0.
    static Fit learned(Module net, int steps, double rate, Value x, double... y) {
        var targets = column(y);
        var optimizer = new Adam(net.parameters().values(), rate);
        for (int step = 0; step < steps; step++) {
            optimizer.rate(rate * (steps - step) / steps);
            optimizer.step(Loss.meanSquaredError(net.apply(x), targets).backward());
        }
        return of(net, x, y);
    }

    /// Numbers as `(n, 1)`.
    static Value column(double... x) { return Value.of(Tensor.of(Shape.of(x.length, 1), x)); }

    /// The middles of equal stretches.
    static double[] grid(double low, double high, int n) {
        var x = new double[n];
        for (int i = 0; i < n; i++) x[i] = low + (high - low) * (i + 0.5) / n;
        return x;
    }
}
