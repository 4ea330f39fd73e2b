package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// The sum over axes: every summand has slope 1, so the gradient spreads over them.
public record Sum(Axes axes) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].sum(axes); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        var shape = in[0].shape();
        return (g.shape().rank() == 0 ? g : g.reshape(axes.keptShape(shape))).broadcastTo(shape);
    }

    @Override public String label() { return axes.axes().isEmpty() ? "sum" : "sum(" + axes + ")"; }
}
