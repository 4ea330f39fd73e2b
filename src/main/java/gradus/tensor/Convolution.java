package gradus.tensor;

/// The sizes of a convolution of pictures `(n, channels, height, width)` with kernels `(out, channels / groups, window height, window
/// width)` to `(n, out, down, across)`, and the three products of which each is the others' derivative. With groups, each part of the
/// output's channels sees its part of the input's only.
///
/// They have the same terms, x[n, c, i·stride + r·dilation − padding, …] · w[o, c, r, s] · y[n, o, i, j]: each of the three is the sum of
/// the products of the other two.
record Convolution(int n, int channels, int height, int width, int out, int down, int across, Window window, int groups) {
    /// y from x and w.
    static <A> Tensor forward(Kernels<A> kernels, Tensor x, Tensor w, Window window, int groups) {
        var sizes = of(x.shape(), w.shape(), window, groups);
        A out = kernels.allocate(sizes.output().size());
        kernels.convolve(sizes, x.array(kernels), w.array(kernels), out);
        return Tensor.wrap(sizes.output(), out, kernels);
    }

    /// The gradient by x, which has the shape `pictures`, from that by y, and w.
    static <A> Tensor back(Kernels<A> kernels, Tensor g, Tensor w, Shape pictures, Window window, int groups) {
        var sizes = of(pictures, w.shape(), window, groups);
        sizes.requireResult(g.shape());
        A out = kernels.allocate(pictures.size());
        kernels.convolveBack(sizes, g.array(kernels), w.array(kernels), out);
        return Tensor.wrap(pictures, out, kernels);
    }

    /// The gradient by w, from x and the gradient by y.
    static <A> Tensor weight(Kernels<A> kernels, Tensor x, Tensor g, Window window, int groups) {
        if (groups < 1) throw new ShapeException("a convolution has at least one group, not " + groups);
        if (x.shape().rank() != 4 || g.shape().rank() != 4)
            throw new ShapeException("pictures (n, channels, height, width) and a gradient (n, out, down, across)"
                + " make the gradient by kernels, not " + x.shape() + " and " + g.shape());
        var shape = Shape.of(g.shape().dim(1), Math.ceilDiv(x.shape().dim(1), groups), window.height(), window.width());
        var sizes = of(x.shape(), shape, window, groups);
        sizes.requireResult(g.shape());
        A out = kernels.allocate(shape.size());
        kernels.convolveWeight(sizes, x.array(kernels), g.array(kernels), out);
        return Tensor.wrap(shape, out, kernels);
    }

    private static Convolution of(Shape x, Shape w, Window window, int groups) {
        if (x.rank() != 4)
            throw new ShapeException("a convolution takes pictures (n, channels, height, width), not " + x + cure(x));
        if (w.rank() != 4 || groups < 1 || w.dim(0) % groups != 0 || x.dim(1) != w.dim(1) * groups
            || w.dim(2) != window.height() || w.dim(3) != window.width()) throw misfit(x, w, window, groups);
        var seen = window.over(x);
        return new Convolution(x.dim(0), x.dim(1), x.dim(2), x.dim(3), w.dim(0), seen.dim(2), seen.dim(3), window, groups);
    }

    /// What makes pictures of something else.
    static String cure(Shape x) {
        return x.rank() == 2 ? "; rows of " + x.dim(1) + " become pictures by reshape, to (" + x.dim(0) + ", channels, height, width)"
            : x.rank() == 3 ? "; unsqueeze(0) makes one picture a batch of one" : "";
    }

    private static ShapeException misfit(Shape x, Shape w, Window window, int groups) {
        return new ShapeException("pictures " + x + " do not fit kernels " + w + (groups == 1 ? "" : " in " + groups + " groups")
            + ": pictures (n, c, height, width) take kernels (out, c" + (groups == 1 ? "" : " / " + groups) + ", " + window.height() + ", "
            + window.width() + ")");
    }

    private void requireResult(Shape g) {
        if (!g.equals(output())) throw new ShapeException("this convolution's result has the shape " + output() + ", not " + g);
    }

    Shape output() { return Shape.of(n, out, down, across); }

    /// How many channels a kernel sees, and how many kernels see a channel.
    int inner() { return channels / groups; }
    int outer() { return out / groups; }

    /// How many numbers a kernel has.
    int terms() { return inner() * window.size(); }

    /// How much work it is.
    long multiplications() { return (long) n * out * down * across * terms(); }

    /// So many numbers as the length of an array.
    int requireArray(double numbers) {
        if (numbers <= Integer.MAX_VALUE) return (int) numbers;
        throw new ShapeException("pictures " + Shape.of(n, channels, height, width) + " through a window of " + window + " to "
            + output() + " need " + (long) numbers + " numbers side by side, and an array has at most " + Integer.MAX_VALUE);
    }

    /// The convolution along one axis of the pictures, down or across.
    Along vertical() { return window.down(height); }
    Along horizontal() { return window.across(width); }

    /// The places in x, w and y of one term.
    interface Term { void at(int x, int w, int y); }

    /// All terms that lie inside the pictures, picture by picture, in ascending order of o, i, j, c, r and s.
    void each(Term term) {
        for (int p = 0; p < n; p++) for (int o = 0; o < out; o++) for (int i = 0; i < down; i++) for (int j = 0; j < across; j++) {
            int y = ((p * out + o) * down + i) * across + j;
            for (int c = 0; c < inner(); c++) for (int r = 0; r < window.height(); r++) for (int s = 0; s < window.width(); s++) {
                int row = i * window.strideY() + r * window.dilationY() - window.paddingY();
                int column = j * window.strideX() + s * window.dilationX() - window.paddingX();
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                int channel = o / outer() * inner() + c;
                term.at(((p * channels + channel) * height + row) * width + column,
                    ((o * inner() + c) * window.height() + r) * window.width() + s, y);
            }
        }
    }
}
