package gradus.bench;

import java.nio.file.Path;

/// How a workload is to be run; on as many threads as [gradus.tensor.Threads] says.
///
/// @param batch  how many examples a step sees, where there are any
/// @param runs   how many runs are timed, after the warm-up
/// @param mnist  the folder of MNIST's files
public record Plan(int batch, int runs, Path mnist) {}
