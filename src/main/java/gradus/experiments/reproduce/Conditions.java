package gradus.experiments.reproduce;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// How an experiment is run.
///
/// @param seeds  the seeds of its runs; where an experiment needs more or fewer, it says so
/// @param mnist  the folder of the digits
/// @param say    hears of progress, a line at a time
public record Conditions(List<Long> seeds, Path mnist, Consumer<String> say) {
    /// @throws IllegalArgumentException without a seed
    public Conditions {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) throw new IllegalArgumentException("an experiment takes at least one seed");
    }

    /// That the digits are there, and are MNIST's.
    ///
    /// @throws gradus.data.DataException if not
    public void requireDigits() { Digits.read(mnist, 0); }
}
