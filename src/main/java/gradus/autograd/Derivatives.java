package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Derivatives of whole functions at a point.
/// ```java
/// Derivatives.hessian(x -> x.square().sum(), Value.of(1.0, 2.0));      // [[2, 0], [0, 2]]
/// ```
public final class Derivatives {
    private Derivatives() {}

    /// ∂f/∂x of a function with one number as its result, of x's shape.
    public static Value gradient(UnaryOperator<Value> f, Value x) {
        var at = Value.parameter(x.data());
        var y = f.apply(at);
        return y.isConstant() ? zeros(x.shape(), x) : y.backward().of(at);
    }

    /// All ∂fᵢ/∂xⱼ: the shape of f's result, followed by x's. It takes one walk for each element of the result.
    public static Value jacobian(UnaryOperator<Value> f, Value x) {
        var at = Value.parameter(x.data());
        return jacobian(f.apply(at), at);
    }

    /// All ∂²f/∂xᵢ∂xⱼ of a function with one number as its result: x's shape twice.
    public static Value hessian(UnaryOperator<Value> f, Value x) {
        var at = Value.parameter(x.data());
        var y = f.apply(at);
        return jacobian(y.isConstant() ? zeros(x.shape(), x) : y.differentiate().of(at), at);
    }

    /// Σⱼ ∂²f/∂xᵢ∂xⱼ vⱼ, of x's shape: the Hessian times a vector, at the cost of two walks and without the Hessian.
    public static Value hessianVectorProduct(UnaryOperator<Value> f, Value x, Value v) {
        var at = Value.parameter(x.data());
        var y = f.apply(at);
        var slope = y.isConstant() ? y : y.differentiate().of(at).mul(v.detach()).sum();
        return slope.isConstant() ? zeros(x.shape(), x) : slope.backward().of(at);
    }

    private static Value jacobian(Value y, Value at) {
        int rows = y.shape().size(), columns = at.shape().size();
        var both = IntStream.concat(IntStream.of(y.shape().toArray()), IntStream.of(at.shape().toArray())).toArray();
        if (y.isConstant() || rows == 0) return zeros(Shape.of(both), at);
        var all = new Tensor[rows];
        for (int i = 0; i < rows; i++) {
            var seed = new double[rows];
            seed[i] = 1;
            var one = Tensor.of(Shape.of(rows), seed).to(y.precision()).reshape(y.shape());
            all[i] = y.backward(Value.of(one)).of(at).data().reshape(Shape.of(1, columns));
        }
        return Value.of(Tensor.concat(0, all).reshape(Shape.of(both)));
    }

    private static Value zeros(Shape shape, Value like) { return Value.of(Tensor.zeros(shape, like.precision())); }
}
