package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// log Σ eˣ over axes, stable. Its slope is eˣ⁻ʸ, the softmax.
public record LogSumExp(Axes axes) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].logSumExp(axes); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        var kept = axes.keptShape(in[0].shape());
        return g.reshape(kept).mul(in[0].sub(out.reshape(kept)).exp());
    }

    @Override public String label() { return axes.axes().isEmpty() ? "logSumExp" : "logSumExp(" + axes + ")"; }
}
