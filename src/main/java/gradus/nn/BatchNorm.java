package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Batch normalisation of rows `(n, c)` or pictures `(n, c, h, w)`: `y = (x − mean) / √(variance + ε) · weight + bias`, for each of the
/// c channels. In the [Training] scope mean and variance are those of the batch, and running means of both are kept; outside, those
/// are used.
///
/// A running mean m becomes (1 − momentum) · m + momentum · (that of the batch), where the variance is the unbiased one (n − 1), as
/// PyTorch has it. They are state, not parameters.
///
/// Ioffe & Szegedy, *Batch normalization: accelerating deep network training by reducing internal covariate shift*, 2015.
///
/// @param weight           shape `(c)`
/// @param bias             shape `(c)`
/// @param runningMean      a buffer, shape `(c)`
/// @param runningVariance  a buffer, shape `(c)`
/// @param epsilon          ε
/// @param momentum         the share of the newest batch in the running statistics
public record BatchNorm(Value weight, Value bias, Value runningMean, Value runningVariance, double epsilon, double momentum)
        implements Module {
    /// As PyTorch has them.
    public static final double EPSILON = 1e-5, MOMENTUM = 0.1;

    /// @throws ShapeException if the four are not vectors of one length
    public BatchNorm {
        for (var each : new Value[] {weight, bias, runningMean, runningVariance})
            if (each.shape().rank() != 1 || !each.shape().equals(weight.shape()))
                throw new ShapeException("batch norm has a weight, a bias, a mean and a variance for each channel, all of one shape (c), not "
                    + weight.shape() + ", " + bias.shape() + ", " + runningMean.shape() + " and " + runningVariance.shape());
    }

    /// For so many channels, in float, with weight 1, bias 0, mean 0 and variance 1.
    public static BatchNorm of(int channels) { return of(channels, Precision.FLOAT); }

    /// The same in a precision of choice.
    public static BatchNorm of(int channels, Precision precision) {
        var shape = Shape.of(channels);
        return new BatchNorm(Value.parameter(Tensor.full(shape, 1, precision)).named("weight"),
            Value.parameter(Tensor.zeros(shape, precision)).named("bias"),
            Value.buffer(Tensor.zeros(shape, precision)).named("running_mean"),
            Value.buffer(Tensor.full(shape, 1, precision)).named("running_var"), EPSILON, MOMENTUM);
    }

    /// The number of channels.
    public int channels() { return weight.shape().dim(0); }

    @Override public Value forward(Value x) {
        var shape = x.shape();
        if (shape.rank() != 2 && shape.rank() != 4 || shape.dim(1) != channels())
            throw new ShapeException("an input of shape " + shape + " does not fit " + this + ", which takes (n, " + channels()
                + ") or (n, " + channels() + ", height, width)");
        var axes = shape.rank() == 2 ? Axes.of(0) : Axes.of(0, 2, 3);
        Value standard;
        if (Training.isOn()) {
            if (Training.keepsStatistics()) keepStatistics(x.data(), axes);
            standard = x.standardize(axes, epsilon);
        } else {
            var deviation = runningVariance.data().add(Tensor.scalar(epsilon, x.precision())).sqrt();
            standard = x.sub(along(Value.of(runningMean.data()), shape)).div(along(Value.of(deviation), shape));
        }
        return standard.mul(along(weight, shape)).add(along(bias, shape));
    }

    /// A number a channel, in a shape that stretches over the others.
    private static Value along(Value perChannel, Shape shape) {
        return shape.rank() == 2 ? perChannel : perChannel.reshape(Shape.of(perChannel.shape().dim(0), 1, 1));
    }

    private void keepStatistics(Tensor x, Axes axes) {
        double n = axes.count(x.shape());
        var variance = x.variance(axes).mul(n / Math.max(1, n - 1));
        runningMean.update(runningMean.data().mul(1 - momentum).add(x.mean(axes).mul(momentum)));
        runningVariance.update(runningVariance.data().mul(1 - momentum).add(variance.mul(momentum)));
    }

    /// By the names that PyTorch has for them.
    @Override public SequencedMap<String, Object> parts() {
        var parts = new LinkedHashMap<String, Object>();
        parts.put("weight", weight);
        parts.put("bias", bias);
        parts.put("running_mean", runningMean);
        parts.put("running_var", runningVariance);
        return Collections.unmodifiableSequencedMap(parts);
    }

    @Override public String toString() { return "BatchNorm(" + channels() + ")"; }
}
