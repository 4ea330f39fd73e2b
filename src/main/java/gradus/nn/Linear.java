package gradus.nn;

import gradus.autograd.MatMul;
import gradus.autograd.MisfitException;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A fully connected layer: `y = x W + b`, from `(…, in)` to `(…, out)`.
///
/// The weight is kept as `(in, out)`, so that the product needs no transpose; PyTorch keeps it the other way round.
///
/// @param weight  W, shape `(in, out)`
/// @param bias    b, shape `(out)`, or null for none
public record Linear(Value weight, @Nullable Value bias) implements Module {
    /// A layer of values that exist already: parameters, or constants for a layer that is not to learn.
    ///
    /// @throws ShapeException if the weight is no matrix, or the bias is no vector of its width
    public Linear {
        if (weight.shape().rank() != 2)
            throw new ShapeException("the weight of a linear layer has shape (in, out), not " + weight.shape());
        if (bias != null && !bias.shape().equals(Shape.of(weight.shape().dim(1))))
            throw new ShapeException("the bias of a linear layer with weight " + weight.shape() + " has shape "
                + Shape.of(weight.shape().dim(1)) + ", not " + bias.shape());
    }

    /// A layer of floats with first weights by `init` and bias 0. Each layer needs a `random` of its own, such as
    /// `random.at("hidden")`: the same one gives the same weights again.
    ///
    /// @throws IllegalArgumentException if `in` or `out` is less than 1
    public static Linear of(int in, int out, Initializer init, Random random) {
        return of(in, out, init, random, Precision.FLOAT);
    }

    /// The same in a precision of choice.
    public static Linear of(int in, int out, Initializer init, Random random, Precision precision) {
        return new Linear(weight(in, out, init, random, precision),
            Value.parameter(Tensor.zeros(Shape.of(out), precision)).named("bias"));
    }

    /// A layer of floats without a bias, `y = x W`.
    public static Linear withoutBias(int in, int out, Initializer init, Random random) {
        return withoutBias(in, out, init, random, Precision.FLOAT);
    }

    /// The same in a precision of choice.
    public static Linear withoutBias(int in, int out, Initializer init, Random random, Precision precision) {
        return new Linear(weight(in, out, init, random, precision), null);
    }

    private static Value weight(int in, int out, Initializer init, Random random, Precision precision) {
        if (in < 1 || out < 1)
            throw new IllegalArgumentException("a linear layer needs at least one input and one output, not " + in + " → " + out);
        return Value.parameter(init.draw(in, out, random.at("weight"), precision)).named("weight");
    }

    /// The number of inputs.
    public int in() { return weight.shape().dim(0); }

    /// The number of outputs.
    public int out() { return weight.shape().dim(1); }

    @Override public Value forward(Value x) {
        var shape = x.shape();
        if (shape.rank() == 0 || shape.dim(-1) != in()) throw new MisfitException(misfit(shape), new MatMul(false, false), x, weight);
        // any leading axes become one: a row is a row
        var rows = shape.rank() == 2 ? x : x.reshape(Shape.of(shape.size() / in(), in()));
        var product = rows.matmul(weight);
        var y = bias == null ? product : product.add(bias);
        return shape.rank() == 2 ? y : y.reshape(shape.with(-1, out()));
    }

    private String misfit(Shape shape) {
        var cure = shape.rank() > 2 && shape.dim(0) > 0 && shape.size() / shape.dim(0) == in() ? "; put a Flatten before it"
            : shape.rank() == 2 && shape.dim(0) == in() ? "; transpose it to " + Shape.of(shape.dim(1), shape.dim(0))
            : shape.size() > 0 && shape.size() % in() == 0 ? "; reshape it to " + Shape.of(shape.size() / in(), in()) : "";
        return "an input of shape " + shape + " does not fit " + this + ", whose inputs have " + in() + " as their last axis" + cure;
    }

    @Override public String toString() { return "Linear(" + in() + " → " + out() + (bias == null ? ", no bias" : "") + ")"; }
}
