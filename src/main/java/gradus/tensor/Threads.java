package gradus.tensor;

import java.util.function.IntConsumer;

/// The threads that share a kernel's work. Which thread takes which piece is left to chance, since no result depends on it.
/// Their number is that of the processors, or what the property `gradus.threads` or [#use] says.
public final class Threads {
    /// Work is shared from about this many multiplications in vector code on, some 8 µs: handing it over costs one at most.
    private static final long WORTH_SHARING = 1 << 20;

    /// Elements of a stretch: neighbours enough for whole vectors and few hand-overs.
    static final int STRETCH = 1 << 13;
    /// What an element costs that is read and written but hardly computed with.
    static final int PASS = 16;

    private static volatile Team team = new Team(setting());

    private Threads() {}

    private static int setting() {
        var text = System.getProperty("gradus.threads");
        if (text == null) return Runtime.getRuntime().availableProcessors();
        if (!text.matches("0*[1-9][0-9]{0,5}"))
            throw new IllegalArgumentException("gradus.threads=" + text + " is no number of threads: a whole number from 1 is possible");
        return Integer.parseInt(text);
    }

    /// How many threads share the work of a kernel.
    public static int count() { return team.size(); }

    /// Lets this many threads share the work of a kernel, from now on. Fewer than one is an error.
    public static synchronized void use(int threads) {
        var former = team;
        team = new Team(threads);
        former.dissolve();
    }

    /// Runs `piece` for 0 … pieces − 1, here and on other threads where the work (in multiplications of vector code) is worth it;
    /// returns when all are done. What a piece throws is thrown here.
    static void run(int pieces, long work, IntConsumer piece) {
        if (pieces > 1 && work >= WORTH_SHARING && team.share(pieces, piece)) return;
        for (int i = 0; i < pieces; i++) piece.accept(i);
    }

    /// Some elements of arrays, from one up to, not including, another.
    interface Stretch { void run(int from, int to); }

    /// Runs `piece` over 0 … n − 1 in stretches, shared like [#run]'s pieces; `each` is the work of one element in multiplications of
    /// vector code, [#PASS] for a few passes over memory.
    static void stretches(int n, int each, Stretch piece) {
        stretches(n, 1, each, piece);
    }

    /// The same over n rows of `width` elements each: a piece is as many rows as make a stretch, since handing over a short one takes
    /// longer than its work.
    static void stretches(int n, int width, long each, Stretch piece) {
        int rows = Math.max(1, STRETCH / Math.max(1, width));
        if (n <= rows) piece.run(0, n);
        else run(Math.ceilDiv(n, rows), (long) n * width * each, i -> piece.run(i * rows, i * rows + Math.min(rows, n - i * rows)));
    }
}
