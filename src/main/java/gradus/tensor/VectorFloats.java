package gradus.tensor;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
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
    private static final @Nullable VectorSpecies<Byte> BYTES = LENGTH == 16 ? ByteVector.SPECIES_128 : LENGTH == 8 ? ByteVector.SPECIES_64 : null;
    /// Below this many multiplications a product's plain loops are as fast, and need no warming up.
    private static final int SMALL_PRODUCT = 1 << 10;
    /// With fewer columns a panel is mostly empty.
    private static final int FEW_COLUMNS = 4;

    private static VectorSpecies<Float> widest() {
        int bits = Math.min(Vectors.widest(), FloatVector.SPECIES_PREFERRED.vectorBitSize());
        return bits >= 512 ? FloatVector.SPECIES_512 : bits >= 256 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;
    }

    @Override void map(UnaryFunction f, float[] x, float[] out, int from, int to) {
        int i = from;
        switch (f) {
            case SQRT    -> { for (; i + LENGTH <= to; i += LENGTH) load(x, i).sqrt().intoArray(out, i); }
            case EXP     -> { for (; i + LENGTH <= to; i += LENGTH) exp(load(x, i)).intoArray(out, i); }
            case LOG     -> { for (; i + LENGTH <= to; i += LENGTH) log(load(x, i)).intoArray(out, i); }
            case TANH    -> { for (; i + LENGTH <= to; i += LENGTH) tanh(load(x, i)).intoArray(out, i); }
            case SIGMOID -> { for (; i + LENGTH <= to; i += LENGTH) sigmoid(load(x, i)).intoArray(out, i); }
            default      -> { }
        }
        super.map(f, x, out, i, to);
    }

    private static FloatVector load(float[] x, int i) { return FloatVector.fromArray(WIDTH, x, i); }
    private static FloatVector every(float x) { return FloatVector.broadcast(WIDTH, x); }

    /// [FloatMath#exp], line by line.
    private static FloatVector exp(FloatVector x) {
        var clamped = x.min(FloatMath.EXP_HIGH).max(FloatMath.EXP_LOW);
        var shifted = clamped.fma(every(FloatMath.LOG2_E), every(FloatMath.ROUND));
        var n = shifted.sub(FloatMath.ROUND);
        var r = n.fma(every(-FloatMath.LN2_HIGH), clamped);
        r = n.fma(every(-FloatMath.LN2_LOW), r);
        var p = every(FloatMath.E7);
        p = p.fma(r, every(FloatMath.E6));
        p = p.fma(r, every(FloatMath.E5));
        p = p.fma(r, every(FloatMath.E4));
        p = p.fma(r, every(FloatMath.E3));
        p = p.fma(r, every(FloatMath.E2));
        p = p.mul(r).fma(r, r).add(1);
        var power = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(FloatMath.ROUND));
        var half = power.lanewise(VectorOperators.ASHR, 1);
        var rest = power.sub(half);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(rest));
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    /// [FloatMath#log], line by line.
    private static FloatVector log(FloatVector x) {
        var tiny = x.lt(FloatMath.SMALLEST_NORMAL);
        var normal = x.blend(x.mul(FloatMath.TO_NORMAL), tiny);
        var bits = normal.reinterpretAsInts().sub(FloatMath.ROOT_HALF_BITS);
        var exponent = (FloatVector) bits.lanewise(VectorOperators.ASHR, 23).convertShape(VectorOperators.I2F, WIDTH, 0);
        var n = exponent.blend(exponent.sub(24), tiny);
        var f = bits.lanewise(VectorOperators.AND, 0x7fffff).add(FloatMath.ROOT_HALF_BITS).reinterpretAsFloats().sub(1);
        var p = every(FloatMath.L0);
        p = p.fma(f, every(FloatMath.L1));
        p = p.fma(f, every(FloatMath.L2));
        p = p.fma(f, every(FloatMath.L3));
        p = p.fma(f, every(FloatMath.L4));
        p = p.fma(f, every(FloatMath.L5));
        p = p.fma(f, every(FloatMath.L6));
        p = p.fma(f, every(FloatMath.L7));
        p = p.fma(f, every(FloatMath.L8));
        var square = f.mul(f);
        var y = p.mul(f).mul(square);
        y = n.fma(every(FloatMath.LN2_LOW), y);
        y = square.fma(every(-0.5f), y);
        y = n.fma(every(FloatMath.LN2_HIGH), f.add(y));
        y = y.blend(Float.POSITIVE_INFINITY, x.eq(Float.POSITIVE_INFINITY));
        y = y.blend(Float.NaN, x.lt(0).or(x.test(VectorOperators.IS_NAN)));
        return y.blend(Float.NEGATIVE_INFINITY, x.eq(0));
    }

    /// [FloatMath#tanh], line by line.
    private static FloatVector tanh(FloatVector x) {
        var size = x.abs();
        var square = x.mul(x);
        var p = every(FloatMath.T0);
        p = p.fma(square, every(FloatMath.T1));
        p = p.fma(square, every(FloatMath.T2));
        p = p.fma(square, every(FloatMath.T3));
        p = p.fma(square, every(FloatMath.T4));
        var small = p.mul(square).fma(x, x);
        var large = every(1).sub(every(2).div(exp(size.add(size)).add(1)));
        var result = large.blend(small, size.lt(FloatMath.TANH_SMALL)).abs();
        return result.blend(result.neg(), x.reinterpretAsInts().lt(0).cast(WIDTH));
    }

    /// [FloatMath#sigmoid], line by line.
    private static FloatVector sigmoid(FloatVector x) {
        var e = exp(x.abs().neg());
        return every(1).blend(e, x.lt(0)).div(e.add(1));
    }

    @Override void select(float[] mask, int mi, int ms, float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        if (ms == 1 && as == 1 && bs == 1)
            for (; i + LENGTH <= n; i += LENGTH) load(b, bi + i).blend(load(a, ai + i), chosen(mask, mi + i)).intoArray(out, oi + i);
        else if (ms == 1 && as == 1)
            for (; i + LENGTH <= n; i += LENGTH) every(b[bi]).blend(load(a, ai + i), chosen(mask, mi + i)).intoArray(out, oi + i);
        else if (ms == 1 && bs == 1)
            for (; i + LENGTH <= n; i += LENGTH) load(b, bi + i).blend(a[ai], chosen(mask, mi + i)).intoArray(out, oi + i);
        super.select(mask, mi + i * ms, ms, a, ai + i * as, as, b, bi + i * bs, bs, out, oi + i, n - i);
    }

    private static VectorMask<Float> chosen(float[] mask, int i) { return load(mask, i).compare(VectorOperators.NE, 0); }

    @Override double fold(Fold fold, float[] x, int xi, int n) {
        if (fold != Fold.SUM || n < 2 * LANES) return super.fold(fold, x, xi, n);
        var lanes = new float[LANES];
        int whole = n - n % LANES;
        for (int part = 0; part < LANES; part += LENGTH) {
            var sum = FloatVector.zero(WIDTH);
            for (int i = part; i < whole; i += LANES) sum = sum.add(load(x, xi + i));
            sum.intoArray(lanes, part);
        }
        for (int i = whole; i < n; i++) lanes[i - whole] += x[xi + i];
        return tree(lanes);
    }

    @Override void fromBytes(byte[] bytes, int width, int[] rows, float scale, float offset, float[] out) {
        if (BYTES == null) {
            super.fromBytes(bytes, width, rows, scale, offset, out);
            return;
        }
        long work = 4L * Threads.PASS * rows.length * width;                        // rows lie far apart: most of it is waiting for memory
        Threads.run(rows.length, work,
            i -> fromBytes(bytes, rows[i] * width, width, scale, offset, out, i * width));
    }

    private static void fromBytes(byte[] bytes, int bi, int width, float scale, float offset, float[] out, int oi) {
        int j = 0;
        for (; j + LENGTH <= width; j += LENGTH) {
            var x = (FloatVector) ByteVector.fromArray(BYTES, bytes, bi + j).convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0)
                .convertShape(VectorOperators.I2F, WIDTH, 0);
            x.fma(every(scale), every(offset)).intoArray(out, oi + j);
        }
        for (; j < width; j++) out[oi + j] = Math.fma((float) (bytes[bi + j] & 255), scale, offset);
    }

    @Override void multiply(Product p, float[] a, int ai, float[] b, int bi, float[] out, int oi) {
        if (p.multiplications() < SMALL_PRODUCT || p.n() > 1 && p.n() < FEW_COLUMNS) super.multiply(p, a, ai, b, bi, out, oi);   // also where k is 0
        else if (p.n() == 1) VectorProduct.multiply(p.swapped(), b, bi, a, ai, out, oi);       // a column is a row of the transposed product
        else VectorProduct.multiply(p, a, ai, b, bi, out, oi);
    }
}
