package gradus.viz;

import gradus.tensor.Tensor;

/// A tensor that is too large to be read number by number: its statistics, over the numbers that are finite, and a small map of
/// means. A matrix is mapped as it is, more axes as rows of the last one, and a single row or column that has the size of a square,
/// as an image has, is mapped as that square.
///
/// @param height  rows of the map
/// @param width   columns of the map
/// @param rows    rows of the matrix behind it
/// @param columns columns of the matrix behind it
/// @param cells   the map, row by row; NaN where a number is not finite
record Overview(double min, double mean, double max, double norm, int zeros, int notFinite,
                int height, int width, int rows, int columns, double... cells) {
    /// Up to so many numbers are shown one by one.
    static final int BUDGET = 400;
    /// The map's largest side.
    static final int SIDE = 32;

    static Overview of(Tensor t) {
        double min = Double.POSITIVE_INFINITY, max = Double.NEGATIVE_INFINITY, sum = 0, squares = 0;
        int zeros = 0, finite = 0;
        int columns = t.shape().dim(-1), rows = t.size() / columns;
        int side = (int) Math.sqrt(t.size());
        if ((rows == 1 || columns == 1) && side * side == t.size() && side > 4) rows = columns = side;
        int height = Math.min(rows, SIDE), width = Math.min(columns, SIDE);
        var sums = new double[height * width];
        var counts = new int[height * width];
        for (int i = 0; i < t.size(); i++) {
            double x = t.at(i);
            int cell = (int) ((long) (i / columns) * height / rows) * width + (int) ((long) (i % columns) * width / columns);
            if (!Double.isFinite(x)) {
                sums[cell] = Double.NaN;
                continue;
            }
            finite++;
            if (x == 0) zeros++;
            min = Math.min(min, x);
            max = Math.max(max, x);
            sum += x;
            squares += x * x;
            sums[cell] += x;
            counts[cell]++;
        }
        for (int cell = 0; cell < sums.length; cell++) sums[cell] /= counts[cell];
        double nothing = finite == 0 ? Double.NaN : 1;
        return new Overview(min * nothing, sum / finite, max * nothing, StrictMath.sqrt(squares) * nothing, zeros, t.size() - finite,
            height, width, rows, columns, sums);
    }
}
