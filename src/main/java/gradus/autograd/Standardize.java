package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// (x − mean) / √(variance + ε) over axes. Its gradient is an operation of its own, [StandardizeBack], which is as fast.
public record Standardize(Axes axes, double epsilon) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].standardize(axes, epsilon); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return new StandardizeBack(axes, epsilon).apply(g, in[0]); }
    @Override public String label() { return "standardize(" + axes + ")"; }
}
