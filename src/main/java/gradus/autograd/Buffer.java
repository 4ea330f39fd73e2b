package gradus.autograd;

import gradus.tensor.Tensor;

/// A leaf whose numbers are replaced as training goes, though no gradient is wanted of it.
final class Buffer extends Value {
    /// When its numbers came to be: what is computed from them has a larger id.
    private long changed;

    Buffer(Tensor data) { super(data); }

    long changed() { return changed; }

    void replace(Tensor data) {
        this.data = data;
        changed = Recorded.CLOCK.getAndIncrement();
    }
}
