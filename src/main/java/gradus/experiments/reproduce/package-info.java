/// Published experiments, reproduced: each claim with the number that was printed, and ours beside it.
///
/// Begin with [gradus.experiments.reproduce.Experiment], which lists them, and read one of the studies: each is a short program with
/// its training loop in sight.
@NullMarked
package gradus.experiments.reproduce;

import org.jspecify.annotations.NullMarked;
