package gradus.tensor;

/// Windows over pictures `(n, channels, height, width)`, each channel by itself: where the largest number of each window is. Beyond the
/// border there is nothing. (A mean is a convolution with equal weights.)
final class Pooling {
    private Pooling() {}

    /// For each place of the window, where the largest number in it is, in row-major order of `x`: the first of equals, and NaN before
    /// all others.
    static <A> int[] largest(Kernels<A> kernels, Tensor x, Window window) {
        var shape = output(x.shape(), window);
        int height = x.shape().dim(2), width = x.shape().dim(3), down = shape.dim(2), across = shape.dim(3);
        if (!window.seesAlways(height, width))
            throw new ShapeException("a window of " + window + " would see nothing but border somewhere on pictures " + x.shape()
                + "; less padding keeps it inside");
        var places = new int[shape.size()];
        A numbers = x.array(kernels);
        Along vertical = window.down(height), horizontal = window.across(width);
        int planes = shape.dim(0) * shape.dim(1);
        long work = (long) Threads.PASS * x.size();
        if (window.paddingY() + window.paddingX() == 0) {
            int[] bases = new int[down * across], taps = new int[window.size()];
            for (int i = 0; i < bases.length; i++) bases[i] = vertical.seen(i / across, 0) * width + horizontal.seen(i % across, 0);
            for (int k = 0; k < taps.length; k++)
                taps[k] = k / window.width() * window.dilationY() * width + k % window.width() * window.dilationX();
            Threads.run(planes, work,
                plane -> kernels.largest(numbers, plane * height * width, bases, taps, places, plane * bases.length));
        } else Threads.run(planes, 4 * work, plane -> {
            for (int i = 0, at = plane * down * across; i < down; i++) {
                int top = vertical.firstTap(i), rows = vertical.lastTap(i) - top + 1;
                for (int j = 0; j < across; j++, at++) {
                    int left = horizontal.firstTap(j), columns = horizontal.lastTap(j) - left + 1;
                    places[at] = kernels.largest(numbers, (plane * height + vertical.seen(i, top)) * width
                        + horizontal.seen(j, left), width,
                        rows, columns, window.dilationY(), window.dilationX());
                }
            }
        });
        return places;
    }

    static Shape output(Shape x, Window window) {
        if (x.rank() != 4) throw new ShapeException("pooling takes pictures (n, channels, height, width), not " + x + Convolution.cure(x));
        return window.over(x);
    }
}
