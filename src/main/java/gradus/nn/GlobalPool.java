package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.ShapeException;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// One number a channel, `(n, c, h, w)` → `(n, c)`, whatever the size of the pictures.
public enum GlobalPool implements Module {
    /// Their mean.
    AVERAGE(x -> x.mean(2, 3)),
    /// The largest; equal ones share the gradient.
    MAX(x -> x.max(2, 3));

    private final UnaryOperator<Value> function;

    GlobalPool(UnaryOperator<Value> function) { this.function = function; }

    @Override public Value forward(Value x) {
        if (x.shape().rank() != 4)
            throw new ShapeException("an input of shape " + x.shape() + " does not fit " + this + ", which takes (n, c, height, width)");
        return function.apply(x);
    }

    /// As `GlobalPool(average)`.
    @Override public String toString() { return "GlobalPool(" + name().toLowerCase(Locale.ROOT) + ")"; }
}
