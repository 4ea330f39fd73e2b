package gradus.training;

/// How strongly the gradient flows through a module that has parameters: what findings are drawn from. All norms are
/// Euclidean, over all parameters of the module together.
///
/// @param path           the module's path, as its parameters' names begin: `0` for `0.weight`; empty for the outermost
/// @param gradientNorm   the length of the gradient: 0 where the loss does not reach the module
/// @param parameterNorm  the length of the parameters
/// @param updateRatio    the length of a step's update by that of the parameters before it, 10⁻³ being healthy by rule of thumb;
///     NaN where no step is known, or where the parameters are all 0
record ModuleFlow(String path, double gradientNorm, double parameterNorm, double updateRatio) {}
