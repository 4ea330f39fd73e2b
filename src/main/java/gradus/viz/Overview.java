package gradus.viz;

import gradus.autograd.Value;
import gradus.autograd.WeightConvolution;
import gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A tensor that is too large to be read number by number: its statistics, over the numbers that are finite, and a small map of
/// means. A matrix is mapped as it is, more axes as rows of the last one, and a single row or column that has the size of a square,
/// as an image has, is mapped as that square; pictures are mapped side by side, as a [Mosaic].
///
/// @param height  rows of the map
/// @param width   columns of the map
/// @param rows    rows of the matrix behind it
/// @param columns columns of the matrix behind it
/// @param mosaic  how pictures stand in the map, or null where it is one of a matrix
/// @param cells   the map, row by row; NaN where a number is not finite, and [#GAP] between pictures
record Overview(double min, double mean, double max, double norm, int zeros, int notFinite,
                int height, int width, int rows, int columns, @Nullable Mosaic mosaic, double... cells) {
    /// A cell that shows no number.
    static final double GAP = Double.NEGATIVE_INFINITY;
    /// Up to so many numbers are shown one by one.
    static final int BUDGET = 400;
    /// The map's largest side.
    static final int SIDE = 32;

    /// Of a value or, where it is given, its gradient.
    static Overview of(Value v, Tensor t) { return of(t, v.isParameter() || v.op() instanceof WeightConvolution); }

    static Overview of(Tensor t) { return of(t, false); }

    private static Overview of(Tensor t, boolean kernels) {
        double min = Double.POSITIVE_INFINITY, max = Double.NEGATIVE_INFINITY, sum = 0, squares = 0;
        int zeros = 0, finite = 0;
        int columns = t.shape().dim(-1), rows = t.size() / columns;
        int side = (int) Math.sqrt(t.size());
        if ((rows == 1 || columns == 1) && side * side == t.size() && side > 4) rows = columns = side;
        if (t.shape().rank() == 4 && rows == t.size()) {                                  // pictures of one pixel are a matrix
            rows = t.shape().dim(0);
            columns = t.shape().dim(1) * columns;
        }
        var mosaic = Mosaic.fits(t.shape()) ? Mosaic.of(t.shape(), kernels) : null;
        if (mosaic != null) {
            rows = mosaic.height();
            columns = mosaic.width();
        }
        int height = mosaic != null ? rows : Math.min(rows, SIDE), width = mosaic != null ? columns : Math.min(columns, SIDE);
        var sums = new double[height * width];
        var counts = new int[height * width];
        for (int i = 0; i < t.size(); i++) {
            double x = t.at(i);
            int cell = mosaic != null ? mosaic.cell(i)
                : (int) ((long) (i / columns) * height / rows) * width + (int) ((long) (i % columns) * width / columns);
            if (!Double.isFinite(x)) {
                if (cell >= 0) sums[cell] = Double.NaN;
                continue;
            }
            finite++;
            if (x == 0) zeros++;
            min = Math.min(min, x);
            max = Math.max(max, x);
            sum += x;
            squares += x * x;
            if (cell < 0) continue;
            sums[cell] += x;
            counts[cell]++;
        }
        for (int cell = 0; cell < sums.length; cell++)
            sums[cell] = counts[cell] == 0 && sums[cell] == 0 ? GAP : sums[cell] / counts[cell];
        double nothing = finite == 0 ? Double.NaN : 1;
        return new Overview(min * nothing, sum / finite, max * nothing, StrictMath.sqrt(squares) * nothing, zeros, t.size() - finite,
            height, width, rows, columns, mosaic, sums);
    }
}
