package gradus.autograd;

import gradus.tensor.Tensor;

/// The second input where the first, a mask, is not 0, else the third. No gradient flows to the mask.
public record Where() implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].where(in[1], in[2]); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        if (i == 0) return Value.of(Tensor.zeros(in[0].shape(), in[0].precision()));
        return i == 1 ? in[0].where(g, 0) : in[0].where(0, g);
    }
}
