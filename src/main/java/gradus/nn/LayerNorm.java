package gradus.nn;

import gradus.autograd.MisfitException;
import gradus.autograd.Standardize;
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
    ///
    /// @throws IllegalArgumentException if there are no numbers in such an array
    public static LayerNorm of(Shape shape, Precision precision) {
        if (shape.size() < 1) throw new IllegalArgumentException("layer norm is for at least one number, not for arrays of shape " + shape);
        return new LayerNorm(Value.parameter(Tensor.full(shape, 1, precision)).named("weight"),
            Value.parameter(Tensor.zeros(shape, precision)).named("bias"), BatchNorm.EPSILON);
    }

    /// What is normalised: the last axes of an input.
    public Shape shape() { return weight.shape(); }

    @Override public Value forward(Value x) {
        int rank = shape().rank();
        var normalise = new Standardize(Axes.of(IntStream.rangeClosed(-rank, -1).toArray()), epsilon);
        if (!fits(x.shape(), rank))
            throw new MisfitException("an input of shape " + x.shape() + " does not fit " + this + ", whose inputs have "
                + (rank == 1 ? shape().dim(0) + " as their last axis" : shape() + " as their last axes"), normalise, x);
        return normalise.apply(x).mul(weight).add(bias);
    }

    private boolean fits(Shape x, int rank) {
        return x.rank() >= rank && IntStream.rangeClosed(1, rank).allMatch(i -> x.dim(-i) == shape().dim(-i));
    }

    /// As `LayerNorm(64)` or `LayerNorm(6, 28, 28)`.
    @Override public String toString() { return "LayerNorm" + shape(); }
}
