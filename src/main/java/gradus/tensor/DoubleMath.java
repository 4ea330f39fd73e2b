package gradus.tensor;

/// The functions that `StrictMath` lacks, in double.
final class DoubleMath {
    private static final double TWO_BY_ROOT_PI = 2 / StrictMath.sqrt(StrictMath.PI);

    private DoubleMath() {}

    /// 1 / (1 + e⁻ˣ), written so that the exponential never overflows.
    static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// log(1 + eˣ), written so that it neither overflows nor loses its digits.
    static double softplus(double x) { return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))); }

    /// The error function 2/√π ∫₀ˣ e^(−t²) dt by its series of positive terms, 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!
    /// (Abramowitz & Stegun 7.1.6), which loses no digits; beyond |x| = 6 the result is ±1 in double.
    static double erf(double x) {
        if (Double.isNaN(x)) return x;
        if (Math.abs(x) >= 6) return Math.copySign(1, x);
        double term = x, sum = x;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * 0x1p-54; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return Math.clamp(TWO_BY_ROOT_PI * StrictMath.exp(-x * x) * sum, -1, 1);            // rounding may go past 1
    }
}
