/// What surrounds a training loop that stays visible: what is made small, what is measured, and what went wrong.
///
/// An [Objective][gradus.training.Objective] is a loss and how to read the outputs that were trained with it;
/// [Metrics][gradus.training.Metrics] are a model's loss and accuracy on a data set; a [History][gradus.training.History] is what
/// is remembered of a run; [EarlyStopping][gradus.training.EarlyStopping] ends it where it would only learn by heart;
/// [Diagnosis][gradus.training.Diagnosis] says in words what keeps a network from learning, and in numbers how the gradient flows through
/// its modules; [NonFinite][gradus.training.NonFinite] finds the operation where the first number that is not finite was born.
@NullMarked
package gradus.training;

import org.jspecify.annotations.NullMarked;
