package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.ShapeException;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// One number a channel, `(n, c, h, w)` → `(n, c)`, whatever the size of the pictures.
///
/// Lin, Chen & Yan, *Network in network*, 2014.
public enum GlobalPool implements Module {
    /// Their mean.
    AVERAGE(x -> x.mean(2, 3)),
    /// The largest; equal ones share the gradient.
    MAX(x -> x.max(2, 3));

    private final UnaryOperator<Value> function;

    GlobalPool(UnaryOperator<Value> function) { this.function = function; }

    @Override public Value forward(Value x) {
        Pictures.require(x.shape(), this, Pictures.ANY);
        if (x.shape().dim(2) == 0 || x.shape().dim(3) == 0)
            throw new ShapeException("pictures " + x.shape() + " have no pixels, of which " + this + " would take one number");
        return function.apply(x);
    }

    /// As `GlobalPool(average)`.
    @Override public String toString() { return "GlobalPool(" + name().toLowerCase(Locale.ROOT) + ")"; }
}
