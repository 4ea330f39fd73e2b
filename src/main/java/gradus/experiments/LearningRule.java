package gradus.experiments;

import gradus.autograd.Value;
import gradus.optim.Adam;
import gradus.optim.AdamW;
import gradus.optim.Optimizer;
import gradus.optim.RmsProp;
import gradus.optim.Sgd;
import java.util.Collection;
import java.util.Locale;

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
    /// Adam with decoupled weight decay 0.01.
    ADAMW,
    /// The perceptron's own rule, which corrects mistakes and takes no gradients.
    ROSENBLATT;

    /// An optimiser that changes these parameters by this rule.
    ///
    /// @throws IllegalArgumentException for Rosenblatt's rule
    public Optimizer optimizer(Collection<Value> parameters, double rate) {
        return switch (this) {
            case SGD -> new Sgd(parameters, rate);
            case MOMENTUM -> new Sgd(parameters, rate, 0.9);
            case NESTEROV -> new Sgd(parameters, rate, 0.9, true, 0);
            case RMSPROP -> new RmsProp(parameters, rate);
            case ADAM -> new Adam(parameters, rate);
            case ADAMW -> new AdamW(parameters, rate);
            case ROSENBLATT -> throw new IllegalArgumentException("Rosenblatt's rule follows no gradients");
        };
    }

    /// As it is called on the command line: `adamw`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
}
