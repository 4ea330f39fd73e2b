package gradus.tensor;

/// The functions that training spends its time in, in float, as polynomials: the same formula stands in `VectorFloats`, step
/// for step, so that an element has the same bits whether it falls into a vector or into the tail behind it.
///
/// Every step is an IEEE operation with one possible result (fused multiply-add, add, multiply, divide, compare).
final class FloatMath {
    /// Adding 1.5 · 2²³ rounds a small float to the nearest integer, which then stands in its lowest bits.
    static final float ROUND = 0x1.8p23f;
    static final float LOG2_E = 0x1.715476p0f;
    /// log 2 in two parts: n · LN2_HIGH is exact for every n that occurs.
    static final float LN2_HIGH = 0x1.62e4p-1f, LN2_LOW = 0x1.7f7d1cp-20f;
    /// Beyond these, exp is 0 or ∞ in float.
    static final float EXP_LOW = -104, EXP_HIGH = 89;
    /// Taylor's coefficients of eʳ: on |r| ≤ log(2)/2 what is left out is less than a tenth of a unit in the last place.
    static final float E2 = 1 / 2f, E3 = 1 / 6f, E4 = 1 / 24f, E5 = 1 / 120f, E6 = 1 / 720f, E7 = 1 / 5040f;

    private FloatMath() {}

    /// eˣ = 2ⁿ eʳ with n = round(x / log 2); 2ⁿ is applied in two halves, so that results below 2⁻¹²⁶ are rounded once.
    static float exp(float x) {
        float clamped = Math.max(EXP_LOW, Math.min(EXP_HIGH, x));
        float shifted = Math.fma(clamped, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(n, -LN2_HIGH, clamped);
        r = Math.fma(n, -LN2_LOW, r);
        float p = E7;
        p = Math.fma(p, r, E6);
        p = Math.fma(p, r, E5);
        p = Math.fma(p, r, E4);
        p = Math.fma(p, r, E3);
        p = Math.fma(p, r, E2);
        p = Math.fma(p * r, r, r) + 1;
        int power = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(ROUND);
        int half = power >> 1;
        return p * powerOfTwo(half) * powerOfTwo(power - half);
    }

    private static float powerOfTwo(int n) { return Float.intBitsToFloat((n + 127) << 23); }

    static final float SMALLEST_NORMAL = 0x1p-126f, TO_NORMAL = 0x1p24f;
    static final int ROOT_HALF_BITS = 0x3f3504f3;                              // √½
    /// (log(1 + f) − f + f²/2) / f³ on √½ ≤ 1 + f < √2, from Cephes' logf (Moshier 1989).
    static final float L0 = 7.0376836292e-2f, L1 = -1.1514610310e-1f, L2 = 1.1676998740e-1f, L3 = -1.2420140846e-1f,
        L4 = 1.4249322787e-1f, L5 = -1.6668057665e-1f, L6 = 2.0000714765e-1f, L7 = -2.4999993993e-1f, L8 = 3.3333331174e-1f;

    /// log x = n log 2 + log(1 + f) with x = 2ⁿ (1 + f); NaN below 0, −∞ at ±0.
    static float log(float x) {
        boolean tiny = x < SMALLEST_NORMAL;
        float normal = tiny ? x * TO_NORMAL : x;
        int bits = Float.floatToRawIntBits(normal) - ROOT_HALF_BITS;
        float n = (bits >> 23) - (tiny ? 24 : 0);
        float f = Float.intBitsToFloat((bits & 0x7fffff) + ROOT_HALF_BITS) - 1;
        float p = L0;
        p = Math.fma(p, f, L1);
        p = Math.fma(p, f, L2);
        p = Math.fma(p, f, L3);
        p = Math.fma(p, f, L4);
        p = Math.fma(p, f, L5);
        p = Math.fma(p, f, L6);
        p = Math.fma(p, f, L7);
        p = Math.fma(p, f, L8);
        float square = f * f;
        float y = p * f * square;
        y = Math.fma(n, LN2_LOW, y);
        y = Math.fma(square, -0.5f, y);
        y = Math.fma(n, LN2_HIGH, f + y);
        if (x == 0) return Float.NEGATIVE_INFINITY;
        if (!(x >= 0)) return Float.NaN;
        return x == Float.POSITIVE_INFINITY ? x : y;
    }

    /// Below this |x|, tanh is computed from its series, above from the exponential.
    static final float TANH_SMALL = 0.625f;
    /// (tanh x − x) / x³ in powers of x², from Cephes' tanhf (Moshier 1989).
    static final float T0 = -5.70498872745e-3f, T1 = 2.06390887954e-2f, T2 = -5.37397155531e-2f, T3 = 1.33314422036e-1f,
        T4 = -3.33332819422e-1f;

    /// tanh x = 1 − 2 / (e^(2|x|) + 1), with the sign of x.
    static float tanh(float x) {
        float size = Math.abs(x);
        float square = x * x;
        float p = T0;
        p = Math.fma(p, square, T1);
        p = Math.fma(p, square, T2);
        p = Math.fma(p, square, T3);
        p = Math.fma(p, square, T4);
        float small = Math.fma(p * square, x, x);
        float large = 1 - 2 / (exp(size + size) + 1);
        return Math.copySign(size < TANH_SMALL ? small : large, x);
    }

    /// 1 / (1 + e⁻ˣ), written so that the exponential never overflows.
    static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }
}
