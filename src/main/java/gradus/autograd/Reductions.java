package gradus.autograd;

import gradus.tensor.Axes;

/// Many numbers become one: over all axes, over chosen ones (negative ones count from the end), or with [Axes#keep] so that
/// reduced axes stay with length 1.
public sealed interface Reductions permits Value {
    private Value self() { return (Value) this; }

    /// Σ x over axes.
    default Value sum(Axes axes) { return new Sum(axes).apply(self()); }
    /// Σ x; no axes: over all.
    default Value sum(int... axes) { return sum(Axes.of(axes)); }

    /// The arithmetic mean over axes.
    default Value mean(Axes axes) { return sum(axes).div(axes.count(self().shape())); }
    /// The arithmetic mean; no axes: over all.
    default Value mean(int... axes) { return mean(Axes.of(axes)); }

    /// The largest element over axes; equal ones share the gradient.
    default Value max(Axes axes) { return new Extremum(true, axes).apply(self()); }
    /// The largest element; no axes: over all.
    default Value max(int... axes) { return max(Axes.of(axes)); }

    /// The smallest element over axes; equal ones share the gradient.
    default Value min(Axes axes) { return new Extremum(false, axes).apply(self()); }
    /// The smallest element; no axes: over all.
    default Value min(int... axes) { return min(Axes.of(axes)); }

    /// The mean squared distance from the mean over axes (divided by n, as NumPy does).
    default Value variance(Axes axes) { return self().sub(mean(axes.keep())).square().mean(axes); }
    /// The mean squared distance from the mean; no axes: over all.
    default Value variance(int... axes) { return variance(Axes.of(axes)); }

    /// (x − mean) / √(variance + ε), mean and variance being those over axes: what normalising layers do.
    default Value standardize(Axes axes, double epsilon) {
        return new Standardize(axes, epsilon).apply(self());
    }

    /// √Σx² over axes; at 0 the gradient is 0.
    default Value norm(Axes axes) { return new Norm(axes).apply(self()); }
    /// √Σx²; no axes: over all.
    default Value norm(int... axes) { return norm(Axes.of(axes)); }

    /// log Σ eˣ over axes, stable.
    default Value logSumExp(Axes axes) { return new LogSumExp(axes).apply(self()); }
    /// log Σ eˣ, stable; no axes: over all.
    default Value logSumExp(int... axes) { return logSumExp(Axes.of(axes)); }

    /// Where along an axis the largest element stands, the first of equals.
    default int[] argmax(int axis) { return self().data.argmax(axis); }
}
