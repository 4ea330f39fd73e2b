package gradus.optim;

import gradus.autograd.Value;
import gradus.tensor.Step;
import gradus.tensor.Tensor;
import java.util.Collection;

/// Stochastic gradient descent: a step against the gradient `g`, `w ← w − η g`.
///
/// With weight decay λ, `g ← g + λ w` comes first: the gradient of `λ/2 · |w|²`. With momentum μ the steps add up like the
/// velocity of a ball: `v ← μ v + g`, `w ← w − η v`. Nesterov's variant looks ahead along the velocity:
/// `v ← μ v + g`, `w ← w − η (g + μ v)`. These are PyTorch's formulas.
///
/// Robbins & Monro, *A stochastic approximation method*, 1951; Polyak, *Some methods of speeding up the convergence of
/// iteration methods*, 1964; Nesterov 1983, in the form of Sutskever, Martens, Dahl & Hinton, *On the importance of
/// initialization and momentum in deep learning*, 2013.
public final class Sgd extends Optimizer {
    private final double momentum;
    private final boolean nesterov;
    private final double weightDecay;

    /// Plain gradient descent.
    ///
    /// @throws IllegalArgumentException for a value that is no parameter, or a rate that is negative or not finite
    public Sgd(Collection<Value> parameters, double rate) { this(parameters, rate, 0, false, 0); }

    /// With momentum.
    public Sgd(Collection<Value> parameters, double rate, double momentum) { this(parameters, rate, momentum, false, 0); }

    /// With all there is to choose.
    ///
    /// @param momentum     μ, from 0 (none) to below 1
    /// @param nesterov     whether to look ahead, which takes a momentum above 0
    /// @param weightDecay  λ, 0 for none
    /// @throws IllegalArgumentException for a value that is no parameter, or a number out of its range
    public Sgd(Collection<Value> parameters, double rate, double momentum, boolean nesterov, double weightDecay) {
        super(parameters, rate, momentum == 0 ? new String[0] : new String[] {"velocity"});
        this.momentum = Setting.share("momentum", momentum);
        this.nesterov = nesterov;
        this.weightDecay = Setting.notNegative("weight decay", weightDecay);
        if (nesterov && momentum == 0) throw new IllegalArgumentException("Nesterov's variant needs a momentum above 0, such as 0.9");
    }

    @Override Tensor next(int i, Tensor w, Tensor g) {
        if (momentum > 0) return memory(i).step(new Step.Momentum(rate(), momentum, nesterov, weightDecay), w, g);
        return w.addScaled(-rate(), weightDecay == 0 ? g : g.addScaled(weightDecay, w));
    }

    @Override public String toString() {
        return "Sgd(rate " + rate() + (momentum == 0 ? "" : ", momentum " + momentum) + (nesterov ? ", Nesterov" : "")
            + (weightDecay == 0 ? "" : ", weight decay " + weightDecay) + ")";
    }
}
