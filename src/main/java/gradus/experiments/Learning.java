package gradus.experiments;

import gradus.data.Dataset;
import gradus.training.Objective;

/// How a model is trained.
///
/// @param loss    what is made small
/// @param rule    how
/// @param rate    η, the size of a step: positive
/// @param batch   how many examples a step looks at; [Dataset#FULL] for all of them
/// @param epochs  how often all examples are gone through, at most
public record Learning(Objective loss, LearningRule rule, double rate, int batch, int epochs) {
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

    /// As `adam, rate 0.01, batch 32, 100 epochs, cross-entropy`.
    @Override public String toString() {
        return rule + ", rate " + rate + ", batch " + batchSize() + ", " + epochs + " epochs, " + loss;
    }
}
