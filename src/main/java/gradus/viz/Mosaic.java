package gradus.viz;

import gradus.tensor.Shape;

/// Pictures side by side: of an array `(n, channels, height, width)` a row for each example and a column for each channel; of kernels
/// `(out, in, height, width)` a column for each that there is, as for the channel it makes, and a row for each channel that it sees.
/// What would be a single row or column is broken into lines. Of many the first are shown.
///
/// @param across   pictures in a row
/// @param down     rows of pictures
/// @param high     cells in a picture, down
/// @param wide     cells in a picture, across
/// @param lines    whether the pictures are one row or column, broken into lines
/// @param kernels  whether these are kernels
/// @param shape    of the array
record Mosaic(int across, int down, int high, int wide, boolean lines, boolean kernels, Shape shape) {
    private static final int MOST_ACROSS = 16, MOST_DOWN = 8, MOST_IN_LINES = 64, ONE_LINE = 8, MOST_CELLS = 20_000;

    /// Whether an array is made of pictures.
    static boolean fits(Shape shape) { return shape.rank() == 4 && shape.size() > 0 && shape.dim(2) * shape.dim(3) > 1; }

    static Mosaic of(Shape shape, boolean kernels) {
        int rows = shape.dim(kernels ? 1 : 0), columns = shape.dim(kernels ? 0 : 1);
        boolean lines = rows == 1 || columns == 1;
        int all = Math.min(rows * columns, MOST_IN_LINES);
        int down = !lines ? Math.min(rows, MOST_DOWN)
            : all <= ONE_LINE ? 1 : (int) StrictMath.ceil(StrictMath.sqrt(all * shape.dim(3) / (3.0 * shape.dim(2))));
        int across = lines ? Math.ceilDiv(all, down) : Math.min(columns, MOST_ACROSS);
        int side = Math.min(Overview.SIDE, (int) Math.sqrt((double) MOST_CELLS / (across * down)));
        return new Mosaic(across, down, Math.min(shape.dim(2), side), Math.min(shape.dim(3), side), lines, kernels, shape);
    }

    /// Cells of all pictures, with one between them.
    int height() { return down * (high + 1) - 1; }
    int width() { return across * (wide + 1) - 1; }

    /// In which cell a number of the array is shown, row by row; −1 where it is not.
    int cell(int i) {
        int pixels = shape.dim(2) * shape.dim(3), picture = i / pixels, first = picture / shape.dim(1), second = picture % shape.dim(1);
        int row = lines ? picture / across : kernels ? second : first, column = lines ? picture % across : kernels ? first : second;
        if (row >= down || column >= across) return -1;
        int y = (int) ((long) (i % pixels / shape.dim(3)) * high / shape.dim(2));
        int x = (int) ((long) (i % shape.dim(3)) * wide / shape.dim(3));
        return (row * (high + 1) + y) * width() + column * (wide + 1) + x;
    }

    /// Whether all are shown.
    boolean isWhole() { return lines ? shape.dim(0) * shape.dim(1) <= MOST_IN_LINES : across * down == shape.dim(0) * shape.dim(1); }

    /// As `6 pictures of 5 × 5`.
    @Override public String toString() {
        int all = shape.dim(0) * shape.dim(1);
        return (isWhole() ? "" : "the first " + (lines ? MOST_IN_LINES : across + " × " + down) + " of ")
            + (lines ? "" + all : shape.dim(kernels ? 0 : 1) + " × " + shape.dim(kernels ? 1 : 0)) + " picture"
            + (all == 1 ? "" : "s") + " of " + shape.dim(2) + " × " + shape.dim(3);
    }
}
