package gradus.nn;

import gradus.autograd.Value;

/// All axes behind the first become one, `(n, …)` → `(n, m)`: what stands between pictures and a linear layer.
public record Flatten() implements Module {
    @Override public Value forward(Value x) { return x.flatten(); }
    @Override public String toString() { return "Flatten"; }
}
