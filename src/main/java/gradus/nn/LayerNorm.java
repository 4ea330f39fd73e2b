package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;

/// Layer normalisation over the last axis: `y = (x − mean) / √(variance + ε) · weight + bias`, for each row by itself, in training as
/// outside of it.
///
/// Ba, Kiros & Hinton, *Layer normalization*, 2016.
///
/// @param weight   shape `(c)`
/// @param bias     shape `(c)`
/// @param epsilon  ε
public record LayerNorm(Value weight, Value bias, double epsilon) implements Module {
    /// @throws ShapeException if weight and bias are not vectors of one length
    public LayerNorm {
        if (weight.shape().rank() != 1 || !weight.shape().equals(bias.shape()))
            throw new ShapeException("layer norm has a weight and a bias for each number of a row, both of one shape (c), not "
                + weight.shape() + " and " + bias.shape());
    }

    /// For rows of so many numbers, in float, with weight 1 and bias 0.
    public static LayerNorm of(int width) { return of(width, Precision.FLOAT); }

    /// The same in a precision of choice.
    public static LayerNorm of(int width, Precision precision) {
        return new LayerNorm(Value.parameter(Tensor.full(Shape.of(width), 1, precision)).named("weight"),
            Value.parameter(Tensor.zeros(Shape.of(width), precision)).named("bias"), BatchNorm.EPSILON);
    }

    /// How many numbers a row has.
    public int width() { return weight.shape().dim(0); }

    @Override public Value forward(Value x) {
        if (x.shape().rank() == 0 || x.shape().dim(-1) != width())
            throw new ShapeException("an input of shape " + x.shape() + " does not fit " + this + ", which takes rows of " + width());
        return x.standardize(Axes.of(-1), epsilon).mul(weight).add(bias);
    }

    @Override public String toString() { return "LayerNorm(" + width() + ")"; }
}
