package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// The rule of [Standardize], of the gradient g and the input x: with y the result, s = 1 / √(variance + ε) and means over the axes,
/// `d = s · (g − mean g − y · mean g·y)`.
///
/// It is linear in g and symmetric, so its gradient by g is itself. By x it depends on y and on s: `∂/∂y` is
/// `u = −s · (h · mean g·y + g · mean h·y)`, which goes back through y by this operation again, and s changes by `−s² y / n`, which
/// leaves `−s · y · mean h·d`.
public record StandardizeBack(Axes axes, double epsilon) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].standardizeBack(in[1], axes, epsilon); }

    @Override public Value pull(int i, Value h, Value out, Value... in) {
        Value g = in[0], x = in[1];
        if (i == 0) return apply(h, x);
        var kept = axes.keep();
        Value y = x.standardize(axes, epsilon), s = x.variance(kept).add(epsilon).pow(-0.5);
        var u = h.mul(g.mul(y).mean(kept)).add(g.mul(h.mul(y).mean(kept))).mul(s).neg();
        return apply(u, x).sub(y.mul(s).mul(h.mul(out).mean(kept)));
    }

    @Override public String label() { return "standardizeᵀ(" + axes + ")"; }
}
