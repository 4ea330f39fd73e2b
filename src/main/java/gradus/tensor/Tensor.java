package gradus.tensor;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;

/// Numbers in an array of any rank: a scalar, a vector, a matrix, and so on; row-major, without gaps, in float or in double.
///
/// A tensor never changes: every operation makes a new one. Both operands of an operation have the same precision, and their
/// shapes broadcast as NumPy's do. Results are the same bits on every machine, at any number of threads and with vectors of
/// any width (`docs/architecture.md`). A tensor knows nothing of derivatives: those are `gradus.autograd`'s.
public abstract sealed class Tensor permits Scalar, Dense {
    private final Precision precision;

    Tensor(Precision precision) { this.precision = precision; }

    // ---------------------------------------------------------------- making

    /// A number, in double.
    public static Tensor of(double x) { return scalar(x, Precision.DOUBLE); }

    /// A vector, in double: shape `(n)`.
    public static Tensor of(double... xs) { return of(Shape.of(xs.length), xs); }

    /// A vector of whole numbers, in double: shape `(n)`.
    public static Tensor of(int... xs) { return of(Shape.of(xs.length), xs); }

    /// A vector, in float: shape `(n)`.
    public static Tensor of(float... xs) { return of(Shape.of(xs.length), xs); }

    /// A matrix, in double: shape `(rows, columns)`. Rows of different lengths are an error.
    public static Tensor of(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        var shape = Shape.of(rows.length, columns);
        var all = new double[shape.size()];
        for (int i = 0; i < rows.length; i++) {
            checkRow(i, rows[i].length, columns);
            System.arraycopy(rows[i], 0, all, i * columns, columns);
        }
        return wrap(shape, all, Doubles.KERNELS);
    }

    /// A matrix, in float: shape `(rows, columns)`. Rows of different lengths are an error.
    public static Tensor of(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        var shape = Shape.of(rows.length, columns);
        var all = new float[shape.size()];
        for (int i = 0; i < rows.length; i++) {
            checkRow(i, rows[i].length, columns);
            System.arraycopy(rows[i], 0, all, i * columns, columns);
        }
        return wrap(shape, all, Vectors.KERNELS);
    }

    private static void checkRow(int row, int length, int columns) {
        if (length != columns)
            throw new ShapeException("row %s has %s numbers where row 0 has %s: a matrix has rows of one length".formatted(
                row, length, columns));
    }

    /// A tensor of this shape, in double, from its numbers in row-major order (copied).
    public static Tensor of(Shape shape, double... xs) {
        checkSize(shape, xs.length);
        return wrap(shape, xs.clone(), Doubles.KERNELS);
    }

    /// A tensor of this shape, in double, from whole numbers in row-major order.
    public static Tensor of(Shape shape, int... xs) { return of(shape, Arrays.stream(xs).asDoubleStream().toArray()); }

    /// A tensor of this shape, in float, from its numbers in row-major order (copied).
    public static Tensor of(Shape shape, float... xs) {
        checkSize(shape, xs.length);
        return wrap(shape, xs.clone(), Vectors.KERNELS);
    }

    private static void checkSize(Shape shape, int size) {
        if (shape.size() != size)
            throw new ShapeException("%s needs %s numbers, but %s were given".formatted(shape, shape.size(), size));
    }

    /// A number of this precision.
    public static Tensor scalar(double x, Precision precision) { return new Scalar(x, precision); }

    /// A tensor that holds one number everywhere.
    public static Tensor full(Shape shape, double x, Precision precision) {
        return shape.rank() == 0 ? new Scalar(x, precision) : full(Kernels.of(precision), shape, x);
    }

    private static <A> Tensor full(Kernels<A> kernels, Shape shape, double x) {
        A array = kernels.allocate(shape.size());
        if (Double.doubleToRawLongBits(x) != 0) kernels.fill(array, x);
        return new Dense<>(shape, array, kernels);
    }

    /// A tensor of zeros.
    public static Tensor zeros(Shape shape, Precision precision) { return full(shape, 0, precision); }

    /// Chosen rows of a matrix of unsigned bytes as floats, `byte · scale + offset`: shape `(rows.length, width)`.
    public static Tensor ofBytes(byte[] bytes, int width, int[] rows, float scale, float offset) {
        var shape = Shape.of(rows.length, width);
        var out = new float[shape.size()];
        Vectors.KERNELS.fromBytes(bytes, width, rows, scale, offset, out);
        return wrap(shape, out, Vectors.KERNELS);
    }

    /// The tensor of an array that nobody else will change.
    static <A> Tensor wrap(Shape shape, A array, Kernels<A> kernels) {
        return shape.rank() == 0 ? new Scalar(kernels.get(array, 0), kernels.precision()) : new Dense<>(shape, array, kernels);
    }

    // ---------------------------------------------------------------- reading

    /// The lengths of the axes.
    public abstract Shape shape();

    /// Float or double.
    public final Precision precision() { return precision; }

    /// The number of elements.
    public int size() { return shape().size(); }

    /// The number, if this holds a single one; an error otherwise.
    public abstract double item();

    /// The element at a place in row-major order.
    public abstract double at(int i);

    /// The element at these indices, one for each axis; an error outside of the shape.
    public double get(int... index) {
        var shape = shape();
        if (index.length != shape.rank())
            throw new ShapeException("%s indices for %s: it has %s axes".formatted(index.length, shape, shape.rank()));
        int at = 0;
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape.dim(axis))
                throw new ShapeException("index %s lies outside of %s".formatted(Arrays.toString(index), shape));
            at = at * shape.dim(axis) + index[axis];
        }
        return at(at);
    }

    /// The numbers in row-major order, as doubles (a copy).
    public double[] toDoubles() { return IntStream.range(0, size()).mapToDouble(this::at).toArray(); }

    /// The numbers in row-major order, as floats (a copy), rounded if this is in double.
    public float[] toFloats() {
        var out = new float[size()];
        for (int i = 0; i < out.length; i++) out[i] = (float) at(i);
        return out;
    }

    /// The same numbers in a precision, rounded to nearest if need be; itself if it has that precision.
    public Tensor to(Precision precision) {
        if (precision == precision()) return this;
        return precision == Precision.FLOAT ? wrap(shape(), toFloats(), Vectors.KERNELS) : wrap(shape(), toDoubles(), Doubles.KERNELS);
    }

    /// Whether no element is infinite or NaN.
    public boolean isFinite() {
        for (int i = 0; i < size(); i++) if (!Double.isFinite(at(i))) return false;
        return true;
    }

    /// The array, for kernels of this tensor's precision.
    abstract <A> A array(Kernels<A> kernels);

    // ---------------------------------------------------------------- element by element

    abstract Tensor map(UnaryFunction f);

    private Tensor zip(BinaryFunction f, Tensor b) {
        checkPrecision(b);
        return this instanceof Scalar x && b instanceof Scalar y ? x.zip(f, y) : Elementwise.zip(Kernels.of(precision()), f, this, b);
    }

    private Tensor zip(BinaryFunction f, double b) { return zip(f, new Scalar(b, precision())); }

    private void checkPrecision(Tensor b) {
        if (precision() != b.precision())
            throw new IllegalArgumentException("%s %s and %s %s cannot be mixed: convert one of them with to(Precision.%s)".formatted(
                precision(), shape(), b.precision(), b.shape(), precision().name()));
    }

    /// −x
    public Tensor neg() { return map(UnaryFunction.NEG); }
    /// eˣ
    public Tensor exp() { return map(UnaryFunction.EXP); }
    /// eˣ − 1, exact near 0
    public Tensor expm1() { return map(UnaryFunction.EXPM1); }
    /// The natural logarithm; NaN below 0.
    public Tensor log() { return map(UnaryFunction.LOG); }
    /// log(1 + x), exact near 0
    public Tensor log1p() { return map(UnaryFunction.LOG1P); }
    /// √x; NaN below 0.
    public Tensor sqrt() { return map(UnaryFunction.SQRT); }
    /// x²
    public Tensor square() { return map(UnaryFunction.SQUARE); }
    /// |x|
    public Tensor abs() { return map(UnaryFunction.ABS); }
    /// −1, 0 or 1
    public Tensor sign() { return map(UnaryFunction.SIGN); }
    /// The sine of an angle in radians.
    public Tensor sin() { return map(UnaryFunction.SIN); }
    /// The cosine of an angle in radians.
    public Tensor cos() { return map(UnaryFunction.COS); }
    /// The hyperbolic tangent.
    public Tensor tanh() { return map(UnaryFunction.TANH); }
    /// 1 / (1 + e⁻ˣ)
    public Tensor sigmoid() { return map(UnaryFunction.SIGMOID); }
    /// log(1 + eˣ)
    public Tensor softplus() { return map(UnaryFunction.SOFTPLUS); }
    /// The error function 2/√π ∫₀ˣ e^(−t²) dt.
    public Tensor erf() { return map(UnaryFunction.ERF); }
    /// max(x, 0)
    public Tensor relu() { return map(UnaryFunction.RELU); }

    /// a + b
    public Tensor add(Tensor b) { return zip(BinaryFunction.ADD, b); }
    /// a + b with a number
    public Tensor add(double b) { return zip(BinaryFunction.ADD, b); }
    /// a − b
    public Tensor sub(Tensor b) { return zip(BinaryFunction.SUB, b); }
    /// a − b with a number
    public Tensor sub(double b) { return zip(BinaryFunction.SUB, b); }
    /// a · b, element by element
    public Tensor mul(Tensor b) { return zip(BinaryFunction.MUL, b); }
    /// a · b with a number
    public Tensor mul(double b) { return zip(BinaryFunction.MUL, b); }
    /// a / b
    public Tensor div(Tensor b) { return zip(BinaryFunction.DIV, b); }
    /// a / b with a number
    public Tensor div(double b) { return zip(BinaryFunction.DIV, b); }
    /// aᵇ
    public Tensor pow(Tensor b) { return zip(BinaryFunction.POW, b); }
    /// aᵇ with a number
    public Tensor pow(double b) { return zip(BinaryFunction.POW, b); }
    /// The larger of two, element by element; NaN if either is.
    public Tensor maximum(Tensor b) { return zip(BinaryFunction.MAXIMUM, b); }
    /// The larger of each element and a number
    public Tensor maximum(double b) { return zip(BinaryFunction.MAXIMUM, b); }
    /// The smaller of two, element by element; NaN if either is.
    public Tensor minimum(Tensor b) { return zip(BinaryFunction.MINIMUM, b); }
    /// The smaller of each element and a number
    public Tensor minimum(double b) { return zip(BinaryFunction.MINIMUM, b); }
    /// x, but at least `low` and at most `high`; `low` above `high` is an error.
    public Tensor clamp(double low, double high) {
        if (!(low <= high)) throw new IllegalArgumentException("clamp needs low ≤ high, but they are %s and %s".formatted(low, high));
        return maximum(low).minimum(high);
    }

    /// The mask a > b: 1 where it holds, else 0.
    public Tensor gt(Tensor b) { return zip(BinaryFunction.GT, b); }
    /// The mask a > b with a number
    public Tensor gt(double b) { return zip(BinaryFunction.GT, b); }
    /// The mask a ≥ b
    public Tensor ge(Tensor b) { return zip(BinaryFunction.GE, b); }
    /// The mask a ≥ b with a number
    public Tensor ge(double b) { return zip(BinaryFunction.GE, b); }
    /// The mask a < b
    public Tensor lt(Tensor b) { return zip(BinaryFunction.LT, b); }
    /// The mask a < b with a number
    public Tensor lt(double b) { return zip(BinaryFunction.LT, b); }
    /// The mask a ≤ b
    public Tensor le(Tensor b) { return zip(BinaryFunction.LE, b); }
    /// The mask a ≤ b with a number
    public Tensor le(double b) { return zip(BinaryFunction.LE, b); }
    /// The mask a = b
    public Tensor eq(Tensor b) { return zip(BinaryFunction.EQ, b); }
    /// The mask a = b with a number
    public Tensor eq(double b) { return zip(BinaryFunction.EQ, b); }
    /// The mask a ≠ b
    public Tensor ne(Tensor b) { return zip(BinaryFunction.NE, b); }
    /// The mask a ≠ b with a number
    public Tensor ne(double b) { return zip(BinaryFunction.NE, b); }

    /// b where this is above 0, else 0: nothing is multiplied, so b may be infinite or NaN where it is not taken.
    public Tensor gate(Tensor b) { return zip(BinaryFunction.GATE, b); }

    /// This is a mask: `a` where it is not 0, else `b`. Nothing is multiplied, so the side that is not taken may be NaN.
    public Tensor where(Tensor a, Tensor b) {
        checkPrecision(a);
        checkPrecision(b);
        if (this instanceof Scalar mask && a instanceof Scalar && b instanceof Scalar) return mask.value != 0 ? a : b;
        return Elementwise.select(Kernels.of(precision()), this, a, b);
    }

    /// this + scale · b for two tensors of one shape, in one pass and with one rounding: a step of gradient descent.
    public Tensor addScaled(double scale, Tensor b) {
        checkPrecision(b);
        if (!shape().equals(b.shape()))
            throw new ShapeException("addScaled needs equal shapes, but they are %s and %s".formatted(shape(), b.shape()));
        return addScaled(Kernels.of(precision()), scale, b);
    }

    private <A> Tensor addScaled(Kernels<A> kernels, double scale, Tensor b) {
        A out = kernels.allocate(size());
        A x = array(kernels), y = b.array(kernels);
        Threads.stretches(size(), Threads.PASS, (from, to) -> kernels.addScaled(scale, x, y, out, from, to));
        return wrap(shape(), out, kernels);
    }

    // ---------------------------------------------------------------- many become one

    /// The sum over axes.
    public Tensor sum(Axes axes) { return Reduction.fold(Kernels.of(precision()), Fold.SUM, this, axes); }
    /// The sum of all elements.
    public Tensor sum() { return sum(Axes.all()); }
    /// The largest over axes; NaN if any is. Of no elements: an error.
    public Tensor max(Axes axes) { return Reduction.fold(Kernels.of(precision()), Fold.MAX, this, axes); }
    /// The smallest over axes; NaN if any is. Of no elements: an error.
    public Tensor min(Axes axes) { return Reduction.fold(Kernels.of(precision()), Fold.MIN, this, axes); }

    /// log Σ eˣ over axes, from the largest element down so that nothing overflows.
    public Tensor logSumExp(Axes axes) {
        var largest = max(axes.keep());
        var from = largest.sub(largest).eq(0).where(largest, zeros(largest.shape(), precision()));    // an infinite one is no level
        return sub(from).exp().sum(axes.keep()).log().add(from).reshape(axes.of(shape()));
    }

    /// (x − mean) / √(variance + ε) over axes, which are the first and the last ones, around those that are kept.
    public Tensor standardize(Axes axes, double epsilon) { return standardize(Kernels.of(precision()), axes, epsilon); }

    private <A> Tensor standardize(Kernels<A> kernels, Axes axes, double epsilon) {
        return wrap(shape(), new Standardization<>(kernels, this, axes, epsilon).forward(), kernels);
    }

    /// This is the gradient of [#standardize] by its result: the gradient by its input `x`.
    public Tensor standardizeBack(Tensor x, Axes axes, double epsilon) {
        checkPrecision(x);
        if (!shape().equals(x.shape()))
            throw new ShapeException("a gradient of shape " + shape() + " is not that of numbers of shape " + x.shape());
        return standardizeBack(Kernels.of(precision()), x, axes, epsilon);
    }

    private <A> Tensor standardizeBack(Kernels<A> kernels, Tensor x, Axes axes, double epsilon) {
        return wrap(shape(), new Standardization<>(kernels, x, axes, epsilon).back(array(kernels)), kernels);
    }

    /// Mean and variance over axes as [#standardize] computes them, in the shape of the others.
    public Moments moments(Axes axes) { return moments(Kernels.of(precision()), axes); }

    private <A> Moments moments(Kernels<A> kernels, Axes axes) {
        return new Standardization<>(kernels, this, axes, 0).moments(axes.of(shape()));
    }

    /// The mean over axes, of [#moments].
    public Tensor mean(Axes axes) { return moments(axes).mean(); }

    /// The variance over axes (divided by n), of [#moments].
    public Tensor variance(Axes axes) { return moments(axes).variance(); }

    /// eˣ / Σ eˣ along an axis; stable, and it sums to 1.
    public Tensor softmax(int axis) {
        if (isLast(axis)) return softmax(Kernels.of(precision()));
        var along = Axes.of(axis).keep();
        var powers = sub(max(along)).exp();
        return powers.div(powers.sum(along));
    }

    private <A> Tensor softmax(Kernels<A> kernels) {
        A out = kernels.allocate(size());
        kernels.softmax(array(kernels), size() / shape().dim(-1), shape().dim(-1), out);
        return wrap(shape(), out, kernels);
    }

    /// log softmax along an axis, x − log Σ eˣ; stable.
    public Tensor logSoftmax(int axis) {
        if (isLast(axis)) return logSoftmax(Kernels.of(precision()));
        var along = Axes.of(axis).keep();
        var below = sub(max(along));
        return below.sub(below.exp().sum(along).log());
    }

    private <A> Tensor logSoftmax(Kernels<A> kernels) {
        A out = kernels.allocate(size());
        kernels.logSoftmax(array(kernels), size() / shape().dim(-1), shape().dim(-1), out);
        return wrap(shape(), out, kernels);
    }

    /// Whether an axis is the last, along which neighbours lie, and has some.
    private boolean isLast(int axis) { return shape().axis(axis) == shape().rank() - 1 && shape().dim(-1) > 0; }

    /// Where along an axis the largest element stands, the first of equals, for every place of the other axes in order.
    public int[] argmax(int axis) { return Reduction.argmax(this, axis); }

    // ---------------------------------------------------------------- products

    /// The matrix product, `(…, m, k) · (…, k, n)` → `(…, m, n)`; leading axes broadcast.
    public Tensor matmul(Tensor b) { return matmul(b, false, false); }

    /// The matrix product with either side taken transposed (its last two axes swapped), without moving its numbers.
    public Tensor matmul(Tensor b, boolean transposeA, boolean transposeB) {
        checkPrecision(b);
        return MatrixProduct.multiply(Kernels.of(precision()), this, b, transposeA, transposeB);
    }

    // ---------------------------------------------------------------- pictures

    /// Pictures `(n, channels, height, width)` convolved with kernels `(out, channels / groups, window height, window width)`:
    /// `(n, out, places down, places across)`.
    public Tensor convolve(Tensor weight, Window window, int groups) {
        checkPrecision(weight);
        return Convolution.forward(Kernels.of(precision()), this, weight, window, groups);
    }

    /// This is the gradient of [#convolve] by its result, with that one's shape: the gradient by its pictures, which have the shape
    /// `pictures`.
    public Tensor convolveBack(Tensor weight, Shape pictures, Window window, int groups) {
        checkPrecision(weight);
        return Convolution.back(Kernels.of(precision()), this, weight, pictures, window, groups);
    }

    /// These are the pictures of [#convolve], `g` the gradient by its result: the gradient by its kernels, `(out, channels / groups,
    /// window height, window width)`.
    public Tensor convolveWeight(Tensor g, Window window, int groups) {
        checkPrecision(g);
        return Convolution.weight(Kernels.of(precision()), this, g, window, groups);
    }

    /// For each place of a window over pictures `(n, channels, height, width)`, in order, where the largest number in it is, in
    /// row-major order of this tensor: the first of equals, and NaN before all others. Beyond the border there is nothing.
    public int[] largest(Window window) { return Pooling.largest(Kernels.of(precision()), this, window); }

    /// The mean of each place of a window over pictures `(n, channels, height, width)`; beyond the border there are zeros, which count:
    /// a convolution of each channel by itself with equal weights, `(n, channels, places down, places across)`.
    public Tensor windowMean(Window window) {
        var means = Pooling.output(shape(), window);
        if (means.size() == 0) return zeros(means, precision());
        return convolve(equalWeights(shape().dim(1), window), window, shape().dim(1));
    }

    /// This is the gradient of [#windowMean] by its result, with that one's shape: the gradient by its pictures, which have the shape
    /// `pictures`.
    public Tensor windowMeanBack(Shape pictures, Window window) {
        var means = Pooling.output(pictures, window);
        if (!shape().equals(means))
            throw new ShapeException("the means of pictures " + pictures + " have the shape " + means + ", not " + shape());
        if (means.size() == 0) return zeros(pictures, precision());
        return convolveBack(equalWeights(pictures.dim(1), window), pictures, window, pictures.dim(1));
    }

    private Tensor equalWeights(int channels, Window window) {
        return full(Shape.of(channels, 1, window.height(), window.width()), 1.0 / window.size(), precision());
    }

    // ---------------------------------------------------------------- the same numbers in another shape

    /// The same numbers in a shape of equal size.
    public Tensor reshape(Shape shape) {
        if (shape.equals(shape())) return this;
        if (shape.size() != size())
            throw new ShapeException("%s has %s elements and cannot be reshaped to %s, which has %s".formatted(
                shape(), size(), shape, shape.size()));
        return reshape(Kernels.of(precision()), shape);
    }

    private <A> Tensor reshape(Kernels<A> kernels, Shape shape) { return wrap(shape, array(kernels), kernels); }

    /// The axes in another order: axis i of the result is axis `order[i]` of this.
    public Tensor permute(int... order) {
        int rank = shape().rank();
        int[] dims = new int[rank], strides = new int[rank], own = shape().strides();
        if (order.length != rank || Arrays.stream(order).map(shape()::axis).distinct().count() != rank)
            throw new ShapeException("permute(%s) must name each of the %s axes of %s once".formatted(
                Arrays.toString(order).replaceAll("[\\[\\]]", ""), rank, shape()));
        for (int i = 0; i < rank; i++) {
            dims[i] = shape().dim(order[i]);
            strides[i] = own[shape().axis(order[i])];
        }
        return Elementwise.read(Kernels.of(precision()), this, Shape.of(dims), strides);
    }

    /// The last two axes swapped.
    public Tensor transpose() {
        int rank = shape().rank();
        if (rank < 2) throw new ShapeException("transpose needs a matrix, but the shape is " + shape());
        int[] order = IntStream.range(0, rank).toArray();
        order[rank - 1] = rank - 2;
        order[rank - 2] = rank - 1;
        return permute(order);
    }

    /// Stretched to a shape, by NumPy's rule.
    public Tensor broadcastTo(Shape shape) {
        if (shape.equals(shape())) return this;
        if (shape.rank() < shape().rank() || !shape().broadcast(shape).equals(shape))
            throw new ShapeException("%s does not stretch to %s: only axes of length 1 do".formatted(shape(), shape));
        if (size() == 1) return full(shape, at(0), precision());
        return Elementwise.read(Kernels.of(precision()), this, shape, shape().stridesFor(shape));
    }

    /// The part of an axis from `from` up to, not including, `to`.
    public Tensor slice(int axis, int from, int to) { return Blocks.slice(Kernels.of(precision()), this, axis, from, to); }

    /// Zeros before and after, along an axis.
    public Tensor pad(int axis, int before, int after) { return Blocks.pad(Kernels.of(precision()), this, axis, before, after); }

    /// Tensors joined along an axis; all other axes agree.
    public static Tensor concat(int axis, Tensor... parts) {
        if (parts.length == 0) throw new IllegalArgumentException("concat needs at least one tensor");
        for (var part : parts) parts[0].checkPrecision(part);
        return Blocks.concat(Kernels.of(parts[0].precision()), axis, parts);
    }

    /// The rows (along the first axis) with these numbers, in this order; a row may come more than once.
    public Tensor gather(int... rows) { return Blocks.gather(Kernels.of(precision()), this, rows); }

    /// Adds row i of this to row `rows[i]` of `count` rows of zeros, in ascending order of i: the reverse of [#gather].
    public Tensor scatterAdd(int count, int... rows) { return Blocks.scatterAdd(Kernels.of(precision()), this, count, rows); }

    /// `√Σx²` over all numbers of some tensors together, in doubles.
    public static double norm(Collection<Tensor> tensors) {
        double squares = 0;
        for (var tensor : tensors) for (int i = 0; i < tensor.size(); i++) squares += tensor.at(i) * tensor.at(i);
        return StrictMath.sqrt(squares);
    }

    // ---------------------------------------------------------------- printing

    /// The numbers as nested rows, long axes cut: `[[1.0, 2.0], [3.0, 4.0]]`.
    @Override public String toString() { return Rows.of(this); }
}
