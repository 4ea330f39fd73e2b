package gradus.tensor;

/// Convolutions of pictures `(n, channels, height, width)` with kernels `(out, channels / groups, height, width)`: the three products
/// of which each is the others' derivative. With groups, each part of the output's channels sees its part of the input's only.
///
/// In double these plain loops say what is meant; in float [FloatConvolution] computes it.
///
/// A term of the sums is x[n, c, i·stride + r·dilation − padding, …] · w[o, c, r, s], which adds to y[n, o, i, j].
final class Convolution {
    private Convolution() {}

    /// y from x and w.
    static <A> Tensor forward(Kernels<A> kernels, Tensor x, Tensor w, Window window, int groups) {
        if (kernels instanceof Floats floats) return FloatConvolution.forward(floats, x, w, window, groups);
        var sizes = Sizes.of(x.shape(), w.shape(), window, groups);
        A out = kernels.allocate(sizes.output().size()), xs = x.array(kernels), ws = w.array(kernels);
        sizes.each((atX, atW, atY) -> kernels.put(out, atY, kernels.get(out, atY) + kernels.get(xs, atX) * kernels.get(ws, atW)));
        return Tensor.wrap(sizes.output(), out, kernels);
    }

    /// The gradient by x, from that by y and w.
    static <A> Tensor input(Kernels<A> kernels, Tensor g, Tensor w, Shape x, Window window, int groups) {
        if (kernels instanceof Floats floats) return FloatConvolution.input(floats, g, w, x, window, groups);
        var sizes = Sizes.of(x, w.shape(), window, groups).check(g.shape());
        A out = kernels.allocate(x.size()), gs = g.array(kernels), ws = w.array(kernels);
        sizes.each((atX, atW, atY) -> kernels.put(out, atX, kernels.get(out, atX) + kernels.get(gs, atY) * kernels.get(ws, atW)));
        return Tensor.wrap(x, out, kernels);
    }

    /// The gradient by w, from x and the gradient by y.
    static <A> Tensor weight(Kernels<A> kernels, Tensor x, Tensor g, Window window, int groups) {
        if (kernels instanceof Floats floats) return FloatConvolution.weight(floats, x, g, window, groups);
        var shape = weightShape(x.shape(), g.shape(), window, groups);
        var sizes = Sizes.of(x.shape(), shape, window, groups).check(g.shape());
        A out = kernels.allocate(shape.size()), xs = x.array(kernels), gs = g.array(kernels);
        sizes.each((atX, atW, atY) -> kernels.put(out, atW, kernels.get(out, atW) + kernels.get(xs, atX) * kernels.get(gs, atY)));
        return Tensor.wrap(shape, out, kernels);
    }

    static Shape weightShape(Shape x, Shape g, Window window, int groups) {
        if (x.rank() != 4 || g.rank() != 4)
            throw new ShapeException("the gradient of a convolution by its kernels takes pictures (n, channels, height, width) twice, not "
                + x + " and " + g);
        return Shape.of(g.dim(1), x.dim(1) / groups, window.height(), window.width());
    }

    private interface Term { void add(int atX, int atW, int atY); }

    record Sizes(int n, int channels, int height, int width, int out, int down, int across, Window window, int groups) {
        static Sizes of(Shape x, Shape w, Window window, int groups) {
            if (x.rank() != 4) throw new ShapeException("a convolution takes pictures (n, channels, height, width), not " + x);
            if (w.rank() != 4 || x.dim(1) % groups != 0 || w.dim(0) % groups != 0 || w.dim(1) != x.dim(1) / groups)
                throw new ShapeException("pictures " + x + " do not fit a kernel " + w + " in " + groups + " groups");
            if (w.dim(2) != window.height() || w.dim(3) != window.width())
                throw new ShapeException("a kernel " + w + " does not fit a window of " + window);
            int down = window.placesDown(x.dim(2)), across = window.placesAcross(x.dim(3));
            if (down < 1 || across < 1) throw new ShapeException("a window of " + window + " does not fit into pictures " + x);
            return new Sizes(x.dim(0), x.dim(1), x.dim(2), x.dim(3), w.dim(0), down, across, window, groups);
        }

        Shape output() { return Shape.of(n, out, down, across); }

        /// Itself, if this is the shape of the output.
        Sizes check(Shape g) {
            if (!g.equals(output()))
                throw new ShapeException("a gradient " + g + " is not that of a convolution with " + window
                    + ", whose result is " + output());
            return this;
        }

        private void each(Term term) {
            int inner = channels / groups, outer = out / groups;
            for (int i = 0; i < n; i++) for (int o = 0; o < out; o++)
                for (int y = 0; y < down; y++) for (int x = 0; x < across; x++) {
                    int at = ((i * out + o) * down + y) * across + x;
                    for (int c = 0; c < inner; c++) for (int r = 0; r < window.height(); r++) for (int s = 0; s < window.width(); s++) {
                        int row = y * window.strideY() + r * window.dilationY() - window.paddingY();
                        int column = x * window.strideX() + s * window.dilationX() - window.paddingX();
                        if (row < 0 || row >= height || column < 0 || column >= width) continue;
                        term.add(((i * channels + o / outer * inner + c) * height + row) * width + column,
                            ((o * inner + c) * window.height() + r) * window.width() + s, at);
                    }
                }
        }
    }
}
