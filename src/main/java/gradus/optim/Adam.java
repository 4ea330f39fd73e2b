package gradus.optim;

import gradus.autograd.Value;
import gradus.tensor.Step;
import gradus.tensor.Tensor;
import java.util.Collection;

/// Adam: momentum and RMSProp together, both corrected for having begun at 0. In step t, with the gradient `g`:
/// ```text
/// m ← β₁ m + (1 − β₁) g         m̂ = m / (1 − β₁ᵗ)
/// v ← β₂ v + (1 − β₂) g²        v̂ = v / (1 − β₂ᵗ)
/// w ← w − η m̂ / (√v̂ + ε)
/// ```
/// The first step is η in each weight, whatever the size of the gradient.
///
/// Kingma & Ba, *Adam: a method for stochastic optimization*, 2015.
public sealed class Adam extends Optimizer permits AdamW {
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final int[] steps;                                     // t of each parameter: it may not be reached by every loss

    /// With the paper's β₁ = 0.9, β₂ = 0.999 and ε = 10⁻⁸.
    ///
    /// @throws IllegalArgumentException for a value that is no parameter, or a rate that is negative or not finite
    public Adam(Collection<Value> parameters, double rate) { this(parameters, rate, 0.9, 0.999, 1e-8); }

    /// With all there is to choose.
    ///
    /// @param beta1    β₁, from 0 to below 1: how much of the past the mean gradient keeps
    /// @param beta2    β₂, from 0 to below 1: how much of the past the mean square keeps
    /// @param epsilon  ε, positive: keeps the divisor away from 0
    /// @throws IllegalArgumentException for a value that is no parameter, or a number out of its range
    public Adam(Collection<Value> parameters, double rate, double beta1, double beta2, double epsilon) {
        super(parameters, rate, "mean", "square");
        this.beta1 = Setting.share("beta1", beta1);
        this.beta2 = Setting.share("beta2", beta2);
        this.epsilon = Setting.positive("epsilon", epsilon);
        steps = new int[parameters().size()];
    }

    @Override Tensor next(int i, Tensor w, Tensor g) { return next(i, w, g, 0); }

    /// The same with decoupled weight decay.
    final Tensor next(int i, Tensor w, Tensor g, double decay) {
        return memory(i).step(new Step.Adam(rate(), beta1, beta2, epsilon, decay, ++steps[i]), w, g);
    }

    @Override final int[] steps() { return steps; }

    @Override public String toString() { return "Adam(" + settings() + ")"; }

    final String settings() {
        return "rate " + rate() + ", beta1 " + beta1 + ", beta2 " + beta2 + ", epsilon " + epsilon;
    }
}
