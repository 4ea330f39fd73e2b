package gradus.tensor;

/// Functions in float, as polynomials: the same formulas stand in `VectorMath`, step for step, so that an element has the same
/// bits whether it falls into a vector or into the tail behind it.
///
/// Every step is an IEEE operation with one possible result (fused multiply-add, add, multiply, divide, compare). Beside each
/// function stands how far it lies from the true value at most, in units in the last place (ulp) of the result, over all
/// floats; −0 keeps its sign where the function is odd or vanishes at 0. Coefficients without a source are minimax
/// ones, found by Remez' exchange and then rounded to float one after the other, each time fitting the rest again.
final class FloatMath {
    /// Adding 1.5 · 2²³ rounds a small float to the nearest integer, which then stands in its lowest bits.
    static final float ROUND = 0x1.8p23f;
    static final float LOG2_E = 0x1.715476p0f;
    /// log 2 in two parts: n · LN2_HIGH is exact for every n that occurs.
    static final float LN2_HIGH = 0x1.62e4p-1f, LN2_LOW = 0x1.7f7d1cp-20f;
    /// The bits of 1, and where the exponent begins.
    static final int ONE_BITS = 0x3f800000, EXPONENT = 23;

    private FloatMath() {}

    // ---------------------------------------------------------------- powers

    /// Beyond these, exp is 0 or ∞ in float.
    static final float EXP_LOW = -104, EXP_HIGH = 89;
    /// Taylor's coefficients of eʳ: on |r| ≤ log(2)/2 what is left out is less than a tenth of a unit in the last place.
    static final float E2 = 1 / 2f, E3 = 1 / 6f, E4 = 1 / 24f, E5 = 1 / 120f, E6 = 1 / 720f, E7 = 1 / 5040f;

    /// eˣ = 2ⁿ eʳ with n = round(x / log 2); 2ⁿ is applied in two halves, so that results below 2⁻¹²⁶ are rounded once. 1.06 ulp.
    static float exp(float x) {
        float clamped = Math.max(EXP_LOW, Math.min(EXP_HIGH, x));
        float shifted = Math.fma(clamped, LOG2_E, ROUND);
        int n = Float.floatToRawIntBits(shifted), half = n >> 1;
        return (power(clamped, shifted - ROUND) + 1) * powerOfTwo(half) * powerOfTwo(n - half);
    }

    /// eʳ − 1 with r = x − n log 2, for |r| up to log(2)/2.
    private static float power(float x, float n) {
        float r = Math.fma(n, -LN2_HIGH, x);
        r = Math.fma(n, -LN2_LOW, r);
        float p = E7;
        p = Math.fma(p, r, E6);
        p = Math.fma(p, r, E5);
        p = Math.fma(p, r, E4);
        p = Math.fma(p, r, E3);
        p = Math.fma(p, r, E2);
        return Math.fma(p * r, r, r);
    }

    /// 2ⁿ for an n in the lowest nine bits; those above, which rounding leaves there, are shifted out.
    private static float powerOfTwo(int n) { return Float.intBitsToFloat((n << EXPONENT) + ONE_BITS); }

    /// eˣ for |x| ≤ 87, where 2ⁿ is a normal float: [#exp]'s bits for less.
    private static float expInside(float x) {
        float shifted = Math.fma(x, LOG2_E, ROUND);
        return (power(x, shifted - ROUND) + 1) * powerOfTwo(Float.floatToRawIntBits(shifted));
    }

    static final float LOWER = 0x1p-64f;

    /// eˣ for x ≤ 0: [#exp]'s bits for less. 2ⁿ⁺⁶⁴ is a normal float; 2⁻⁶⁴ rounds once.
    private static float expBelow(float x) {
        float clamped = Math.max(EXP_LOW, x);
        float shifted = Math.fma(clamped, LOG2_E, ROUND);
        return (power(clamped, shifted - ROUND) + 1) * powerOfTwo(Float.floatToRawIntBits(shifted) + 64) * LOWER;
    }

    /// Below this, eˣ − 1 is −1 in float.
    static final float EXPM1_LOW = -18;
    /// Below this |x|, eˣ − 1 is x in float.
    static final float EXPM1_SMALL = 0x1p-25f;

    /// eˣ − 1 = 2 (2ⁿ⁻¹ (eʳ − 1) + 2ⁿ⁻¹ − ½): halves, since 2¹²⁸ is no float. 1.70 ulp.
    static float expm1(float x) {
        float clamped = Math.max(EXPM1_LOW, Math.min(EXP_HIGH, x));
        float shifted = Math.fma(clamped, LOG2_E, ROUND);
        float half = powerOfTwo(Float.floatToRawIntBits(shifted) - 1);
        float y = 2 * Math.fma(half, power(clamped, shifted - ROUND), half - 0.5f);
        return Math.abs(x) < EXPM1_SMALL ? x : y;
    }

    // ---------------------------------------------------------------- logarithms

    static final float SMALLEST_NORMAL = 0x1p-126f, TO_NORMAL = 0x1p24f;
    static final int ROOT_HALF_BITS = 0x3f3504f3;                              // √½
    /// (log(1 + f) − f + f²/2) / f³ on √½ ≤ 1 + f < √2, from Cephes' logf (Moshier 1989).
    static final float L0 = 7.0376836292e-2f, L1 = -1.1514610310e-1f, L2 = 1.1676998740e-1f, L3 = -1.2420140846e-1f,
        L4 = 1.4249322787e-1f, L5 = -1.6668057665e-1f, L6 = 2.0000714765e-1f, L7 = -2.4999993993e-1f, L8 = 3.3333331174e-1f;

    /// log x = n log 2 + log(1 + f) with x = 2ⁿ (1 + f); NaN below 0, −∞ at ±0. 0.83 ulp.
    static float log(float x) {
        boolean tiny = x < SMALLEST_NORMAL;
        float normal = tiny ? x * TO_NORMAL : x;
        int bits = Float.floatToRawIntBits(normal) - ROOT_HALF_BITS;
        float n = (bits >> EXPONENT) - (tiny ? 24 : 0);
        float f = Float.intBitsToFloat((bits & 0x7fffff) + ROOT_HALF_BITS) - 1;
        float y = logarithm(n, f);
        if (x == 0) return Float.NEGATIVE_INFINITY;
        if (!(x >= 0)) return Float.NaN;
        return x == Float.POSITIVE_INFINITY ? x : y;
    }

    /// n log 2 + log(1 + f).
    private static float logarithm(float n, float f) {
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
        return Math.fma(n, LN2_HIGH, f + y);
    }

    /// log(1 + x) = n log 2 + log(1 + f) with 1 + x = 2ⁿ (1 + f), and f = 2⁻ⁿ x + (2⁻ⁿ − 1) rounded once: 1 + x, which loses
    /// digits, only serves to find n. NaN below −1, −∞ at −1. 1.38 ulp.
    static float log1p(float x) {
        int n = (Float.floatToRawIntBits(1 + x) - ROOT_HALF_BITS) >> EXPONENT;
        float scale = 0.25f * powerOfTwo(2 - n);                               // 2⁻¹²⁸ is a float, but has no exponent of its own
        float y = logarithm(n, Math.fma(x, scale, scale - 1));
        if (x == -1) return Float.NEGATIVE_INFINITY;
        if (x < -1) return Float.NaN;
        return x == Float.POSITIVE_INFINITY ? x : Math.copySign(y, x);
    }

    // ---------------------------------------------------------------- sigmoids

    /// Below this |x|, tanh is computed from its series, above from the exponential; and from here on it is 1.
    static final float TANH_SMALL = 0.625f, TANH_ONE = 10;
    /// (tanh x − x) / x³ in powers of x², from Cephes' tanhf (Moshier 1989).
    static final float T0 = -5.70498872745e-3f, T1 = 2.06390887954e-2f, T2 = -5.37397155531e-2f, T3 = 1.33314422036e-1f,
        T4 = -3.33332819422e-1f;

    /// tanh x = 1 − 2 / (e^(2|x|) + 1), with the sign of x. 1.34 ulp.
    static float tanh(float x) {
        float size = Math.min(TANH_ONE, Math.abs(x));
        float square = size * size;
        float p = T0;
        p = Math.fma(p, square, T1);
        p = Math.fma(p, square, T2);
        p = Math.fma(p, square, T3);
        p = Math.fma(p, square, T4);
        float small = Math.fma(p * square, size, size);
        float large = 1 - 2 / (expInside(size + size) + 1);
        return Math.copySign(size < TANH_SMALL ? small : large, x);
    }

    /// 1 / (1 + e⁻ˣ), written so that the exponential never overflows. 2.41 ulp.
    static float sigmoid(float x) {
        float e = expBelow(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// (log(1 + e) − e) / e² on 0 ≤ e ≤ 1, within 10⁻⁹ of log(1 + e).
    static final float P0 = 0.00208525965f, P1 = -0.0136951134f, P2 = 0.0421217605f, P3 = -0.0832465217f, P4 = 0.124800116f,
        P5 = -0.161353499f, P6 = 0.198996589f, P7 = -0.249888673f, P8 = 0.333327144f, P9 = -0.499999881f;

    /// log(1 + eˣ) = max(x, 0) + log(1 + e) with e = e^(−|x|). 1.86 ulp.
    static float softplus(float x) {
        float e = expBelow(-Math.abs(x));
        float p = P0;
        p = Math.fma(p, e, P1);
        p = Math.fma(p, e, P2);
        p = Math.fma(p, e, P3);
        p = Math.fma(p, e, P4);
        p = Math.fma(p, e, P5);
        p = Math.fma(p, e, P6);
        p = Math.fma(p, e, P7);
        p = Math.fma(p, e, P8);
        p = Math.fma(p, e, P9);
        return Math.max(x, 0) + Math.fma(p * e, e, e);
    }

    /// Below this |x|, erf is computed from its series, above from the exponential; and from here on it is 1.
    static final float ERF_SMALL = 1, ERF_ONE = 4;
    /// erf(x) / x − 1 in powers of x² on |x| ≤ 1, within 1.5 · 10⁻⁹.
    static final float F0 = 7.80690316e-05f, F1 = -0.00079978531f, F2 = 0.0051871622f, F3 = -0.0268533472f, F4 = 0.112835787f,
        F5 = -0.37612626f, F6 = 0.128379166f;
    /// −log(1 − erf x) on 1 ≤ x ≤ 3.93, within 1.2 · 10⁻⁹ of erf x.
    static final float G0 = -0.000186374731f, G1 = 0.00294762198f, G2 = -0.0218379516f, G3 = 0.103106581f, G4 = 0.63814497f,
        G5 = 1.12708914f, G6 = 0.000341526611f;

    /// The error function: x + x P(x²) near 0, and 1 − e^(−Q(|x|)) with the sign of x farther out. 1.06 ulp.
    static float erf(float x) {
        float size = Math.min(ERF_ONE, Math.abs(x));
        float square = size * size;
        float p = F0;
        p = Math.fma(p, square, F1);
        p = Math.fma(p, square, F2);
        p = Math.fma(p, square, F3);
        p = Math.fma(p, square, F4);
        p = Math.fma(p, square, F5);
        p = Math.fma(p, square, F6);
        float small = Math.fma(p, size, size);
        float q = G0;
        q = Math.fma(q, size, G1);
        q = Math.fma(q, size, G2);
        q = Math.fma(q, size, G3);
        q = Math.fma(q, size, G4);
        q = Math.fma(q, size, G5);
        q = Math.fma(q, size, G6);
        float large = 1 - expInside(-q);
        return Math.copySign(size < ERF_SMALL ? small : large, x);
    }

    // ---------------------------------------------------------------- angles

    /// Up to this |x|, multiples of π are subtracted in three parts; beyond, the double function serves.
    static final float FAR = 0x1p16f;
    static final float BY_PI = 0x1.45f306p-2f;
    /// π in three parts: x − n · PI_HIGH is exact, and what the three leave of π is less than 2⁻⁷⁵.
    static final float PI_HIGH = 0x1.921fb6p1f, PI_MIDDLE = -0x1.777a5cp-24f, PI_LOW = -0x1.ee59dap-49f;
    /// (sin r − r) / r³ in powers of r² on |r| ≤ π/2, within 10⁻⁹ of sin r.
    static final float S0 = 2.6057769e-06f, S1 = -0.000198096648f, S2 = 0.00833306834f, S3 = -0.166666597f;

    /// The sine: ± sin(x − n π) with n = round(x / π). 1.81 ulp, also where it crosses 0.
    static float sin(float x) {
        if (!(Math.abs(x) <= FAR)) return (float) StrictMath.sin(x);
        float shifted = Math.fma(x, BY_PI, ROUND);
        return x == 0 ? x : wave(x, shifted - ROUND, Float.floatToRawIntBits(shifted));
    }

    /// The cosine: ± sin(x − (n + ½) π) with n = round(x / π − ½). 1.83 ulp, also where it crosses 0.
    static float cos(float x) {
        if (!(Math.abs(x) <= FAR)) return (float) StrictMath.cos(x);
        float shifted = Math.fma(x, BY_PI, -0.5f) + ROUND;
        return wave(x, shifted - ROUND + 0.5f, Float.floatToRawIntBits(shifted) + 1);
    }

    /// sin(x − turns · π), with the other sign where n is odd.
    private static float wave(float x, float turns, int n) {
        float r = Math.fma(turns, -PI_HIGH, x);
        r = Math.fma(turns, -PI_MIDDLE, r);
        r = Math.fma(turns, -PI_LOW, r);
        float square = r * r;
        float p = S0;
        p = Math.fma(p, square, S1);
        p = Math.fma(p, square, S2);
        p = Math.fma(p, square, S3);
        float y = Math.fma(p * square, r, r);
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ n << 31);
    }
}
