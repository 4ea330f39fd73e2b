package gradus.experiments;

import gradus.data.Dataset;
import gradus.optim.Clipping;
import gradus.optim.Schedule;
import gradus.training.Objective;

/// How a model is trained.
///
/// @param loss    what is made small
/// @param rule    how
/// @param rate    η, the size of a step: positive
/// @param batch   how many examples a step looks at; [Dataset#FULL] for all of them
/// @param epochs  how often all examples are gone through, at most
/// @param schedule  how the rate changes over the run
/// @param clipping  how large gradients may be
/// @param stopping  when to end sooner
/// @param regularization  what keeps weights small
public record Learning(Objective loss, LearningRule rule, double rate, int batch, int epochs, Schedule schedule, Clipping clipping,
        Stopping stopping, Regularization regularization) {
    /// With a constant rate, gradients as they are, and all epochs.
    ///
    /// @throws IllegalArgumentException for a number out of its range
    public Learning(Objective loss, LearningRule rule, double rate, int batch, int epochs) {
        this(loss, rule, rate, batch, epochs, Schedule.constant(), Clipping.NONE, Stopping.NEVER);
    }

    /// Without a regularisation but the rule's own.
    ///
    /// @throws IllegalArgumentException for a number out of its range
    public Learning(Objective loss, LearningRule rule, double rate, int batch, int epochs, Schedule schedule, Clipping clipping,
            Stopping stopping) {
        this(loss, rule, rate, batch, epochs, schedule, clipping, stopping, Regularization.NONE);
    }

    /// @throws IllegalArgumentException for a number out of its range
    public Learning {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("the learning rate is a positive number, not " + rate + ", as in --lr 0.01");
        if (batch < 1)
            throw new IllegalArgumentException("a batch has at least one example, not " + batch + ", as in --batch 64 or --batch full");
        if (epochs < 1) throw new IllegalArgumentException("training takes at least one epoch, not " + epochs + ", as in --epochs 10");
    }

    /// The batch size as it is written on the command line: `64`, or `full`.
    public String batchSize() { return batch == Dataset.FULL ? "full" : Integer.toString(batch); }

    /// Whether the rate stays as it is.
    public boolean isConstant() { return schedule instanceof Schedule.Constant; }

    /// The same for another number of epochs.
    public Learning epochs(int epochs) { return with(epochs, stopping); }

    /// The same with another end.
    public Learning stopping(Stopping stopping) { return with(epochs, stopping); }

    private Learning with(int epochs, Stopping stopping) {
        return new Learning(loss, rule, rate, batch, epochs, schedule, clipping, stopping, regularization);
    }

    /// As `adam, rate 0.01, batch 32, 100 epochs, cross-entropy`.
    @Override public String toString() {
        return rule + ", rate " + rate + ", batch " + batchSize() + ", " + epochs + " epochs, " + loss;
    }
}
