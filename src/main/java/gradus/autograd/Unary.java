package gradus.autograd;

import gradus.tensor.Tensor;
import java.util.function.UnaryOperator;

/// Functions of each element: beside each stands its rule, the gradient g of y = f(x) times the slope dy/dx in terms of x and y.
public enum Unary implements Op {
    NEG     (Tensor::neg,      (g, x, y) -> g.neg()),
    EXP     (Tensor::exp,      (g, x, y) -> g.mul(y)),
    EXPM1   (Tensor::expm1,    (g, x, y) -> g.mul(y.add(1))),
    LOG     (Tensor::log,      (g, x, y) -> g.div(x)),
    LOG1P   (Tensor::log1p,    (g, x, y) -> g.div(x.add(1))),
    SQRT    (Tensor::sqrt,     (g, x, y) -> g.div(y.mul(2))),
    SQUARE  (Tensor::square,   (g, x, y) -> g.mul(x.mul(2))),
    SIN     (Tensor::sin,      (g, x, y) -> g.mul(x.cos())),
    COS     (Tensor::cos,      (g, x, y) -> g.mul(x.sin()).neg()),
    TANH    (Tensor::tanh,     (g, x, y) -> g.mul(Value.of(1).sub(y.square()))),
    SIGMOID (Tensor::sigmoid,  (g, x, y) -> g.mul(y.mul(Value.of(1).sub(y)))),
    SOFTPLUS(Tensor::softplus, (g, x, y) -> g.mul(x.sigmoid())),
    ERF     (Tensor::erf,      (g, x, y) -> g.mul(x.square().neg().exp().mul(2 / StrictMath.sqrt(StrictMath.PI)))),
    // At a kink the slope is 0, and selected rather than multiplied, since 0 · ∞ is not 0.
    RELU    (Tensor::relu,     (g, x, y) -> new Gate().apply(x.detach(), g)),
    ABS     (Tensor::abs,      (g, x, y) -> x.gt(0).where(g, x.lt(0).where(g.neg(), 0)));

    private interface Rule { Value pull(Value g, Value x, Value y); }

    private final UnaryOperator<Tensor> function;
    private final Rule rule;

    Unary(UnaryOperator<Tensor> function, Rule rule) {
        this.function = function;
        this.rule = rule;
    }

    @Override public Tensor forward(Tensor... in) { return function.apply(in[0]); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return rule.pull(g, in[0], out); }
}
