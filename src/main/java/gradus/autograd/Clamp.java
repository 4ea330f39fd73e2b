package gradus.autograd;

import gradus.tensor.Tensor;

/// x held between two bounds. The gradient passes between and at them, and is 0 beyond.
public record Clamp(double low, double high) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].clamp(low, high); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        return in[0].lt(low).where(0, in[0].gt(high).where(0, g));
    }

    @Override public String label() { return "clamp(" + Text.number(low) + ", " + Text.number(high) + ")"; }
}
