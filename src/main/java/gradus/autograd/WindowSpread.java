package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;

/// Spreads each number evenly over its window, and adds up where windows overlap: the reverse of [WindowMean], which is its gradient.
///
/// @param pictures  the shape of the result
public record WindowSpread(Window window, Shape pictures) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].windowMeanBack(pictures, window); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return new WindowMean(window).apply(g); }
    @Override public String label() { return "avgPool2dᵀ(" + window + ")"; }
}
