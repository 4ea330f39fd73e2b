package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.ShapeException;

/// All axes behind the first become one, `(n, …)` → `(n, m)`: what stands between pictures and a linear layer.
public record Flatten() implements Module {
    @Override public Value forward(Value x) {
        if (x.shape().rank() == 0) throw new ShapeException("a single number has no examples along its first axis for Flatten to keep");
        return x.flatten();
    }

    @Override public String toString() { return "Flatten"; }
}
