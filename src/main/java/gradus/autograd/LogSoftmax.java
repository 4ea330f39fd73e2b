package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// y = x − log Σ eˣ along an axis; the gradient pulls back to g − eʸ · Σ g.
public record LogSoftmax(int axis) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].logSoftmax(axis); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        return g.sub(out.exp().mul(g.sum(Axes.of(axis).keep())));
    }

    /// `logSoftmax`, with the axis where it is not the last.
    @Override public String label() { return axis == -1 ? "logSoftmax" : "logSoftmax(" + axis + ")"; }
}
