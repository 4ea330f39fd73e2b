package gradus.experiments;

import gradus.autograd.Gradients;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.training.Metrics;

/// Hears how a run goes.
public interface Progress {
    /// Hears nothing.
    Progress SILENT = new Progress() {};

    /// Whether the run's history is to hold what costs time: the layers' gradient norms, and the metrics of the test examples after
    /// each epoch.
    default boolean looksClosely() { return false; }

    /// Training is about to begin, or to go on where it was interrupted.
    default void begins(Run run) {}

    /// The loss of a step's batch was differentiated, and the parameters change next. Steps are counted from 1.
    default void differentiated(int step, Batch batch, Value loss, Gradients gradients) {}

    /// A step was taken; so many examples of this epoch, counted from 0, have been learned from.
    default void stepped(int epoch, int examples) {}

    /// An epoch, counted from 0, is over; its metrics are those of each batch before its step. Is it the last one?
    default void ended(int epoch, Metrics metrics, boolean last) {}

    /// Both hear everything, this one first.
    default Progress and(Progress other) { return new Both(this, other); }

    /// Two that hear.
    record Both(Progress first, Progress second) implements Progress {
        @Override public boolean looksClosely() { return first.looksClosely() || second.looksClosely(); }

        @Override public void begins(Run run) {
            first.begins(run);
            second.begins(run);
        }

        @Override public void differentiated(int step, Batch batch, Value loss, Gradients gradients) {
            first.differentiated(step, batch, loss, gradients);
            second.differentiated(step, batch, loss, gradients);
        }

        @Override public void stepped(int epoch, int examples) {
            first.stepped(epoch, examples);
            second.stepped(epoch, examples);
        }

        @Override public void ended(int epoch, Metrics metrics, boolean last) {
            first.ended(epoch, metrics, last);
            second.ended(epoch, metrics, last);
        }
    }
}
