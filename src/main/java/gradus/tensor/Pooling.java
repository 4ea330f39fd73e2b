package gradus.tensor;

/// Windows over pictures `(n, channels, height, width)`, each channel by itself: where the largest number of each window is, and the
/// mean of each window and its reverse. Beyond the border there are zeros for a mean, which count, and nothing for a largest number.
final class Pooling {
    private Pooling() {}

    /// For each place of the window, the place of the largest number in it in row-major order of `x`; the first of equals, and NaN
    /// before all others.
    static <A> int[] largest(Kernels<A> kernels, Tensor x, Window window) {
        var shape = output(x.shape(), window);
        if (window.paddingY() >= reach(window.height(), window.dilationY()) || window.paddingX() >= reach(window.width(), window.dilationX()))
            throw new ShapeException("a window of " + window + " would see nothing but border: padding is smaller than the window");
        var places = new int[shape.size()];
        A numbers = x.array(kernels);
        int height = x.shape().dim(2), width = x.shape().dim(3), down = shape.dim(2), across = shape.dim(3);
        var vertical = new Convolution.Along(height, down, window.height(), window.strideY(), window.paddingY(), window.dilationY());
        var horizontal = new Convolution.Along(width, across, window.width(), window.strideX(), window.paddingX(), window.dilationX());
        int planes = shape.dim(0) * shape.dim(1);
        long work = (long) Threads.PASS * x.size();
        if (window.paddingY() + window.paddingX() == 0) {
            int[] bases = new int[down * across], taps = new int[window.size()];
            for (int i = 0; i < bases.length; i++) bases[i] = vertical.seen(i / across, 0) * width + horizontal.seen(i % across, 0);
            for (int k = 0; k < taps.length; k++)
                taps[k] = k / window.width() * window.dilationY() * width + k % window.width() * window.dilationX();
            Threads.run(planes, work, plane -> kernels.largest(numbers, plane * height * width, bases, taps, places, plane * bases.length));
        } else Threads.run(planes, 4 * work, plane -> {
            for (int i = 0, at = plane * down * across; i < down; i++) {
                int top = vertical.firstTap(i), rows = vertical.lastTap(i) - top + 1;
                for (int j = 0; j < across; j++, at++) {
                    int left = horizontal.firstTap(j), columns = horizontal.lastTap(j) - left + 1;
                    places[at] = kernels.largest(numbers, (plane * height + vertical.seen(i, top)) * width + horizontal.seen(j, left), width,
                        rows, columns, window.dilationY(), window.dilationX());
                }
            }
        });
        return places;
    }

    private static int reach(int taps, int dilation) { return (taps - 1) * dilation + 1; }

    static <A> Tensor mean(Kernels<A> kernels, Tensor x, Window window) {
        var shape = output(x.shape(), window);
        A out = kernels.allocate(shape.size()), xs = x.array(kernels);
        each(x.shape(), window, (atX, atY) -> kernels.put(out, atY, kernels.get(out, atY) + kernels.get(xs, atX) / window.size()));
        return Tensor.wrap(shape, out, kernels);
    }

    /// The gradient of the mean by x.
    static <A> Tensor spread(Kernels<A> kernels, Tensor g, Shape x, Window window) {
        A out = kernels.allocate(x.size()), gs = g.array(kernels);
        each(x, window, (atX, atY) -> kernels.put(out, atX, kernels.get(out, atX) + kernels.get(gs, atY) / window.size()));
        return Tensor.wrap(x, out, kernels);
    }

    static Shape output(Shape x, Window window) {
        if (x.rank() != 4) throw new ShapeException("pooling takes pictures (n, channels, height, width), not " + x);
        int down = window.placesDown(x.dim(2)), across = window.placesAcross(x.dim(3));
        if (down < 1 || across < 1) throw new ShapeException("a window of " + window + " does not fit into pictures " + x);
        return Shape.of(x.dim(0), x.dim(1), down, across);
    }

    private interface Term { void add(int atX, int atY); }

    private static void each(Shape shape, Window window, Term term) {
        int height = shape.dim(2), width = shape.dim(3), down = window.placesDown(height), across = window.placesAcross(width);
        for (int plane = 0; plane < shape.dim(0) * shape.dim(1); plane++)
            for (int y = 0; y < down; y++) for (int x = 0; x < across; x++)
                for (int r = 0; r < window.height(); r++) for (int s = 0; s < window.width(); s++) {
                    int row = y * window.strideY() + r * window.dilationY() - window.paddingY();
                    int column = x * window.strideX() + s * window.dilationX() - window.paddingX();
                    if (row >= 0 && row < height && column >= 0 && column < width)
                        term.add((plane * height + row) * width + column, (plane * down + y) * across + x);
                }
    }
}
