package gradus.nn;

import gradus.autograd.Convolution;
import gradus.autograd.MisfitException;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import org.jspecify.annotations.Nullable;

/// A convolutional layer: from pictures `(n, in, h, w)` to `(n, out, h′, w′)`, each number of the result a weighted sum of what a window
/// sees, with the same weights everywhere.
/// `y[n, o, i, j] = b[o] + Σ x[n, c, i·stride + r·dilation − padding, j·stride + s·dilation − padding] · W[o, c, r, s]`, over c, r and s;
/// beyond the border there are zeros.
/// ```java
/// Conv2d.of(1, 6, Window.of(5).padding(2), Initializer.HE_NORMAL, random.at("first"))       // (n, 1, 28, 28) → (n, 6, 28, 28)
/// ```
/// (As everywhere in the field it is a correlation: the kernel is not turned around.) With groups, each part of the outputs sees its
/// part of the inputs alone; as many groups as channels make a depthwise convolution.
///
/// LeCun, Boser, Denker, Henderson, Howard, Hubbard & Jackel, *Backpropagation applied to handwritten zip code recognition*, 1989.
///
/// @param weight  W, shape `(out, in / groups, window height, window width)`, as PyTorch keeps it
/// @param bias    b, shape `(out)`, or null for none
/// @param window  what it looks through
/// @param groups  into how many parts channels are divided, of which each sees its own part of the input
public record Conv2d(Value weight, @Nullable Value bias, Window window, int groups) implements Module {
    /// A layer of values that exist already: parameters, or constants for a layer that is not to learn.
    ///
    /// @throws ShapeException if weight, bias, window and groups do not fit
    public Conv2d {
        var shape = weight.shape();
        if (shape.rank() != 4 || shape.dim(2) != window.height() || shape.dim(3) != window.width())
            throw new ShapeException("the weight of a convolution through " + window + " has shape (out, in / groups, " + window.height()
                + ", " + window.width() + "), not " + shape);
        if (groups < 1 || shape.dim(0) % groups != 0)
            throw new ShapeException("the " + shape.dim(0) + " outputs of a convolution cannot be divided into " + groups + " groups");
        if (bias != null && !bias.shape().equals(Shape.of(shape.dim(0))))
            throw new ShapeException("the bias of a convolution with weight " + shape + " has shape " + Shape.of(shape.dim(0)) + ", not "
                + bias.shape());
    }

    /// A layer of floats with first weights by `init` and bias 0, for which an output has in · height · width inputs. Each layer needs a
    /// `random` of its own, such as `random.at("first")`: the same one gives the same weights again.
    public static Conv2d of(int in, int out, Window window, Initializer init, Random random) {
        return of(in, out, window, 1, init, random, Precision.FLOAT);
    }

    /// The same with groups and a precision of choice.
    ///
    /// @throws IllegalArgumentException if `in` or `out` is less than 1, or not divisible by the number of groups
    public static Conv2d of(int in, int out, Window window, int groups, Initializer init, Random random, Precision precision) {
        return new Conv2d(weight(in, out, window, groups, init, random, precision),
            Value.parameter(Tensor.zeros(Shape.of(out), precision)).named("bias"), window, groups);
    }

    /// A layer without a bias, as before a [BatchNorm].
    public static Conv2d withoutBias(int in, int out, Window window, Initializer init, Random random) {
        return withoutBias(in, out, window, 1, init, random, Precision.FLOAT);
    }

    /// The same with groups and a precision of choice.
    public static Conv2d withoutBias(int in, int out, Window window, int groups, Initializer init, Random random, Precision precision) {
        return new Conv2d(weight(in, out, window, groups, init, random, precision), null, window, groups);
    }

    private static Value weight(int in, int out, Window window, int groups, Initializer init, Random random, Precision precision) {
        if (in < 1 || out < 1 || groups < 1 || in % groups != 0 || out % groups != 0)
            throw new IllegalArgumentException("a convolution has at least one channel in and out, in equal groups, not " + in + " → " + out
                + " in " + groups);
        var shape = Shape.of(out, in / groups, window.height(), window.width());
        int sees = in / groups * window.size(), seenBy = out / groups * window.size();
        return Value.parameter(init.draw(shape, sees, seenBy, random.at("weight"), precision)).named("weight");
    }

    /// The number of channels that go in.
    public int in() { return weight.shape().dim(1) * groups; }

    /// The number of channels that come out.
    public int out() { return weight.shape().dim(0); }

    @Override public Value forward(Value x) {
        if (!Pictures.fits(x.shape(), in()))
            throw new MisfitException(Pictures.misfit(x.shape(), this, in()), Pictures.cure(x.shape(), this, in()),
                new Convolution(window, groups), x, weight);
        var y = x.conv2d(weight, window, groups);
        return bias == null ? y : y.add(bias.reshape(Shape.of(out(), 1, 1)));
    }

    @Override public String toString() {
        return "Conv2d(" + in() + " → " + out() + ", " + window + (groups == 1 ? "" : ", groups " + groups)
            + (bias == null ? ", no bias" : "") + ")";
    }
}
