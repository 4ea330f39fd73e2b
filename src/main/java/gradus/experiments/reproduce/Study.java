package gradus.experiments.reproduce;

/// How an experiment is done.
@FunctionalInterface
public interface Study {
    /// Runs it.
    Findings run(Conditions conditions);
}
