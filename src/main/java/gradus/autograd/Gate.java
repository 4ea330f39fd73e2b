package gradus.autograd;

import gradus.tensor.Tensor;

/// The second input where the first is above 0, else 0: the rule of relu, in one pass. It selects and never multiplies, and is
/// its own rule for the second input; with the first it changes nowhere but in jumps.
public record Gate() implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].gate(in[1]); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        return i == 0 ? Value.of(Tensor.zeros(in[0].shape(), in[0].precision())) : apply(in[0], g);
    }
}
