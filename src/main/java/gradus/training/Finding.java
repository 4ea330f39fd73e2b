package gradus.training;

import gradus.autograd.Value;
import java.util.List;

/// Something that keeps a network from learning: what was seen, why it is so, and what helps, each in a sentence.
///
/// @param kind      what it is
/// @param where     the path of the module it concerns, as in the state dict, or the name of the parameter; empty for the
///     network as a whole, or where nobody knows
/// @param evidence  what was seen, with its numbers
/// @param cause     why it is so
/// @param cure      what helps
/// @param values    the values and parameters it concerns, the most telling first: what a picture marks
public record Finding(Kind kind, String where, String evidence, String cause, String cure, List<Value> values) {
    /// What can be wrong, the most urgent first: an illness further up may be all there is to those below.
    public enum Kind {
        /// A number that is not finite reaches the loss.
        NON_FINITE,
        /// The loss is finite, but the gradient of a parameter is not.
        NON_FINITE_GRADIENT,
        /// No gradient flows to a parameter.
        UNREACHED,
        /// A parameter that the loss reaches and the optimiser does not hold.
        NOT_OPTIMIZED,
        /// A parameter that the optimiser holds, and that is none of the network's.
        FOREIGN_PARAMETER,
        /// A loss that takes logits is given what softmax or sigmoid made of them.
        SOFTMAX_BEFORE_LOSS,
        /// A step with dropout or batch norm that was computed outside of the training scope.
        OUTSIDE_OF_TRAINING,
        /// Inputs far larger or smaller than those that first weights are made for.
        INPUTS_NOT_NORMALIZED,
        /// All labels are the same.
        ONE_CLASS,
        /// Classes without examples to learn them from.
        MISSING_CLASSES,
        /// Units that begin the same and stay the same.
        EQUAL_UNITS,
        /// ReLU units that are 0 for every example.
        DEAD_UNITS,
        /// Units of tanh or sigmoid that are at their bounds for every example.
        SATURATED_UNITS,
        /// The first layers get next to no gradient.
        VANISHING_GRADIENTS,
        /// Gradients grow on their way, or are far larger than the weights.
        EXPLODING_GRADIENTS,
        /// Steps that leave little of what was learned.
        LARGE_UPDATES,
        /// Steps that change next to nothing.
        SMALL_UPDATES,
        /// A loss that stays where guessing is.
        NO_PROGRESS
    }

    /// Takes the values as they are now: the list is copied.
    public Finding { values = List.copyOf(values); }

    /// Evidence, cause and cure, each on a line of its own.
    public List<String> lines() { return List.of(evidence, cause, cure); }

    /// The three sentences in a row.
    @Override public String toString() { return String.join(" ", lines()); }
}
