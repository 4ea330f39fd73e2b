package gradus.tensor;

import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Kernels in float on the Vector API: the loops that training spends its time in. Every one gives the bits of the plain loop
/// in `Floats`; what falls behind the last whole vector is computed by the same formula in `FloatMath`.
final class VectorFloats extends Floats {
    static final VectorSpecies<Float> WIDTH = widest();
    private static final int LENGTH = WIDTH.length();
    private static final VectorSpecies<Integer> INTS = WIDTH.withLanes(int.class);
    /// As many bytes as there are floats in a vector; null where that is less than the shortest vector.
    private static final @Nullable VectorSpecies<Byte> BYTES = LENGTH == 16 ? ByteVector.SPECIES_128 : LENGTH == 8
        ? ByteVector.SPECIES_64 : null;
    /// Below this many multiplications a product's plain loops are as fast, and need no warming up.
    private static final int SMALL_PRODUCT = 1 << 10;
    /// How many rows of bytes are fetched from memory together.
    private static final int TOGETHER = 32;
    private static final int CACHE_LINE = 64;
    /// With fewer columns a panel is mostly empty.
    private static final int FEW_COLUMNS = 4;

    private static VectorSpecies<Float> widest() {
        int bits = Math.min(Vectors.widest(), FloatVector.SPECIES_PREFERRED.vectorBitSize());
        return bits >= 512 ? FloatVector.SPECIES_512 : bits >= 256 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;
    }

    @Override void map(UnaryFunction f, float[] x, float[] out, int from, int to) {
        int whole = switch (f) {
            case SQRT     -> sqrt(x, out, from, to);
            case EXP      -> VectorMath.exp(x, out, from, to);
            case EXPM1    -> VectorMath.expm1(x, out, from, to);
            case LOG      -> VectorMath.log(x, out, from, to);
            case LOG1P    -> VectorMath.log1p(x, out, from, to);
            case SIN      -> VectorMath.sin(x, out, from, to);
            case COS      -> VectorMath.cos(x, out, from, to);
            case TANH     -> VectorMath.tanh(x, out, from, to);
            case SIGMOID  -> VectorMath.sigmoid(x, out, from, to);
            case SOFTPLUS -> VectorMath.softplus(x, out, from, to);
            case ERF      -> VectorMath.erf(x, out, from, to);
            default       -> from;
        };
        super.map(f, x, out, whole, to);
    }

    private static int sqrt(float[] x, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) FloatVector.fromArray(WIDTH, x, i).sqrt().intoArray(out, i);
        return i;
    }

    @Override void zip(BinaryFunction f, float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = n < LENGTH ? 0 : switch (f) {
            case ADD     -> VectorArithmetic.add(a, ai, as, b, bi, bs, out, oi, n);
            case SUB     -> VectorArithmetic.sub(a, ai, as, b, bi, bs, out, oi, n);
            case MUL     -> VectorArithmetic.mul(a, ai, as, b, bi, bs, out, oi, n);
            case DIV     -> VectorArithmetic.div(a, ai, as, b, bi, bs, out, oi, n);
            case MAXIMUM -> VectorArithmetic.maximum(a, ai, as, b, bi, bs, out, oi, n);
            case MINIMUM -> VectorArithmetic.minimum(a, ai, as, b, bi, bs, out, oi, n);
            case GT      -> VectorArithmetic.gt(a, ai, as, b, bi, bs, out, oi, n);
            case LT      -> VectorArithmetic.gt(b, bi, bs, a, ai, as, out, oi, n);
            case GE      -> VectorArithmetic.ge(a, ai, as, b, bi, bs, out, oi, n);
            case LE      -> VectorArithmetic.ge(b, bi, bs, a, ai, as, out, oi, n);
            case EQ      -> VectorArithmetic.eq(a, ai, as, b, bi, bs, out, oi, n);
            case NE      -> VectorArithmetic.ne(a, ai, as, b, bi, bs, out, oi, n);
            case GATE    -> VectorArithmetic.gate(a, ai, as, b, bi, bs, out, oi, n);
            case POW     -> 0;
        };
        if (i < n) super.zip(f, a, ai + i * as, as, b, bi + i * bs, bs, out, oi + i, n - i);
    }

    @Override void select(float[] mask, int mi, int ms, float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        if (ms == 1)
            for (; i + LENGTH <= n; i += LENGTH) {
                var chosen = FloatVector.fromArray(WIDTH, mask, mi + i).compare(VectorOperators.NE, 0);
                var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
                var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
                y.blend(x, chosen).intoArray(out, oi + i);
            }
        super.select(mask, mi + i * ms, ms, a, ai + i * as, as, b, bi + i * bs, bs, out, oi + i, n - i);
    }

    @Override double fold(Fold fold, float[] x, int xi, int n) {
        if (n < 2 * LANES) return super.fold(fold, x, xi, n);
        if (fold != Fold.SUM) return extreme(fold, x, xi, n);
        var lanes = new float[LANES];
        int whole = n - n % LANES;
        for (int part = 0; part < LANES; part += LENGTH) {
            var sum = FloatVector.zero(WIDTH);
            for (int i = part; i < whole; i += LANES) sum = sum.add(FloatVector.fromArray(WIDTH, x, xi + i));
            sum.intoArray(lanes, part);
        }
        for (int i = whole; i < n; i++) lanes[i - whole] += x[xi + i];
        return tree(lanes, 0);
    }

    /// The largest or smallest lane by lane, and then of the lanes and of what is left over.
    private double extreme(Fold fold, float[] x, int xi, int n) {
        var best = FloatVector.fromArray(WIDTH, x, xi);
        int i = LENGTH;
        if (fold == Fold.MAX) for (; i + LENGTH <= n; i += LENGTH) best = best.max(FloatVector.fromArray(WIDTH, x, xi + i));
        else for (; i + LENGTH <= n; i += LENGTH) best = best.min(FloatVector.fromArray(WIDTH, x, xi + i));
        float[] rest = Arrays.copyOf(best.toArray(), LENGTH + n - i);
        System.arraycopy(x, xi + i, rest, LENGTH, n - i);
        return super.fold(fold, rest, 0, rest.length);
    }

    @Override void fromBytes(byte[] bytes, int width, int[] rows, float scale, float offset, float[] out) {
        if (BYTES == null) {
            super.fromBytes(bytes, width, rows, scale, offset, out);
            return;
        }
        long work = 4L * Threads.PASS * rows.length * width;                        // most of it is waiting for memory
        Threads.run(Math.ceilDiv(rows.length, TOGETHER), work, piece -> {
            int from = piece * TOGETHER, to = Math.min(from + TOGETHER, rows.length);
            if (fetch(bytes, width, rows, from, to) == Integer.MIN_VALUE) throw new AssertionError("no sum of bytes is so small");
            for (int i = from; i < to; i++) fromBytes(bytes, rows[i] * width, width, scale, offset, out, i * width);
        });
    }

    /// Reads a byte of each cache line. Rows lie far apart, and reads that do nothing else wait for memory all at once: a third of
    /// the time, measured. The sum is there to be looked at, so that no compiler leaves the reads out.
    private static int fetch(byte[] bytes, int width, int[] rows, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++)
            for (int j = rows[i] * width, end = j + width; j < end; j += CACHE_LINE) sum += bytes[j];
        return sum;
    }

    private static void fromBytes(byte[] bytes, int bi, int width, float scale, float offset, float[] out, int oi) {
        int j = 0;
        for (; j + LENGTH <= width; j += LENGTH) {
            var x = (FloatVector) ByteVector.fromArray(BYTES, bytes, bi + j).convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0)
                .convertShape(VectorOperators.I2F, WIDTH, 0);
            x.fma(FloatVector.broadcast(WIDTH, scale), FloatVector.broadcast(WIDTH, offset)).intoArray(out, oi + j);
        }
        for (; j < width; j++) out[oi + j] = Math.fma((float) (bytes[bi + j] & 255), scale, offset);
    }

    /// Sums four vectors of columns at a time, which stay in registers on their way down the rows. What is left over at the
    /// right is done together with columns that were done before.
    @Override void foldRows(Fold fold, float[] x, int xi, int n, int width, float[] out, int oi) {
        if (fold != Fold.SUM || width < LENGTH) super.foldRows(fold, x, xi, n, width, out, oi);
        else {
            int j = 0, end = xi + n * width;
            for (; j + 4 * LENGTH <= width; j += 4 * LENGTH) {
                FloatVector a = FloatVector.zero(WIDTH), b = FloatVector.zero(WIDTH);
                FloatVector c = FloatVector.zero(WIDTH), d = FloatVector.zero(WIDTH);
                for (int row = xi + j; row < end; row += width) {
                    a = a.add(FloatVector.fromArray(WIDTH, x, row));
                    b = b.add(FloatVector.fromArray(WIDTH, x, row + LENGTH));
                    c = c.add(FloatVector.fromArray(WIDTH, x, row + 2 * LENGTH));
                    d = d.add(FloatVector.fromArray(WIDTH, x, row + 3 * LENGTH));
                }
                a.intoArray(out, oi + j);
                b.intoArray(out, oi + j + LENGTH);
                c.intoArray(out, oi + j + 2 * LENGTH);
                d.intoArray(out, oi + j + 3 * LENGTH);
            }
            for (; j < width; j += LENGTH) {
                int from = Math.min(j, width - LENGTH);
                var a = FloatVector.zero(WIDTH);
                for (int row = xi + from; row < end; row += width) a = a.add(FloatVector.fromArray(WIDTH, x, row));
                a.intoArray(out, oi + from);
            }
        }
    }

    @Override void multiply(Product p, float[] a, int ai, float[] b, int bi, float[] out, int oi) {
        // also where k is 0
        if (p.multiplications() < SMALL_PRODUCT || p.n() > 1 && p.n() < FEW_COLUMNS) super.multiply(p, a, ai, b, bi, out, oi);
        // a column is a row of the transposed product
        else if (p.n() == 1) VectorProduct.multiply(p.swapped(), b, bi, a, ai, out, oi);
        else VectorProduct.multiply(p, a, ai, b, bi, out, oi);
    }

    /// Which of the numbers is larger is anybody's guess, so that a branch would be taken wrongly half of the time: here is none.
    @Override void largest(float[] x, int xi, int[] bases, int[] taps, int[] places, int pi) {
        int i = 0;
        for (; i + LENGTH <= bases.length; i += LENGTH) {
            var best = IntVector.fromArray(INTS, bases, i).add(xi + taps[0]);
            var most = FloatVector.fromArray(WIDTH, x, xi + taps[0], bases, i);
            for (int k = 1; k < taps.length; k++) {
                var next = FloatVector.fromArray(WIDTH, x, xi + taps[k], bases, i);
                var larger = next.compare(VectorOperators.GT, most);
                best = best.blend(IntVector.fromArray(INTS, bases, i).add(xi + taps[k]), larger.cast(INTS));
                most = most.max(next);
            }
            best.intoArray(places, pi + i);
            if (most.test(VectorOperators.IS_NAN).anyTrue())
                for (int l = i; l < i + LENGTH; l++) places[pi + l] = largest(x, xi + bases[l], taps);
        }
        for (; i < bases.length; i++) places[pi + i] = largest(x, xi + bases[i], taps);
    }

    @Override void addDistances(float[] x, int xi, int n, double near, double[] sums) {
        if (n < 2 * LANES) {
            super.addDistances(x, xi, n, near, sums);
            return;
        }
        float[] lanes = new float[LANES], squares = new float[LANES];
        float from = (float) near;
        int whole = n - n % LANES;
        for (int part = 0; part < LANES; part += LENGTH) {
            FloatVector sum = FloatVector.zero(WIDTH), square = FloatVector.zero(WIDTH);
            for (int i = part; i < whole; i += LANES) {
                var d = FloatVector.fromArray(WIDTH, x, xi + i).sub(from);
                sum = sum.add(d);
                square = d.fma(d, square);
            }
            sum.intoArray(lanes, part);
            square.intoArray(squares, part);
        }
        for (int i = whole; i < n; i++) {
            float d = x[xi + i] - from;
            lanes[i - whole] += d;
            squares[i - whole] = Math.fma(d, d, squares[i - whole]);
        }
        sums[0] += tree(lanes, 0);
        sums[1] += tree(squares, 0);
    }

    @Override double sumOfProducts(float[] g, int gi, float[] x, int xi, int n, double mean) {
        if (n < 2 * LANES) return super.sumOfProducts(g, gi, x, xi, n, mean);
        var lanes = new float[LANES];
        float m = (float) mean, rest = (float) (mean - m);
        int whole = n - n % LANES;
        for (int part = 0; part < LANES; part += LENGTH) {
            var sum = FloatVector.zero(WIDTH);
            for (int i = part; i < whole; i += LANES)
                sum = FloatVector.fromArray(WIDTH, g, gi + i).fma(FloatVector.fromArray(WIDTH, x, xi + i).sub(m).sub(rest), sum);
            sum.intoArray(lanes, part);
        }
        for (int i = whole; i < n; i++) lanes[i - whole] = Math.fma(g[gi + i], x[xi + i] - m - rest, lanes[i - whole]);
        return tree(lanes, 0);
    }

    @Override void centreAndScale(float[] x, float[] out, int xi, int n, double mean, double scale) {
        float m = (float) mean, rest = (float) (mean - m), s = (float) scale;
        int i = xi, end = xi + n;
        for (; i + LENGTH <= end; i += LENGTH) FloatVector.fromArray(WIDTH, x, i).sub(m).sub(rest).mul(s).intoArray(out, i);
        super.centreAndScale(x, out, i, end - i, mean, scale);
    }

    @Override void centreAndScaleBack(float[] g, float[] x, float[] out, int xi, int n, double mean, double scale, double meanG,
            double meanGY) {
        float m = (float) mean, rest = (float) (mean - m), s = (float) scale, mg = (float) meanG, share = (float) -meanGY;
        int i = xi, end = xi + n;
        for (; i + LENGTH <= end; i += LENGTH) {
            var y = FloatVector.fromArray(WIDTH, x, i).sub(m).sub(rest).mul(s);
            y.fma(FloatVector.broadcast(WIDTH, share), FloatVector.fromArray(WIDTH, g, i).sub(mg)).mul(s).intoArray(out, i);
        }
        super.centreAndScaleBack(g, x, out, i, end - i, mean, scale, meanG, meanGY);
    }

    @Override long work(long multiplications) { return multiplications; }

    @Override void taps(int rows, float[] a, int ai, int[] taps, int k, float[] b, int bi, float[] c, int ci, int rowC) {
        for (int j = 0; j < Sweep.PANEL; j += 2 * LENGTH)
            if (rows == 8 && LENGTH >= 16) VectorTaps.tile8(a, ai, taps, k, b, bi + j, c, ci + j, rowC);
            else if (rows == 1) VectorTaps.tile1(a, ai, taps, k, b, bi + j, c, ci + j);
            else for (int i = 0; i < rows; i += 4) VectorTaps.tile4(a, ai + i, rows, taps, k, b, bi + j, c, ci + i * rowC + j, rowC);
    }

    @Override void dots(int rows, float[] g, int gi, int rowG, float[] b, int b0, int b1, int b2, int b3, int plane, int n, int count,
            float[] sums, int si) {
        if (rows == 4 && LENGTH == LANES) VectorTaps.dots4(g, gi, rowG, b, b0, b1, b2, b3, plane, n, count, sums, si);
        else for (int lane = 0; lane < LANES; lane += LENGTH)
            if (rows == 1) VectorTaps.dots1(g, gi, b, b0, b1, b2, b3, plane, n, count, lane, sums, si);
            else for (int i = 0; i < rows; i += 2)
                VectorTaps.dots2(g, gi + i * rowG, rowG, b, b0, b1, b2, b3, plane, n, count, lane, sums, si + i * 4 * LANES);
    }

    @Override void trees(float[] sums, int si, float[] out, int from, int count) {
        if (LENGTH == LANES) VectorTaps.trees(sums, si, out, from, count);
        else super.trees(sums, si, out, from, count);
    }
}
