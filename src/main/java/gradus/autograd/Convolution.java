package gradus.autograd;

import gradus.tensor.Tensor;
import gradus.tensor.Window;

/// Pictures `x` convolved with kernels `w`: linear in each, so that its derivatives are products of the same kind. With
/// [TransposedConvolution] and [WeightConvolution] it is closed under differentiation.
public record Convolution(Window window, int groups) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].convolve(in[1], window, groups); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        return i == 0 ? new TransposedConvolution(window, groups, in[0].shape()).apply(g, in[1])
            : new WeightConvolution(window, groups).apply(in[0], g);
    }

    /// As `conv2d(5 × 5, padding 2)`.
    @Override public String label() { return "conv2d(" + window + (groups == 1 ? "" : ", groups " + groups) + ")"; }
}
