package gradus.autograd;

import gradus.tensor.Tensor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What an operation made of values of which at least one depends on a parameter; or, as [Parameter], such a leaf.
sealed class Recorded extends Value permits Parameter {
    final @Nullable Op op;
    final Value[] inputs;
    /// Larger than the id of every input: see [Ledger].
    final long id;

    Recorded(@Nullable Op op, Tensor data, long after, Value... inputs) {
        super(data);
        this.op = op;
        this.inputs = inputs;
        id = Clock.next(after);
    }

    /// When the numbers of this value came to be: what is computed from them has a larger id.
    long changed() { return id; }

    /// Unique numbers, larger for what comes later. A thread draws a block of them at a time, and a new one when it meets a
    /// value from another thread's later block.
    static final class Clock {
        private static final AtomicLong BLOCKS = new AtomicLong();
        private static final ThreadLocal<Clock> MINE = ThreadLocal.withInitial(Clock::new);

        private long next;
        private long end;

        /// A number larger than `after`, and larger than all that this thread has drawn.
        static long next(long after) {
            var clock = MINE.get();
            if (clock.next == clock.end || clock.next <= after) {
                clock.next = block();
                clock.end = clock.next + Ledger.PAGE;
            }
            return clock.next++;
        }

        /// A number larger than all that any thread has drawn so far, and the first of a block.
        static long block() { return BLOCKS.getAndAdd(Ledger.PAGE); }
    }
}
