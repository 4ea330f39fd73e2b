package gradus.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// The clock.
final class Timing {
    private static final double SECOND = 1e9;
    /// What is timed at once should take so long, in seconds, that reading the clock is nothing beside it.
    private static final double LONG_ENOUGH = 1e-3;

    private static final int PATIENCE = 4, LONGEST = 100;
    private static final double BETTER = 0.97, COMPILING = 0.03;
    private static final @Nullable CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    private Timing() {}

    /// Does this until it gets no faster: until four averages over so many seconds in a row are no better than the best before,
    /// and the compiler, which on a busy machine may be far behind, has nothing left to do.
    static void warmUp(double seconds, Runnable work) {
        double best = Double.POSITIVE_INFINITY;
        for (int inVain = 0, all = 0; inVain < PATIENCE && all < LONGEST; inVain++, all++) {
            long compiled = compilerTime();
            double average = average(seconds, work);
            boolean compiling = compilerTime() - compiled > COMPILING * seconds * 1000;
            if (average < BETTER * best || compiling) inVain = -1;
            best = Math.min(best, average);
        }
    }

    /// How long the compiler has worked, in milliseconds; a JVM that only interprets has none.
    private static long compilerTime() { return COMPILER == null ? 0 : COMPILER.getTotalCompilationTime(); }

    /// How long this takes, in seconds.
    static double seconds(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / SECOND;
    }

    /// How long this takes on average, in seconds, when it is done again and again for at least so many.
    static double average(double seconds, Runnable work) {
        long begun = System.nanoTime(), now;
        int calls = 0;
        do {
            work.run();
            calls++;
            now = System.nanoTime();
        } while (now - begun < seconds * SECOND);
        return (now - begun) / SECOND / calls;
    }

    /// How long this takes where nothing disturbs it: the least of averages over a millisecond, for at least so many seconds.
    static double least(double seconds, Runnable work) {
        long begun = System.nanoTime();
        double least = Double.POSITIVE_INFINITY;
        do least = Math.min(least, average(LONG_ENOUGH, work));
        while (System.nanoTime() - begun < seconds * SECOND);
        return least;
    }

    /// As many runs as are asked for, each with its figure.
    static double[] runs(int count, DoubleSupplier run) {
        var figures = new double[count];
        for (int i = 0; i < count; i++) figures[i] = run.getAsDouble();
        return figures;
    }

    /// The one in the middle, or the mean of the two there.
    static double median(double... figures) {
        var sorted = sorted(figures);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    static double[] sorted(double... figures) {
        var sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
