package gradus.autograd;

import gradus.tensor.Tensor;

/// A leaf whose gradient is wanted, and whose numbers may be replaced.
final class Parameter extends Recorded {
    private long changed;

    Parameter(Tensor data) {
        super(null, data);
        changed = id;
    }

    @Override long changed() { return changed; }

    void replace(Tensor data) {
        this.data = data;
        changed = CLOCK.getAndIncrement();
    }
}
