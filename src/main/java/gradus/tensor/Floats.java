package gradus.tensor;

import java.util.Arrays;

/// Kernels in float as plain loops: what runs where the Vector API is missing, and for everything it is not worth using for.
/// `VectorFloats` gives the same bits.
class Floats extends Kernels<float[]> {
    /// Below this many elements one loop serves every step.
    private static final int FEW = 32;
    /// How much longer a product takes in plain loops than in vectors.
    private static final long SLOWER = 32;
    /// With fewer columns a product is made element by element.
    private static final int NARROW = 8;
    /// And in pieces of at least about so many terms.
    private static final int FEW_TERMS = 1024;
    /// How much of an operand that repeats is written out at a time.
    private static final int SPREAD = 256;

    @Override final Precision precision() { return Precision.FLOAT; }
    @Override final float[] allocate(int size) { return new float[size]; }
    @Override final int length(float[] array) { return array.length; }
    @Override final double get(float[] array, int i) { return array[i]; }
    @Override final void put(float[] array, int i, double x) { array[i] = (float) x; }
    @Override final void fill(float[] array, double x) { Arrays.fill(array, (float) x); }

    @Override final float[] from(double... xs) {
        var out = new float[xs.length];
        for (int i = 0; i < xs.length; i++) out[i] = (float) xs[i];
        return out;
    }

    @Override void map(UnaryFunction f, float[] x, float[] out, int from, int to) {
        switch (f) {
            case NEG    -> { for (int i = from; i < to; i++) out[i] = -x[i]; }
            case SQUARE -> { for (int i = from; i < to; i++) out[i] = x[i] * x[i]; }
            case ABS    -> { for (int i = from; i < to; i++) out[i] = Math.abs(x[i]); }
            case RELU   -> { for (int i = from; i < to; i++) out[i] = Math.max(x[i], 0); }
            default     -> { for (int i = from; i < to; i++) out[i] = f.of(x[i]); }
        }
    }

    @Override void zip(BinaryFunction f, float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        if (n < FEW || as + bs == 0) {
            few(f, a, ai, as, b, bi, bs, out, oi, n);
        } else if (as == 1 && bs == 1) {
            zip(f, a, ai, b, bi, out, oi, n);
        } else {
            // An operand that repeats is written out once, so that one loop per function serves.
            var spread = new float[Math.min(n, SPREAD)];
            Arrays.fill(spread, as == 0 ? a[ai] : b[bi]);
            for (int i = 0; i < n; i += SPREAD) {
                int length = Math.min(SPREAD, n - i);
                if (as == 0) zip(f, spread, 0, b, bi + i, out, oi + i, length);
                else zip(f, a, ai + i, spread, 0, out, oi + i, length);
            }
        }
    }

    /// A few elements, at any step.
    private static void few(BinaryFunction f, float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        switch (f) {
            case ADD -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i * as] + b[bi + i * bs]; }
            case SUB -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i * as] - b[bi + i * bs]; }
            case MUL -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i * as] * b[bi + i * bs]; }
            case DIV -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i * as] / b[bi + i * bs]; }
            default  -> { for (int i = 0; i < n; i++) out[oi + i] = f.of(a[ai + i * as], b[bi + i * bs]); }
        }
    }

    /// Neighbours with neighbours: a loop of its own for each function.
    private static void zip(BinaryFunction f, float[] a, int ai, float[] b, int bi, float[] out, int oi, int n) {
        switch (f) {
            case ADD     -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i] + b[bi + i]; }
            case SUB     -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i] - b[bi + i]; }
            case MUL     -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i] * b[bi + i]; }
            case DIV     -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i] / b[bi + i]; }
            case MAXIMUM -> { for (int i = 0; i < n; i++) out[oi + i] = Math.max(a[ai + i], b[bi + i]); }
            case MINIMUM -> { for (int i = 0; i < n; i++) out[oi + i] = Math.min(a[ai + i], b[bi + i]); }
            case GT      -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i] > b[bi + i] ? 1 : 0; }
            case GATE    -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i] > 0 ? b[bi + i] : 0; }
            default      -> { for (int i = 0; i < n; i++) out[oi + i] = f.of(a[ai + i], b[bi + i]); }
        }
    }

    @Override void select(float[] mask, int mi, int ms, float[] a, int ai, int as, float[] b, int bi, int bs,
                                float[] out, int oi, int n) {
        for (int i = 0; i < n; i++) out[oi + i] = mask[mi + i * ms] != 0 ? a[ai + i * as] : b[bi + i * bs];
    }

    @Override final void addScaled(double scale, float[] a, float[] b, float[] out, int from, int to) {
        float s = (float) scale;
        for (int i = from; i < to; i++) out[i] = Math.fma(s, b[i], a[i]);
    }

    @Override final void step(Step.Momentum s, float[] w, float[] g, float[] v, float[] out) {
        float rate = (float) s.rate(), momentum = (float) s.momentum(), decay = (float) s.decay();
        for (int i = 0; i < w.length; i++) {
            float slope = Math.fma(decay, w[i], g[i]);
            v[i] = Math.fma(momentum, v[i], slope);
            out[i] = Math.fma(-rate, s.ahead() ? Math.fma(momentum, v[i], slope) : v[i], w[i]);
        }
    }

    @Override final void step(Step.RmsProp s, float[] w, float[] g, float[] v, float[] out) {
        float rate = (float) s.rate(), smoothing = (float) s.smoothing(), fresh = (float) (1 - s.smoothing());
        float epsilon = (float) s.epsilon();
        for (int i = 0; i < w.length; i++) {
            v[i] = Math.fma(fresh, g[i] * g[i], smoothing * v[i]);
            out[i] = Math.fma(-rate, g[i] / ((float) Math.sqrt(v[i]) + epsilon), w[i]);
        }
    }

    @Override final void step(Step.Adam s, float[] w, float[] g, float[] m, float[] v, float[] out) {
        float beta1 = (float) s.beta1(), fresh1 = (float) (1 - s.beta1()), beta2 = (float) s.beta2(), fresh2 = (float) (1 - s.beta2());
        float rate = (float) s.correctedRate(), correction = (float) s.correction(), epsilon = (float) s.epsilon();
        float decay = (float) (s.rate() * s.decay());
        for (int i = 0; i < w.length; i++) {
            m[i] = Math.fma(fresh1, g[i], beta1 * m[i]);
            v[i] = Math.fma(fresh2, g[i] * g[i], beta2 * v[i]);
            out[i] = Math.fma(-rate, m[i] / Math.fma((float) Math.sqrt(v[i]), correction, epsilon), Math.fma(-decay, w[i], w[i]));
        }
    }

    @Override final void copy(float[] x, int xi, int xs, float[] out, int oi, int n) {
        for (int i = 0; i < n; i++) out[oi + i] = x[xi + i * xs];
    }

    @Override double fold(Fold fold, float[] x, int xi, int n) {
        if (fold != Fold.SUM) return extreme(fold, x, xi, n);
        float[] lanes = new float[LANES];
        for (int i = 0; i < n; i += LANES) {
            int length = Math.min(LANES, n - i);
            for (int l = 0; l < length; l++) lanes[l] += x[xi + i + l];
        }
        return tree(lanes, 0);
    }

    /// The largest or smallest, which is the same in any order.
    private static float extreme(Fold fold, float[] x, int xi, int n) {
        float best = (float) fold.empty;
        if (fold == Fold.MAX) for (int i = 0; i < n; i++) best = Math.max(best, x[xi + i]);
        else for (int i = 0; i < n; i++) best = Math.min(best, x[xi + i]);
        return best;
    }

    /// Sixteen sums become one: halves upon halves.
    static float tree(float[] x, int i) {
        float a = x[i] + x[i + 8] + (x[i + 4] + x[i + 12]), b = x[i + 1] + x[i + 9] + (x[i + 5] + x[i + 13]);
        float c = x[i + 2] + x[i + 10] + (x[i + 6] + x[i + 14]), d = x[i + 3] + x[i + 11] + (x[i + 7] + x[i + 15]);
        return a + c + (b + d);
    }

    @Override void foldRows(Fold fold, float[] x, int xi, int n, int width, float[] out, int oi) {
        Arrays.fill(out, oi, oi + width, (float) fold.empty);
        for (int i = 0; i < n; i++) zip(fold.join, out, oi, 1, x, xi + i * width, 1, out, oi, width);
    }

    @Override final void softmax(float[] x, int rows, int n, float[] out) {
        if (n <= FloatRows.SHORT) new FloatRows(this, x, rows, n, out).softmax();
        else for (int i = 0; i < rows * n; i += n) {
            powers(x, i, n, out);
            zip(BinaryFunction.DIV, out, i, 1, from(fold(Fold.SUM, out, i, n)), 0, 0, out, i, n);
        }
    }

    @Override final void logSoftmax(float[] x, int rows, int n, float[] out) {
        if (n <= FloatRows.SHORT) new FloatRows(this, x, rows, n, out).logSoftmax();
        else for (int i = 0; i < rows * n; i += n) {
            float[] largest = powers(x, i, n, out);
            float log = FloatMath.log((float) fold(Fold.SUM, out, i, n));
            zip(BinaryFunction.SUB, x, i, 1, largest, 0, 0, out, i, n);
            zip(BinaryFunction.SUB, out, i, 1, from(log), 0, 0, out, i, n);
        }
    }

    /// e^(x − max x) of one row; returns the largest.
    private float[] powers(float[] x, int i, int n, float[] out) {
        float[] largest = from(fold(Fold.MAX, x, i, n));
        zip(BinaryFunction.SUB, x, i, 1, largest, 0, 0, out, i, n);
        map(UnaryFunction.EXP, out, out, i, i + n);
        return largest;
    }

    @Override void multiply(Product p, float[] a, int ai, float[] b, int bi, float[] out, int oi) {
        long work = SLOWER * p.multiplications();
        if (p.n() < NARROW) {
            int rows = 1 + FEW_TERMS / Math.max(1, p.n() * p.k());                  // a piece is worth calling
            Threads.run(Math.ceilDiv(p.m(), rows), work,
                i -> multiplyNarrow(p, i * rows, Math.min(p.m(), (i + 1) * rows), a, ai, b, bi, out, oi));
            return;
        }
        // Row-major rows of B let the innermost loop run over neighbours.
        float[] rows = p.transposeB() ? transposed(b, bi, p.n(), p.k()) : b;
        int first = p.transposeB() ? 0 : bi;
        Threads.run(p.m(), work, i -> multiplyRow(p, a, ai + i * p.rowA(), rows, first, out, oi + i * p.n()));
    }

    /// Some rows of few elements, one by one: no sums to keep, and B may lie as it likes.
    private static void multiplyNarrow(Product p, int first, int last, float[] a, int ai, float[] b, int bi, float[] out, int oi) {
        int n = p.n(), k = p.k(), block = p.block(), columnA = p.columnA(), rowB = p.rowB(), columnB = p.columnB();
        for (int i = first; i < last; i++)
            for (int j = 0; j < n; j++) {
                int atA = ai + i * p.rowA(), atB = bi + j * columnB;
                float total = 0;
                for (int from = 0; from < k; from += block) {
                    int end = Math.min(k, from + block);
                    float sum = 0;
                    for (int l = from; l < end; l++) sum = Math.fma(a[atA + l * columnA], b[atB + l * rowB], sum);
                    total = from == 0 ? sum : total + sum;
                }
                out[oi + i * n + j] = total;
            }
    }

    private static void multiplyRow(Product p, float[] a, int ai, float[] b, int bi, float[] out, int oi) {
        int n = p.n(), k = p.k(), block = p.block();
        var sum = new float[n];
        if (k == 0) Arrays.fill(out, oi, oi + n, 0);
        for (int from = 0; from < k; from += block) {
            Arrays.fill(sum, 0);
            for (int l = from; l < Math.min(k, from + block); l++) {
                float x = a[ai + l * p.columnA()];
                int row = bi + l * n;
                for (int j = 0; j < n; j++) sum[j] = Math.fma(x, b[row + j], sum[j]);
            }
            if (from == 0) System.arraycopy(sum, 0, out, oi, n);
            else for (int j = 0; j < n; j++) out[oi + j] += sum[j];
        }
    }

    /// The transpose of a (rows, columns) matrix.
    static float[] transposed(float[] x, int xi, int rows, int columns) {
        var out = new float[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) out[j * rows + i] = x[xi + i * columns + j];
        return out;
    }

    @Override final void convolve(Convolution sizes, float[] x, float[] w, float[] y) {
        if (sizes.multiplications() > 0) new FloatConvolution(this, sizes).forward(x, w, y);
    }

    @Override final void convolveBack(Convolution sizes, float[] g, float[] w, float[] x) {
        if (sizes.multiplications() > 0) new FloatConvolution(this, sizes).back(g, w, x);
    }

    @Override final void convolveWeight(Convolution sizes, float[] x, float[] g, float[] w) {
        if (sizes.multiplications() > 0) new FloatConvolution(this, sizes).weight(x, g, w);
    }

    @Override final void pick(float[] x, int[] places, float[] out, int from, int to) {
        for (int i = from; i < to; i++) out[i] = x[places[i]];
    }

    @Override final void addAt(float[] x, int[] places, float[] out) {
        for (int i = 0; i < places.length; i++) out[places[i]] += x[i];
    }

    @Override final int largest(float[] x, int first, int pitch, int rows, int columns, int stepY, int stepX) {
        int best = first;
        float most = x[first];
        for (int r = 0, row = first; r < rows; r++, row += pitch * stepY)
            for (int s = 0, at = row; s < columns; s++, at += stepX)
                if (!(x[at] <= most) && !Float.isNaN(most)) {                           // larger, or the first NaN
                    best = at;
                    most = x[at];
                }
        return best;
    }

    @Override void largest(float[] x, int xi, int[] bases, int[] taps, int[] places, int pi) {
        for (int i = 0; i < bases.length; i++) places[pi + i] = largest(x, xi + bases[i], taps);
    }

    static int largest(float[] x, int first, int... taps) {
        int best = first + taps[0];
        float most = x[best];
        for (int tap : taps)
            if (!(x[first + tap] <= most) && !Float.isNaN(most)) {
                best = first + tap;
                most = x[best];
            }
        return best;
    }

    @Override void addDistances(float[] x, int xi, int n, double near, double[] sums) {
        float from = (float) near;
        float[] lanes = new float[LANES], squares = new float[LANES];
        for (int i = 0; i < n; i++) {
            float d = x[xi + i] - from;
            lanes[i % LANES] += d;
            squares[i % LANES] = Math.fma(d, d, squares[i % LANES]);
        }
        sums[0] += tree(lanes, 0);
        sums[1] += tree(squares, 0);
    }

    @Override double sumOfProducts(float[] g, int gi, float[] x, int xi, int n, double mean) {
        float m = (float) mean, rest = (float) (mean - m);
        var lanes = new float[LANES];
        for (int i = 0; i < n; i++) lanes[i % LANES] = Math.fma(g[gi + i], x[xi + i] - m - rest, lanes[i % LANES]);
        return tree(lanes, 0);
    }

    @Override void centreAndScale(float[] x, float[] out, int xi, int n, double mean, double scale) {
        float m = (float) mean, rest = (float) (mean - m), s = (float) scale;
        for (int i = xi; i < xi + n; i++) out[i] = (x[i] - m - rest) * s;
    }

    @Override void centreAndScaleBack(float[] g, float[] x, float[] out, int xi, int n, double mean, double scale, double meanG,
            double meanGY) {
        float m = (float) mean, rest = (float) (mean - m), s = (float) scale, mg = (float) meanG, share = (float) -meanGY;
        for (int i = xi; i < xi + n; i++) out[i] = Math.fma((x[i] - m - rest) * s, share, g[i] - mg) * s;
    }

    /// How long some multiplications take, in those of vector code.
    long work(long multiplications) { return multiplications * SLOWER; }

    /// A tile of a product whose right side is an array moved: `c[ci + i·rowC + j] = Σ a[ai + l·rows + i] · b[bi + taps[l] + j]` over
    /// ascending l < k by fused multiply-add from zero, for i < rows (8, 4 or 1) and j < 32.
    void taps(int rows, float[] a, int ai, int[] taps, int k, float[] b, int bi, float[] c, int ci, int rowC) {
        for (int i = 0; i < rows; i++) {
            int at = ci + i * rowC;
            Arrays.fill(c, at, at + Sweep.PANEL, 0);
            for (int l = 0; l < k; l++) {
                float weight = a[ai + l * rows + i];
                for (int j = 0, from = bi + taps[l]; j < Sweep.PANEL; j++) c[at + j] = Math.fma(weight, b[from + j], c[at + j]);
            }
        }
    }

    /// Adds the products of some rows of g (4 or 1) with four rows of b to sixteen partial sums each, which lie one behind the other
    /// from `si` on: over j < n, a multiple of 16, of `count` stretches, `g[gi + i·rowG + p·n + j] · b[bₖ + p·plane + j]` to number
    /// j mod 16, in ascending order by fused multiply-add.
    void dots(int rows, float[] g, int gi, int rowG, float[] b, int b0, int b1, int b2, int b3, int plane, int n, int count,
            float[] sums, int si) {
        int[] bs = {b0, b1, b2, b3};
        for (int i = 0; i < rows; i++)
            for (int k = 0; k < bs.length; k++)
                for (int p = 0, at = si + (i * bs.length + k) * LANES; p < count; p++)
                    for (int j = 0; j < n; j++)
                        sums[at + j % LANES] = Math.fma(g[gi + i * rowG + p * n + j], b[bs[k] + p * plane + j], sums[at + j % LANES]);
    }

    /// `out[from + i] += ` the sum of sixteen numbers from `sums[si + 16 i]` on, added up as a tree.
    void trees(float[] sums, int si, float[] out, int from, int count) {
        for (int i = 0; i < count; i++) out[from + i] += tree(sums, si + i * LANES);
    }

    @Override void fromBytes(byte[] bytes, int width, int[] rows, float scale, float offset, float[] out) {
        for (int i = 0; i < rows.length; i++) {
            int from = rows[i] * width, to = i * width;
            for (int j = 0; j < width; j++) out[to + j] = Math.fma((float) (bytes[from + j] & 255), scale, offset);
        }
    }
}
