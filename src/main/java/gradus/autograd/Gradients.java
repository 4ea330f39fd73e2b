package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The gradients of one result: of every parameter it was computed from, and of every value with a name.
///
/// They are a result, not fields of the values: asking again gives them again, and nothing needs to be set to zero.
public final class Gradients {
    /// Stands where a gradient was passed on and not kept.
    private static final Value PASSED_ON = Value.of(0);

    private final Ledger<Value> found = new Ledger<>();

    /// The one walk: from the youngest value down, each hands its gradient to its inputs. Rules return their parts, and only
    /// this loop adds them up. The order makes a value's sum complete before it is read: see [Ledger].
    Gradients(Recorded root, Value seed, boolean keepAll) {
        found.put(root, seed);
        for (Recorded v; (v = found.next()) != null; ) {
            if (v.op == null) continue;
            boolean kept = keepAll || v == root || v.name() != null;
            var g = kept ? found.get(v) : found.note(v, PASSED_ON);
            if (g == null) throw new IllegalStateException("a value was read before its gradient was put in");
            for (int i = 0; i < v.inputs.length; i++)
                if (v.inputs[i] instanceof Recorded in) {
                    if (in.changed() > v.id) throw changedSince(in, v);
                    found.put(in, fit(v.op.pull(i, g, v, v.inputs), in, v.op, i), Value::add);
                } else if (v.inputs[i] instanceof Buffer in && in.changed() > v.id) throw changedSince(in, v);
        }
    }

    /// Undoes broadcasting: what was stretched is summed to its own shape. The one place where this is done.
    private static Value fit(@Nullable Value part, Value in, Op op, int input) {
        if (part != null && part.precision() == in.precision() && part.shape().equals(in.shape())) return part;
        return summed(part, in, op, input);
    }

    private static Value summed(@Nullable Value part, Value in, Op op, int input) {
        if (part == null)
            throw new IllegalStateException("the rule of %s gave no gradient for input %s: where there is none it returns zeros".formatted(
                op.label(), input));
        if (part.precision() != in.precision())
            throw new IllegalStateException("the rule of %s gave a gradient in %s for input %s, which is in %s".formatted(
                op.label(), part.precision(), input, in.precision()));
        Shape wide = part.shape(), shape = in.shape();
        int more = wide.rank() - shape.rank(), count = 0;
        int[] stretched = new int[wide.rank()];
        boolean fits = more >= 0;
        for (int axis = 0; fits && axis < wide.rank(); axis++) {
            if (axis >= more && shape.dim(axis - more) == wide.dim(axis)) continue;
            fits = axis < more || shape.dim(axis - more) == 1;
            stretched[count++] = axis;
        }
        if (!fits)
            throw new ShapeException("the rule of %s gave a gradient of shape %s for input %s, whose shape is %s".formatted(
                op.label(), wide, input, shape));
        return part.sum(shape.rank() == 0 ? Axes.all() : Axes.of(Arrays.copyOf(stretched, count))).reshape(shape);
    }

    private static IllegalStateException changedSince(Value in, Recorded v) {
        var kind = in.isBuffer() ? "buffer" : "parameter";
        var leaf = in.name() == null ? "a " + kind + " of shape " + in.shape() : kind + " " + in.name();
        var computed = v.op == null ? "a value" : v.op.label();
        return new IllegalStateException(leaf + " was updated after " + computed + " was computed from it: its gradient would mix"
            + " old and new numbers; compute the result again before backward()");
    }

    /// The gradient of a parameter or named value, of its shape; zeros where the result does not depend on it.
    ///
    /// Asking for a constant's is an error, and so is asking for that of an intermediate value which was not kept.
    public Value of(Value v) {
        if (!(v instanceof Recorded r))
            throw new IllegalArgumentException("%s is a constant and has no gradient: make it with Value.parameter(...) if one is wanted"
                .formatted(v.name() == null ? "a value of shape " + v.shape() : v.name()));
        var g = found.get(r);
        if (g == PASSED_ON)
            throw new IllegalArgumentException("the gradient of %s %s was not kept: name it with named(...), or use backwardKeepingAll()"
                .formatted(r.op == null ? "a value" : r.op.label(), r.shape()));
        return g != null ? g : new Constant(Tensor.zeros(v.shape(), v.precision()));
    }

    /// What the operation that made a value handed back to its input i, as it was added there: of a sum of (4, 3) and (3), the second
    /// part has shape (3). The rule is asked once more for it.
    ///
    /// @throws IllegalArgumentException for a value that no operation made, or whose gradient was not kept
    public Value part(Value v, int i) {
        var op = v.op();
        if (op == null) throw new IllegalArgumentException("a value that no operation made hands nothing back");
        var inputs = v.inputs().toArray(Value[]::new);
        return Recording.off(() -> fit(op.pull(i, of(v), v, inputs), inputs[i], op, i));
    }

    /// Whether [#of] has an answer: for parameters, for values with a name and, after `backwardKeepingAll()`, for all but
    /// constants.
    public boolean keeps(Value v) { return v instanceof Recorded r && found.get(r) != PASSED_ON; }

    /// Whether the result was computed from this value in a way that a gradient flows along.
    public boolean reaches(Value v) { return v instanceof Recorded r && found.get(r) != null; }
}
