package gradus.nn;

import gradus.autograd.Value;
import gradus.tensor.Axes;
import gradus.tensor.Tensor;

/// A bound on the weights that go into a unit: where their norm, √Σw², is above `limit`, they are scaled down to it. It lets rates be
/// large without weights that grow for ever, and goes well with [Dropout].
/// ```java
/// var bound = new MaxNorm(3);
/// ...
/// optimizer.step(loss.backward());
/// bound.constrain(net);                                          // after each step
/// ```
/// A unit is a column of a [Linear]'s weight `(in, out)`, or a filter of a [Conv2d]'s `(out, in, height, width)`. Biases, constants and
/// the weights of other modules stay as they are.
///
/// Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, *Dropout: a simple way to prevent neural networks from overfitting*, 2014,
/// §5.1.
///
/// @param limit  the largest norm, above 0; 3 to 4 in the paper
public record MaxNorm(double limit) {
    /// @throws IllegalArgumentException for a limit that is no number above 0
    public MaxNorm {
        if (!(limit > 0 && limit < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("the largest norm of a unit's weights is a number above 0, not " + limit);
    }

    /// Scales down what is above the limit, in all layers inside; what is within stays as it is, bit for bit.
    ///
    /// @throws IllegalArgumentException if there is neither a [Linear] nor a [Conv2d] inside
    public void constrain(Module net) {
        boolean found = false;
        for (var module : net.modules().values()) {
            var weight = module instanceof Linear linear ? linear.weight() : module instanceof Conv2d conv ? conv.weight() : null;
            if (weight == null) continue;
            found = true;
            if (weight.isParameter()) constrain(weight, weight.shape().rank() == 2 ? Axes.of(0) : Axes.of(1, 2, 3));
        }
        if (!found) throw new IllegalArgumentException("there is neither a Linear nor a Conv2d whose weights could be bounded in "
            + Label.of(net));
    }

    private void constrain(Value weight, Axes incoming) {
        var data = weight.data();
        var squares = data.square().sum(incoming.keep());
        var scale = new double[squares.size()];
        boolean above = false;
        for (int unit = 0; unit < scale.length; unit++) {
            double norm = StrictMath.sqrt(squares.at(unit));
            // sums that overflow, or are no number, are a training that diverged: not for a bound to hide
            boolean large = norm > limit && norm < Double.POSITIVE_INFINITY;
            scale[unit] = large ? limit / norm : 1;
            above |= large;
        }
        if (above) weight.update(data.mul(Tensor.of(squares.shape(), scale).to(data.precision())));
    }
}
