package gradus.tensor;

/// A matrix product whose right side is never made: one of its rows is what a tap of the window sees while the window goes over a picture,
/// and that is the picture itself, moved. So a tap is an offset into pictures that are laid out with their borders. The window goes on
/// over the border to the next row, and what it sees there is dropped.
///
/// @param weights  the left side
/// @param taps     for each term of a sum, where its picture begins, counted from the first channel of the group
/// @param laid     how the pictures lie
/// @param rows     places of the window from the top to the bottom, and `columns` from left to right
/// @param result   where the sums are put in a picture of the result, which has `plane` numbers
record Sweep(Floats kernels, Weights weights, int[] taps, Layout laid, int rows, int columns, Grid result, int plane) {
    /// What an inner loop makes at once: columns of a panel, rows of the largest tile.
    static final int PANEL = 32, TILE = 8;
    /// About how many places are swept before their sums are put away, so that these stay near.
    private static final int BAND = 1024;

    /// Rows of places that are swept together, and how many numbers their sums take.
    private int band() { return Math.clamp(BAND / laid.pitch(), 1, rows); }
    double raster() { return (double) TILE * length(band()); }

    /// From the first place of some rows to the last, in whole panels.
    private int length(int rows) { return Math.ceilDiv((rows - 1) * laid.pitch() + columns, PANEL) * PANEL; }

    /// All sums over `count` pictures, to those of `out` that begin with number `from`.
    void over(float[] b, int count, float[] raster, float[] out, int from) {
        var swept = new Grid(0, laid.pitch(), 1);
        int inner = laid.channels() / weights.groups, band = band();
        for (int group = 0; group < weights.groups; group++)
            for (int p = 0; p < count; p++)
                for (int top = 0; top < rows; top += band) {
                    int high = Math.min(band, rows - top), length = length(high);
                    int bi = group * inner * laid.channel() + p * laid.plane() + top * laid.pitch();
                    int first = ((from + p) * weights.groups + group) * weights.rows;
                    for (int row = 0, tile; row < weights.rows; row += tile) {
                        tile = Weights.tile(weights.rows - row);
                        int ai = weights.at(group, row);
                        for (int j = 0; j < length; j += PANEL)
                            kernels.taps(tile, weights.packed, ai, taps, taps.length, b, bi + j, raster, j, length);
                        for (int i = 0; i < Math.min(tile, weights.rows - row); i++)
                            swept.copy(high, columns, raster, i * length, result, out, (first + row + i) * plane + top * result.down());
                    }
                }
    }

    /// The left side, group by group in tiles of rows, term by term: what the inner loop reads one after the other.
    static final class Weights {
        interface Source { float at(int group, int row, int term); }

        private final int groups, rows, terms, padded;
        private final float[] packed;

        Weights(Convolution sizes, int rows, int terms, Source source) {
            groups = sizes.groups();
            this.rows = rows;
            this.terms = terms;
            int left = rows % TILE;
            padded = rows - left + (left == 0 ? 0 : tile(left));
            packed = new float[sizes.requireArray((double) groups * padded * terms)];
            for (int group = 0; group < groups; group++)
                for (int row = 0, tile; row < rows; row += tile) {
                    tile = tile(rows - row);
                    for (int i = 0; i < Math.min(tile, rows - row); i++)
                        for (int term = 0, at = at(group, row) + i; term < terms; term++, at += tile)
                            packed[at] = source.at(group, row + i, term);
                }
        }

        /// Rows of the tile where so many are left.
        private static int tile(int left) { return left > TILE / 2 ? TILE : left > 1 ? TILE / 2 : 1; }

        /// Where a tile begins.
        private int at(int group, int row) { return (group * padded + row) * terms; }
    }
}
