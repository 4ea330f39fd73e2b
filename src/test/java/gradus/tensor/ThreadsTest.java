package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadsTest {
    private static final long MUCH = 1L << 30, LITTLE = 1;
    private final int before = Threads.count();

    @AfterEach void useTheThreadsOfBefore() { Threads.use(before); }

    @ParameterizedTest @ValueSource(ints = {1, 2, 3, 8}) void everyPieceIsDoneOnce(int threads) {
        Threads.use(threads);
        assertThat(Threads.count()).isEqualTo(threads);
        for (int pieces : new int[] {0, 1, 2, 7, 100}) {
            var done = new AtomicIntegerArray(100);
            Threads.run(pieces, MUCH, done::incrementAndGet);
            for (int i = 0; i < 100; i++) assertThat(done.get(i)).isEqualTo(i < pieces ? 1 : 0);
        }
    }

    /// Waits until as many threads have come: without that many at work it would wait in vain, and is broken after a while.
    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("not all threads came", e);
        }
    }

    @ParameterizedTest @ValueSource(ints = {2, 3, 8}) void asManyThreadsAsAskedForShareTheWork(int threads) {
        Threads.use(threads);
        var barrier = new CyclicBarrier(threads);
        var names = new ConcurrentSkipListSet<Long>();
        Threads.run(threads, MUCH, piece -> {
            names.add(Thread.currentThread().threadId());
            meet(barrier);
        });
        assertThat(names).hasSize(threads).contains(Thread.currentThread().threadId());
    }

    @Test void littleWorkStaysHere() {
        Threads.use(8);
        var elsewhere = new AtomicBoolean();
        var here = Thread.currentThread();
        Threads.run(100, LITTLE, piece -> { if (!Thread.currentThread().equals(here)) elsewhere.set(true); });
        assertThat(elsewhere).isFalse();
    }

    @Test void whatAPieceThrowsIsThrownHere() {
        Threads.use(2);
        for (int thrower = 0; thrower < 2; thrower++) {
            boolean atHome = thrower == 0;
            var here = Thread.currentThread();
            var barrier = new CyclicBarrier(2);
            assertThatThrownBy(() -> Threads.run(2, MUCH, piece -> {
                meet(barrier);
                if (Thread.currentThread().equals(here) == atHome)
                    throw new ShapeException("piece " + (atHome ? "here" : "elsewhere"));
            })).isInstanceOf(ShapeException.class).hasMessage("piece " + (atHome ? "here" : "elsewhere"));
        }
        var barrier = new CyclicBarrier(2);
        var here = Thread.currentThread();
        assertThatThrownBy(() -> Threads.run(2, MUCH, piece -> {
            meet(barrier);
            if (!Thread.currentThread().equals(here)) throw new StackOverflowError("elsewhere");
        })).isInstanceOf(StackOverflowError.class);
        var done = new AtomicIntegerArray(10);
        Threads.run(10, MUCH, done::incrementAndGet);
        assertThat(done.get(9)).as("work goes on afterwards").isOne();
    }

    @Test void nothingIsThrownBeforeAllPiecesAreDone() {
        Threads.use(3);
        var here = Thread.currentThread();
        for (int i = 0; i < 10; i++) {                                 // which worker is waited for first is left to chance
            var barrier = new CyclicBarrier(3);
            AtomicBoolean thrown = new AtomicBoolean(), done = new AtomicBoolean();
            assertThatThrownBy(() -> Threads.run(3, MUCH, piece -> {
                meet(barrier);
                if (Thread.currentThread().equals(here)) return;
                if (thrown.compareAndSet(false, true)) throw new IllegalStateException("early");
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                done.set(true);
            })).hasMessage("early");
            assertThat(done).isTrue();
        }
    }

    @Test void anInterruptWaitsForTheWorkAndIsNotLost() {
        Threads.use(2);
        var barrier = new CyclicBarrier(2);
        var done = new AtomicIntegerArray(2);
        var here = Thread.currentThread();
        Threads.run(2, MUCH, piece -> {
            meet(barrier);
            if (Thread.currentThread().equals(here)) here.interrupt();
            else java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            done.incrementAndGet(piece);
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done.get(0) + done.get(1)).isEqualTo(2);
    }

    @Test void anErrorElsewhereAppearsInTheProductThatCausedIt() {
        Threads.use(2);
        // Asked for more rows than the array has, as a broken kernel might: the error is not lost in a worker.
        var product = new Kernels.Product(2000, 40, 40, false, false);
        assertThatThrownBy(() -> new Floats().multiply(product, new float[80], 0, new float[1600], 0, new float[80_000], 0))
            .isInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    @Test void aSecondTrainingDoesNotWaitForTheFirst() throws InterruptedException {
        Threads.use(2);
        var firstIsAtWork = new CountDownLatch(1);
        var secondIsDone = new CountDownLatch(1);
        var done = new AtomicIntegerArray(4);
        var first = new Thread(() -> Threads.run(2, MUCH, piece -> {
            firstIsAtWork.countDown();
            await(secondIsDone);
            done.incrementAndGet(piece);
        }));
        first.start();
        await(firstIsAtWork);
        var here = Thread.currentThread();
        Threads.run(2, MUCH, piece -> { if (Thread.currentThread().equals(here)) done.incrementAndGet(2 + piece); });
        secondIsDone.countDown();
        first.join();
        for (int i = 0; i < 4; i++) assertThat(done.get(i)).as("piece %d", i).isOne();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test void aPieceMayBringWorkOfItsOwn() {
        Threads.use(3);
        var done = new AtomicIntegerArray(25);
        Threads.run(5, MUCH, outer -> Threads.run(5, MUCH, inner -> done.incrementAndGet(5 * outer + inner)));
        for (int i = 0; i < 25; i++) assertThat(done.get(i)).isOne();
    }

    @Test void ofSeveralFailuresThatOfTheFirstPieceCounts() {
        Threads.use(2);
        for (int i = 0; i < 50; i++)
            assertThatThrownBy(() -> Threads.run(20, MUCH, piece -> { throw new IllegalStateException("piece " + piece); }))
                .hasMessage("piece 0");
    }

    private static List<Thread> workers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("gradus-worker")).toList();
    }

    /// Waits for what must come, at no stated time.
    private static void eventually(String what, BooleanSupplier happened) throws InterruptedException {
        for (int i = 0; i < 2000 && !happened.getAsBoolean(); i++) Thread.sleep(10);
        assertThat(happened.getAsBoolean()).as(what).isTrue();
    }

    @Test void idleWorkersSleepAndAreWokenAgain() throws InterruptedException {
        Threads.use(1);
        eventually("the workers of other tests have gone", () -> workers().isEmpty());
        Threads.use(2);
        for (int round = 0; round < 3; round++) {
            var barrier = new CyclicBarrier(2);
            Threads.run(2, MUCH, piece -> meet(barrier));
            assertThat(workers()).hasSize(1);
            eventually("the worker sleeps", () -> workers().getFirst().getState() == Thread.State.WAITING);
        }
    }

    @Test void workersThatAreNoLongerNeededGo() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            Threads.use(4);
            Threads.run(8, MUCH, piece -> { });
            Threads.use(3);
        }
        Threads.use(1);
        eventually("all have gone", () -> workers().isEmpty());
    }

    @Test void aJobThatIsDoneKeepsNothingAlive() throws InterruptedException {
        Threads.use(2);
        var seen = new WeakReference<>(work());
        eventually("the numbers are collected", () -> {
            System.gc();
            return seen.get() == null;
        });
    }

    private static float[] work() {
        var numbers = new float[1000];
        Threads.run(2, MUCH, piece -> numbers[piece] = 1);
        return numbers;
    }

    @Test void fewerThanOneThreadIsAnError() {
        assertThatThrownBy(() -> Threads.use(0)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("threads must be at least 1, not 0");
        assertThat(Threads.count()).isEqualTo(before);
    }
}
