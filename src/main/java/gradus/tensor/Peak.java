package gradus.tensor;

/// How fast one core can multiply and add in float, when nothing has to be fetched or stored: what a matrix product is held
/// against. In vectors where they are used; otherwise as fast as a plain loop of `Math.fma` gets, which the compiler may turn
/// into vectors by itself.
final class Peak {
    private static final long QUARTER_SECOND = 250_000_000L;
    /// What is timed takes some 20 µs, and what warms it up little even where it is interpreted.
    private static final int STEPS = 10_000, FEW = 10, CALLS = 5_000;
    private static final int NUMBERS = 1024, IN_A_ROW = 16;

    private Peak() {}

    /// In GFLOP/s: the best of many short runs, so that others who use the machine disturb it little; until a quarter of a
    /// second has brought nothing better.
    static double measure(boolean vectors) {
        double operations = vectors ? VectorPeak.OPERATIONS : 2.0 * NUMBERS * IN_A_ROW;
        int steps = vectors ? STEPS : STEPS / 100;
        var sums = new float[NUMBERS];
        for (int i = 0; i < CALLS; i++) run(vectors, FEW, sums);
        double best = 0;
        for (long begun = System.nanoTime(), now = begun; now - begun < QUARTER_SECOND; ) {
            long before = System.nanoTime();
            run(vectors, steps, sums);
            now = System.nanoTime();
            double rate = steps * operations / (now - before);
            if (rate > 1.02 * best) begun = now;
            best = Math.max(best, rate);
        }
        if (!Float.isFinite(sums[0])) throw new IllegalStateException("the sums were lost: " + sums[0]);      // also keeps them wanted
        return best;
    }

    private static void run(boolean vectors, int steps, float... sums) {
        if (vectors) sums[0] = VectorPeak.run(steps);
        else for (int i = 0; i < steps; i++) plain(sums);
    }

    /// A chain of multiply-adds for each number: chains of neighbours do not wait for each other.
    private static void plain(float... sums) {
        for (int i = 0; i < NUMBERS; i++) {
            float s = sums[i];
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            s = Math.fma(s, 0.5f, 1);
            sums[i] = s;
        }
    }
}
