package gradus.tensor;

/// The matrix product on vectors, cut into pieces that threads share: some rows of C by some columns. A piece goes through k block by
/// block, as [Kernels#multiply] states it, and in each block through its tiles.
///
/// A is read where it lies, either way round. So is B, unless its columns do not lie side by side, do not fill a panel, or are
/// read so often, or lie so far apart, that it pays to copy a block of them into panels, two vectors wide, row under row. Pieces,
/// panels and tiles decide who computes an element and from where, never how.
final class VectorProduct {
    private static final int LENGTH = VectorFloats.WIDTH.length(), PANEL = 2 * LENGTH;
    /// Rows of a tile: as many as leave the processor's registers room (32 of them with 512 bits, else 16).
    private static final int TILE = LENGTH >= 16 ? 8 : 6;
    /// Rows that take their turn with one panel: with a block of k they stay in the second cache, and the panel in the first.
    private static final int STRIP = 64 / TILE * TILE;
    /// Columns of a piece.
    private static final int COLUMNS = 128;
    /// From so many rows on a copy of B is read often enough to pay; from fewer where the rows of B lie pages apart, and never
    /// where they are so short that a block of them stays near anyway.
    private static final int OFTEN = 256, OFTEN_IF_WIDE = 32, WIDE = 1024;
    /// So many pieces keep the threads busy.
    private static final int ENOUGH = 4;
    /// A block of a piece's columns, packed.
    private static final ThreadLocal<float[]> PACKED = ThreadLocal.withInitial(() -> new float[Kernels.BLOCK * COLUMNS]);

    private final Kernels.Product shape;
    private final float[] a, b, c;
    private final int ai, bi, ci;
    private final boolean packs;
    /// Rows and columns of a piece.
    private final int rows, columns;

    private VectorProduct(Kernels.Product shape, float[] a, int ai, float[] b, int bi, float[] c, int ci) {
        this.shape = shape;
        this.a = a; this.ai = ai;
        this.b = b; this.bi = bi;
        this.c = c; this.ci = ci;
        int m = shape.m(), n = shape.n();
        packs = shape.transposeB() || n > COLUMNS && m >= (n >= WIDE ? OFTEN_IF_WIDE : OFTEN);
        // What is packed is used by as many rows as leave enough pieces: up to 256, or 1,024 where there are many columns.
        rows = !packs ? STRIP : n >= WIDE ? 16 * STRIP : 4 * STRIP;
        columns = Math.ceilDiv(m, rows) * Math.ceilDiv(n, COLUMNS) < ENOUGH ? PANEL : COLUMNS;
    }

    /// C = A·B as [Kernels#multiply] states it.
    static void multiply(Kernels.Product shape, float[] a, int ai, float[] b, int bi, float[] c, int ci) {
        var product = new VectorProduct(shape, a, ai, b, bi, c, ci);
        int across = Math.ceilDiv(shape.n(), product.columns), down = Math.ceilDiv(shape.m(), product.rows);
        Threads.run(across * down, shape.multiplications(), piece -> product.piece(piece / across, piece % across));
    }

    private void piece(int down, int across) {
        int n = shape.n(), block = shape.block(), top = down * rows, bottom = Math.min(shape.m(), top + rows);
        int left = across * columns, right = Math.min(n, left + columns), firstPacked = packs ? left : Math.min(right, n / PANEL * PANEL);
        float[] packed = firstPacked < right ? PACKED.get() : b;
        for (int l = 0; l < shape.k(); l += block) {
            int depth = Math.min(block, shape.k() - l);
            pack(packed, firstPacked, right, l, depth);
            for (int i = top; i < bottom; i += STRIP)
                for (int j = left; j < right; j += PANEL)
                    if (j < firstPacked) tiles(i, Math.min(bottom, i + STRIP), j, l, depth, b, bi + l * n + j, n);
                    else tiles(i, Math.min(bottom, i + STRIP), j, l, depth, packed, (j - firstPacked) * block, PANEL);
        }
    }

    /// Copies a block of some columns into their panels; what lies beside the last column is not used.
    private void pack(float[] to, int first, int last, int l, int depth) {
        int n = shape.n(), k = shape.k(), block = shape.block();
        if (shape.transposeB())
            for (int j = first; j < last; j++)
                for (int i = 0, from = bi + j * k + l, at = place(j - first, block); i < depth; i++) to[at + i * PANEL] = b[from + i];
        else
            for (int i = 0; i < depth; i++)
                for (int j = first, from = bi + (l + i) * n; j < last; j += PANEL)
                    System.arraycopy(b, from + j, to, place(j - first, block) + i * PANEL, Math.min(PANEL, last - j));
    }

    /// Where a packed column begins.
    private static int place(int column, int block) { return column / PANEL * PANEL * block + column % PANEL; }

    /// The tiles of some rows in one panel.
    private void tiles(int top, int bottom, int left, int l, int depth, float[] from, int first, int rowB) {
        int n = shape.n(), width = n - left;
        var edge = width >= PANEL ? null : new float[TILE * PANEL];
        for (int i = top, rows; i < bottom; i += rows) {
            rows = bottom - i >= TILE ? TILE : bottom - i >= 6 ? 6 : bottom - i >= 4 ? 4 : 1;
            int at = ci + i * n + left;
            if (edge == null) tile(rows, i, l, depth, from, first, rowB, c, at, n, l > 0);
            else {
                tile(rows, i, l, depth, from, first, rowB, edge, 0, PANEL, false);
                keep(edge, rows, width, at, l > 0);
            }
        }
    }

    /// Takes the columns of a padded tile that exist.
    private void keep(float[] edge, int rows, int columns, int at, boolean add) {
        for (int i = 0; i < rows; i++)
            if (!add) System.arraycopy(edge, i * PANEL, c, at + i * shape.n(), columns);
            else for (int j = 0; j < columns; j++) c[at + i * shape.n() + j] += edge[i * PANEL + j];
    }

    private void tile(int rows, int i, int l, int depth, float[] from, int at, int rowB, float[] to, int ti, int rowC, boolean add) {
        int rowA = shape.rowA(), columnA = shape.columnA(), first = ai + i * rowA + l * columnA;
        switch (rows) {
            case 8  -> VectorTiles.tile8(a, first, rowA, columnA, depth, from, at, rowB, to, ti, rowC, add);
            case 6  -> VectorTiles.tile6(a, first, rowA, columnA, depth, from, at, rowB, to, ti, rowC, add);
            case 4  -> VectorTiles.tile4(a, first, rowA, columnA, depth, from, at, rowB, to, ti, rowC, add);
            default -> VectorTiles.tile1(a, first, columnA, depth, from, at, rowB, to, ti, add);
        }
    }
}
