package gradus.autograd;

import gradus.tensor.Tensor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What an operation made of values of which at least one depends on a parameter; or, as [Parameter], such a leaf.
sealed class Recorded extends Value permits Parameter {
    /// Counts what comes to be, on all threads: what is made later, wherever, has a larger number.
    static final AtomicLong CLOCK = new AtomicLong();

    final @Nullable Op op;
    final Value[] inputs;
    /// Larger than the id of every input: see [Ledger].
    final long id;

    Recorded(@Nullable Op op, Tensor data, Value... inputs) {
        super(data);
        this.op = op;
        this.inputs = inputs;
        id = CLOCK.getAndIncrement();
    }

    /// When the numbers of this value came to be: what is computed from them has a larger id.
    long changed() { return id; }
}
