package gradus.experiments;

import gradus.autograd.Value;
import gradus.optim.Adam;
import gradus.optim.AdamW;
import gradus.optim.Optimizer;
import gradus.optim.RmsProp;
import gradus.optim.Sgd;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How parameters are changed to make a loss smaller.
public enum LearningRule {
    /// Stochastic gradient descent.
    SGD,
    /// The same with momentum 0.9.
    MOMENTUM,
    /// The same with Nesterov's momentum 0.9.
    NESTEROV,
    /// Steps divided by the size of recent gradients.
    RMSPROP,
    /// RMSProp with momentum.
    ADAM,
    /// Adam with decoupled weight decay, 0.01 where nothing else is said.
    ADAMW,
    /// The perceptron's own rule, which corrects mistakes and takes no gradients.
    ROSENBLATT;

    /// An optimiser that changes these parameters by this rule.
    ///
    /// @throws IllegalArgumentException for Rosenblatt's rule
    public Optimizer optimizer(Collection<Value> parameters, double rate) { return optimizer(parameters, rate, null); }

    /// The same with a weight decay of choice; null for the usual one.
    ///
    /// @throws IllegalArgumentException for Rosenblatt's rule, or a decay for a rule without one
    public Optimizer optimizer(Collection<Value> parameters, double rate, @Nullable Double decay) {
        if (decay != null && !decays())
            throw new IllegalArgumentException(this + " has no weight decay: --decay goes with sgd, momentum, nesterov and adamw");
        double l2 = decay == null ? 0 : decay;
        return switch (this) {
            case SGD -> new Sgd(parameters, rate, 0, false, l2);
            case MOMENTUM -> new Sgd(parameters, rate, 0.9, false, l2);
            case NESTEROV -> new Sgd(parameters, rate, 0.9, true, l2);
            case RMSPROP -> new RmsProp(parameters, rate);
            case ADAM -> new Adam(parameters, rate);
            case ADAMW -> decay == null ? new AdamW(parameters, rate) : new AdamW(parameters, rate, 0.9, 0.999, 1e-8, decay);
            case ROSENBLATT -> throw new IllegalArgumentException("Rosenblatt's rule follows no gradients");
        };
    }

    /// Whether it can let weights decay.
    boolean decays() { return this == SGD || this == MOMENTUM || this == NESTEROV || this == ADAMW; }

    /// As it is called on the command line: `adamw`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
}
