package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// The largest or smallest element over axes. The gradient goes to the elements that are it, in equal shares.
public record Extremum(boolean largest, Axes axes) implements Op {
    @Override public Tensor forward(Tensor... in) { return largest ? in[0].max(axes) : in[0].min(axes); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        var kept = axes.keptShape(in[0].shape());
        var winners = in[0].eq(out.reshape(kept));
        return winners.where(g.reshape(kept).div(winners.sum(axes.keep())), 0);
    }

    @Override public String label() { return (largest ? "max" : "min") + (axes.axes().isEmpty() ? "" : "(" + axes + ")"); }
}
