package gradus.autograd;

import gradus.tensor.Tensor;
import java.util.function.BinaryOperator;

/// Functions of two operands that broadcast: beside each stand its rules, for the left operand and for the right one.
public enum Binary implements Op {
    ADD(Tensor::add, (g, a, b, y) -> g,          (g, a, b, y) -> g),
    SUB(Tensor::sub, (g, a, b, y) -> g,          (g, a, b, y) -> g.neg()),
    MUL(Tensor::mul, (g, a, b, y) -> g.mul(b),   (g, a, b, y) -> g.mul(a)),
    DIV(Tensor::div, (g, a, b, y) -> g.div(b),   (g, a, b, y) -> g.mul(y).div(b).neg()),
    // aᵇ. The slope by a is 0 where b is; the slope by b is y·log a, and 0 where a is 0 and b is not negative.
    POW(Tensor::pow, (g, a, b, y) -> b.eq(0).where(0, g.mul(b.mul(a.pow(b.sub(1))))),
                     (g, a, b, y) -> g.mul(y.mul(a.eq(0).where(b.ge(0).where(1, 0), a).log()))),
    // Ties share equally; the side that loses is selected away, never multiplied by 0.
    MAXIMUM(Tensor::maximum, (g, a, b, y) -> share(g, a.gt(b), a.eq(b)), (g, a, b, y) -> share(g, b.gt(a), a.eq(b))),
    MINIMUM(Tensor::minimum, (g, a, b, y) -> share(g, a.lt(b), a.eq(b)), (g, a, b, y) -> share(g, b.lt(a), a.eq(b)));

    private interface Rule { Value pull(Value g, Value a, Value b, Value y); }

    /// All of g where this side wins, half of it at a tie, else nothing.
    private static Value share(Value g, Value wins, Value ties) { return wins.where(g, ties.where(g.div(2), 0)); }

    private final BinaryOperator<Tensor> function;
    private final Rule left, right;

    Binary(BinaryOperator<Tensor> function, Rule left, Rule right) {
        this.function = function;
        this.left = left;
        this.right = right;
    }

    @Override public Tensor forward(Tensor... in) { return function.apply(in[0], in[1]); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return (i == 0 ? left : right).pull(g, in[0], in[1], out); }
}
