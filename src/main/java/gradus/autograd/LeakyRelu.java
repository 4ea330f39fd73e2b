package gradus.autograd;

import gradus.tensor.Tensor;

/// x above 0, slope · x below (Maas, Hannun & Ng 2013). At 0 the gradient is that of the left side.
public record LeakyRelu(double slope) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].gt(0).where(in[0], in[0].mul(slope)); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return in[0].gt(0).where(g, g.mul(slope)); }
    @Override public String label() { return "leakyRelu(" + Text.number(slope) + ")"; }
}
