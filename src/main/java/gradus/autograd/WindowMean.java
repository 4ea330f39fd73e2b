package gradus.autograd;

import gradus.tensor.Tensor;
import gradus.tensor.Window;

/// The mean of each place of a window over pictures: average pooling. Its gradient spreads each number over its window.
public record WindowMean(Window window) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].windowMean(window); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return new WindowSpread(window, in[0].shape()).apply(g); }
    @Override public String label() { return "avgPool2d(" + window + ")"; }
}
