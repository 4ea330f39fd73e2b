package gradus.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The matrix product on vectors: tiles of a few rows and two vectors of columns, whose sums stay in registers while k runs.
///
/// A is read where it lies, either way round, and so is B where its columns lie side by side and fill whole tiles; a
/// transposed or ragged part of B is first packed into panels, padded with zeros. Panels, tiles and threads decide who computes
/// an element, never how: that is [Kernels#multiply]'s word.
///
/// Two things keep the sums of a tile in registers. It is one flat method, since a helper that is not inlined costs six
/// sevenths of the speed; and its zeros are made on the spot, since a zero vector kept in a static field is an object that the
/// compiler cannot take apart, which costs nineteen twentieths.
final class VectorProduct {
    private static final VectorSpecies<Float> WIDTH = VectorFloats.WIDTH;
    private static final int LENGTH = WIDTH.length(), PANEL = 2 * LENGTH;
    /// Rows of a tile: as many as leave the processor's registers room (32 of them with 512 bits, else 16).
    private static final int TILE = LENGTH >= 16 ? 8 : 4;
    /// Rows that one piece of work takes, while its panel of B stays in the nearest cache.
    private static final int STRIP = 64;
    /// The most numbers that are packed at once.
    private static final long LARGEST_PACK = 1 << 26;

    private final Kernels.Product shape;
    private final float[] a, b, c;
    private final int ai, bi, ci;
    /// How many panels at the left are read where they lie; the packed ones follow.
    private final int inPlace;
    private final float[] packed;

    private VectorProduct(Kernels.Product shape, float[] a, int ai, float[] b, int bi, float[] c, int ci) {
        this.shape = shape;
        this.a = a; this.ai = ai;
        this.b = b; this.bi = bi;
        this.c = c; this.ci = ci;
        inPlace = shape.transposeB() ? 0 : shape.n() / PANEL;
        packed = pack();
    }

    /// Whether packing would cost more than it brings: a few columns are padded to a whole panel, and a long k makes it large.
    static boolean wastes(Kernels.Product p) { return p.n() < 4 || Math.ceilDiv((long) p.n(), PANEL) * PANEL * p.k() > LARGEST_PACK; }

    /// C = A·B as [Kernels#multiply] states it.
    static void multiply(Kernels.Product shape, float[] a, int ai, float[] b, int bi, float[] c, int ci) {
        var product = new VectorProduct(shape, a, ai, b, bi, c, ci);
        int panels = Math.ceilDiv(shape.n(), PANEL), strips = Math.ceilDiv(shape.m(), STRIP);
        Threads.run(panels * strips, (long) shape.m() * shape.n() * shape.k(),
            piece -> product.strip(piece / strips, piece % strips * STRIP));
    }

    /// The panels that cannot be read where they lie, each as k rows of PANEL columns.
    private float[] pack() {
        int n = shape.n(), k = shape.k(), rowB = shape.rowB(), columnB = shape.columnB();
        int panels = Math.ceilDiv(n, PANEL) - inPlace;
        var out = new float[panels * k * PANEL];
        for (int panel = 0; panel < panels; panel++) {
            int first = (inPlace + panel) * PANEL, columns = Math.min(PANEL, n - first), base = panel * k * PANEL;
            for (int j = 0; j < columns; j++)
                for (int l = 0, from = bi + (first + j) * columnB; l < k; l++) out[base + l * PANEL + j] = b[from + l * rowB];
        }
        return out;
    }

    private void strip(int panel, int firstRow) {
        int n = shape.n(), k = shape.k(), block = shape.block(), lastRow = Math.min(shape.m(), firstRow + STRIP);
        boolean direct = panel < inPlace, ragged = (panel + 1) * PANEL > n;
        var from = direct ? b : packed;
        int first = direct ? bi + panel * PANEL : (panel - inPlace) * k * PANEL, rowB = direct ? n : PANEL;
        var edge = ragged ? new float[TILE * PANEL] : null;
        for (int l = 0; l < k; l += block)
            for (int i = firstRow, rows; i < lastRow; i += rows) {
                rows = lastRow - i >= TILE ? TILE : lastRow - i >= 4 ? 4 : 1;
                int at = ci + i * n + panel * PANEL, depth = Math.min(block, k - l);
                if (edge == null) tile(rows, i, l, depth, from, first + l * rowB, rowB, c, at, n, l > 0);
                else {
                    tile(rows, i, l, depth, from, first + l * rowB, rowB, edge, 0, PANEL, false);
                    keep(edge, rows, n - panel * PANEL, at, l > 0);
                }
            }
    }

    /// Takes the columns of a padded tile that exist.
    private void keep(float[] edge, int rows, int columns, int at, boolean add) {
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) {
                float sum = edge[i * PANEL + j];
                c[at + i * shape.n() + j] = add ? c[at + i * shape.n() + j] + sum : sum;
            }
    }

    private void tile(int rows, int i, int l, int depth, float[] from, int at, int rowB, float[] to, int ti, int rowC, boolean add) {
        int rowA = shape.rowA(), columnA = shape.columnA(), first = ai + i * rowA + l * columnA;
        switch (rows) {
            case 8  -> tile8(a, first, rowA, columnA, depth, from, at, rowB, to, ti, rowC, add);
            case 4  -> tile4(a, first, rowA, columnA, depth, from, at, rowB, to, ti, rowC, add);
            default -> tile1(a, first, columnA, depth, from, at, rowB, to, ti, add);
        }
    }

    private static void tile8(float[] a, int ai, int rowA, int columnA, int k, float[] b, int bi, int rowB,
                              float[] c, int ci, int rowC, boolean add) {
        FloatVector s0 = FloatVector.zero(WIDTH), t0 = FloatVector.zero(WIDTH);
        FloatVector s1 = FloatVector.zero(WIDTH), t1 = FloatVector.zero(WIDTH);
        FloatVector s2 = FloatVector.zero(WIDTH), t2 = FloatVector.zero(WIDTH);
        FloatVector s3 = FloatVector.zero(WIDTH), t3 = FloatVector.zero(WIDTH);
        FloatVector s4 = FloatVector.zero(WIDTH), t4 = FloatVector.zero(WIDTH);
        FloatVector s5 = FloatVector.zero(WIDTH), t5 = FloatVector.zero(WIDTH);
        FloatVector s6 = FloatVector.zero(WIDTH), t6 = FloatVector.zero(WIDTH);
        FloatVector s7 = FloatVector.zero(WIDTH), t7 = FloatVector.zero(WIDTH);
        for (int l = 0; l < k; l++, ai += columnA, bi += rowB) {
            var x = FloatVector.fromArray(WIDTH, b, bi);
            var y = FloatVector.fromArray(WIDTH, b, bi + LENGTH);
            var w0 = FloatVector.broadcast(WIDTH, a[ai]);
            s0 = w0.fma(x, s0);
            t0 = w0.fma(y, t0);
            var w1 = FloatVector.broadcast(WIDTH, a[ai + rowA]);
            s1 = w1.fma(x, s1);
            t1 = w1.fma(y, t1);
            var w2 = FloatVector.broadcast(WIDTH, a[ai + 2 * rowA]);
            s2 = w2.fma(x, s2);
            t2 = w2.fma(y, t2);
            var w3 = FloatVector.broadcast(WIDTH, a[ai + 3 * rowA]);
            s3 = w3.fma(x, s3);
            t3 = w3.fma(y, t3);
            var w4 = FloatVector.broadcast(WIDTH, a[ai + 4 * rowA]);
            s4 = w4.fma(x, s4);
            t4 = w4.fma(y, t4);
            var w5 = FloatVector.broadcast(WIDTH, a[ai + 5 * rowA]);
            s5 = w5.fma(x, s5);
            t5 = w5.fma(y, t5);
            var w6 = FloatVector.broadcast(WIDTH, a[ai + 6 * rowA]);
            s6 = w6.fma(x, s6);
            t6 = w6.fma(y, t6);
            var w7 = FloatVector.broadcast(WIDTH, a[ai + 7 * rowA]);
            s7 = w7.fma(x, s7);
            t7 = w7.fma(y, t7);
        }
        if (add) {
            s0 = FloatVector.fromArray(WIDTH, c, ci).add(s0);
            t0 = FloatVector.fromArray(WIDTH, c, ci + LENGTH).add(t0);
            s1 = FloatVector.fromArray(WIDTH, c, ci + rowC).add(s1);
            t1 = FloatVector.fromArray(WIDTH, c, ci + rowC + LENGTH).add(t1);
            s2 = FloatVector.fromArray(WIDTH, c, ci + 2 * rowC).add(s2);
            t2 = FloatVector.fromArray(WIDTH, c, ci + 2 * rowC + LENGTH).add(t2);
            s3 = FloatVector.fromArray(WIDTH, c, ci + 3 * rowC).add(s3);
            t3 = FloatVector.fromArray(WIDTH, c, ci + 3 * rowC + LENGTH).add(t3);
            s4 = FloatVector.fromArray(WIDTH, c, ci + 4 * rowC).add(s4);
            t4 = FloatVector.fromArray(WIDTH, c, ci + 4 * rowC + LENGTH).add(t4);
            s5 = FloatVector.fromArray(WIDTH, c, ci + 5 * rowC).add(s5);
            t5 = FloatVector.fromArray(WIDTH, c, ci + 5 * rowC + LENGTH).add(t5);
            s6 = FloatVector.fromArray(WIDTH, c, ci + 6 * rowC).add(s6);
            t6 = FloatVector.fromArray(WIDTH, c, ci + 6 * rowC + LENGTH).add(t6);
            s7 = FloatVector.fromArray(WIDTH, c, ci + 7 * rowC).add(s7);
            t7 = FloatVector.fromArray(WIDTH, c, ci + 7 * rowC + LENGTH).add(t7);
        }
        s0.intoArray(c, ci);
        t0.intoArray(c, ci + LENGTH);
        s1.intoArray(c, ci + rowC);
        t1.intoArray(c, ci + rowC + LENGTH);
        s2.intoArray(c, ci + 2 * rowC);
        t2.intoArray(c, ci + 2 * rowC + LENGTH);
        s3.intoArray(c, ci + 3 * rowC);
        t3.intoArray(c, ci + 3 * rowC + LENGTH);
        s4.intoArray(c, ci + 4 * rowC);
        t4.intoArray(c, ci + 4 * rowC + LENGTH);
        s5.intoArray(c, ci + 5 * rowC);
        t5.intoArray(c, ci + 5 * rowC + LENGTH);
        s6.intoArray(c, ci + 6 * rowC);
        t6.intoArray(c, ci + 6 * rowC + LENGTH);
        s7.intoArray(c, ci + 7 * rowC);
        t7.intoArray(c, ci + 7 * rowC + LENGTH);
    }

    private static void tile4(float[] a, int ai, int rowA, int columnA, int k, float[] b, int bi, int rowB,
                              float[] c, int ci, int rowC, boolean add) {
        FloatVector s0 = FloatVector.zero(WIDTH), t0 = FloatVector.zero(WIDTH);
        FloatVector s1 = FloatVector.zero(WIDTH), t1 = FloatVector.zero(WIDTH);
        FloatVector s2 = FloatVector.zero(WIDTH), t2 = FloatVector.zero(WIDTH);
        FloatVector s3 = FloatVector.zero(WIDTH), t3 = FloatVector.zero(WIDTH);
        for (int l = 0; l < k; l++, ai += columnA, bi += rowB) {
            var x = FloatVector.fromArray(WIDTH, b, bi);
            var y = FloatVector.fromArray(WIDTH, b, bi + LENGTH);
            var w0 = FloatVector.broadcast(WIDTH, a[ai]);
            s0 = w0.fma(x, s0);
            t0 = w0.fma(y, t0);
            var w1 = FloatVector.broadcast(WIDTH, a[ai + rowA]);
            s1 = w1.fma(x, s1);
            t1 = w1.fma(y, t1);
            var w2 = FloatVector.broadcast(WIDTH, a[ai + 2 * rowA]);
            s2 = w2.fma(x, s2);
            t2 = w2.fma(y, t2);
            var w3 = FloatVector.broadcast(WIDTH, a[ai + 3 * rowA]);
            s3 = w3.fma(x, s3);
            t3 = w3.fma(y, t3);
        }
        if (add) {
            s0 = FloatVector.fromArray(WIDTH, c, ci).add(s0);
            t0 = FloatVector.fromArray(WIDTH, c, ci + LENGTH).add(t0);
            s1 = FloatVector.fromArray(WIDTH, c, ci + rowC).add(s1);
            t1 = FloatVector.fromArray(WIDTH, c, ci + rowC + LENGTH).add(t1);
            s2 = FloatVector.fromArray(WIDTH, c, ci + 2 * rowC).add(s2);
            t2 = FloatVector.fromArray(WIDTH, c, ci + 2 * rowC + LENGTH).add(t2);
            s3 = FloatVector.fromArray(WIDTH, c, ci + 3 * rowC).add(s3);
            t3 = FloatVector.fromArray(WIDTH, c, ci + 3 * rowC + LENGTH).add(t3);
        }
        s0.intoArray(c, ci);
        t0.intoArray(c, ci + LENGTH);
        s1.intoArray(c, ci + rowC);
        t1.intoArray(c, ci + rowC + LENGTH);
        s2.intoArray(c, ci + 2 * rowC);
        t2.intoArray(c, ci + 2 * rowC + LENGTH);
        s3.intoArray(c, ci + 3 * rowC);
        t3.intoArray(c, ci + 3 * rowC + LENGTH);
    }

    private static void tile1(float[] a, int ai, int columnA, int k, float[] b, int bi, int rowB, float[] c, int ci, boolean add) {
        FloatVector s = FloatVector.zero(WIDTH), t = FloatVector.zero(WIDTH);
        for (int l = 0; l < k; l++, ai += columnA, bi += rowB) {
            var w = FloatVector.broadcast(WIDTH, a[ai]);
            s = w.fma(FloatVector.fromArray(WIDTH, b, bi), s);
            t = w.fma(FloatVector.fromArray(WIDTH, b, bi + LENGTH), t);
        }
        if (add) {
            s = FloatVector.fromArray(WIDTH, c, ci).add(s);
            t = FloatVector.fromArray(WIDTH, c, ci + LENGTH).add(t);
        }
        s.intoArray(c, ci);
        t.intoArray(c, ci + LENGTH);
    }
}
