package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.Window;

/// The mean of each place of a window, `(n, c, h, w)` → `(n, c, h′, w′)`; beyond the border there are zeros, which count.
///
/// LeCun, Bottou, Bengio & Haffner, *Gradient-based learning applied to document recognition*, 1998 (its "subsampling", without the
/// weights).
///
/// @param window  what it looks through
public record AvgPool2d(Window window) implements Module {
    /// Windows of this size, side by side.
    public static AvgPool2d of(int size) { return new AvgPool2d(Window.of(size).stride(size)); }

    @Override public Value forward(Value x) {
        Pictures.require(x.shape(), this, Pictures.ANY);
        return x.avgPool2d(window);
    }

    @Override public String toString() { return "AvgPool2d(" + window + ")"; }
}
