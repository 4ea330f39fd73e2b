package gradus.experiments;

import gradus.training.Metrics;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What came of a sweep.
///
/// @param sweep  what was tried
/// @param rungs  the results, in the plan's order; one rung without halving
/// @param best   the best run; null if none ended well
public record SweepOutcome(Sweep sweep, List<Rung> rungs, @Nullable Best best) {
    /// Runs of so many epochs.
    ///
    /// @param epochs   the first run's; with halving those of all
    /// @param results  in the plan's order
    public record Rung(int epochs, List<SweepResult> results) {
        /// The best first; of equals that which comes first in the plan.
        public List<SweepResult> ranked() { return results.stream().sorted(SweepResult.BETTER).toList(); }
    }

    /// The run that was chosen.
    ///
    /// @param result  by which it was chosen
    /// @param test    how good it is on the test examples
    public record Best(SweepResult result, Metrics test) {}

    /// All results, those of the last rung first, there the best first.
    public List<SweepResult> ranked() { return rungs.reversed().stream().flatMap(rung -> rung.ranked().stream()).toList(); }

    /// How many runs ended so.
    public int count(SweepResult.Status status) { return (int) ranked().stream().filter(result -> result.status() == status).count(); }

    /// Whether runs are judged by their accuracy; else by their loss.
    public boolean byAccuracy() {
        return ranked().stream().map(SweepResult::validationAccuracy).anyMatch(Objects::nonNull)
            || ranked().stream().noneMatch(SweepResult::isDone) && !sweep.grid().base().learning().loss().learnsNumbers();
    }
}
