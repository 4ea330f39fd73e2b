package gradus.viz.charts;

/// Small pictures of one size in rows, with words below each.
///
/// @param count   how many there are
/// @param columns how many stand in a row
/// @param width   of a picture, in points
/// @param height  of a picture, in points
/// @param room    for a picture and the words below, in points across
/// @param words   room for the words below, in points down
record Tiles(int count, int columns, int width, int height, int room, int words) {
    private static final int SIDE = 56, GAP = 8, MARGIN = 12, HEAD = 38;

    /// Pictures of so many pixels, enlarged by whole numbers to about 56 points, or as they are.
    ///
    /// @param room  how wide the words would like to be
    static Tiles of(int count, int columns, int pixelsHigh, int pixelsWide, int room, int words) {
        int enlarged = Math.max(1, SIDE / Math.max(pixelsHigh, pixelsWide)), width = enlarged * pixelsWide;
        return new Tiles(count, Math.min(columns, count), width, enlarged * pixelsHigh, Math.max(room, width), words);
    }

    int x(int i) { return MARGIN + i % columns * (room + GAP); }

    int y(int i) { return HEAD + i / columns * (height + words + GAP); }

    int allWidth() { return 2 * MARGIN + columns * (room + GAP) - GAP; }

    int allHeight() { return HEAD + Math.ceilDiv(count, columns) * (height + words + GAP); }
}
