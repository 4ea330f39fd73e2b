package gradus.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The lengths of an array's axes: `()` a scalar, `(3)` a vector, `(64, 784)` a matrix, and so on, in row-major order.
public final class Shape {
    /// The shape of a plain number: no axes, one element.
    public static final Shape SCALAR = new Shape(new int[0], 1);

    private final int[] dims;
    private final int size;

    private Shape(int[] dims, int size) {
        this.dims = dims;
        this.size = size;
    }

    /// A shape of these lengths. A negative length, or more than 2³¹ − 1 elements, is an error.
    public static Shape of(int... dims) { return owning(dims.clone()); }

    /// A shape of these lengths, in an array that nobody else will change.
    static Shape owning(int... dims) {
        if (dims.length == 0) return SCALAR;
        long size = 1;
        boolean empty = false;
        for (int dim : dims) {
            if (dim < 0) throw new ShapeException("a shape has no negative lengths, but here is " + text(dims));
            empty |= dim == 0;
            if (size <= Integer.MAX_VALUE) size *= dim;
        }
        if (size > Integer.MAX_VALUE && !empty) throw new ShapeException(text(dims) + " has more than 2147483647 elements");
        return new Shape(dims, empty ? 0 : (int) size);
    }

    /// The number of axes.
    public int rank() { return dims.length; }

    /// The number of elements, the product of all lengths.
    public int size() { return size; }

    /// The length of an axis; negative axes count from the end, −1 is the last.
    public int dim(int axis) { return dims[axis(axis)]; }

    /// The axis counted from the front, 0 to rank − 1; an error outside of −rank … rank − 1.
    public int axis(int axis) {
        int fromFront = axis < 0 ? axis + dims.length : axis;
        if (fromFront < 0 || fromFront >= dims.length) throw noAxis(axis);
        return fromFront;
    }

    private ShapeException noAxis(int axis) {
        return new ShapeException("%s has no axis %s: its axes are %s".formatted(this, axis,
            dims.length == 0 ? "none, it is a scalar" : "0 to " + (dims.length - 1)));
    }

    /// The lengths, as a copy.
    public int[] toArray() { return dims.clone(); }

    /// This shape with another length along one axis.
    public Shape with(int axis, int dim) {
        int[] changed = dims.clone();
        changed[axis(axis)] = dim;
        return of(changed);
    }

    /// This shape with a new axis of length `dim` before axis `axis` (rank to append).
    public Shape insert(int axis, int dim) {
        int at = axis < 0 ? axis + dims.length + 1 : axis;
        if (at < 0 || at > dims.length)
            throw new ShapeException("%s cannot take a new axis at %s: 0 to %s are possible".formatted(this, axis, dims.length));
        int[] longer = new int[dims.length + 1];
        System.arraycopy(dims, 0, longer, 0, at);
        longer[at] = dim;
        System.arraycopy(dims, at, longer, at + 1, dims.length - at);
        return of(longer);
    }

    /// This shape without one axis.
    public Shape remove(int axis) {
        int at = axis(axis);
        int[] shorter = new int[dims.length - 1];
        System.arraycopy(dims, 0, shorter, 0, at);
        System.arraycopy(dims, at + 1, shorter, at, shorter.length - at);
        return of(shorter);
    }

    /// The shape that both broadcast to, by NumPy's rule: aligned at the last axis, equal lengths or a 1 that stretches.
    public Shape broadcast(Shape other) {
        if (equals(other) || other.dims.length == 0) return this;
        if (dims.length == 0) return other;
        int[] out = new int[Math.max(dims.length, other.dims.length)];
        for (int i = 1; i <= out.length; i++) {
            int a = fromEnd(i), b = other.fromEnd(i);
            if (a != b && a != 1 && b != 1) throw Fit.elementwise(this, other);
            out[out.length - i] = a == 1 ? b : a;
        }
        return of(out);
    }

    /// The length of the i-th axis from the end (1 is the last), or 1 where there is none.
    int fromEnd(int i) { return i <= dims.length ? dims[dims.length - i] : 1; }

    /// Whether the last axes of this shape are those of another one, so that an array of that shape repeats in one of this.
    boolean endsWith(Shape other) {
        if (other.dims.length > dims.length) return false;
        for (int i = 1; i <= other.dims.length; i++) if (fromEnd(i) != other.fromEnd(i)) return false;
        return true;
    }

    /// How far apart neighbours along each axis lie in a row-major array.
    int[] strides() {
        int[] strides = new int[dims.length];
        for (int i = dims.length - 1, stride = 1; i >= 0; stride *= dims[i--]) strides[i] = stride;
        return strides;
    }

    /// The strides with which an array of this shape is read as one of shape `out`: 0 along axes that stretch.
    int[] stridesFor(Shape out) {
        int[] own = strides(), strides = new int[out.dims.length];
        for (int i = 1; i <= dims.length; i++)
            strides[out.dims.length - i] = dims[dims.length - i] == 1 ? 0 : own[dims.length - i];
        return strides;
    }

    @Override public boolean equals(Object other) {
        return this == other || other instanceof Shape s && dims.length == s.dims.length && endsWith(s);
    }

    @Override public int hashCode() { return Arrays.hashCode(dims); }

    /// As a tuple: `(64, 784)`, a scalar `()`.
    @Override public String toString() { return text(dims); }

    private static String text(int... dims) {
        return Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
