package gradus.optim;

import gradus.autograd.Value;
import gradus.tensor.Tensor;
import java.util.Collection;

/// Adam with decoupled weight decay: `w ← w − η λ w`, and then Adam's step. Were the decay part of the gradient, as in [Sgd],
/// Adam would divide it by the size of the gradients, and weights with large gradients would hardly decay.
///
/// Loshchilov & Hutter, *Decoupled weight decay regularization*, 2019.
public final class AdamW extends Adam {
    private final double weightDecay;

    /// With β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ and λ = 0.01.
    ///
    /// @throws IllegalArgumentException for a value that is no parameter, or a rate that is negative or not finite
    public AdamW(Collection<Value> parameters, double rate) { this(parameters, rate, 0.9, 0.999, 1e-8, 0.01); }

    /// With all there is to choose.
    ///
    /// @param beta1        β₁, from 0 to below 1: how much of the past the mean gradient keeps
    /// @param beta2        β₂, from 0 to below 1: how much of the past the mean square keeps
    /// @param epsilon      ε, positive: keeps the divisor away from 0
    /// @param weightDecay  λ, 0 for none
    /// @throws IllegalArgumentException for a value that is no parameter, or a number out of its range
    public AdamW(Collection<Value> parameters, double rate, double beta1, double beta2, double epsilon, double weightDecay) {
        super(parameters, rate, beta1, beta2, epsilon);
        this.weightDecay = Setting.notNegative("weight decay", weightDecay);
    }

    @Override Tensor next(int i, Tensor w, Tensor g) { return next(i, w, g, weightDecay); }

    @Override public String toString() { return "AdamW(" + settings() + ", weight decay " + weightDecay + ")"; }
}
