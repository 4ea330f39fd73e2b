package gradus.nn;

import gradus.autograd.MisfitException;
import gradus.autograd.Reshape;
import gradus.autograd.Value;
import gradus.tensor.Shape;

/// Rows become arrays of a shape, `(n, m)` → `(n, …)`: how a network of convolutions begins, since batches hold pictures as rows.
///
/// @param shape  that of one example, as `(1, 28, 28)`
public record Unflatten(Shape shape) implements Module {
    /// To arrays with axes of these lengths.
    public static Unflatten of(int... dims) { return new Unflatten(Shape.of(dims)); }

    @Override public Value forward(Value x) {
        if (x.shape().rank() != 2 || x.shape().dim(1) != shape.size())
            throw new MisfitException("an input of shape " + x.shape() + " does not fit " + this + ", which takes rows (n, " + shape.size()
                + ")", cure(x.shape()), new Reshape(shape), x);
        var pictures = x.reshape(shape.insert(0, x.shape().dim(0)));
        // constants remember nothing: a graph begins behind this layer, with the input's name
        return pictures.isConstant() && x.name() != null ? pictures.named(x.name()) : pictures;
    }

    private String cure(Shape x) {
        if (x.equals(shape)) return "; a single example is a batch of one, (1, " + shape.size() + ")";
        return x.rank() > 0 && x.equals(shape.insert(0, x.dim(0))) ? ": it has that shape already, so leave this layer out" : "";
    }

    @Override public String toString() { return "Unflatten" + shape; }
}
