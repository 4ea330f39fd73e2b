package gradus.experiments;

/// When training ends before its last epoch: where the loss on examples that are set apart for this has stopped falling.
///
/// @param validation  the share of the training examples that are set apart, drawn by the seed; 0 for none
/// @param patience    how many epochs without a better validation loss end the run, which then takes back the parameters that had
///                    the best one; 0 for a run that always goes on
public record Stopping(double validation, int patience) {
    /// All examples are learned from, in all epochs.
    public static final Stopping NEVER = new Stopping(0, 0);

    /// @throws IllegalArgumentException for a number out of its range, or patience without validation
    public Stopping {
        if (!(validation >= 0 && validation < 1))
            throw new IllegalArgumentException("the validation part is a share of the training examples between 0 and 1, not " + validation
                + ", as in --validation 0.1");
        if (patience < 0) throw new IllegalArgumentException("patience is a number of epochs from 1 up, not " + patience
            + ", as in --patience 5");
        if (patience > 0 && validation == 0)
            throw new IllegalArgumentException("--patience looks at the loss on examples that are set apart: it goes with --validation"
                + " SHARE, as 0.1");
    }
}
