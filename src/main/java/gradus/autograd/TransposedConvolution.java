package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;

/// What a [Convolution] does, the other way round: from its result and its kernels to something of the shape of its pictures.
///
/// @param pictures  their shape, which a stride leaves open
public record TransposedConvolution(Window window, int groups, Shape pictures) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].convolveBack(in[1], pictures, window, groups); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        return i == 0 ? new Convolution(window, groups).apply(g, in[1]) : new WeightConvolution(window, groups).apply(g, in[0]);
    }

    /// As `conv2dᵀ(5 × 5, padding 2)`.
    @Override public String label() { return "conv2dᵀ(" + window + (groups == 1 ? "" : ", groups " + groups) + ")"; }
}
