package gradus.data;

import gradus.tensor.Precision;

/// What a model learns from, and what it is judged by. The two share no example, except for a gate, whose four rows are both.
public record Split(Dataset train, Dataset test) {
    /// Both parts, normalised by mean and deviation of the *training* part: the test part must not be looked at.
    public Split normalized() { return normalized(train.measure()); }

    /// Both parts with the given normalisation.
    public Split normalized(Normalization normalization) {
        return new Split(train.normalized(normalization), test.normalized(normalization));
    }

    /// Both parts with batches of the given precision.
    public Split to(Precision precision) { return new Split(train.to(precision), test.to(precision)); }
}
