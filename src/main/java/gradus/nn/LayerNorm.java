package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.stream.IntStream;

/// Layer normalisation over the last axes: `y = (x − mean) / √(variance + ε) · weight + bias`, where mean and variance (that of all, not
/// n − 1) are those of one example by itself, in training as outside of it: from `(…, c)` to `(…, c)`, or of pictures from
/// `(n, c, h, w)` to the same.
///
/// Ba, Kiros & Hinton, *Layer normalization*, 2016.
///
/// @param weight   of the shape that is normalised: `(c)`, or `(c, h, w)`
/// @param bias     of the same shape
/// @param epsilon  ε, above 0
public record LayerNorm(Value weight, Value bias, double epsilon) implements Module {
    /// @throws ShapeException            if weight and bias differ in shape, or are numbers
    /// @throws IllegalArgumentException  for an ε that is not above 0
    public LayerNorm {
        if (weight.shape().rank() == 0 || !weight.shape().equals(bias.shape()))
            throw new ShapeException("layer norm has a weight and a bias for each number of an example, both of one shape such as (c), not "
                + weight.shape() + " and " + bias.shape());
        BatchNorm.requireEpsilon(epsilon);
    }

    /// For rows of so many numbers, or arrays with axes of these lengths, in float, with weight 1 and bias 0.
    public static LayerNorm of(int... shape) { return of(Shape.of(shape), Precision.FLOAT); }

    /// For rows of so many numbers in a precision of choice.
    public static LayerNorm of(int width, Precision precision) { return of(Shape.of(width), precision); }

    /// For arrays of a shape in a precision of choice.
    public static LayerNorm of(Shape shape, Precision precision) {
        return new LayerNorm(Value.parameter(Tensor.full(shape, 1, precision)).named("weight"),
            Value.parameter(Tensor.zeros(shape, precision)).named("bias"), BatchNorm.EPSILON);
    }

    /// What is normalised: the last axes of an input.
    public Shape shape() { return weight.shape(); }

    @Override public Value forward(Value x) {
        int axes = shape().rank();
        if (!fits(x.shape(), axes))
            throw new ShapeException("an input of shape " + x.shape() + " does not fit " + this + ", whose inputs have "
                + (axes == 1 ? shape().dim(0) + " as their last axis" : shape() + " as their last axes"));
        return x.standardize(Axes.of(IntStream.rangeClosed(-axes, -1).toArray()), epsilon).mul(weight).add(bias);
    }

    private boolean fits(Shape x, int axes) {
        return x.rank() >= axes && IntStream.rangeClosed(1, axes).allMatch(i -> x.dim(-i) == shape().dim(-i));
    }

    /// As `LayerNorm(64)` or `LayerNorm(6, 28, 28)`.
    @Override public String toString() { return "LayerNorm" + shape(); }
}
