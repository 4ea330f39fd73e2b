package gradus.experiments.reproduce;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What came out, seed by seed.
///
/// @param all  a run for each seed, in their order
record Runs<R>(List<R> all) {
    Runs { all = List.copyOf(all); }

    /// The first seed's, for what is not averaged.
    R first() { return all.getFirst(); }

    /// A figure of each run.
    List<Double> each(ToDoubleFunction<R> figure) { return all.stream().map(figure::applyAsDouble).toList(); }

    /// Its mean.
    double mean(ToDoubleFunction<R> figure) { return all.stream().mapToDouble(figure).average().orElseThrow(); }
}
