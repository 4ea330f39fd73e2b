package gradus.bench;

/// How far a training has come.
public enum Milestone {
    /// The data are there, and the first step is done.
    FIRST_STEP,
    /// Of the test pictures 97 % are recognised.
    ACCURACY_97,
    /// Of the test pictures 98 % are recognised.
    ACCURACY_98
}
