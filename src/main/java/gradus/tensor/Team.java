package gradus.tensor;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Threads that share work with the one that brings it. Between two jobs they spin for a while, since the next one mostly comes
/// soon and a thread that is woken comes 50 µs late; then they sleep until they are woken. They spin only where each has a core of
/// its own. Nobody waits for a thread that is late: whoever is there takes the next piece.
///
/// A team does one job at a time. Whoever comes while it is busy, be it another training or a piece of the job itself, is told so
/// and does the work alone.
final class Team {
    /// How long a thread spins before it sleeps: longer than a training step's longest stretch without shared work.
    private static final long PATIENCE = 200_000;
    /// Looks at the job between two looks at the clock.
    private static final int LOOKS = 32;

    private final int size;
    private final boolean spins;
    private final AtomicBoolean busy = new AtomicBoolean();
    private Worker @Nullable [] workers;
    private volatile Job job = new Job(0, piece -> { });
    private volatile boolean dissolved;

    /// A team of this many threads, of which the caller is one; the others are started when first needed.
    Team(int size) {
        if (size < 1) throw new IllegalArgumentException("threads must be at least 1, not " + size);
        this.size = size;
        spins = size <= Runtime.getRuntime().availableProcessors();
    }

    int size() { return size; }

    /// Runs `piece` for 0 … pieces − 1 on all threads, and returns when all are done; false, and nothing is done, if there is nobody to
    /// share with. What a piece throws is thrown here, when all have ended: they write into the caller's arrays.
    boolean share(int pieces, IntConsumer piece) {
        if (size == 1 || !busy.compareAndSet(false, true)) return false;
        var shared = new Job(pieces, piece);
        try {
            if (workers == null) workers = start();
            job = shared;
            for (var worker : workers) worker.wake();
            shared.work();
            shared.await();
        } finally {
            busy.set(false);
            if (dissolved) dissolve();
        }
        shared.rethrow();
        return true;
    }

    /// Starts the others. Where the system gives no more threads, those that there are do the work.
    private Worker[] start() {
        var started = new ArrayList<Worker>();
        try {
            for (int i = 1; i < size; i++) {
                var worker = new Worker();
                worker.start();
                started.add(worker);
            }
        } catch (OutOfMemoryError _) {                                      // so the JVM says it
        }
        return started.toArray(Worker[]::new);
    }

    /// Ends the threads, after the job that they are at.
    void dissolve() {
        dissolved = true;
        // Who is at work calls this once more at its end; and a team that stays busy takes no more work.
        if (busy.compareAndSet(false, true) && workers != null) for (var worker : workers) worker.wake();
    }

    /// Lets a thread that has work go first, where there are more of them than cores: the compiler's, or another program's.
    @SuppressWarnings("ThreadPriorityCheck")                                // speed may depend on it, results do not
    private static void giveWay() { Thread.yield(); }

    /// Pieces of work, taken one by one by whoever is free.
    private static final class Job {
        private final int pieces;
        private volatile IntConsumer piece;
        private final AtomicInteger taken = new AtomicInteger(), done = new AtomicInteger();
        private @Nullable Throwable failure;
        private int failed = Integer.MAX_VALUE;

        Job(int pieces, IntConsumer piece) {
            this.pieces = pieces;
            this.piece = piece;
        }

        void work() {
            for (int i; (i = taken.getAndIncrement()) < pieces; ) {
                try {
                    piece.accept(i);
                } catch (RuntimeException | Error e) {
                    fail(i, e);
                }
                done.incrementAndGet();
            }
        }

        /// Of several failures that of the first piece counts, whenever it happened.
        private synchronized void fail(int i, Throwable e) {
            if (i >= failed) return;
            failed = i;
            failure = e;
        }

        void await() {
            for (int look = 1; done.get() < pieces; look++)
                if (look % LOOKS == 0) giveWay();
                else Thread.onSpinWait();
            piece = i -> { };                                               // a job that is done keeps no arrays alive
        }

        synchronized void rethrow() {
            if (failure instanceof Error error) throw error;
            if (failure != null) throw (RuntimeException) failure;
        }
    }

    private final class Worker extends Thread {
        private volatile boolean asleep;

        /// A thread of all trainings: it inherits nothing from the one that happens to come first.
        Worker() {
            super(null, null, "gradus-worker", 0, false);
            setDaemon(true);
        }

        void wake() { if (asleep) LockSupport.unpark(this); }

        @Override public void run() {
            for (var last = job; !dissolved; last = next(last)) last.work();
        }

        /// The job after this one.
        private Job next(Job last) {
            if (spins)
                for (long until = System.nanoTime() + PATIENCE; System.nanoTime() < until; giveWay())
                    for (int look = 0; look < LOOKS; look++) {
                        var now = job;
                        if (now != last) return now;
                        Thread.onSpinWait();
                    }
            asleep = true;                                                  // first said, then looked: no job is missed
            while (job == last && !dissolved) {
                LockSupport.park(this);
                boolean _ = Thread.interrupted();                           // with an interrupt left standing nobody sleeps
            }
            asleep = false;
            return job;
        }
    }
}
