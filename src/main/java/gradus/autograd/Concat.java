package gradus.autograd;

import gradus.tensor.Tensor;

/// Values joined along an axis. Each takes its own part of the gradient.
public record Concat(int axis) implements Op {
    @Override public Tensor forward(Tensor... in) { return Tensor.concat(axis, in); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        int from = 0;
        for (int before = 0; before < i; before++) from += in[before].shape().dim(axis);
        return g.slice(axis, from, from + in[i].shape().dim(axis));
    }
}
