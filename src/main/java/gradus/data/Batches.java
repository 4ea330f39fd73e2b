package gradus.data;

import gradus.autograd.Value;
import gradus.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;

/// An epoch's batches, made as they are asked for; the last one may be smaller.
///
/// Augmented batches are made ahead: while a model learns from one, threads of their own make the next two. Such a thread makes one
/// batch and ends, so an iteration may be left anywhere. What a batch holds depends on its place alone, not on who made it when.
/// What goes wrong there is thrown by `next()`.
public final class Batches implements Iterable<Batch> {
    private static final int AHEAD = 2;

    private final int count;
    private final int from;
    private final boolean ahead;
    private final IntFunction<Raw> maker;

    /// What a batch is made of: constants become values only where they are read, since threads have scopes of their own.
    record Raw(Tensor inputs, int[] labels, Tensor targets) {
        Batch batch() { return new Batch(Value.of(inputs), labels, Value.of(targets)); }
    }

    Batches(int count, int from, boolean ahead, IntFunction<Raw> maker) {
        this.count = count;
        this.from = from;
        this.ahead = ahead;
        this.maker = maker;
    }

    /// How many batches are left to come, from the first of these.
    public int count() { return count - from; }

    /// The same batches without the first ones, none of which is made: for a run that goes on in the middle of an epoch.
    ///
    /// @param batch from 0 to [#count]
    public Batches from(int batch) {
        if (batch < 0 || batch > count()) throw new IllegalArgumentException("batch " + batch + " of an epoch that has " + count());
        return new Batches(count, from + batch, ahead, maker);
    }

    @Override public Iterator<Batch> iterator() {
        return new Iterator<>() {
            private final ArrayDeque<FutureTask<Raw>> prepared = new ArrayDeque<>();
            private int next = from;

            @Override public boolean hasNext() { return next < count; }

            @Override public Batch next() {
                if (!hasNext()) throw new NoSuchElementException();
                if (!ahead) return maker.apply(next++).batch();
                prepare();
                var raw = await(prepared.removeFirst(), next++);
                prepare();
                return raw.batch();
            }

            private void prepare() {
                while (prepared.size() < AHEAD && next + prepared.size() < count) prepared.add(start(next + prepared.size()));
            }
        };
    }

    private FutureTask<Raw> start(int batch) {
        var maker = this.maker;
        var task = new FutureTask<>(() -> maker.apply(batch));
        Thread.ofPlatform().daemon().name("gradus-batch").start(task);
        return task;
    }

    private Raw await(FutureTask<Raw> task, int batch) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return maker.apply(batch);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            if (e.getCause() instanceof Error cause) throw cause;
            throw new IllegalStateException(e.getCause());
        }
    }
}
