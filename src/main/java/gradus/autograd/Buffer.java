package gradus.autograd;

import gradus.tensor.Tensor;

/// A leaf whose numbers are replaced as training goes, though no gradient is wanted of it.
final class Buffer extends Value {
    Buffer(Tensor data) { super(data); }
}
