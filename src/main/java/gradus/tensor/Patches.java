package gradus.tensor;

/// What a window sees of a picture, as a matrix: a row for each channel and pixel of the window, a column for each place, zeros beyond
/// the border. A convolution is the product of its kernels with this matrix (Chellapilla, Puri & Simard, *High performance convolutional
/// neural networks for document processing*, 2006).
///
/// @param channels  how many of the picture's channels are seen
/// @param height    of the picture, as its width
/// @param window    what is looked through
record Patches(int channels, int height, int width, Window window) {
    /// One for each thread; it grows to what is asked for.
    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[0]);

    /// An array of at least so many numbers, of this thread until it asks again; what stands in it is left over.
    static float[] scratch(int size) {
        var array = SCRATCH.get();
        if (array.length < size) SCRATCH.set(array = new float[size]);
        return array;
    }

    int down() { return window.placesDown(height); }
    int across() { return window.placesAcross(width); }
    int rows() { return channels * window.size(); }
    int columns() { return down() * across(); }

    /// Whether the matrix is the picture as it lies.
    boolean isPicture() { return window.equals(Window.of(1)); }

    /// The matrix of the channels that begin at `xi`.
    void of(float[] x, int xi, float[] out) {
        int at = 0;
        for (int c = 0; c < channels; c++)
            for (int r = 0; r < window.height(); r++)
                for (int s = 0; s < window.width(); s++, at += columns()) row(x, xi + c * height * width, r, s, out, at);
    }

    private void row(float[] x, int plane, int r, int s, float[] out, int at) {
        int down = down(), across = across(), strideY = window.strideY(), stride = window.strideX();
        int above = r * window.dilationY() - window.paddingY(), before = s * window.dilationX() - window.paddingX();
        int top = first(above, strideY, down), bottom = last(above, strideY, down, height);
        int left = first(before, stride, across), right = last(before, stride, across, width);
        if (left >= right || top >= bottom) {
            java.util.Arrays.fill(out, at, at + down * across, 0);
            return;
        }
        java.util.Arrays.fill(out, at, at + top * across, 0);
        java.util.Arrays.fill(out, at + bottom * across, at + down * across, 0);
        if (stride == 1 && strideY == 1 && across == width) {                     // rows follow each other as in the picture
            int from = (top + above) * width + left + before;
            System.arraycopy(x, plane + from, out, at + top * across + left, (bottom - top - 1) * width + right - left);
            for (int y = top; y < bottom; y++) {
                int row = at + y * across;
                for (int i = 0; i < left; i++) out[row + i] = 0;
                for (int i = right; i < across; i++) out[row + i] = 0;
            }
            return;
        }
        for (int y = top; y < bottom; y++) {
            int row = at + y * across, from = plane + (y * strideY + above) * width + before;
            for (int i = 0; i < left; i++) out[row + i] = 0;
            if (stride == 1) System.arraycopy(x, from + left, out, row + left, right - left);
            else for (int i = left; i < right; i++) out[row + i] = x[from + i * stride];
            for (int i = right; i < across; i++) out[row + i] = 0;
        }
    }

    /// The reverse: adds each number of the matrix to where it was read, row by row of the matrix.
    void addTo(float[] matrix, float[] out, int oi) {
        int down = down(), across = across(), strideY = window.strideY(), stride = window.strideX(), at = 0;
        for (int c = 0; c < channels; c++)
            for (int r = 0; r < window.height(); r++)
                for (int s = 0; s < window.width(); s++, at += down * across) {
                    int above = r * window.dilationY() - window.paddingY(), before = s * window.dilationX() - window.paddingX();
                    int left = first(before, stride, across), right = last(before, stride, across, width);
                    for (int y = first(above, strideY, down); y < last(above, strideY, down, height); y++) {
                        int to = oi + (c * height + y * strideY + above) * width + before, from = at + y * across;
                        for (int i = left; i < right; i++) out[to + i * stride] += matrix[from + i];
                    }
                }
    }

    /// The first place that does not look before the picture, and the place behind the last that does not look behind it.
    static int first(int offset, int stride, int places) { return Math.min(places, Math.ceilDiv(Math.max(0, -offset), stride)); }
    static int last(int offset, int stride, int places, int length) {
        return Math.clamp(Math.floorDiv(length - 1 - offset, stride) + 1, 0, places);
    }
}
