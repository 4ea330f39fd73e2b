package gradus.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loops of the matrix product: a tile of C, a few rows by two vectors, whose sums stay in registers while k
/// runs. Each adds up one block of k from zero, `Σ a[ai + i·rowA + l·columnA] · b[bi + l·rowB + j]` over ascending l by fused
/// multiply-add, and writes it into C or, with `add`, adds it to C.
///
/// Two things keep the sums in registers. Each tile is one flat method, since a helper that is not inlined costs six
/// sevenths of the speed; and its zeros are made on the spot, since a zero vector kept in a static field is an object that the
/// compiler cannot take apart, which costs nineteen twentieths. So they look alike, and differ in their numbers of rows.
final class VectorTiles {
    private static final VectorSpecies<Float> WIDTH = VectorFloats.WIDTH;
    private static final int LENGTH = WIDTH.length();

    private VectorTiles() {}

    /// 8 rows by two vectors: 16 sums, for processors with 32 registers.
    static void tile8(float[] a, int ai, int rowA, int columnA, int k, float[] b, int bi, int rowB,
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

    /// 6 rows by two vectors: 12 sums, for processors with 16 registers.
    static void tile6(float[] a, int ai, int rowA, int columnA, int k, float[] b, int bi, int rowB,
                      float[] c, int ci, int rowC, boolean add) {
        FloatVector s0 = FloatVector.zero(WIDTH), t0 = FloatVector.zero(WIDTH);
        FloatVector s1 = FloatVector.zero(WIDTH), t1 = FloatVector.zero(WIDTH);
        FloatVector s2 = FloatVector.zero(WIDTH), t2 = FloatVector.zero(WIDTH);
        FloatVector s3 = FloatVector.zero(WIDTH), t3 = FloatVector.zero(WIDTH);
        FloatVector s4 = FloatVector.zero(WIDTH), t4 = FloatVector.zero(WIDTH);
        FloatVector s5 = FloatVector.zero(WIDTH), t5 = FloatVector.zero(WIDTH);
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
    }

    /// 4 rows by two vectors, for the rows that are left.
    static void tile4(float[] a, int ai, int rowA, int columnA, int k, float[] b, int bi, int rowB,
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

    /// One row by two vectors.
    static void tile1(float[] a, int ai, int columnA, int k, float[] b, int bi, int rowB, float[] c, int ci, boolean add) {
        FloatVector s = FloatVector.zero(WIDTH), t = FloatVector.zero(WIDTH);
        for (int l = 0; l < k; l++, ai += columnA, bi += rowB) {
            var x = FloatVector.fromArray(WIDTH, b, bi);
            var y = FloatVector.fromArray(WIDTH, b, bi + LENGTH);
            var w = FloatVector.broadcast(WIDTH, a[ai]);
            s = w.fma(x, s);
            t = w.fma(y, t);
        }
        if (add) {
            s = FloatVector.fromArray(WIDTH, c, ci).add(s);
            t = FloatVector.fromArray(WIDTH, c, ci + LENGTH).add(t);
        }
        s.intoArray(c, ci);
        t.intoArray(c, ci + LENGTH);
    }
}
