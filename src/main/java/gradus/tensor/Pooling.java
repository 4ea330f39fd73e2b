package gradus.tensor;

/// Windows over pictures `(n, channels, height, width)`, each channel by itself: where the largest number of each window is, and the
/// mean of each window and its reverse. Beyond the border there are zeros for a mean, which count, and nothing for a largest number.
final class Pooling {
    private Pooling() {}

    /// For each place of the window, the place of the largest number in it in row-major order of `x`; the first of equals, and NaN
    /// before all others.
    static int[] largest(Tensor x, Window window) {
        var shape = output(x.shape(), window);
        var places = new int[shape.size()];
        if (x.precision() == Precision.FLOAT) {
            largest(x.array(Vectors.KERNELS), x.shape(), window, places);
            return places;
        }
        double[] best = new double[places.length];
        java.util.Arrays.fill(places, -1);
        each(x.shape(), window, (atX, atY) -> {
            double candidate = x.at(atX);
            if (places[atY] >= 0 && (Double.isNaN(best[atY]) || !(candidate > best[atY] || Double.isNaN(candidate)))) return;
            places[atY] = atX;
            best[atY] = candidate;
        });
        return places;
    }

    /// The same in float, each place by itself; threads share the channels.
    private static void largest(float[] x, Shape shape, Window window, int... places) {
        int height = shape.dim(2), width = shape.dim(3), down = window.placesDown(height), across = window.placesAcross(width);
        Threads.run(shape.dim(0) * shape.dim(1), (long) Threads.PASS * x.length, plane -> {
            int to = plane * down * across;
            for (int y = 0; y < down; y++) for (int column = 0; column < across; column++, to++) {
                int best = -1;
                float largest = Float.NEGATIVE_INFINITY;
                for (int r = 0; r < window.height(); r++) {
                    int row = y * window.strideY() + r * window.dilationY() - window.paddingY();
                    if (row < 0 || row >= height) continue;
                    int from = (plane * height + row) * width, at = column * window.strideX() - window.paddingX();
                    for (int s = 0; s < window.width(); s++, at += window.dilationX()) {
                        if (at < 0 || at >= width) continue;
                        float candidate = x[from + at];
                        // a NaN stays, for nothing is above it
                        if (best < 0 || candidate > largest || Float.isNaN(candidate) && !Float.isNaN(largest)) {
                            best = from + at;
                            largest = candidate;
                        }
                    }
                }
                places[to] = best;
            }
        });
    }

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
