package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// y = eˣ / Σ eˣ along an axis; the gradient pulls back to y · (g − Σ g·y).
public record Softmax(int axis) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].softmax(axis); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        return out.mul(g.sub(g.mul(out).sum(Axes.of(axis).keep())));
    }

    /// `softmax`, with the axis where it is not the last.
    @Override public String label() { return axis == -1 ? "softmax" : "softmax(" + axis + ")"; }
}
