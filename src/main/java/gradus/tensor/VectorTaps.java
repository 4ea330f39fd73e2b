package gradus.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loops of convolutions, as [Floats#taps] and [Floats#dots] state them: each one flat method whose sums stay in
/// registers, for the reasons that [VectorTiles] gives. So they look alike, and differ in their numbers of rows.
final class VectorTaps {
    private static final VectorSpecies<Float> WIDTH = VectorFloats.WIDTH;
    private static final int LENGTH = WIDTH.length();

    private VectorTaps() {}

    /// 8 rows by two vectors, for processors with 32 registers.
    static void tile8(float[] a, int ai, int[] taps, int k, float[] b, int bi, float[] c, int ci, int rowC) {
        FloatVector s0 = FloatVector.zero(WIDTH), t0 = FloatVector.zero(WIDTH);
        FloatVector s1 = FloatVector.zero(WIDTH), t1 = FloatVector.zero(WIDTH);
        FloatVector s2 = FloatVector.zero(WIDTH), t2 = FloatVector.zero(WIDTH);
        FloatVector s3 = FloatVector.zero(WIDTH), t3 = FloatVector.zero(WIDTH);
        FloatVector s4 = FloatVector.zero(WIDTH), t4 = FloatVector.zero(WIDTH);
        FloatVector s5 = FloatVector.zero(WIDTH), t5 = FloatVector.zero(WIDTH);
        FloatVector s6 = FloatVector.zero(WIDTH), t6 = FloatVector.zero(WIDTH);
        FloatVector s7 = FloatVector.zero(WIDTH), t7 = FloatVector.zero(WIDTH);
        for (int l = 0; l < k; l++, ai += 8) {
            int at = bi + taps[l];
            var x = FloatVector.fromArray(WIDTH, b, at);
            var y = FloatVector.fromArray(WIDTH, b, at + LENGTH);
            var w0 = FloatVector.broadcast(WIDTH, a[ai]);
            s0 = w0.fma(x, s0);
            t0 = w0.fma(y, t0);
            var w1 = FloatVector.broadcast(WIDTH, a[ai + 1]);
            s1 = w1.fma(x, s1);
            t1 = w1.fma(y, t1);
            var w2 = FloatVector.broadcast(WIDTH, a[ai + 2]);
            s2 = w2.fma(x, s2);
            t2 = w2.fma(y, t2);
            var w3 = FloatVector.broadcast(WIDTH, a[ai + 3]);
            s3 = w3.fma(x, s3);
            t3 = w3.fma(y, t3);
            var w4 = FloatVector.broadcast(WIDTH, a[ai + 4]);
            s4 = w4.fma(x, s4);
            t4 = w4.fma(y, t4);
            var w5 = FloatVector.broadcast(WIDTH, a[ai + 5]);
            s5 = w5.fma(x, s5);
            t5 = w5.fma(y, t5);
            var w6 = FloatVector.broadcast(WIDTH, a[ai + 6]);
            s6 = w6.fma(x, s6);
            t6 = w6.fma(y, t6);
            var w7 = FloatVector.broadcast(WIDTH, a[ai + 7]);
            s7 = w7.fma(x, s7);
            t7 = w7.fma(y, t7);
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

    /// 4 of `stride` rows by two vectors.
    static void tile4(float[] a, int ai, int stride, int[] taps, int k, float[] b, int bi, float[] c, int ci, int rowC) {
        FloatVector s0 = FloatVector.zero(WIDTH), t0 = FloatVector.zero(WIDTH);
        FloatVector s1 = FloatVector.zero(WIDTH), t1 = FloatVector.zero(WIDTH);
        FloatVector s2 = FloatVector.zero(WIDTH), t2 = FloatVector.zero(WIDTH);
        FloatVector s3 = FloatVector.zero(WIDTH), t3 = FloatVector.zero(WIDTH);
        for (int l = 0; l < k; l++, ai += stride) {
            int at = bi + taps[l];
            var x = FloatVector.fromArray(WIDTH, b, at);
            var y = FloatVector.fromArray(WIDTH, b, at + LENGTH);
            var w0 = FloatVector.broadcast(WIDTH, a[ai]);
            s0 = w0.fma(x, s0);
            t0 = w0.fma(y, t0);
            var w1 = FloatVector.broadcast(WIDTH, a[ai + 1]);
            s1 = w1.fma(x, s1);
            t1 = w1.fma(y, t1);
            var w2 = FloatVector.broadcast(WIDTH, a[ai + 2]);
            s2 = w2.fma(x, s2);
            t2 = w2.fma(y, t2);
            var w3 = FloatVector.broadcast(WIDTH, a[ai + 3]);
            s3 = w3.fma(x, s3);
            t3 = w3.fma(y, t3);
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
    static void tile1(float[] a, int ai, int[] taps, int k, float[] b, int bi, float[] c, int ci) {
        FloatVector s0 = FloatVector.zero(WIDTH), t0 = FloatVector.zero(WIDTH);
        for (int l = 0; l < k; l++, ai += 1) {
            int at = bi + taps[l];
            var x = FloatVector.fromArray(WIDTH, b, at);
            var y = FloatVector.fromArray(WIDTH, b, at + LENGTH);
            var w0 = FloatVector.broadcast(WIDTH, a[ai]);
            s0 = w0.fma(x, s0);
            t0 = w0.fma(y, t0);
        }
        s0.intoArray(c, ci);
        t0.intoArray(c, ci + LENGTH);
    }

    /// Four rows by four, where a vector has sixteen numbers.
    static void dots4(float[] g, int gi, int rowG, float[] b, int b0, int b1, int b2, int b3, int plane, int n, int count,
                      float[] sums, int si) {
        FloatVector s00 = FloatVector.fromArray(WIDTH, sums, si), s01 = FloatVector.fromArray(WIDTH, sums, si + 16);
        FloatVector s02 = FloatVector.fromArray(WIDTH, sums, si + 32), s03 = FloatVector.fromArray(WIDTH, sums, si + 48);
        FloatVector s10 = FloatVector.fromArray(WIDTH, sums, si + 64), s11 = FloatVector.fromArray(WIDTH, sums, si + 80);
        FloatVector s12 = FloatVector.fromArray(WIDTH, sums, si + 96), s13 = FloatVector.fromArray(WIDTH, sums, si + 112);
        FloatVector s20 = FloatVector.fromArray(WIDTH, sums, si + 128), s21 = FloatVector.fromArray(WIDTH, sums, si + 144);
        FloatVector s22 = FloatVector.fromArray(WIDTH, sums, si + 160), s23 = FloatVector.fromArray(WIDTH, sums, si + 176);
        FloatVector s30 = FloatVector.fromArray(WIDTH, sums, si + 192), s31 = FloatVector.fromArray(WIDTH, sums, si + 208);
        FloatVector s32 = FloatVector.fromArray(WIDTH, sums, si + 224), s33 = FloatVector.fromArray(WIDTH, sums, si + 240);
        for (int p = 0; p < count; p++)
            for (int j = 0, from = gi + p * n, past = p * plane; j < n; j += LENGTH) {
                var x0 = FloatVector.fromArray(WIDTH, b, b0 + past + j);
                var x1 = FloatVector.fromArray(WIDTH, b, b1 + past + j);
                var x2 = FloatVector.fromArray(WIDTH, b, b2 + past + j);
                var x3 = FloatVector.fromArray(WIDTH, b, b3 + past + j);
                var g0 = FloatVector.fromArray(WIDTH, g, from + j);
                s00 = g0.fma(x0, s00);
                s01 = g0.fma(x1, s01);
                s02 = g0.fma(x2, s02);
                s03 = g0.fma(x3, s03);
                var g1 = FloatVector.fromArray(WIDTH, g, from + rowG + j);
                s10 = g1.fma(x0, s10);
                s11 = g1.fma(x1, s11);
                s12 = g1.fma(x2, s12);
                s13 = g1.fma(x3, s13);
                var g2 = FloatVector.fromArray(WIDTH, g, from + 2 * rowG + j);
                s20 = g2.fma(x0, s20);
                s21 = g2.fma(x1, s21);
                s22 = g2.fma(x2, s22);
                s23 = g2.fma(x3, s23);
                var g3 = FloatVector.fromArray(WIDTH, g, from + 3 * rowG + j);
                s30 = g3.fma(x0, s30);
                s31 = g3.fma(x1, s31);
                s32 = g3.fma(x2, s32);
                s33 = g3.fma(x3, s33);
            }
        s00.intoArray(sums, si);
        s01.intoArray(sums, si + 16);
        s02.intoArray(sums, si + 32);
        s03.intoArray(sums, si + 48);
        s10.intoArray(sums, si + 64);
        s11.intoArray(sums, si + 80);
        s12.intoArray(sums, si + 96);
        s13.intoArray(sums, si + 112);
        s20.intoArray(sums, si + 128);
        s21.intoArray(sums, si + 144);
        s22.intoArray(sums, si + 160);
        s23.intoArray(sums, si + 176);
        s30.intoArray(sums, si + 192);
        s31.intoArray(sums, si + 208);
        s32.intoArray(sums, si + 224);
        s33.intoArray(sums, si + 240);
    }

    /// Two rows by four, one vector of the sixteen partial sums, where a vector has fewer numbers.
    static void dots2(float[] g, int gi, int rowG, float[] b, int b0, int b1, int b2, int b3, int plane, int n, int count,
                      int lane, float[] sums, int si) {
        FloatVector s00 = FloatVector.fromArray(WIDTH, sums, si + lane), s01 = FloatVector.fromArray(WIDTH, sums, si + lane + 16);
        FloatVector s02 = FloatVector.fromArray(WIDTH, sums, si + lane + 32), s03 = FloatVector.fromArray(WIDTH, sums, si + lane + 48);
        FloatVector s10 = FloatVector.fromArray(WIDTH, sums, si + lane + 64), s11 = FloatVector.fromArray(WIDTH, sums, si + lane + 80);
        FloatVector s12 = FloatVector.fromArray(WIDTH, sums, si + lane + 96), s13 = FloatVector.fromArray(WIDTH, sums, si + lane + 112);
        for (int p = 0; p < count; p++)
            for (int j = lane, from = gi + p * n, past = p * plane; j < n; j += 16) {
                var x0 = FloatVector.fromArray(WIDTH, b, b0 + past + j);
                var x1 = FloatVector.fromArray(WIDTH, b, b1 + past + j);
                var x2 = FloatVector.fromArray(WIDTH, b, b2 + past + j);
                var x3 = FloatVector.fromArray(WIDTH, b, b3 + past + j);
                var g0 = FloatVector.fromArray(WIDTH, g, from + j);
                s00 = g0.fma(x0, s00);
                s01 = g0.fma(x1, s01);
                s02 = g0.fma(x2, s02);
                s03 = g0.fma(x3, s03);
                var g1 = FloatVector.fromArray(WIDTH, g, from + rowG + j);
                s10 = g1.fma(x0, s10);
                s11 = g1.fma(x1, s11);
                s12 = g1.fma(x2, s12);
                s13 = g1.fma(x3, s13);
            }
        s00.intoArray(sums, si + lane);
        s01.intoArray(sums, si + lane + 16);
        s02.intoArray(sums, si + lane + 32);
        s03.intoArray(sums, si + lane + 48);
        s10.intoArray(sums, si + lane + 64);
        s11.intoArray(sums, si + lane + 80);
        s12.intoArray(sums, si + lane + 96);
        s13.intoArray(sums, si + lane + 112);
    }

    /// One row by four, one vector of the sixteen partial sums, whatever the width.
    static void dots1(float[] g, int gi, float[] b, int b0, int b1, int b2, int b3, int plane, int n, int count, int lane,
                      float[] sums, int si) {
        FloatVector s0 = FloatVector.fromArray(WIDTH, sums, si + lane), s1 = FloatVector.fromArray(WIDTH, sums, si + lane + 16);
        FloatVector s2 = FloatVector.fromArray(WIDTH, sums, si + lane + 32), s3 = FloatVector.fromArray(WIDTH, sums, si + lane + 48);
        for (int p = 0; p < count; p++)
            for (int j = lane, from = gi + p * n, past = p * plane; j < n; j += 16) {
                var x = FloatVector.fromArray(WIDTH, g, from + j);
                s0 = x.fma(FloatVector.fromArray(WIDTH, b, b0 + past + j), s0);
                s1 = x.fma(FloatVector.fromArray(WIDTH, b, b1 + past + j), s1);
                s2 = x.fma(FloatVector.fromArray(WIDTH, b, b2 + past + j), s2);
                s3 = x.fma(FloatVector.fromArray(WIDTH, b, b3 + past + j), s3);
            }
        s0.intoArray(sums, si + lane);
        s1.intoArray(sums, si + lane + 16);
        s2.intoArray(sums, si + lane + 32);
        s3.intoArray(sums, si + lane + 48);
    }

    /// `out[i] += Σ sums[si + 16 i …]`, each of sixteen numbers added up as a tree, halves upon halves: what is in the first place after
    /// adding the vector to itself turned by 8, 4, 2 and 1. For vectors of sixteen numbers.
    static void trees(float[] sums, int si, float[] out, int from, int count) {
        for (int i = 0; i < count; i++, si += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, sums, si);
            x = x.add(x.rearrange(VectorShuffle.iota(WIDTH, 8, 1, true)));
            x = x.add(x.rearrange(VectorShuffle.iota(WIDTH, 4, 1, true)));
            x = x.add(x.rearrange(VectorShuffle.iota(WIDTH, 2, 1, true)));
            x = x.add(x.rearrange(VectorShuffle.iota(WIDTH, 1, 1, true)));
            out[from + i] += x.lane(0);
        }
    }
}
