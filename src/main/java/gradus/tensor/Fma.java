package gradus.tensor;

/// Whether the processor multiplies and adds in one step. Where it does not, Java computes the same bits with big decimals, some
/// hundred times as slowly; so its time tells, without asking any system.
final class Fma {
    private static final int STEPS = 2_000, TRIES = 20;
    /// Far from both: interpreted or not, an instruction takes at most some tens of nanoseconds, big decimals several hundred.
    private static final double NANOSECONDS = 200;

    private Fma() {}

    /// The best of some tries, so that others who use the machine do not disturb it.
    static boolean isInstruction() {
        double best = Double.POSITIVE_INFINITY, sum = 0;
        for (int i = 0; i < TRIES && best > NANOSECONDS; i++) {
            long begun = System.nanoTime();
            for (int k = 0; k < STEPS; k++) sum = Math.fma(sum, 0.7, k * 0.1);
            best = Math.min(best, (System.nanoTime() - begun) / (double) STEPS);
        }
        return Double.isFinite(sum) && best <= NANOSECONDS;
    }
}
