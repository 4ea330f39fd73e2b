package gradus.data;

import gradus.autograd.Value;

/// Some examples, ready for a model: constants of the data set's precision.
///
/// The answers come in both forms that losses ask for. With classes, `labels` are their numbers from 0, and `targets` the
/// same as numbers: `(n, 1)` of 0 and 1 for two classes, one-hot `(n, classes)` for more. In regression `labels` is
/// empty and `targets`, `(n, k)`, is what the model should say.
///
/// @param inputs  the examples, one a row, normalised: `(n, width)`
/// @param labels  the number of each example's class, or nothing in regression
/// @param targets what the model should say: `(n, k)`
public record Batch(Value inputs, int[] labels, Value targets) {
    /// How many examples these are: n.
    public int size() { return inputs.shape().dim(0); }
}
