package gradus.optim;

import gradus.autograd.Gradients;
import gradus.autograd.Value;
import gradus.tensor.Memory;
import gradus.tensor.Precision;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/// Changes parameters so that a loss becomes smaller, one [#step] for each time its gradients were computed.
///
/// What an optimiser remembers about a parameter from step to step (a mean, a velocity) has the parameter's shape and begins
/// at 0. A parameter that the loss does not depend on stays as it is, and so does what is remembered about it. All of it can be
/// taken out as a [#state], and put into an optimiser of the same kind that goes on from there.
public abstract sealed class Optimizer permits Sgd, RmsProp, Adam {
    private final List<Value> parameters;
    private final List<String> remembered;
    private final Memory[] memories;
    private double rate;
    private Clipping clipping = Clipping.NONE;

    /// @param remembered  what of each number of a parameter, by name
    Optimizer(Collection<Value> parameters, double rate, String... remembered) {
        this.parameters = List.copyOf(parameters);
        this.remembered = List.of(remembered);
        this.rate = Setting.notNegative("learning rate", rate);
        if (this.parameters.isEmpty()) throw new IllegalArgumentException("an optimizer needs at least one parameter, but there is none");
        var seen = Collections.newSetFromMap(new IdentityHashMap<Value, Boolean>());
        for (int i = 0; i < this.parameters.size(); i++) {
            var value = this.parameters.get(i);
            if (!value.isParameter())
                throw new IllegalArgumentException(at(i) + " is no parameter, so it cannot be optimized: make it by Value.parameter(...)");
            if (!seen.add(value)) throw new IllegalArgumentException(at(i) + " is given twice: each parameter takes one step at a time");
        }
        memories = remembered.length == 0 ? new Memory[0]
            : this.parameters.stream().map(p -> new Memory(p.shape(), p.precision(), remembered.length)).toArray(Memory[]::new);
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
        double norm = clipping.isByNorm() ? norm(gradients) : 0;
        for (int i = 0; i < parameters.size(); i++) {
            var parameter = parameters.get(i);
            if (!gradients.reaches(parameter)) continue;
            reached = true;
            parameter.update(next(i, parameter.data(), clipping.clip(gradients.of(parameter).data(), norm)));
        }
        if (!reached)
            throw new IllegalStateException("the loss reaches none of this optimizer's " + parameters.size()
                + " parameters: was it made for another network, or the loss computed while recording was off?");
    }

    /// Of all gradients, in doubles: what explodes may have left the range of floats.
    private double norm(Gradients gradients) {
        return Tensor.norm(parameters.stream().filter(gradients::reaches).map(parameter -> gradients.of(parameter).data()).toList());
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

    /// What gradients are clipped to: [Clipping#NONE] at first.
    public final Clipping clipping() { return clipping; }

    /// Clips gradients from the next step on.
    public final void clipping(Clipping clipping) { this.clipping = clipping; }

    /// What is remembered about parameter `i`.
    final Memory memory(int i) { return memories[i]; }

    /// How many steps each parameter has taken, where that matters; else nothing.
    int[] steps() { return new int[0]; }

    /// All that an optimiser of the same kind needs to go on from here, by names such as `rate`, `0.velocity` or `3.mean`, with the
    /// place of the parameter before the dot: copies, which later steps do not change.
    public final SequencedMap<String, Tensor> state() {
        var state = new LinkedHashMap<String, Tensor>();
        state.put("rate", Tensor.scalar(rate, Precision.DOUBLE));
        for (int i = 0; i < memories.length; i++)
            for (int k = 0; k < remembered.size(); k++) state.put(i + "." + remembered.get(k), memories[i].copy(k));
        for (int i = 0; i < steps().length; i++) state.put(i + ".steps", Tensor.scalar(steps()[i], Precision.DOUBLE));
        return Collections.unmodifiableSequencedMap(state);
    }

    /// Goes on from another optimiser's [#state]: the steps from here on are those that it would have taken, bit for bit.
    ///
    /// @throws IllegalArgumentException for the state of another kind of optimiser, or of other parameters; it names the first
    ///     difference, and nothing is changed
    public final void restore(Map<String, Tensor> state) {
        var own = state();
        own.forEach((name, mine) -> {
            var given = state.get(name);
            if (given == null) throw new IllegalArgumentException("the state of this optimizer has no '" + name + "': " + this + " needs "
                + String.join(", ", own.sequencedKeySet()));
            if (!given.shape().equals(mine.shape()) || given.precision() != mine.precision())
                throw new IllegalArgumentException("'" + name + "' in the state of this optimizer is " + given.precision() + " "
                    + given.shape()
                    + ", where " + mine.precision() + " " + mine.shape() + " is expected");
        });
        for (var name : new ArrayList<>(state.keySet()))
            if (!own.containsKey(name)) throw new IllegalArgumentException("'" + name + "' is nothing that " + this
                + " remembers: the state"
                + " is that of another optimizer, or of other parameters");
        rate(number("rate", state));
        for (int i = 0; i < memories.length; i++)
            for (int k = 0; k < remembered.size(); k++) memories[i].restore(k, tensor(i + "." + remembered.get(k), state));
        for (int i = 0; i < steps().length; i++) steps()[i] = (int) number(i + ".steps", state);
    }

    private static Tensor tensor(String name, Map<String, Tensor> state) { return Objects.requireNonNull(state.get(name), name); }

    private static double number(String name, Map<String, Tensor> state) { return tensor(name, state).item(); }
}
