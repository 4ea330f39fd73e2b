package gradus.autograd;

import gradus.tensor.Tensor;
import java.util.function.BinaryOperator;

/// Comparisons. Their slope is 0 wherever they have one, so they are not recorded: a mask is a constant.
enum Mask implements Op.Custom {
    GT(Tensor::gt), GE(Tensor::ge), LT(Tensor::lt), LE(Tensor::le), EQ(Tensor::eq), NE(Tensor::ne);

    private final BinaryOperator<Tensor> comparison;

    Mask(BinaryOperator<Tensor> comparison) { this.comparison = comparison; }

    Value of(Value a, Value b) { return apply(a.detach(), b.detach()); }

    @Override public Tensor forward(Tensor... in) { return comparison.apply(in[0], in[1]); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { throw new AssertionError("a mask is never recorded"); }
}
