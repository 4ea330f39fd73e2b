package gradus.autograd;

import gradus.tensor.Tensor;

/// x above 0, alpha · (eˣ − 1) below (Clevert, Unterthiner & Hochreiter 2016). Below 0 its slope is y + alpha.
public record Elu(double alpha) implements Op {
    @Override public Tensor forward(Tensor... in) {
        return in[0].gt(0).where(in[0], in[0].minimum(0).expm1().mul(alpha));
    }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        return in[0].gt(0).where(g, g.mul(out.add(alpha)));
    }

    @Override public String label() { return "elu(" + Text.number(alpha) + ")"; }
}
