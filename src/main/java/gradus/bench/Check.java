package gradus.bench;

/// Whether a result is right.
///
/// @param holds  whether it is
/// @param words  what was found, with the figures
public record Check(boolean holds, String words) {
    /// Both; of two where one does not hold, that one.
    Check and(Check other) {
        return holds && other.holds ? new Check(true, words + "; " + other.words) : holds ? other : this;
    }

    /// Whether training made a loss smaller.
    static Check fell(double first, double last) {
        return new Check(last < first, "the loss " + (last < first ? "fell" : "did not fall, but went") + " from "
            + Text.number(first) + " to " + Text.number(last));
    }

    /// Whether a model says the right class often enough.
    static Check accuracy(double accuracy, double least) {
        return new Check(accuracy >= least, "accuracy " + Text.percent(accuracy) + ", where " + Text.percent(least) + " or more is right");
    }
}
