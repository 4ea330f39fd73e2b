package gradus.autograd;

import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A number, vector, matrix or array of higher rank that remembers how it was computed.
/// ```java
/// var w = Value.parameter(0.5);
/// var y = w.mul(2).sub(1).tanh();
/// y.backward().of(w).item();           // dy/dw = 2
/// ```
/// A value is a constant, a parameter, or recorded: an operation's result that depends on a parameter, with the operation and
/// its inputs. It is equal only to itself. Its operations are in five families, by what they do: [Arithmetic], [Functions],
/// [Reductions], [Shaping] and [Images]. A graph is built on one thread (the kernels beneath use several).
public abstract sealed class Value implements Arithmetic, Functions, Reductions, Shaping, Images
        permits Constant, Buffer, Recorded {
    /// Set once, but for updates of parameters and buffers.
    Tensor data;
    private @Nullable String name;

    Value(Tensor data) { this.data = data; }

    // ---------------------------------------------------------------- constants

    /// A plain number: a constant that takes on the precision of what it meets, double by itself.
    public static Value of(double x) { return new Constant(Tensor.of(x), true); }
    /// A constant vector in double, shape `(n)`.
    public static Value of(double... xs) { return of(Tensor.of(xs)); }
    /// A constant vector of whole numbers in double, shape `(n)`: without this, Java would make floats of them.
    public static Value of(int... xs) { return of(Tensor.of(xs)); }
    /// A constant matrix in double, shape `(rows, columns)`.
    public static Value of(double[][] rows) { return of(Tensor.of(rows)); }
    /// A constant vector in float, shape `(n)`.
    public static Value of(float... xs) { return of(Tensor.of(xs)); }
    /// A constant matrix in float, shape `(rows, columns)`.
    public static Value of(float[][] rows) { return of(Tensor.of(rows)); }
    /// A constant.
    public static Value of(Tensor data) { return new Constant(data); }

    // ---------------------------------------------------------------- parameters

    /// A number whose gradient is wanted, in double.
    public static Value parameter(double x) { return parameter(Tensor.of(x)); }
    /// A vector in double whose gradient is wanted, shape `(n)`.
    public static Value parameter(double... xs) { return parameter(Tensor.of(xs)); }
    /// A vector of whole numbers in double whose gradient is wanted, shape `(n)`.
    public static Value parameter(int... xs) { return parameter(Tensor.of(xs)); }
    /// A matrix in double whose gradient is wanted, shape `(rows, columns)`.
    public static Value parameter(double[][] rows) { return parameter(Tensor.of(rows)); }
    /// A vector in float whose gradient is wanted, shape `(n)`.
    public static Value parameter(float... xs) { return parameter(Tensor.of(xs)); }
    /// A matrix in float whose gradient is wanted, shape `(rows, columns)`.
    public static Value parameter(float[][] rows) { return parameter(Tensor.of(rows)); }
    /// A leaf whose gradient is wanted.
    public static Value parameter(Tensor data) { return new Parameter(data); }

    /// A leaf that no gradient is wanted of, but whose numbers are replaced as training goes, such as a running mean: state, not a
    /// parameter. A graph that should outlive an update computes with `Value.of(buffer.data())`, which stays as it was.
    public static Value buffer(Tensor data) { return new Buffer(data); }

    /// Replaces the numbers of a parameter or buffer by others of the same shape and precision: the one way a value changes. A graph
    /// that was recorded with the old numbers can no longer be differentiated through it, and says so.
    public void update(Tensor data) {
        if (!isParameter() && !isBuffer())
            throw new IllegalStateException("only a parameter or buffer can be updated, but %s is %s".formatted(
                this, isConstant() ? "a constant" : "computed"));
        if (!data.shape().equals(shape()) || data.precision() != precision())
            throw new ShapeException("%s is %s %s and cannot be updated with %s %s".formatted(
                name != null ? name : isBuffer() ? "a buffer" : "a parameter", precision(), shape(), data.precision(), data.shape()));
        if (this instanceof Parameter parameter) parameter.replace(data);
        else ((Buffer) this).replace(data);
    }

    // ---------------------------------------------------------------- joining

    /// Values joined along an axis; all other axes agree.
    public static Value concat(int axis, Value... parts) {
        if (parts.length == 0) throw new IllegalArgumentException("concat needs at least one value");
        return new Concat(axis).apply(parts.clone());
    }

    /// Values of one shape joined along a new axis.
    public static Value stack(int axis, Value... parts) {
        return concat(axis, Arrays.stream(parts).map(part -> part.unsqueeze(axis)).toArray(Value[]::new));
    }

    // ---------------------------------------------------------------- reading

    /// Names this value, for pictures and messages, and keeps its gradient in [#backward]; returns this value.
    public Value named(String name) {
        this.name = name;
        return this;
    }

    /// The name, or null.
    public @Nullable String name() { return name; }
    /// The operation that made this, or null for parameters and constants.
    public @Nullable Op op() { return this instanceof Recorded r ? r.op : null; }
    /// What it was made from, in the operation's order; empty for parameters and constants.
    public List<Value> inputs() { return this instanceof Recorded r ? List.of(r.inputs) : List.of(); }
    /// Whether this is a leaf whose gradient is wanted.
    public boolean isParameter() { return this instanceof Parameter; }
    /// Whether this is a leaf whose numbers are replaced as training goes, though no gradient is wanted of it.
    public boolean isBuffer() { return this instanceof Buffer; }
    /// Whether this depends on no parameter.
    public boolean isConstant() { return !(this instanceof Recorded); }
    /// The numbers.
    public Tensor data() { return data; }
    /// The lengths of the axes.
    public Shape shape() { return data.shape(); }
    /// Float or double.
    public Precision precision() { return data.precision(); }
    /// A number to compute with this, in its precision from the beginning unless this is a plain number itself.
    Value number(double x) { return isPlain() ? of(x) : new Constant(Tensor.scalar(x, precision())); }

    /// Whether this takes on the precision of what it meets.
    boolean isPlain() { return this instanceof Constant c && c.plain; }

    /// The number, if it is a single one; an error otherwise.
    public double item() { return data.item(); }
    /// The same numbers, with the same name, as a constant: no gradient flows through it.
    public Value detach() {
        if (this instanceof Constant) return this;
        var constant = new Constant(data);
        return name == null ? constant : constant.named(name);
    }

    // ---------------------------------------------------------------- differentiating

    /// The gradients of this number as plain numbers. Calling it again gives them again. For more than one number it is an
    /// error: reduce them with `sum()`, or give each its weight with [#backward(Value)].
    public Gradients backward() { return backward(one()); }

    /// The gradients of Σ seed · this, for a result of any shape; `seed` has its shape.
    public Gradients backward(Value seed) { return Recording.off(() -> gradients(seed, false)); }

    /// As [#backward], and the gradients of all values in between are kept too: for pictures, at the cost of memory.
    public Gradients backwardKeepingAll() { return Recording.off(() -> gradients(one(), true)); }

    /// The gradients of this number as graphs, to be differentiated again. The rules are the same as in [#backward], which is
    /// this with recording off.
    public Gradients differentiate() { return differentiate(one()); }

    /// The gradients of Σ seed · this as graphs, for a result of any shape.
    public Gradients differentiate(Value seed) { return gradients(seed, false); }

    Gradients gradients(Value seed, boolean keepAll) {
        if (!(this instanceof Recorded root))
            throw new IllegalStateException("backward() needs a value that depends on a parameter, but this one depends on none, or was"
                + " computed while recording was off: make what it should be differentiated by with Value.parameter(...)");
        if (!seed.shape().equals(shape()))
            throw new ShapeException("the seed of backward must have the value's shape %s, but has %s".formatted(
                shape(), seed.shape()));
        if (seed.isPlain()) seed = ((Constant) seed).in(precision());
        if (seed.precision() != precision())
            throw new IllegalArgumentException("the seed of backward must be %s, as the value is, but is %s".formatted(
                precision(), seed.precision()));
        return new Gradients(root, seed, keepAll);
    }

    Value one() {
        if (data.size() != 1)
            throw new ShapeException("backward() is for a single number, but this has shape %s: ".formatted(shape())
                + "reduce it with sum() or mean(), or weigh its elements with backward(seed)");
        return new Constant(Tensor.full(shape(), 1, precision()));
    }

    /// What it is, and its numbers: `w (2) [0.5, 1.0]`.
    @Override public String toString() {
        var op = op();
        var what = name != null ? name : op != null ? op.label() : isParameter() ? "parameter" : "constant";
        return shape().rank() == 0 ? what + " " + data : what + " " + shape() + " " + data;
    }
}
