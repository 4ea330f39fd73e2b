package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.Window;

/// The largest number in each place of a window, `(n, c, h, w)` → `(n, c, h′, w′)`. Of equals the first has the gradient; what lies beyond
/// the border is never the largest.
///
/// Ranzato, Huang, Boureau & LeCun, *Unsupervised learning of invariant feature hierarchies*, 2007.
///
/// @param window  what it looks through
public record MaxPool2d(Window window) implements Module {
    /// Windows of this size, side by side.
    public static MaxPool2d of(int size) { return new MaxPool2d(Window.of(size).stride(size)); }

    @Override public Value forward(Value x) {
        Pictures.require(x.shape(), this, Pictures.ANY);
        return x.maxPool2d(window);
    }

    @Override public String toString() { return "MaxPool2d(" + window + ")"; }
}
