package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// y = (x − mean) / √(variance + ε), mean and variance being those over axes. Its rule is an operation of its own,
/// [StandardizeSlope].
public record Standardize(Axes axes, double epsilon) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].standardize(axes, epsilon); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return new StandardizeSlope(axes, epsilon).apply(g, in[0]); }
    @Override public String label() { return "standardize(" + axes + ")"; }
}
