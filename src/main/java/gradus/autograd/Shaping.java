package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Matrix products, and the same numbers in other arrangements.
public sealed interface Shaping permits Value {
    private Value self() { return (Value) this; }

    /// The matrix product `(…, m, k) · (…, k, n)` → `(…, m, n)`; leading axes broadcast.
    default Value matmul(Value b) { return new MatMul(false, false).apply(self(), b); }

    /// The last two axes swapped.
    default Value transpose() {
        int rank = self().shape().rank();
        if (rank < 2) throw new ShapeException("transpose needs a matrix, but the shape is " + self().shape());
        int[] order = IntStream.range(0, rank).toArray();
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        return permute(order);
    }

    /// The axes in another order: axis i of the result is axis `order[i]` of this.
    default Value permute(int... order) { return new Permute(Arrays.stream(order).boxed().toList()).apply(self()); }

    /// The same numbers in a shape of equal size.
    default Value reshape(Shape shape) { return shape.equals(self().shape()) ? self() : new Reshape(shape).apply(self()); }

    /// The same numbers in a shape of equal size; one length may be −1 and is then worked out.
    default Value reshape(int... dims) {
        int[] lengths = dims.clone();
        int known = 1, open = -1;
        for (int i = 0; i < lengths.length; i++)
            if (lengths[i] != -1) known *= lengths[i];
            else if (open < 0) open = i;
            else throw new ShapeException("reshape(%s): only one length may be −1".formatted(Arrays.toString(dims)));
        if (open >= 0) {
            if (known == 0 || self().shape().size() % known != 0)
                throw new ShapeException("%s has %s elements and cannot be reshaped to %s".formatted(
                    self().shape(), self().shape().size(), Arrays.toString(dims)));
            lengths[open] = self().shape().size() / known;
        }
        return reshape(Shape.of(lengths));
    }

    /// All axes behind the first become one, `(n, …)` → `(n, m)`: what stands between images and a linear layer.
    default Value flatten() {
        var shape = self().shape();
        if (shape.rank() < 2) return reshape(Shape.of(shape.size()));
        int width = 1;
        for (int axis = 1; axis < shape.rank(); axis++) width *= shape.dim(axis);
        return reshape(Shape.of(shape.dim(0), width));
    }

    /// Without an axis, which has length 1.
    default Value squeeze(int axis) {
        if (self().shape().dim(axis) != 1)
            throw new ShapeException("squeeze needs an axis of length 1, but axis %s of %s is longer".formatted(axis, self().shape()));
        return reshape(self().shape().remove(axis));
    }

    /// With a new axis of length 1 at this place.
    default Value unsqueeze(int axis) { return reshape(self().shape().insert(axis, 1)); }

    /// Stretched to a shape, as NumPy broadcasts.
    default Value broadcastTo(Shape shape) { return shape.equals(self().shape()) ? self() : new Broadcast(shape).apply(self()); }
    /// Stretched to a shape, as NumPy broadcasts.
    default Value broadcastTo(int... dims) { return broadcastTo(Shape.of(dims)); }

    /// The part of an axis from `from` up to, not including, `to`.
    default Value slice(int axis, int from, int to) { return new Slice(axis, from, to).apply(self()); }

    /// Parts of these lengths along an axis; the lengths add up to the axis.
    default List<Value> split(int axis, int... lengths) {
        if (Arrays.stream(lengths).sum() != self().shape().dim(axis))
            throw new ShapeException("split into %s does not add up to axis %s of %s".formatted(
                Arrays.toString(lengths), axis, self().shape()));
        var parts = new ArrayList<Value>();
        int from = 0;
        for (int length : lengths) parts.add(slice(axis, from, from += length));
        return List.copyOf(parts);
    }

    /// The rows (along the first axis) with these numbers; a row may come more than once.
    default Value gather(int... rows) { return new Gather(rows).apply(self()); }

    /// Adds row i of this to row `rows[i]` of `count` rows of zeros: the reverse of [#gather].
    default Value scatterAdd(int count, int... rows) { return new ScatterAdd(count, rows).apply(self()); }

    /// Zeros before and after, along an axis.
    default Value pad(int axis, int before, int after) { return new Pad(axis, before, after).apply(self()); }
}
