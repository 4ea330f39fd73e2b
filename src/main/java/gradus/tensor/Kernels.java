package gradus.tensor;

/// What is done with arrays of numbers: the seam between tensors and the loops beneath them. An array `A` is a `float[]` or a
/// `double[]`; an operand is an array, where it begins, and the step to its next element (0 repeats one element).
///
/// Whoever implements this keeps the law: every result is a function of the numbers and the shape alone. Sums run in the order
/// that is stated here, whatever the number of threads or the width of a vector.
abstract class Kernels<A> {
    /// How many partial sums a sum over neighbours is kept in, before they are added up as a tree.
    static final int LANES = 16;
    /// A matrix product is summed in blocks of at most this many terms.
    static final int BLOCK = 256;

    /// The kernels for numbers of this precision.
    static Kernels<?> of(Precision precision) { return precision == Precision.FLOAT ? Vectors.KERNELS : Doubles.KERNELS; }

    abstract Precision precision();
    abstract A allocate(int size);
    abstract int length(A array);
    abstract double get(A array, int i);
    abstract void put(A array, int i, double x);
    abstract void fill(A array, double x);
    abstract A from(double... xs);

    /// `out[i] = f(x[i])` for i from `from` to `to` − 1; `out` may be `x`.
    abstract void map(UnaryFunction f, A x, A out, int from, int to);

    /// `out[oi + i] = f(a[ai + i·as], b[bi + i·bs])` for i < n; steps are 0 or 1.
    abstract void zip(BinaryFunction f, A a, int ai, int as, A b, int bi, int bs, A out, int oi, int n);

    /// `out[oi + i] = mask[mi + i·ms] ≠ 0 ? a[ai + i·as] : b[bi + i·bs]` for i < n; steps are 0 or 1.
    abstract void select(A mask, int mi, int ms, A a, int ai, int as, A b, int bi, int bs, A out, int oi, int n);

    /// `out[i] = a[i] + scale · b[i]`, fused, for i from `from` to `to` − 1.
    abstract void addScaled(double scale, A a, A b, A out, int from, int to);

    /// `out` = the weights after a step, for all elements; `v` is changed.
    abstract void step(Step.Momentum step, A w, A g, A v, A out);
    /// `out` = the weights after a step, for all elements; `v` is changed.
    abstract void step(Step.RmsProp step, A w, A g, A v, A out);
    /// `out` = the weights after a step, for all elements; `m` and `v` are changed.
    abstract void step(Step.Adam step, A w, A g, A m, A v, A out);

    /// `out[oi + i] = x[xi + i·xs]` for i < n, at any step.
    abstract void copy(A x, int xi, int xs, A out, int oi, int n);

    /// The sum, largest or smallest of n neighbours. In float a sum is kept in [#LANES] partial sums: element i goes to number
    /// i mod 16, in ascending order; they are added up as a tree, halves upon halves. In double it is plainly ascending.
    abstract double fold(Fold fold, A x, int xi, int n);

    /// For each of `width` columns of n rows the sum, largest or smallest, row by row in ascending order.
    abstract void foldRows(Fold fold, A x, int xi, int n, int width, A out, int oi);

    /// For each of `rows` rows of n neighbours eʸ / Σ eʸ with y = x − max x. The sum is that of [#fold].
    abstract void softmax(A x, int rows, int n, A out);

    /// For each of `rows` rows of n neighbours y − log Σ eʸ with y = x − max x. The sum is that of [#fold].
    abstract void logSoftmax(A x, int rows, int n, A out);

    /// C = A·B for row-major matrices; with a transpose flag the operand lies transposed, as (k, m) or (n, k).
    ///
    /// In float, k is cut into ⌈k / 256⌉ blocks of equal size (the last may be smaller); in each the terms are added in
    /// ascending order with fused multiply-add, beginning from zero, and then the blocks' sums in ascending order. In double
    /// every element is one plainly ascending sum.
    abstract void multiply(Product shape, A a, int ai, A b, int bi, A out, int oi);

    /// `out[i] = x[places[i]]` for i from `from` to `to` − 1.
    abstract void pick(A x, int[] places, A out, int from, int to);
    /// `out[places[i]] += x[i]` for all i, in ascending order.
    abstract void addAt(A x, int[] places, A out);

    /// Where the largest of `rows` times `columns` numbers is, from `first` on, `stepY` rows of `pitch` and `stepX` numbers apart: the
    /// first of equals, and NaN before all others.
    abstract int largest(A x, int first, int pitch, int rows, int columns, int stepY, int stepX);

    /// The same for windows that lie wholly within a picture: `places[pi + i]` is where the largest of
    /// `x[xi + bases[i] + taps[k]]` is, for all k, in order; for all i.
    abstract void largest(A x, int xi, int[] bases, int[] taps, int[] places, int pi);

    /// Adds `Σ d` to the first of two sums and `Σ d²` to the second, where `d = x[xi + i] − near`, for i < n, in the order of [#fold];
    /// squares are added fused in float. `near` is a number of this precision.
    abstract void addDistances(A x, int xi, int n, double near, double[] sums);
    /// `Σ g[gi + i] · (x[xi + i] − mean)` for i < n, in the order of [#fold], fused in float. Here and below a mean is a double: from
    /// floats it is taken in two parts, the nearest float and then the rest.
    abstract double sumOfProducts(A g, int gi, A x, int xi, int n, double mean);
    /// `out[i] = (x[i] − mean) · scale` for i from xi to xi + n − 1.
    abstract void centreAndScale(A x, A out, int xi, int n, double mean, double scale);
    /// `out[i] = (g[i] − meanG − y · meanGY) · scale` with `y = (x[i] − mean) · scale` for i from xi to xi + n − 1; y's product is fused
    /// in float, and meanG the nearest float.
    abstract void centreAndScaleBack(A g, A x, A out, int xi, int n, double mean, double scale, double meanG, double meanGY);

    /// y = x convolved with w: in double every element is one plainly ascending sum over its terms, in float see [FloatConvolution];
    /// `y` is 0 before.
    abstract void convolve(Convolution sizes, A x, A w, A y);
    /// x = the gradient by pictures, from that by the result, g, and the kernels w; `x` is 0 before.
    abstract void convolveBack(Convolution sizes, A g, A w, A x);
    /// w = the gradient by kernels, from the pictures x and the gradient by the result, g; `w` is 0 before.
    abstract void convolveWeight(Convolution sizes, A x, A g, A w);

    /// `out[i·width + j] = (bytes[rows[i]·width + j] & 255) · scale + offset`, fused.
    abstract void fromBytes(byte[] bytes, int width, int[] rows, float scale, float offset, A out);

    /// The sizes of a matrix product, (m, k) times (k, n), and which operand lies transposed.
    record Product(int m, int n, int k, boolean transposeA, boolean transposeB) {
        /// How much work it is.
        long multiplications() { return (long) m * n * k; }
        /// The same with another number of rows.
        Product rows(int rows) { return rows == m ? this : new Product(rows, n, k, transposeA, transposeB); }
        /// The product of the transposes in the other order, whose result is the transpose.
        Product swapped() { return new Product(n, m, k, !transposeB, !transposeA); }
        /// How many terms a block of the sum has.
        int block() { return k == 0 ? 1 : Math.ceilDiv(k, Math.ceilDiv(k, BLOCK)); }
        /// Where A's next row and next column lie.
        int rowA() { return transposeA ? 1 : k; }
        int columnA() { return transposeA ? m : 1; }
        /// Where B's next row and next column lie.
        int rowB() { return transposeB ? 1 : n; }
        int columnB() { return transposeB ? k : 1; }
    }
}
