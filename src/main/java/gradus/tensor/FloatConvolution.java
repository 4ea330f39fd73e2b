package gradus.tensor;

import java.util.Arrays;

/// Convolutions in float, as matrix products whose right side is never made: one of its rows is what a tap of the window sees while the
/// window goes over a picture, and that is the picture itself, moved. So pictures are laid out with their borders, and a tap is an
/// offset. The window goes on over the border to the next row, and what it sees there is dropped.
///
/// An element of y is the sum over c, r and s, in ascending order, by fused multiply-add from zero; one of x's gradient over o, r and
/// s in the same way. Terms beyond the border are 0 times a weight. An element of w's gradient is kept in 16 partial sums over the
/// places of the window (place j, border included, in number j mod 16), picture after picture of a piece, which are added up as a
/// tree; then piece by piece. A place where the window goes on over the border adds 0 times what is seen there. So an infinite weight or
/// pixel may bring NaN where the specification in double has a number.
///
/// Pictures are taken in chunks, which stay near, and chunks in pieces, which threads share. Their sizes hang on the shapes alone.
final class FloatConvolution {
    /// What an inner loop makes at once: columns of a panel, rows of the largest tile, partial sums of a product of rows.
    static final int PANEL = 32, TILE = 8, LANES = Kernels.LANES;
    /// Rows and taps whose products are summed together.
    static final int PAIR = 4;
    /// About how many pixels of a channel a chunk has.
    private static final int CHUNK = 1024;
    /// About how many partial sums a thread keeps at a time, four megabytes; where there are more, it goes over the pictures again.
    private static final int SUMS = 1 << 20;
    /// So many pieces keep the threads busy.
    private static final int PIECES = 16;
    private static final ThreadLocal<Room> ROOM = ThreadLocal.withInitial(Room::new);

    private final Floats kernels;
    private final Convolution sizes;
    private final Along vertical, horizontal;
    private final int pictures, chunks, pieces;

    FloatConvolution(Floats kernels, Convolution sizes) {
        this.kernels = kernels;
        this.sizes = sizes;
        vertical = sizes.vertical();
        horizontal = sizes.horizontal();
        pictures = Math.clamp(CHUNK / Math.max(1, vertical.length() * horizontal.length()), 1, Math.max(1, sizes.n()));
        chunks = Math.ceilDiv(sizes.n(), pictures);
        pieces = Math.min(chunks, PIECES);
    }

    // ---------------------------------------------------------------- y from x and w

    void forward(float[] x, float[] w, float[] y) {
        var seen = new Seen();
        int terms = sizes.terms(), outer = sizes.outer();
        var packed = new Weights[sizes.groups()];
        for (int group = 0; group < packed.length; group++) {
            int first = group * outer;
            packed[group] = new Weights(outer, terms, (row, term) -> w[(first + row) * terms + term]);
        }
        run(piece -> {
            var room = ROOM.get();
            float[] laid = room.clear(0, seen.size), raster = room.array(1, Weights.rows(outer) * seen.raster(pictures));
            each(piece, (from, count) -> {
                seen.lay(x, from, count, laid);
                for (int group = 0; group < packed.length; group++) {
                    int rowC = seen.raster(count), base = group * sizes.inner() * seen.channel;
                    for (int p = 0; p < count; p++)
                        packed[group].sweep(kernels, seen.taps, laid, base + p * seen.plane, raster, p * seen.length, rowC, seen.length);
                    for (int o = 0; o < outer; o++)
                        for (int p = 0; p < count; p++)
                            for (int i = 0; i < sizes.down(); i++)
                                System.arraycopy(raster, o * rowC + p * seen.length + i * seen.pitch, y,
                                    (((from + p) * sizes.out() + group * outer + o) * sizes.down() + i) * sizes.across(), sizes.across());
                }
            });
        });
    }

    // ---------------------------------------------------------------- the gradient by w

    void weight(float[] x, float[] g, float[] w) {
        var seen = new Seen();
        int terms = sizes.terms(), outer = sizes.outer();
        int places = Math.ceilDiv((sizes.down() - 1) * seen.pitch + sizes.across(), LANES) * LANES;
        int rows = Math.ceilDiv(outer, PAIR) * PAIR, all = sizes.groups() * rows, rowG = pictures * places;
        int columns = Math.ceilDiv(terms, PAIR) * PAIR, stretch = Math.clamp(SUMS / (PAIR * LANES) / columns, 1, all / PAIR) * PAIR;
        var sums = new float[pieces][w.length];
        run(piece -> {
            var room = ROOM.get();
            float[] laid = room.clear(0, seen.size), sent = room.clear(1, all * rowG);
            for (int first = 0; first < all; first += stretch) {
                int begin = first, end = Math.min(all, first + stretch);
                float[] lanes = room.clear(2, (end - begin) * columns * LANES);
                each(piece, (from, count) -> {
                    seen.lay(x, from, count, laid);
                    for (int o = 0; o < sizes.out(); o++)
                        for (int p = 0; p < count; p++)
                            for (int i = 0; i < sizes.down(); i++)
                                System.arraycopy(g, (((from + p) * sizes.out() + o) * sizes.down() + i) * sizes.across(), sent,
                                    (o / outer * rows + o % outer) * rowG + p * places + i * seen.pitch, sizes.across());
                    int last = terms - 1, at = 0;
                    for (int row = begin; row < end; row += PAIR)
                        for (int term = 0; term < terms; term += PAIR, at += PAIR * PAIR * LANES) {
                            int base = row / rows * sizes.inner() * seen.channel;
                            kernels.dots(sent, row * rowG, rowG, laid, base + seen.taps[term], base + seen.taps[Math.min(last, term + 1)],
                                base + seen.taps[Math.min(last, term + 2)], base + seen.taps[Math.min(last, term + 3)], seen.plane,
                                places, count, lanes, at);
                        }
                });
                for (int row = begin; row < end; row++)
                    if (row % rows < outer) join(lanes, row - begin, columns, sums[piece], (row / rows * outer + row % rows) * terms);
            }
        });
        for (var sum : sums) for (int i = 0; i < w.length; i++) w[i] += sum[i];
    }

    /// The partial sums of a row with all terms, added up.
    private void join(float[] lanes, int row, int columns, float[] out, int to) {
        for (int term = 0; term < sizes.terms(); term += PAIR)
            kernels.trees(lanes, ((row / PAIR * columns + term) * PAIR + row % PAIR * PAIR) * LANES, out, to + term,
                Math.min(PAIR, sizes.terms() - term));
    }

    // ---------------------------------------------------------------- the gradient by x

    void back(float[] g, float[] w, float[] x) {
        int top = vertical.lowest(), left = horizontal.lowest(), pitch = horizontal.highest() - left + 1;
        int plane = (vertical.highest() - top + 1) * pitch, channel = pictures * plane, outer = sizes.outer(), inner = sizes.inner();
        for (int down = 0; down < vertical.stride(); down++)
            for (int across = 0; across < horizontal.stride(); across++) {
                int phaseY = down, phaseX = across;
                int[] rs = taps(vertical, down), ss = taps(horizontal, across);
                int first = vertical.first(down), rows = vertical.last(down) - first + 1;
                int begin = horizontal.first(across), columns = horizontal.last(across) - begin + 1;
                if (rs.length * ss.length == 0 || rows < 1 || columns < 1) continue;             // nobody looked there: 0
                int each = rs.length * ss.length, terms = outer * each, length = panels((rows - 1) * pitch + columns);
                int[] taps = new int[terms];
                for (int term = 0; term < terms; term++) {
                    int r = rs[term % each / ss.length], s = ss[term % ss.length];
                    taps[term] = term / each * channel + (first - vertical.shift(r) - top) * pitch + begin - horizontal.shift(s) - left;
                }
                var packed = new Weights[sizes.groups()];
                for (int group = 0; group < packed.length; group++) {
                    int o = group * outer;
                    packed[group] = new Weights(inner, terms, (row, term) -> w[(((o + term / each) * inner + row) * vertical.taps()
                        + rs[term % each / ss.length]) * horizontal.taps() + ss[term % ss.length]]);
                }
                run(piece -> {
                    var room = ROOM.get();
                    int slack = length + PANEL;
                    float[] laid = room.clear(0, sizes.out() * channel + slack);
                    float[] raster = room.array(1, Weights.rows(inner) * pictures * length);
                    each(piece, (from, count) -> {
                        lay(g, from, count, laid, top, left, pitch, plane);
                        for (int group = 0; group < packed.length; group++) {
                            int rowC = count * length;
                            for (int p = 0; p < count; p++)
                                packed[group].sweep(kernels, taps, laid, group * outer * channel + p * plane, raster, p * length,
                                    rowC, length);
                            for (int c = 0; c < inner; c++)
                                for (int p = 0; p < count; p++)
                                    for (int i = 0; i < rows; i++)
                                        spread(raster, c * rowC + p * length + i * pitch, x,
                                            (((from + p) * sizes.channels() + group * inner + c) * sizes.height()
                                                + vertical.row(phaseY, first + i)) * sizes.width()
                                                    + horizontal.row(phaseX, begin), columns);
                        }
                    });
                });
            }
    }

    /// The taps that see a phase.
    private static int[] taps(Along along, int phase) {
        int[] all = new int[along.taps()];
        int count = 0;
        for (int tap = 0; tap < all.length; tap++) if (along.phase(tap) == phase) all[count++] = tap;
        return Arrays.copyOf(all, count);
    }

    /// Lays out the gradients of some results, of which a margin is 0.
    private void lay(float[] g, int from, int count, float[] laid, int top, int left, int pitch, int plane) {
        int rows = Math.min(sizes.down(), plane / pitch + top), columns = Math.min(sizes.across(), pitch + left);
        for (int o = 0; o < sizes.out(); o++)
            for (int p = 0; p < count; p++)
                for (int i = 0; i < rows; i++)
                    System.arraycopy(g, (((from + p) * sizes.out() + o) * sizes.down() + i) * sizes.across(), laid,
                        (o * pictures + p) * plane + (i - top) * pitch - left, columns);
    }

    private void spread(float[] from, int at, float[] to, int first, int count) {
        int stride = horizontal.stride();
        if (stride == 1) System.arraycopy(from, at, to, first, count);
        else for (int i = 0; i < count; i++) to[first + i * stride] = from[at + i];
    }

    // ---------------------------------------------------------------- pieces and chunks

    private interface Piece { void run(int piece); }
    private interface Chunk { void run(int from, int count); }

    private void run(Piece piece) { Threads.run(pieces, kernels.work(sizes.multiplications()), piece::run); }

    /// The chunks of a piece, each by its first picture and their number.
    private void each(int piece, Chunk chunk) {
        for (int i = (int) ((long) piece * chunks / pieces); i < (int) ((piece + 1L) * chunks / pieces); i++)
            chunk.run(i * pictures, Math.min(pictures, sizes.n() - i * pictures));
    }

    static int panels(int columns) { return Math.ceilDiv(columns, PANEL) * PANEL; }

    /// How pictures are laid out for a window to go over them: channel by channel, phase by phase, picture by picture.
    private final class Seen {
        final int pitch = horizontal.length(), plane = vertical.length() * pitch;
        final int phase = pictures * plane, channel = vertical.stride() * horizontal.stride() * phase;
        /// From the first place of the window to the last, in whole panels.
        final int length = panels((sizes.down() - 1) * pitch + sizes.across());
        /// Where each tap's picture begins, for all channels of a group.
        final int[] taps = new int[sizes.terms()];
        final int size;

        Seen() {
            int term = 0;
            for (int c = 0; c < sizes.inner(); c++)
                for (int r = 0; r < vertical.taps(); r++)
                    for (int s = 0; s < horizontal.taps(); s++)
                        taps[term++] = c * channel + (vertical.phase(r) * horizontal.stride() + horizontal.phase(s)) * phase
                            + vertical.shift(r) * pitch + horizontal.shift(s);
            size = sizes.channels() * channel + vertical.shift(vertical.taps() - 1) * pitch + horizontal.shift(horizontal.taps() - 1)
                + length + LANES;
        }

        int raster(int count) { return count * length; }

        void lay(float[] x, int from, int count, float[] laid) {
            int strideX = horizontal.stride(), before = horizontal.padding();
            for (int c = 0; c < sizes.channels(); c++)
                for (int p = 0; p < count; p++)
                    for (int i = 0; i < sizes.height(); i++) {
                        int row = i + vertical.padding(), at = ((from + p) * sizes.channels() + c) * sizes.height() * sizes.width()
                            + i * sizes.width();
                        int to = c * channel + row % vertical.stride() * strideX * phase + p * plane + row / vertical.stride() * pitch;
                        if (strideX == 1) System.arraycopy(x, at, laid, to + before, sizes.width());
                        else for (int j = 0; j < sizes.width(); j++)
                            laid[to + (j + before) % strideX * phase + (j + before) / strideX] = x[at + j];
                    }
        }
    }

    /// The left side of the product, in tiles of rows, term by term: what the inner loop reads one after the other.
    private static final class Weights {
        private interface Source { float at(int row, int term); }

        private final int rows, terms;
        private final float[] packed;

        Weights(int rows, int terms, Source source) {
            this.rows = rows;
            this.terms = terms;
            packed = new float[rows(rows) * terms];
            for (int row = 0, tile; row < rows; row += tile) {
                tile = tile(rows - row);
                for (int i = 0; i < Math.min(tile, rows - row); i++)
                    for (int term = 0; term < terms; term++) packed[row * terms + term * tile + i] = source.at(row + i, term);
            }
        }

        /// Rows of the tile where so many are left.
        private static int tile(int left) { return left > TILE / 2 ? TILE : left > 1 ? TILE / 2 : 1; }

        /// How many rows all tiles have.
        static int rows(int rows) {
            int left = rows % TILE;
            return rows - left + (left == 0 ? 0 : tile(left));
        }

        /// All rows of the product, over `length` columns.
        void sweep(Floats kernels, int[] taps, float[] b, int bi, float[] c, int ci, int rowC, int length) {
            for (int j = 0; j < length; j += PANEL)
                for (int row = 0, tile; row < rows; row += tile) {
                    tile = tile(rows - row);
                    kernels.taps(tile, packed, row * terms, taps, terms, b, bi + j, c, ci + row * rowC + j, rowC);
                }
        }
    }

    /// Arrays that a thread keeps from one convolution to the next.
    private static final class Room {
        private final float[][] arrays = {new float[0], new float[0], new float[0]};

        float[] array(int i, int size) {
            if (arrays[i].length < size) arrays[i] = new float[size];
            return arrays[i];
        }

        float[] clear(int i, int size) {
            var array = array(i, size);
            Arrays.fill(array, 0, size, 0);
            return array;
        }
    }
}
