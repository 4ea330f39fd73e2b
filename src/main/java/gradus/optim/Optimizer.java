package gradus.optim;

import gradus.autograd.Gradients;
import gradus.autograd.Value;
import gradus.tensor.Memory;
import gradus.tensor.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/// Changes parameters so that a loss becomes smaller, one [#step] for each time its gradients were computed.
///
/// What an optimiser remembers about a parameter from step to step (a mean, a velocity) has the parameter's shape and begins
/// at 0. A parameter that the loss does not depend on stays as it is, and so does what is remembered about it.
public abstract sealed class Optimizer permits Sgd, RmsProp, Adam {
    private final List<Value> parameters;
    private double rate;

    Optimizer(Collection<Value> parameters, double rate) {
        this.parameters = List.copyOf(parameters);
        this.rate = Setting.notNegative("learning rate", rate);
        if (this.parameters.isEmpty()) throw new IllegalArgumentException("an optimizer needs at least one parameter, but there is none");
        var seen = Collections.newSetFromMap(new IdentityHashMap<Value, Boolean>());
        for (int i = 0; i < this.parameters.size(); i++) {
            var value = this.parameters.get(i);
            if (!value.isParameter())
                throw new IllegalArgumentException(at(i) + " is no parameter, so it cannot be optimized: make it by Value.parameter(...)");
            if (!seen.add(value)) throw new IllegalArgumentException(at(i) + " is given twice: each parameter takes one step at a time");
        }
    }

    private String at(int i) {
        var name = parameters.get(i).name();
        return "value " + i + (name == null ? "" : " '" + name + "'") + " of shape " + parameters.get(i).shape();
    }

    /// Changes each parameter by its gradient; one that the loss does not reach stays as it is.
    ///
    /// @throws IllegalStateException if the loss reaches none of them: an optimiser of another network would do nothing, silently
    public final void step(Gradients gradients) {
        boolean reached = false;
        for (int i = 0; i < parameters.size(); i++) {
            var parameter = parameters.get(i);
            if (!gradients.reaches(parameter)) continue;
            reached = true;
            parameter.update(next(i, parameter.data(), gradients.of(parameter).data()));
        }
        if (!reached)
            throw new IllegalStateException("the loss reaches none of this optimizer's " + parameters.size()
                + " parameters: was it made for another network, or the loss computed while recording was off?");
    }

    /// What parameter `i` becomes; also remembers what the step after this one needs to know.
    abstract Tensor next(int i, Tensor weight, Tensor gradient);

    /// The parameters, in the order in which they were given.
    public final List<Value> parameters() { return parameters; }

    /// The learning rate: the size of the next step.
    public final double rate() { return rate; }

    /// Sets the learning rate from the next step on.
    ///
    /// @throws IllegalArgumentException if it is negative or not finite
    public final void rate(double rate) { this.rate = Setting.notNegative("learning rate", rate); }

    /// Where what an optimiser remembers of each parameter begins.
    final Memory[] memories(int remembered) {
        return parameters.stream().map(p -> new Memory(p.shape(), p.precision(), remembered)).toArray(Memory[]::new);
    }
}
