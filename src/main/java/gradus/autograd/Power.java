package gradus.autograd;

import gradus.tensor.Tensor;

/// xᵖ with a number p; its slope is p · xᵖ⁻¹, and 0 for p = 0.
public record Power(double exponent) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].pow(exponent); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        return exponent == 0 ? Value.of(Tensor.zeros(in[0].shape(), in[0].precision())) : g.mul(in[0].pow(exponent - 1).mul(exponent));
    }

    @Override public String label() { return "pow(" + Text.number(exponent) + ")"; }
}
