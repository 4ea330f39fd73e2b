package gradus.autograd;

import gradus.tensor.Tensor;

/// The part of an axis from `from` up to, not including, `to`. What was left out has gradient 0.
public record Slice(int axis, int from, int to) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].slice(axis, from, to); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return g.pad(axis, from, in[0].shape().dim(axis) - to); }
    @Override public String label() { return "slice(%s, %s, %s)".formatted(axis, from, to); }
}
