package gradus.tensor;

import java.util.Arrays;
import java.util.List;

/// Convolutions in float, as products of which one side is what a window sees while it goes over pictures ([Sweep] says how).
///
/// An element of y is the sum over c, r and s, in ascending order, by fused multiply-add from zero; one of x's gradient over o, r and
/// s in the same way. Terms beyond the border are 0 times a weight. An element of w's gradient is kept in 16 partial sums over the
/// places of the window (place j, border included, in number j mod 16), picture after picture of a piece, which are added up as a
/// tree; then piece by piece. A place where the window goes on over the border adds 0 times what is seen there. So an infinite weight or
/// pixel may bring NaN where the specification in double has a number.
///
/// Pictures are taken in chunks, which stay near, and chunks in pieces, which threads share. Their sizes hang on the shapes alone.
final class FloatConvolution {
    private static final int LANES = Kernels.LANES;
    /// About how many pixels of a channel a chunk has, border included.
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
    /// All numbers of a picture of y, as they lie there.
    private final Grid places;

    /// A convolution in which there is something to multiply.
    FloatConvolution(Floats kernels, Convolution sizes) {
        this.kernels = kernels;
        this.sizes = sizes;
        vertical = sizes.vertical();
        horizontal = sizes.horizontal();
        pictures = Math.clamp(CHUNK / ((long) vertical.padded() * horizontal.padded()), 1, sizes.n());
        chunks = Math.ceilDiv(sizes.n(), pictures);
        pieces = Math.min(chunks, PIECES);
        places = new Grid(0, sizes.across(), 1);
    }

    /// y from x and w.
    void forward(float[] x, float[] w, float[] y) {
        var seen = new Seen();
        int terms = sizes.terms(), outer = sizes.outer();
        var weights = new Sweep.Weights(sizes, outer, terms, (group, row, term) -> w[(group * outer + row) * terms + term]);
        var sweep = new Sweep(kernels, weights, seen.taps, seen.layout, sizes.down(), sizes.across(), places,
            sizes.down() * sizes.across());
        int size = sizes.requireArray(sweep.raster());
        run(piece -> {
            float[] laid = ROOM.get().clear(0, seen.layout.size()), raster = ROOM.get().array(1, size);
            chunks(piece, (from, count) -> {
                seen.lay(x, from, count, laid);
                sweep.over(laid, count, raster, y, from);
            });
        });
    }

    /// The gradient by x. Each phase of it has taps of its own, and is a product by itself.
    void back(float[] g, float[] w, float[] x) {
        var sent = new Sent();
        List<Sweep> sweeps = Phase.seen(vertical, horizontal).stream().filter(phase -> phase.rows() > 0 && phase.columns() > 0)
            .map(phase -> sent.sweep(phase, w)).toList();
        int size = sizes.requireArray(sweeps.stream().mapToDouble(Sweep::raster).max().orElse(0));
        run(piece -> {
            float[] laid = ROOM.get().clear(0, sent.layout.size()), raster = ROOM.get().array(1, size);
            chunks(piece, (from, count) -> {
                sent.lay(g, from, count, laid);
                for (var sweep : sweeps) sweep.over(laid, count, raster, x, from);
            });
        });
    }

    /// The gradient by w, a stretch of its tiles after the other.
    void weight(float[] x, float[] g, float[] w) {
        var seen = new Seen();
        var tiles = new WeightTiles(sizes);
        int stretch = Math.min(tiles.count, SUMS / (tiles.numbers * LANES));
        var sums = new float[pieces][stretch * tiles.numbers];
        for (int first = 0; first < tiles.count; first += stretch) {
            int begin = first, end = Math.min(tiles.count, begin + stretch);
            run(piece -> {
                Arrays.fill(sums[piece], 0);
                sum(piece, seen, tiles, begin, end, x, g, sums[piece]);
            });
            for (int piece = 1; piece < pieces; piece++)
                for (int i = 0; i < sums[0].length; i++) sums[0][i] += sums[piece][i];
            tiles.put(sums[0], begin, end, w);
        }
    }

    /// What a piece adds to the numbers of some tiles.
    private void sum(int piece, Seen seen, WeightTiles tiles, int begin, int end, float[] x, float[] g, float[] sums) {
        var room = ROOM.get();
        int pitch = seen.layout.pitch(), plane = Math.ceilDiv((sizes.down() - 1) * pitch + sizes.across(), LANES) * LANES;
        int rowG = pictures * plane, top = begin / tiles.across, bottom = Math.ceilDiv(end, tiles.across);
        int last = sizes.terms() - 1;
        var swept = new Grid(0, pitch, 1);
        float[] laid = room.clear(0, seen.layout.size()), lanes = room.clear(2, (end - begin) * tiles.numbers * LANES);
        float[] sent = room.clear(1, sizes.requireArray((double) (bottom - top) * tiles.rows * rowG));
        chunks(piece, (from, count) -> {
            seen.lay(x, from, count, laid);
            for (int row = top; row < bottom; row++)
                for (int i = 0, tile = row * tiles.across; i < tiles.kernels(tile); i++)
                    for (int p = 0; p < count; p++)
                        places.copy(sizes.down(), sizes.across(), g,
                            ((from + p) * sizes.out() + tiles.kernel(tile) + i) * sizes.down() * sizes.across(),
                            swept, sent, ((row - top) * tiles.rows + i) * rowG + p * plane);
            for (int tile = begin, at = 0; tile < end; tile++, at += tiles.numbers * LANES) {
                int base = tiles.group(tile) * sizes.inner() * seen.layout.channel(), term = tiles.term(tile);
                kernels.dots(tiles.rows, sent, (tile / tiles.across - top) * tiles.rows * rowG, rowG, laid, base + seen.taps[term],
                    base + seen.taps[Math.min(last, term + 1)], base + seen.taps[Math.min(last, term + 2)],
                    base + seen.taps[Math.min(last, term + 3)], seen.layout.plane(), plane, count, lanes, at);
            }
        });
        kernels.trees(lanes, 0, sums, 0, (end - begin) * tiles.numbers);
    }

    private interface Piece { void run(int piece); }
    private interface Chunk { void run(int from, int count); }

    private void run(Piece piece) { Threads.run(pieces, kernels.work(sizes.multiplications()), piece::run); }

    /// The chunks of a piece, each by its first picture and their number.
    private void chunks(int piece, Chunk chunk) {
        for (int i = (int) ((long) piece * chunks / pieces); i < (int) ((piece + 1L) * chunks / pieces); i++)
            chunk.run(i * pictures, Math.min(pictures, sizes.n() - i * pictures));
    }

    /// The pictures x, laid out for a window that sees them from each of its places.
    private final class Seen {
        final List<Phase> phases = Phase.seen(vertical, horizontal);
        final Layout layout = Layout.of(sizes, sizes.channels(), phases.size(), pictures, vertical.length(), horizontal.length());
        /// Where each tap's picture begins, for all channels of a group.
        final int[] taps = new int[sizes.terms()];

        Seen() {
            int[] rows = vertical.phases(), columns = horizontal.phases();
            int term = 0;
            for (int c = 0; c < sizes.inner(); c++)
                for (int r = 0; r < vertical.taps(); r++)
                    for (int s = 0; s < horizontal.taps(); s++) {
                        int phase = Arrays.binarySearch(rows, vertical.phase(r)) * columns.length
                            + Arrays.binarySearch(columns, horizontal.phase(s));
                        taps[term++] = c * layout.channel() + phase * layout.block() + vertical.shift(r) * layout.pitch()
                            + horizontal.shift(s);
                    }
        }

        void lay(float[] x, int from, int count, float[] laid) {
            for (int i = 0; i < phases.size(); i++) {
                var phase = phases.get(i);
                Grid pixels = phase.inPicture(), apart = phase.laidOut(layout.pitch());
                for (int c = 0; c < sizes.channels(); c++)
                    for (int p = 0; p < count; p++)
                        pixels.copy(phase.rows(), phase.columns(), x, ((from + p) * sizes.channels() + c) * sizes.height() * sizes.width(),
                            apart, laid, c * layout.channel() + i * layout.block() + p * layout.plane());
            }
        }
    }

    /// The gradient g by y, laid out for pixels that see it: a pixel got something from each place where a tap saw it, and these lie as a
    /// window does, upside down. All places are laid out from which something of a picture is seen, be it that some do not exist.
    private final class Sent {
        final int top = vertical.lowest(), left = horizontal.lowest(), bottom = vertical.highest() + 1, right = horizontal.highest() + 1;
        final Layout layout = Layout.of(sizes, sizes.out(), 1, pictures, bottom - top, right - left);

        void lay(float[] g, int from, int count, float[] laid) {
            var within = new Grid(-top * layout.pitch() - left, layout.pitch(), 1);
            for (int o = 0; o < sizes.out(); o++)
                for (int p = 0; p < count; p++)
                    places.copy(Math.min(sizes.down(), bottom), Math.min(sizes.across(), right), g,
                        ((from + p) * sizes.out() + o) * sizes.down() * sizes.across(),
                        within, laid, o * layout.channel() + p * layout.plane());
        }

        /// The product that makes a phase of x's gradient.
        Sweep sweep(Phase phase, float[] w) {
            int[] rs = vertical.seeing(phase.down()), ss = horizontal.seeing(phase.across());
            int each = rs.length * ss.length, terms = sizes.outer() * each, outer = sizes.outer(), inner = sizes.inner();
            var taps = new int[terms];
            for (int term = 0; term < terms; term++)
                taps[term] = term / each * layout.channel() + (phase.top() - vertical.shift(rs[term % each / ss.length]) - top)
                    * layout.pitch() + phase.left() - horizontal.shift(ss[term % ss.length]) - left;
            var weights = new Sweep.Weights(sizes, inner, terms, (group, row, term) ->
                w[(((group * outer + term / each) * inner + row) * vertical.taps() + rs[term % each / ss.length]) * horizontal.taps()
                    + ss[term % ss.length]]);
            return new Sweep(kernels, weights, taps, layout, phase.rows(), phase.columns(), phase.inPicture(),
                sizes.height() * sizes.width());
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
