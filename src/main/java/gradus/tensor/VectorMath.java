package gradus.tensor;

import static gradus.tensor.FloatMath.*;
import static gradus.tensor.VectorFloats.WIDTH;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.IS_NAN;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;

/// The functions of `FloatMath` on vectors, line by line the same, so that each element has the same bits. Each is a loop of its
/// own over as many whole vectors as there are from `i` up to `to`, and returns where it stopped.
///
/// The loops are flat on purpose: they call nothing but the Vector API, not even a method that only makes a constant. The
/// compiler stops inlining methods like ours when a loop, or whatever the loop is inlined into, has become large (the Vector
/// API's own are exempt); and then every vector is an object, at a tenth of the speed or less. So what functions share, the
/// power eʳ above all, stands in each of them.
final class VectorMath {
    private static final int LENGTH = WIDTH.length();
    private static final int SIGN = 0x80000000;

    private VectorMath() {}

    /// [FloatMath#exp]
    static int exp(float[] array, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, array, i);
            var clamped = x.min(EXP_HIGH).max(EXP_LOW);
            var shifted = clamped.fma(LOG2_E, ROUND);
            var n = shifted.sub(ROUND);
            var r = n.lanewise(FMA, -LN2_HIGH, clamped);
            r = n.lanewise(FMA, -LN2_LOW, r);
            var e = r.fma(E7, E6);
            e = e.lanewise(FMA, r, E5);
            e = e.lanewise(FMA, r, E4);
            e = e.lanewise(FMA, r, E3);
            e = e.lanewise(FMA, r, E2);
            e = e.mul(r).fma(r, r);
            var all = shifted.reinterpretAsInts();
            var half = all.lanewise(ASHR, 1);
            e = e.add(1).mul(half.lanewise(LSHL, EXPONENT).add(ONE_BITS).reinterpretAsFloats());
            e.mul(all.sub(half).lanewise(LSHL, EXPONENT).add(ONE_BITS).reinterpretAsFloats()).intoArray(out, i);
        }
        return i;
    }

    /// [FloatMath#expm1]
    static int expm1(float[] array, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, array, i);
            var clamped = x.min(EXP_HIGH).max(EXPM1_LOW);
            var shifted = clamped.fma(LOG2_E, ROUND);
            var n = shifted.sub(ROUND);
            var r = n.lanewise(FMA, -LN2_HIGH, clamped);
            r = n.lanewise(FMA, -LN2_LOW, r);
            var e = r.fma(E7, E6);
            e = e.lanewise(FMA, r, E5);
            e = e.lanewise(FMA, r, E4);
            e = e.lanewise(FMA, r, E3);
            e = e.lanewise(FMA, r, E2);
            e = e.mul(r).fma(r, r);
            var half = shifted.reinterpretAsInts().sub(1).lanewise(LSHL, EXPONENT).add(ONE_BITS).reinterpretAsFloats();
            var y = half.fma(e, half.sub(0.5f)).mul(2);
            y.blend(x, x.abs().lt(EXPM1_SMALL)).intoArray(out, i);
        }
        return i;
    }

    /// [FloatMath#log]
    static int log(float[] array, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, array, i);
            var tiny = x.lt(SMALLEST_NORMAL);
            var normal = x.blend(x.mul(TO_NORMAL), tiny);
            var bits = normal.reinterpretAsInts().sub(ROOT_HALF_BITS);
            var exponent = (FloatVector) bits.lanewise(ASHR, EXPONENT).convertShape(I2F, WIDTH, 0);
            var n = exponent.blend(exponent.sub(24), tiny);
            var f = bits.and(0x7fffff).add(ROOT_HALF_BITS).reinterpretAsFloats().sub(1);
            var p = f.fma(L0, L1);
            p = p.lanewise(FMA, f, L2);
            p = p.lanewise(FMA, f, L3);
            p = p.lanewise(FMA, f, L4);
            p = p.lanewise(FMA, f, L5);
            p = p.lanewise(FMA, f, L6);
            p = p.lanewise(FMA, f, L7);
            p = p.lanewise(FMA, f, L8);
            var square = f.mul(f);
            var y = p.mul(f).mul(square);
            y = n.lanewise(FMA, LN2_LOW, y);
            y = square.lanewise(FMA, -0.5f, y);
            y = n.lanewise(FMA, LN2_HIGH, f.add(y));
            y = y.blend(Float.POSITIVE_INFINITY, x.eq(Float.POSITIVE_INFINITY));
            y = y.blend(Float.NaN, x.lt(0).or(x.test(IS_NAN)));
            y.blend(Float.NEGATIVE_INFINITY, x.eq(0)).intoArray(out, i);
        }
        return i;
    }

    /// [FloatMath#log1p]
    static int log1p(float[] array, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, array, i);
            var power = x.add(1).reinterpretAsInts().sub(ROOT_HALF_BITS).lanewise(ASHR, EXPONENT);
            var n = (FloatVector) power.convertShape(I2F, WIDTH, 0);
            var scale = power.neg().add(2).lanewise(LSHL, EXPONENT).add(ONE_BITS).reinterpretAsFloats().mul(0.25f);
            var f = x.fma(scale, scale.sub(1));
            var p = f.fma(L0, L1);
            p = p.lanewise(FMA, f, L2);
            p = p.lanewise(FMA, f, L3);
            p = p.lanewise(FMA, f, L4);
            p = p.lanewise(FMA, f, L5);
            p = p.lanewise(FMA, f, L6);
            p = p.lanewise(FMA, f, L7);
            p = p.lanewise(FMA, f, L8);
            var square = f.mul(f);
            var y = p.mul(f).mul(square);
            y = n.lanewise(FMA, LN2_LOW, y);
            y = square.lanewise(FMA, -0.5f, y);
            y = n.lanewise(FMA, LN2_HIGH, f.add(y));
            y = y.reinterpretAsInts().and(~SIGN).or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats();
            y = y.blend(Float.POSITIVE_INFINITY, x.eq(Float.POSITIVE_INFINITY));
            y = y.blend(Float.NaN, x.lt(-1));
            y.blend(Float.NEGATIVE_INFINITY, x.eq(-1)).intoArray(out, i);
        }
        return i;
    }

    /// [FloatMath#tanh]
    static int tanh(float[] array, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, array, i);
            var size = x.abs().min(TANH_ONE);
            var square = size.mul(size);
            var p = square.fma(T0, T1);
            p = p.lanewise(FMA, square, T2);
            p = p.lanewise(FMA, square, T3);
            p = p.lanewise(FMA, square, T4);
            var small = p.mul(square).fma(size, size);
            var twice = size.add(size);
            var shifted = twice.fma(LOG2_E, ROUND);
            var n = shifted.sub(ROUND);
            var r = n.lanewise(FMA, -LN2_HIGH, twice);
            r = n.lanewise(FMA, -LN2_LOW, r);
            var e = r.fma(E7, E6);
            e = e.lanewise(FMA, r, E5);
            e = e.lanewise(FMA, r, E4);
            e = e.lanewise(FMA, r, E3);
            e = e.lanewise(FMA, r, E2);
            e = e.mul(r).fma(r, r);
            e = e.add(1).mul(shifted.reinterpretAsInts().lanewise(LSHL, EXPONENT).add(ONE_BITS).reinterpretAsFloats());
            var large = FloatVector.broadcast(WIDTH, 2).div(e.add(1)).neg().add(1);
            var y = large.blend(small, size.lt(TANH_SMALL));
            y.reinterpretAsInts().and(~SIGN).or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats().intoArray(out, i);
        }
        return i;
    }

    /// [FloatMath#sigmoid]
    static int sigmoid(float[] array, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, array, i);
            var clamped = x.abs().neg().max(EXP_LOW);
            var shifted = clamped.fma(LOG2_E, ROUND);
            var n = shifted.sub(ROUND);
            var r = n.lanewise(FMA, -LN2_HIGH, clamped);
            r = n.lanewise(FMA, -LN2_LOW, r);
            var e = r.fma(E7, E6);
            e = e.lanewise(FMA, r, E5);
            e = e.lanewise(FMA, r, E4);
            e = e.lanewise(FMA, r, E3);
            e = e.lanewise(FMA, r, E2);
            e = e.mul(r).fma(r, r);
            e = e.add(1).mul(shifted.reinterpretAsInts().add(64).lanewise(LSHL, EXPONENT).add(ONE_BITS).reinterpretAsFloats()).mul(LOWER);
            FloatVector.broadcast(WIDTH, 1).blend(e, x.lt(0)).div(e.add(1)).intoArray(out, i);
        }
        return i;
    }

    /// [FloatMath#softplus]
    static int softplus(float[] array, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, array, i);
            var clamped = x.abs().neg().max(EXP_LOW);
            var shifted = clamped.fma(LOG2_E, ROUND);
            var n = shifted.sub(ROUND);
            var r = n.lanewise(FMA, -LN2_HIGH, clamped);
            r = n.lanewise(FMA, -LN2_LOW, r);
            var e = r.fma(E7, E6);
            e = e.lanewise(FMA, r, E5);
            e = e.lanewise(FMA, r, E4);
            e = e.lanewise(FMA, r, E3);
            e = e.lanewise(FMA, r, E2);
            e = e.mul(r).fma(r, r);
            e = e.add(1).mul(shifted.reinterpretAsInts().add(64).lanewise(LSHL, EXPONENT).add(ONE_BITS).reinterpretAsFloats()).mul(LOWER);
            var p = e.fma(P0, P1);
            p = p.lanewise(FMA, e, P2);
            p = p.lanewise(FMA, e, P3);
            p = p.lanewise(FMA, e, P4);
            p = p.lanewise(FMA, e, P5);
            p = p.lanewise(FMA, e, P6);
            p = p.lanewise(FMA, e, P7);
            p = p.lanewise(FMA, e, P8);
            p = p.lanewise(FMA, e, P9);
            x.max(0).add(p.mul(e).fma(e, e)).intoArray(out, i);
        }
        return i;
    }

    /// [FloatMath#erf]
    static int erf(float[] array, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, array, i);
            var size = x.abs().min(ERF_ONE);
            var square = size.mul(size);
            var p = square.fma(F0, F1);
            p = p.lanewise(FMA, square, F2);
            p = p.lanewise(FMA, square, F3);
            p = p.lanewise(FMA, square, F4);
            p = p.lanewise(FMA, square, F5);
            p = p.lanewise(FMA, square, F6);
            var small = p.fma(size, size);
            var q = size.fma(G0, G1);
            q = q.lanewise(FMA, size, G2);
            q = q.lanewise(FMA, size, G3);
            q = q.lanewise(FMA, size, G4);
            q = q.lanewise(FMA, size, G5);
            q = q.lanewise(FMA, size, G6);
            q = q.neg();
            var shifted = q.fma(LOG2_E, ROUND);
            var n = shifted.sub(ROUND);
            var r = n.lanewise(FMA, -LN2_HIGH, q);
            r = n.lanewise(FMA, -LN2_LOW, r);
            var e = r.fma(E7, E6);
            e = e.lanewise(FMA, r, E5);
            e = e.lanewise(FMA, r, E4);
            e = e.lanewise(FMA, r, E3);
            e = e.lanewise(FMA, r, E2);
            e = e.mul(r).fma(r, r);
            e = e.add(1).mul(shifted.reinterpretAsInts().lanewise(LSHL, EXPONENT).add(ONE_BITS).reinterpretAsFloats());
            var y = e.neg().add(1).blend(small, size.lt(ERF_SMALL));
            y.reinterpretAsInts().and(~SIGN).or(x.reinterpretAsInts().and(SIGN)).reinterpretAsFloats().intoArray(out, i);
        }
        return i;
    }

    /// [FloatMath#sin]; a vector with an angle that is far goes element by element.
    static int sin(float[] array, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, array, i);
            if (!x.abs().compare(LE, FAR).allTrue()) {
                for (int l = i; l < i + LENGTH; l++) out[l] = FloatMath.sin(array[l]);
                continue;
            }
            var shifted = x.fma(BY_PI, ROUND);
            var turns = shifted.sub(ROUND);
            var r = turns.lanewise(FMA, -PI_HIGH, x);
            r = turns.lanewise(FMA, -PI_MIDDLE, r);
            r = turns.lanewise(FMA, -PI_LOW, r);
            var square = r.mul(r);
            var p = square.fma(S0, S1);
            p = p.lanewise(FMA, square, S2);
            p = p.lanewise(FMA, square, S3);
            var sign = shifted.reinterpretAsInts().lanewise(LSHL, 31);
            var y = p.mul(square).fma(r, r).reinterpretAsInts().lanewise(XOR, sign).reinterpretAsFloats();
            y.blend(x, x.eq(0)).intoArray(out, i);
        }
        return i;
    }

    /// [FloatMath#cos]; a vector with an angle that is far goes element by element.
    static int cos(float[] array, float[] out, int i, int to) {
        for (; i + LENGTH <= to; i += LENGTH) {
            var x = FloatVector.fromArray(WIDTH, array, i);
            if (!x.abs().compare(LE, FAR).allTrue()) {
                for (int l = i; l < i + LENGTH; l++) out[l] = FloatMath.cos(array[l]);
                continue;
            }
            var shifted = x.fma(BY_PI, -0.5f).add(ROUND);
            var turns = shifted.sub(ROUND).add(0.5f);
            var r = turns.lanewise(FMA, -PI_HIGH, x);
            r = turns.lanewise(FMA, -PI_MIDDLE, r);
            r = turns.lanewise(FMA, -PI_LOW, r);
            var square = r.mul(r);
            var p = square.fma(S0, S1);
            p = p.lanewise(FMA, square, S2);
            p = p.lanewise(FMA, square, S3);
            var sign = shifted.reinterpretAsInts().add(1).lanewise(LSHL, 31);
            p.mul(square).fma(r, r).reinterpretAsInts().lanewise(XOR, sign).reinterpretAsFloats().intoArray(out, i);
        }
        return i;
    }
}
