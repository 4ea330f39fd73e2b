package gradus.autograd;

import gradus.tensor.Tensor;

/// Zeros before and after, along an axis.
public record Pad(int axis, int before, int after) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].pad(axis, before, after); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return g.slice(axis, before, before + in[0].shape().dim(axis)); }
    @Override public String label() { return "pad(%s, %s, %s)".formatted(axis, before, after); }
}
