package gradus.experiments;

import gradus.training.Metrics;

/// Hears how a run goes.
public interface Progress {
    /// Hears nothing.
    Progress SILENT = new Progress() {};

    /// Training is about to begin.
    default void begins(Run run) {}

    /// A step was taken; so many examples of this epoch, counted from 0, have been learned from.
    default void stepped(int epoch, int examples) {}

    /// An epoch, counted from 0, is over; its metrics are those of each batch before its step. Is it the last one?
    default void ended(int epoch, Metrics metrics, boolean last) {}
}
