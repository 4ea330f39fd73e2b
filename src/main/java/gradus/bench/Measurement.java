package gradus.bench;

import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What came of a workload.
///
/// @param runs     the figure of each run
/// @param unit     what they are counted in
/// @param check    whether the result is right
/// @param details  what else there is to say, a line each
/// @param fields   further figures for programs, by name
public record Measurement(double[] runs, String unit, Check check, List<String> details, SequencedMap<String, @Nullable Object> fields) {
    /// The figure in the middle.
    public double median() { return Timing.median(runs); }

    /// The smallest.
    public double min() { return Timing.sorted(runs)[0]; }

    /// The largest.
    public double max() { return Timing.sorted(runs)[runs.length - 1]; }
}
