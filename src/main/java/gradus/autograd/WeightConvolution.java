package gradus.autograd;

import gradus.tensor.Tensor;
import gradus.tensor.Window;

/// From the pictures of a [Convolution] and something of its result's shape to something of its kernels' shape.
public record WeightConvolution(Window window, int groups) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].convolveWeight(in[1], window, groups); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        return i == 0 ? new TransposedConvolution(window, groups, in[0].shape()).apply(in[1], g)
            : new Convolution(window, groups).apply(in[0], g);
    }

    /// As `conv2dʷ(5 × 5, padding 2)`.
    @Override public String label() { return "conv2dʷ(" + window + (groups == 1 ? "" : ", groups " + groups) + ")"; }
}
