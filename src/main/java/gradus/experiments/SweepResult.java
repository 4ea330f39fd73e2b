package gradus.experiments;

import gradus.training.DivergedException;
import gradus.training.Metrics;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What came of one run of a sweep. It is judged by the validation examples: the test examples are for the one that is chosen.
///
/// @param settings            what determined it
/// @param status              how it ended
/// @param epochs              how many epochs were completed
/// @param steps               how many steps were taken
/// @param trainLoss           on the examples it learned from, afterwards; null if it did not end well
/// @param validationLoss      on the validation examples; null if it did not end well
/// @param validationAccuracy  on the validation examples; null in regression, too
/// @param seconds             how long it took
public record SweepResult(Settings settings, Status status, int epochs, int steps, @Nullable Double trainLoss,
    @Nullable Double validationLoss,
        @Nullable Double validationAccuracy, double seconds) {
    /// How a run ended.
    public enum Status {
        /// With a trained model.
        DONE,
        /// With numbers that are none: a result like another.
        DIVERGED,
        /// By an error: it is tried again next time.
        FAILED;

        /// As it is written: `done`.
        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    static SweepResult of(Run run, Metrics train, Metrics validation) {
        return new SweepResult(run.settings(), Status.DONE, run.history().epochs().size(), run.steps(), train.loss(), validation.loss(),
            validation.accuracy(), run.seconds());
    }

    static SweepResult diverged(Settings settings, int epochs, DivergedException e, double seconds) {
        return new SweepResult(settings, Status.DIVERGED, epochs, e.step(), null, null, null, seconds);
    }

    static SweepResult failed(Settings settings, int epochs, double seconds) {
        return new SweepResult(settings, Status.FAILED, epochs, 0, null, null, null, seconds);
    }

    /// Whether it ended with a model that was judged.
    public boolean isDone() { return status == Status.DONE; }

    /// Whether it need not be tried again.
    public boolean isFinished() { return status != Status.FAILED; }

    /// The better one first: the higher accuracy, else the lower loss; in regression the lower loss. What has no model comes last.
    static final Comparator<SweepResult> BETTER = Comparator.comparing(SweepResult::status)
        .thenComparing(SweepResult::validationAccuracy, Comparator.nullsLast(Comparator.reverseOrder()))
        .thenComparing(SweepResult::validationLoss, Comparator.nullsLast(Comparator.naturalOrder()));
}
