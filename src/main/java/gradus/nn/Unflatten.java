package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;

/// Rows become arrays of a shape, `(n, m)` → `(n, …)`: how a network of convolutions begins, since batches hold pictures as rows.
///
/// @param shape  that of one example, as `(1, 28, 28)`
public record Unflatten(Shape shape) implements Module {
    /// To arrays with axes of these lengths.
    public static Unflatten of(int... dims) { return new Unflatten(Shape.of(dims)); }

    @Override public Value forward(Value x) {
        if (x.shape().rank() != 2 || x.shape().dim(1) != shape.size())
            throw new ShapeException("an input of shape " + x.shape() + " does not fit " + this + ", which takes (n, " + shape.size() + ")");
        return x.reshape(shape.insert(0, x.shape().dim(0)));
    }

    @Override public String toString() { return "Unflatten" + shape; }
}
