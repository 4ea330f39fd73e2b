package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Derivatives of whole functions at a point.
/// ```java
/// Derivatives.hessian(x -> x.square().sum(), Value.of(1, 2));                                // [[2, 0], [0, 2]]
/// Derivatives.gradient(x -> Derivatives.gradient(z -> z.pow(3), x), Value.of(2.0));          // 12: they nest
/// ```
/// The point is a constant, and so is the derivative; or, as inside of another derivative, it depends on a parameter, and then
/// the derivative does too. It makes no difference whether recording is off around them.
public final class Derivatives {
    private Derivatives() {}

    /// ∂f/∂x of a function with one number as its result, of x's shape.
    public static Value gradient(UnaryOperator<Value> f, Value x) {
        return Recording.on(() -> {
            var at = point(x);
            return slope(number(f.apply(at)), at, x);
        });
    }

    /// All ∂fᵢ/∂xⱼ: the shape of f's result, followed by x's. It takes one walk for each element of the result.
    public static Value jacobian(UnaryOperator<Value> f, Value x) {
        return Recording.on(() -> {
            var at = point(x);
            return jacobian(f.apply(at), at, x);
        });
    }

    /// All ∂²f/∂xᵢ∂xⱼ of a function with one number as its result: x's shape twice.
    public static Value hessian(UnaryOperator<Value> f, Value x) {
        return Recording.on(() -> {
            var at = point(x);
            return jacobian(slope(number(f.apply(at)), at, at), at, x);
        });
    }

    /// Σⱼ ∂²f/∂xᵢ∂xⱼ vⱼ, of x's shape: the Hessian times a vector, at the cost of two walks and without the Hessian.
    public static Value hessianVectorProduct(UnaryOperator<Value> f, Value x, Value v) {
        return Recording.on(() -> {
            var at = point(x);
            return slope(slope(number(f.apply(at)), at, at).mul(v).sum(), at, x);
        });
    }

    /// A value of its own at x's place: what else is computed from x does not count.
    private static Value point(Value x) { return x.isConstant() ? Value.parameter(x.data()) : x.mul(1); }

    private static Value number(Value y) {
        if (y.shape().size() != 1)
            throw new ShapeException("a gradient is of one number, but the function gave shape %s: ".formatted(y.shape())
                + "reduce it with sum(), or ask for the jacobian");
        return y;
    }

    /// ∂y/∂at, as a graph unless `x`, from which `at` was made, is a constant.
    private static Value slope(Value y, Value at, Value x) { return slope(y, y.one(), at, x); }

    private static Value slope(Value y, Value seed, Value at, Value x) {
        if (y.isConstant()) return Value.of(Tensor.zeros(at.shape(), at.precision()));
        return x.isConstant() ? Recording.off(() -> y.gradients(seed, true)).of(at) : y.gradients(seed, true).of(at);
    }

    private static Value jacobian(Value y, Value at, Value x) {
        int rows = y.shape().size(), columns = at.shape().size();
        var both = Shape.of(IntStream.concat(IntStream.of(y.shape().toArray()), IntStream.of(at.shape().toArray())).toArray());
        if (y.isConstant() || rows == 0) return Value.of(Tensor.zeros(both, at.precision()));
        var all = new Value[rows];
        for (int i = 0; i < rows; i++) {
            var seed = new double[rows];
            seed[i] = 1;
            var one = Value.of(Tensor.of(Shape.of(rows), seed).to(y.precision()).reshape(y.shape()));
            all[i] = slope(y, one, at, x).reshape(Shape.of(1, columns));
        }
        return Value.concat(0, all).reshape(both);
    }
}
