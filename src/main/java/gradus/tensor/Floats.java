package gradus.tensor;

import java.util.Arrays;

/// Kernels in float as plain loops: what runs where the Vector API is missing, and for everything it is not worth using for.
/// `VectorFloats` gives the same bits.
class Floats extends Kernels<float[]> {
    /// How much longer a product takes in plain loops than in vectors.
    private static final long SLOWER = 32;
    /// With fewer columns a product is made element by element.
    private static final int NARROW = 8;

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

    /// A loop of its own for each function that is common: the compiler makes the best of short loops.
    @Override void zip(BinaryFunction f, float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        switch (f) {
            case ADD     -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i * as] + b[bi + i * bs]; }
            case SUB     -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i * as] - b[bi + i * bs]; }
            case MUL     -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i * as] * b[bi + i * bs]; }
            case DIV     -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i * as] / b[bi + i * bs]; }
            case MAXIMUM -> { for (int i = 0; i < n; i++) out[oi + i] = Math.max(a[ai + i * as], b[bi + i * bs]); }
            case MINIMUM -> { for (int i = 0; i < n; i++) out[oi + i] = Math.min(a[ai + i * as], b[bi + i * bs]); }
            case GT      -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i * as] > b[bi + i * bs] ? 1 : 0; }
            case GATE    -> { for (int i = 0; i < n; i++) out[oi + i] = a[ai + i * as] > 0 ? b[bi + i * bs] : 0; }
            default      -> { for (int i = 0; i < n; i++) out[oi + i] = f.of(a[ai + i * as], b[bi + i * bs]); }
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
        return tree(lanes);
    }

    /// The largest or smallest, which is the same in any order.
    private static float extreme(Fold fold, float[] x, int xi, int n) {
        float best = (float) fold.empty;
        if (fold == Fold.MAX) for (int i = 0; i < n; i++) best = Math.max(best, x[xi + i]);
        else for (int i = 0; i < n; i++) best = Math.min(best, x[xi + i]);
        return best;
    }

    /// Sixteen sums become one: halves upon halves.
    static float tree(float[] lanes) {
        for (int half = LANES / 2; half > 0; half /= 2)
            for (int l = 0; l < half; l++) lanes[l] += lanes[l + half];
        return lanes[0];
    }

    @Override void foldRows(Fold fold, float[] x, int xi, int n, int width, float[] out, int oi) {
        Arrays.fill(out, oi, oi + width, (float) fold.empty);
        for (int i = 0; i < n; i++) zip(fold.join, out, oi, 1, x, xi + i * width, 1, out, oi, width);
    }

    @Override void multiply(Product p, float[] a, int ai, float[] b, int bi, float[] out, int oi) {
        long work = SLOWER * p.multiplications();
        if (p.n() < NARROW) {
            Threads.run(p.m(), work, i -> multiplyNarrow(p, a, ai + i * p.rowA(), b, bi, out, oi + i * p.n()));
            return;
        }
        // Row-major rows of B let the innermost loop run over neighbours.
        float[] rows = p.transposeB() ? transposed(b, bi, p.n(), p.k()) : b;
        int first = p.transposeB() ? 0 : bi;
        Threads.run(p.m(), work, i -> multiplyRow(p, a, ai + i * p.rowA(), rows, first, out, oi + i * p.n()));
    }

    /// A row of few elements, one by one: no sums to keep, and B may lie as it likes.
    private static void multiplyNarrow(Product p, float[] a, int ai, float[] b, int bi, float[] out, int oi) {
        int k = p.k(), block = p.block(), columnA = p.columnA(), rowB = p.rowB();
        for (int j = 0; j < p.n(); j++) {
            int column = bi + j * p.columnB();
            float total = 0;
            for (int from = 0; from < k; from += block) {
                float sum = 0;
                for (int l = from; l < Math.min(k, from + block); l++) sum = Math.fma(a[ai + l * columnA], b[column + l * rowB], sum);
                total = from == 0 ? sum : total + sum;
            }
            out[oi + j] = total;
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

    @Override void fromBytes(byte[] bytes, int width, int[] rows, float scale, float offset, float[] out) {
        for (int i = 0; i < rows.length; i++) {
            int from = rows[i] * width, to = i * width;
            for (int j = 0; j < width; j++) out[to + j] = Math.fma((float) (bytes[from + j] & 255), scale, offset);
        }
    }
}
