package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// The rule of [Standardize]: from g and x to s · (g − mean g − y · mean(g · y)), where y is x standardized and s = 1 / √(variance + ε).
/// In g it is linear, and its own transpose.
public record StandardizeSlope(Axes axes, double epsilon) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].standardizeBack(in[1], axes, epsilon); }

    /// By x, with h the gradient: through y, which stands in two places, and through s, whose slope is −s² · y / n.
    @Override public Value pull(int i, Value h, Value out, Value... in) {
        if (i == 0) return apply(h, in[1]);
        Value g = in[0], x = in[1];
        var kept = axes.keep();
        var y = new Standardize(axes, epsilon).apply(x);
        var s = Value.of(1).div(x.variance(kept).add(epsilon).sqrt());
        var byY = h.mul(g.mul(y).mean(kept)).add(g.mul(h.mul(y).mean(kept))).mul(s).neg();
        return apply(byY, x).sub(h.mul(out).mean(kept).mul(s).mul(y));
    }

    @Override public String label() { return "standardize′(" + axes + ")"; }
}
