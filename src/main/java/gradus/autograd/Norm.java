package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// The Euclidean length √Σx² over axes. Its slope is x / y, and 0 at 0, where there is a kink.
public record Norm(Axes axes) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].square().sum(axes).sqrt(); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        var kept = axes.keptShape(in[0].shape());
        var length = out.reshape(kept);
        return g.reshape(kept).mul(in[0].div(length.eq(0).where(1, length)));
    }

    @Override public String label() { return axes.axes().isEmpty() ? "norm" : "norm(" + axes + ")"; }
}
