package gradus.tensor;

/// Moves whole blocks of neighbours: slices, paddings, joined parts, chosen rows.
final class Blocks {
    private Blocks() {}

    /// How many elements lie behind one step along `axis`, and how often the axis is run through.
    private static int inner(Shape shape, int axis) { return axis + 1 < shape.rank() ? shape.strides()[axis] : 1; }
    private static int outer(Shape shape, int axis) {
        int outer = 1;
        for (int i = 0; i < axis; i++) outer *= shape.dim(i);
        return outer;
    }

    /// Copies, for every run through the axis, `length` steps from step `from` of x to step `to` of out.
    private static <A> void copy(A x, Shape shapeX, int from, A out, Shape shape, int to, int axis, int length) {
        int inner = inner(shape, axis), outer = outer(shape, axis);
        for (int o = 0; o < outer; o++)
            System.arraycopy(x, (o * shapeX.dim(axis) + from) * inner, out, (o * shape.dim(axis) + to) * inner, length * inner);
    }

    static <A> Tensor slice(Kernels<A> kernels, Tensor x, int axis, int from, int to) {
        int at = x.shape().axis(axis);
        if (from < 0 || to > x.shape().dim(at) || from > to)
            throw new ShapeException("slice %s to %s does not lie within axis %s of %s".formatted(from, to, axis, x.shape()));
        var shape = x.shape().with(at, to - from);
        A out = kernels.allocate(shape.size());
        copy(x.array(kernels), x.shape(), from, out, shape, 0, at, to - from);
        return Tensor.wrap(shape, out, kernels);
    }

    static <A> Tensor pad(Kernels<A> kernels, Tensor x, int axis, int before, int after) {
        int at = x.shape().axis(axis);
        if (before < 0 || after < 0)
            throw new ShapeException("padding must not be negative, but is %s before and %s after".formatted(before, after));
        var shape = x.shape().with(at, before + x.shape().dim(at) + after);
        A out = kernels.allocate(shape.size());
        copy(x.array(kernels), x.shape(), 0, out, shape, before, at, x.shape().dim(at));
        return Tensor.wrap(shape, out, kernels);
    }

    static <A> Tensor concat(Kernels<A> kernels, int axis, Tensor... parts) {
        var first = parts[0].shape();
        int at = first.axis(axis), length = 0;
        for (var part : parts) {
            if (part.shape().rank() != first.rank() || !part.shape().with(at, first.dim(at)).equals(first))
                throw new ShapeException("%s and %s cannot be joined along axis %s: all other axes must agree".formatted(
                    first, part.shape(), axis));
            length += part.shape().dim(at);
        }
        var shape = first.with(at, length);
        A out = kernels.allocate(shape.size());
        int to = 0;
        for (var part : parts) {
            copy(part.array(kernels), part.shape(), 0, out, shape, to, at, part.shape().dim(at));
            to += part.shape().dim(at);
        }
        return Tensor.wrap(shape, out, kernels);
    }

    static <A> Tensor gather(Kernels<A> kernels, Tensor x, int... rows) {
        int width = inner(x.shape(), x.shape().axis(0)), count = x.shape().dim(0);
        var shape = x.shape().with(0, rows.length);
        A from = x.array(kernels), out = kernels.allocate(shape.size());
        if (width == 1 && from instanceof float[] numbers && out instanceof float[] chosen) {
            for (int i = 0; i < rows.length; i++) chosen[i] = numbers[row(rows[i], count, x.shape())];
        } else for (int i = 0; i < rows.length; i++)
            System.arraycopy(from, row(rows[i], count, x.shape()) * width, out, i * width, width);
        return Tensor.wrap(shape, out, kernels);
    }

    static <A> Tensor scatterAdd(Kernels<A> kernels, Tensor x, int count, int... rows) {
        int width = inner(x.shape(), x.shape().axis(0));
        if (rows.length != x.shape().dim(0))
            throw new ShapeException("%s row numbers for %s rows of %s".formatted(rows.length, x.shape().dim(0), x.shape()));
        var shape = x.shape().with(0, count);
        A from = x.array(kernels), out = kernels.allocate(shape.size());
        if (width == 1 && from instanceof float[] numbers && out instanceof float[] sums) {
            for (int i = 0; i < rows.length; i++) sums[row(rows[i], count, shape)] += numbers[i];
        } else for (int i = 0; i < rows.length; i++) {
            int to = row(rows[i], count, shape) * width;
            if (width == 1) kernels.put(out, to, kernels.get(out, to) + kernels.get(from, i));
            else kernels.zip(BinaryFunction.ADD, out, to, 1, from, i * width, 1, out, to, width);
        }
        return Tensor.wrap(shape, out, kernels);
    }

    private static int row(int row, int count, Shape shape) {
        if (row < 0 || row >= count)
            throw new ShapeException("there is no row %s in %s: rows are 0 to %s".formatted(row, shape, count - 1));
        return row;
    }
}
