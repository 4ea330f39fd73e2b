/// Modules: what networks are made of.
///
/// A [Module][gradus.nn.Module] turns a value into another and says what its parameters are; [gradus.nn.Linear],
/// [gradus.nn.Activation] and [gradus.nn.Sequential] make multilayer perceptrons; [gradus.nn.Conv2d] and its neighbours see pictures;
/// [gradus.nn.Dropout] and [gradus.nn.BatchNorm] do one thing in the [gradus.nn.Training] scope and another outside of it;
/// [gradus.nn.Loss] measures what they say; [gradus.nn.Initializer] decides where they begin; [gradus.nn.Perceptron] is the unit with
/// which it all began.
@NullMarked
package gradus.nn;

import org.jspecify.annotations.NullMarked;
