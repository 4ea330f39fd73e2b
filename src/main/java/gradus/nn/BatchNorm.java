package gradus.nn;

import gradus.autograd.MisfitException;
import gradus.autograd.Standardize;
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
/// c channels. In the [Training] scope mean and variance (that of all, not n − 1) are those of the batch, and running means of both are
/// kept; outside, those are used.
///
/// A running mean m becomes (1 − momentum) · m + momentum · (that of the batch), where the variance is the unbiased one (n − 1), as
/// PyTorch has it. Both are state, not parameters: `running_mean` and `running_var`. A batch with one number a channel says nothing of
/// their variance: what comes of it is the bias, and the running variance stays.
///
/// Ioffe & Szegedy, *Batch normalization: accelerating deep network training by reducing internal covariate shift*, 2015.
///
/// @param weight           shape `(c)`
/// @param bias             shape `(c)`
/// @param runningMean      a buffer, shape `(c)`
/// @param runningVariance  a buffer, shape `(c)`
/// @param epsilon          ε, above 0
/// @param momentum         the share of the newest batch in the running statistics, from 0 to 1
public record BatchNorm(Value weight, Value bias, Value runningMean, Value runningVariance, double epsilon, double momentum)
        implements Module {
    /// As PyTorch has them.
    public static final double EPSILON = 1e-5, MOMENTUM = 0.1;

    /// @throws ShapeException            if the four are not vectors of one length
    /// @throws IllegalArgumentException  if they are of two precisions or the running statistics no buffers, for a running variance
    ///     below 0, or for settings out of range
    public BatchNorm {
        for (var each : new Value[] {weight, bias, runningMean, runningVariance})
            if (each.shape().rank() != 1 || !each.shape().equals(weight.shape()))
                throw new ShapeException("batch norm has a weight, a bias, a mean and a variance for each channel, all of one shape (c),"
                    + " not " + weight.shape() + ", " + bias.shape() + ", " + runningMean.shape() + " and " + runningVariance.shape());
        for (var each : new Value[] {bias, runningMean, runningVariance})
            if (each.precision() != weight.precision())
                throw new IllegalArgumentException("weight, bias, mean and variance of batch norm are of one precision, not "
                    + weight.precision() + ", " + bias.precision() + ", " + runningMean.precision() + " and "
                    + runningVariance.precision());
        if (!runningMean.isBuffer() || !runningVariance.isBuffer())
            throw new IllegalArgumentException("the running mean and variance of batch norm change without gradients:"
                + " make them with Value.buffer(...)");
        var variances = runningVariance.data();
        for (int i = 0; i < variances.size(); i++)
            if (variances.at(i) < 0)
                throw new IllegalArgumentException("the running variance of batch norm is a mean of squares, at least 0, not "
                    + variances.at(i) + " (channel " + i + ")");
        requireEpsilon(epsilon);
        if (!(momentum >= 0 && momentum <= 1))
            throw new IllegalArgumentException("the momentum of batch norm is the newest batch's share, from 0 to 1, not " + momentum);
    }

    static void requireEpsilon(double epsilon) {
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("the epsilon of a normalisation keeps it from dividing by 0: a number above 0, not "
                + epsilon);
    }

    /// For so many channels, in float, with weight 1, bias 0, mean 0 and variance 1.
    ///
    /// @throws IllegalArgumentException for less than one channel
    public static BatchNorm of(int channels) { return of(channels, Precision.FLOAT); }

    /// The same in a precision of choice.
    public static BatchNorm of(int channels, Precision precision) {
        if (channels < 1) throw new IllegalArgumentException("batch norm is for at least one channel, not " + channels);
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
            throw new MisfitException("an input of shape " + shape + " does not fit " + this + ", which takes (n, " + channels()
                + ") or (n, " + channels() + ", height, width)", cure(shape), new Standardize(axes(shape), epsilon), x);
        // before statistics are kept, which would fail in other shapes and words
        if (x.precision() != weight.precision())
            throw new IllegalArgumentException(this + " computes in " + weight.precision() + ", and its input " + shape + " is in "
                + x.precision() + ": convert one of them, as in Value.of(x.data().to(Precision." + weight.precision().name() + "))");
        return standard(x).mul(along(weight, shape)).add(along(bias, shape));
    }

    private String cure(Shape x) {
        if (x.rank() == 4 && x.dim(3) == channels()) return "; channels come second: permute(0, 3, 1, 2)";
        return x.rank() != 2 && x.rank() != 4 ? ""
            : "; a BatchNorm for " + x.dim(1) + " channel" + (x.dim(1) == 1 ? "" : "s") + " would fit";
    }

    private Value standard(Value x) {
        var shape = x.shape();
        if (Training.isOn()) {
            if (Training.keepsStatistics()) keepStatistics(x.data(), axes(shape));
            return x.standardize(axes(shape), epsilon);
        }
        // the numbers as they are now, whatever becomes of the buffers later
        var mean = along(Value.of(runningMean.data()), shape);
        var deviation = along(Value.of(runningVariance.data()), shape).add(epsilon).sqrt();
        return x.sub(kept("running_mean", mean)).div(kept("√(running_var + ε)", deviation));
    }

    /// A leaf that is this layer's own, and no input of the network.
    private static Value kept(String name, Value constant) { return Value.buffer(constant.data()).named(name); }

    /// All but the channels.
    private static Axes axes(Shape x) { return x.rank() == 4 ? Axes.of(0, 2, 3) : Axes.of(0); }

    /// A number a channel, in a shape that stretches over the others.
    private static Value along(Value perChannel, Shape shape) {
        return shape.rank() == 2 ? perChannel : perChannel.reshape(Shape.of(perChannel.shape().dim(0), 1, 1));
    }

    private void keepStatistics(Tensor x, Axes axes) {
        double n = axes.count(x.shape());
        if (n == 0) return;
        var moments = x.moments(axes);
        runningMean.update(moved(runningMean, moments.mean()));
        if (n > 1) runningVariance.update(moved(runningVariance, moments.variance().mul(n / (n - 1))));
    }

    private Tensor moved(Value running, Tensor newest) { return running.data().mul(1 - momentum).add(newest.mul(momentum)); }

    /// By the names that PyTorch has for them.
    @Override public SequencedMap<String, Object> parts() {
        var parts = new LinkedHashMap<String, Object>();
        parts.put("weight", weight);
        parts.put("bias", bias);
        parts.put("running_mean", runningMean);
        parts.put("running_var", runningVariance);
        return Collections.unmodifiableSequencedMap(parts);
    }

    /// As `BatchNorm(16)`.
    @Override public String toString() { return "BatchNorm(" + channels() + ")"; }
}
