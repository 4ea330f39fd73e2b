package gradus.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The threads that share a kernel's work. Which thread takes which piece is left to chance, since no result depends on it.
/// Their number is that of the processors, or what the property `gradus.threads` or [#use] says.
public final class Threads {
    /// Work is shared from about this many multiplications in vector code on, 200 µs: handing it over costs 50.
    private static final long WORTH_SHARING = 1 << 24;

    private static int count = Integer.getInteger("gradus.threads", Runtime.getRuntime().availableProcessors());
    private static @Nullable ExecutorService workers;

    private Threads() {}

    /// How many threads share the work of a kernel.
    public static synchronized int count() { return count; }

    /// Lets this many threads share the work of a kernel, from now on. Fewer than one is an error.
    public static synchronized void use(int threads) {
        if (threads < 1) throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        if (workers != null) workers.shutdown();
        workers = null;
        count = threads;
    }

    /// Runs `piece` for 0 … pieces − 1, here and on other threads where the work (in multiplications of vector code) is worth it; returns
    /// when all are done. What a piece throws is thrown here.
    static void run(int pieces, long work, IntConsumer piece) {
        int helpers = work < WORTH_SHARING ? 0 : Math.min(count(), pieces) - 1;
        if (helpers <= 0) {
            for (int i = 0; i < pieces; i++) piece.accept(i);
            return;
        }
        var next = new AtomicInteger();
        Runnable share = () -> { for (int i; (i = next.getAndIncrement()) < pieces; ) piece.accept(i); };
        var pool = workers();
        var shares = new Future<?>[helpers];
        for (int i = 0; i < helpers; i++) shares[i] = pool.submit(share);
        var failures = new ArrayList<Throwable>();
        try {
            share.run();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
        // All have to end before anything is thrown: they write into the caller's arrays.
        for (var other : shares) await(other, failures);
        if (failures.isEmpty()) return;
        if (failures.getFirst() instanceof Error error) throw error;
        throw (RuntimeException) failures.getFirst();
    }

    private static void await(Future<?> share, List<Throwable> failures) {
        boolean interrupted = false;
        while (true)
            try {
                share.get();
                break;
            } catch (ExecutionException e) {
                failures.add(e.getCause());
                break;
            } catch (InterruptedException e) {
                interrupted = true;                                    // a kernel is short: finish it, and leave the word to the caller
            }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private static synchronized ExecutorService workers() {
        if (workers == null)
            workers = Executors.newFixedThreadPool(Math.max(1, count - 1), task -> {
                var thread = new Thread(task, "gradus-worker");
                thread.setDaemon(true);
                return thread;
            });
        return workers;
    }
}
