package gradus.optim;

import gradus.autograd.Value;
import gradus.tensor.Step;
import gradus.tensor.Tensor;
import java.util.Collection;

/// RMSProp: steps divided by the size that the gradients of each weight have had lately, so that all weights move at a like
/// pace. `v ← α v + (1 − α) g²`, `w ← w − η g / (√v + ε)`.
///
/// Tieleman & Hinton, *Neural networks for machine learning*, lecture 6.5, 2012; in PyTorch's form.
public final class RmsProp extends Optimizer {
    private final double smoothing;
    private final double epsilon;

    /// With α = 0.99 and ε = 10⁻⁸.
    ///
    /// @throws IllegalArgumentException for a value that is no parameter, or a rate that is negative or not finite
    public RmsProp(Collection<Value> parameters, double rate) { this(parameters, rate, 0.99, 1e-8); }

    /// With all there is to choose.
    ///
    /// @param smoothing  α, from 0 to below 1: how much of the past the mean square keeps
    /// @param epsilon    ε, positive: keeps the divisor away from 0
    /// @throws IllegalArgumentException for a value that is no parameter, or a number out of its range
    public RmsProp(Collection<Value> parameters, double rate, double smoothing, double epsilon) {
        super(parameters, rate, "square");
        this.smoothing = Setting.share("smoothing", smoothing);
        this.epsilon = Setting.positive("epsilon", epsilon);
    }

    @Override Tensor next(int i, Tensor w, Tensor g) { return memory(i).step(new Step.RmsProp(rate(), smoothing, epsilon), w, g); }

    @Override public String toString() {
        return "RmsProp(rate " + rate() + ", smoothing " + smoothing + ", epsilon " + epsilon + ")";
    }
}
