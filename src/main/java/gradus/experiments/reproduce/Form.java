package gradus.experiments.reproduce;

/// How much of an experiment is run, where there is a choice.
public enum Form {
    /// As it is run where nothing is said: as it was published, or reduced where that takes days.
    USUAL,
    /// The stated reduction.
    QUICK,
    /// As it was published.
    FULL
}
