package gradus.viz;

import gradus.tensor.Shape;
import gradus.tensor.Window;

/// Which numbers meet in a convolution of pictures x with kernels w to y: y is the sum of the products x · w, x's gradient that of y · w,
/// and w's that of x · y. A pool of means has the same terms, with a kernel of its own for each channel.
///
/// @param pictures  the shape of x, `(n, channels, height, width)`
/// @param out       how many kernels there are, and channels in y
record Terms(Shape pictures, int out, Window window, int groups) {
    /// The places of x, w and y in one product.
    interface Term { void at(int x, int w, int y); }

    /// A pool over each channel by itself.
    static Terms ofPool(Shape pictures, Window window) { return new Terms(pictures, pictures.dim(1), window, pictures.dim(1)); }

    /// All products, in the order in which they are added up: for each number of y by channel, row and column of the window. What lies
    /// beyond the border is 0 and left out.
    void each(Term term) {
        int channels = pictures.dim(1), height = pictures.dim(2), width = pictures.dim(3), inner = channels / groups;
        int y = 0;
        for (int n = 0; n < pictures.dim(0); n++) for (int o = 0; o < out; o++)
            for (int down = 0; down < window.placesDown(height); down++)
                for (int across = 0; across < window.placesAcross(width); across++, y++)
                    for (int c = 0; c < inner; c++) for (int r = 0; r < window.height(); r++) for (int s = 0; s < window.width(); s++) {
                        int row = down * window.strideY() + r * window.dilationY() - window.paddingY();
                        int column = across * window.strideX() + s * window.dilationX() - window.paddingX();
                        if (row < 0 || row >= height || column < 0 || column >= width) continue;
                        int channel = o / (out / groups) * inner + c;
                        term.at(((n * channels + channel) * height + row) * width + column,
                            ((o * inner + c) * window.height() + r) * window.width() + s, y);
                    }
    }

    /// How many products there are at most, those beyond the border among them.
    long count() {
        return (long) pictures.dim(0) * out * window.placesDown(pictures.dim(2)) * window.placesAcross(pictures.dim(3))
            * (pictures.dim(1) / groups) * window.size();
    }
}
