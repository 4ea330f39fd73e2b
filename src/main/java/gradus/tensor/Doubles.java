package gradus.tensor;

import java.util.Arrays;

/// Kernels in double: plain loops that read like their formulas. They specify what every kernel computes.
final class Doubles extends Kernels<double[]> {
    static final Doubles KERNELS = new Doubles();

    private Doubles() {}

    @Override Precision precision() { return Precision.DOUBLE; }
    @Override double[] allocate(int size) { return new double[size]; }
    @Override int length(double[] array) { return array.length; }
    @Override double get(double[] array, int i) { return array[i]; }
    @Override void put(double[] array, int i, double x) { array[i] = x; }
    @Override void fill(double[] array, double x) { Arrays.fill(array, x); }
    @Override double[] from(double... xs) { return xs.clone(); }

    @Override void map(UnaryFunction f, double[] x, double[] out, int from, int to) {
        for (int i = from; i < to; i++) out[i] = f.of(x[i]);
    }

    @Override void zip(BinaryFunction f, double[] a, int ai, int as, double[] b, int bi, int bs, double[] out, int oi, int n) {
        for (int i = 0; i < n; i++) out[oi + i] = f.of(a[ai + i * as], b[bi + i * bs]);
    }

    @Override void select(double[] mask, int mi, int ms, double[] a, int ai, int as, double[] b, int bi, int bs,
                          double[] out, int oi, int n) {
        for (int i = 0; i < n; i++) out[oi + i] = mask[mi + i * ms] != 0 ? a[ai + i * as] : b[bi + i * bs];
    }

    @Override void addScaled(double scale, double[] a, double[] b, double[] out, int from, int to) {
        for (int i = from; i < to; i++) out[i] = Math.fma(scale, b[i], a[i]);
    }

    @Override void step(Step.Momentum s, double[] w, double[] g, double[] v, double[] out) {
        for (int i = 0; i < w.length; i++) {
            double slope = Math.fma(s.decay(), w[i], g[i]);
            v[i] = Math.fma(s.momentum(), v[i], slope);
            out[i] = Math.fma(-s.rate(), s.ahead() ? Math.fma(s.momentum(), v[i], slope) : v[i], w[i]);
        }
    }

    @Override void step(Step.RmsProp s, double[] w, double[] g, double[] v, double[] out) {
        for (int i = 0; i < w.length; i++) {
            v[i] = Math.fma(1 - s.smoothing(), g[i] * g[i], s.smoothing() * v[i]);
            out[i] = Math.fma(-s.rate(), g[i] / (StrictMath.sqrt(v[i]) + s.epsilon()), w[i]);
        }
    }

    @Override void step(Step.Adam s, double[] w, double[] g, double[] m, double[] v, double[] out) {
        double rate = s.correctedRate(), correction = s.correction(), decay = s.rate() * s.decay();
        for (int i = 0; i < w.length; i++) {
            m[i] = Math.fma(1 - s.beta1(), g[i], s.beta1() * m[i]);
            v[i] = Math.fma(1 - s.beta2(), g[i] * g[i], s.beta2() * v[i]);
            out[i] = Math.fma(-rate, m[i] / Math.fma(StrictMath.sqrt(v[i]), correction, s.epsilon()), Math.fma(-decay, w[i], w[i]));
        }
    }

    @Override void copy(double[] x, int xi, int xs, double[] out, int oi, int n) {
        for (int i = 0; i < n; i++) out[oi + i] = x[xi + i * xs];
    }

    @Override double fold(Fold fold, double[] x, int xi, int n) {
        double total = fold.empty;
        for (int i = 0; i < n; i++) total = fold.join.of(total, x[xi + i]);
        return total;
    }

    @Override void foldRows(Fold fold, double[] x, int xi, int n, int width, double[] out, int oi) {
        Arrays.fill(out, oi, oi + width, fold.empty);
        for (int i = 0; i < n; i++) zip(fold.join, out, oi, 1, x, xi + i * width, 1, out, oi, width);
    }

    @Override void softmax(double[] x, int rows, int n, double[] out) {
        for (int i = 0; i < rows * n; i += n) {
            double largest = fold(Fold.MAX, x, i, n);
            for (int j = i; j < i + n; j++) out[j] = StrictMath.exp(x[j] - largest);
            double sum = fold(Fold.SUM, out, i, n);
            for (int j = i; j < i + n; j++) out[j] /= sum;
        }
    }

    @Override void logSoftmax(double[] x, int rows, int n, double[] out) {
        for (int i = 0; i < rows * n; i += n) {
            double largest = fold(Fold.MAX, x, i, n);
            for (int j = i; j < i + n; j++) out[j] = StrictMath.exp(x[j] - largest);
            double log = StrictMath.log(fold(Fold.SUM, out, i, n));
            for (int j = i; j < i + n; j++) out[j] = x[j] - largest - log;
        }
    }

    @Override void multiply(Product p, double[] a, int ai, double[] b, int bi, double[] out, int oi) {
        for (int i = 0; i < p.m(); i++)
            for (int j = 0; j < p.n(); j++) {
                double sum = 0;
                for (int l = 0; l < p.k(); l++)
                    sum += a[ai + i * p.rowA() + l * p.columnA()] * b[bi + l * p.rowB() + j * p.columnB()];
                out[oi + i * p.n() + j] = sum;
            }
    }

    @Override void pick(double[] x, int[] places, double[] out, int from, int to) {
        for (int i = from; i < to; i++) out[i] = x[places[i]];
    }

    @Override void addAt(double[] x, int[] places, double[] out) { for (int i = 0; i < places.length; i++) out[places[i]] += x[i]; }

    @Override int largest(double[] x, int first, int pitch, int rows, int columns, int stepY, int stepX) {
        int best = first;
        for (int r = 0; r < rows; r++)
            for (int s = 0; s < columns; s++) {
                int at = first + r * stepY * pitch + s * stepX;
                if (x[at] > x[best] || Double.isNaN(x[at]) && !Double.isNaN(x[best])) best = at;
            }
        return best;
    }

    @Override void largest(double[] x, int xi, int[] bases, int[] taps, int[] places, int pi) {
        for (int i = 0; i < bases.length; i++) {
            int best = xi + bases[i] + taps[0];
            for (int tap : taps) {
                int at = xi + bases[i] + tap;
                if (x[at] > x[best] || Double.isNaN(x[at]) && !Double.isNaN(x[best])) best = at;
            }
            places[pi + i] = best;
        }
    }

    @Override void addDistances(double[] x, int xi, int n, double near, double[] sums) {
        double sum = 0, squares = 0;
        for (int i = xi; i < xi + n; i++) {
            sum += x[i] - near;
            squares += (x[i] - near) * (x[i] - near);
        }
        sums[0] += sum;
        sums[1] += squares;
    }

    @Override double sumOfProducts(double[] g, int gi, double[] x, int xi, int n, double mean) {
        double sum = 0;
        for (int i = 0; i < n; i++) sum += g[gi + i] * (x[xi + i] - mean);
        return sum;
    }

    @Override void centreAndScale(double[] x, double[] out, int xi, int n, double mean, double scale) {
        for (int i = xi; i < xi + n; i++) out[i] = (x[i] - mean) * scale;
    }

    @Override void centreAndScaleBack(double[] g, double[] x, double[] out, int xi, int n, double mean, double scale, double meanG,
            double meanGY) {
        for (int i = xi; i < xi + n; i++) out[i] = (g[i] - meanG - (x[i] - mean) * scale * meanGY) * scale;
    }

    @Override void convolve(Convolution sizes, double[] x, double[] w, double[] y) { sizes.each((i, j, k) -> y[k] += x[i] * w[j]); }
    @Override void convolveBack(Convolution sizes, double[] g, double[] w, double[] x) { sizes.each((i, j, k) -> x[i] += g[k] * w[j]); }
    @Override void convolveWeight(Convolution sizes, double[] x, double[] g, double[] w) { sizes.each((i, j, k) -> w[j] += x[i] * g[k]); }

    @Override void fromBytes(byte[] bytes, int width, int[] rows, float scale, float offset, double[] out) {
        for (int i = 0; i < rows.length; i++)
            for (int j = 0; j < width; j++)
                out[i * width + j] = Math.fma((double) (bytes[rows[i] * width + j] & 255), scale, offset);
    }
}
