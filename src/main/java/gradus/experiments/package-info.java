/// Experiments: everything that determines a training run, the run itself, and what came of it.
///
/// A [Recipe][gradus.experiments.Recipe] names data and the [Settings][gradus.experiments.Settings] that suit them; a
/// [Run][gradus.experiments.Run] trains by them and gives an [Outcome][gradus.experiments.Outcome];
/// [Trained][gradus.experiments.Trained] is a model that was read back, to be examined and asked, and a
/// [Passage][gradus.experiments.Passage] an example's way through it, to be drawn; a
/// [Report][gradus.experiments.Report] listens to a run and writes a page about it.
@NullMarked
package gradus.experiments;

import org.jspecify.annotations.NullMarked;
