package gradus.experiments.reproduce;

import java.util.List;

/// A number that was published, ours over several seeds, and whether they agree, by a tolerance chosen before.
///
/// @param figure     what it is, as `test accuracy`, in the words of the table
/// @param unit       as `%`; empty for none
/// @param published  the number that was printed, or what the theory says
/// @param ours       what came out here, a number for each seed
/// @param rule       how the two are compared
/// @param tolerance  in the figure's unit
public record Comparison(String figure, String unit, double published, List<Double> ours, Rule rule, double tolerance) {
    /// How ours is compared with what was published.
    public enum Rule {
        /// The mean is no further away than the tolerance.
        WITHIN,
        /// The mean is at least the published number less the tolerance.
        AT_LEAST,
        /// The mean is at most the published number and the tolerance.
        AT_MOST
    }

    /// @throws IllegalArgumentException without a number of ours
    public Comparison {
        ours = List.copyOf(ours);
        if (ours.isEmpty()) throw new IllegalArgumentException(figure + ": there is no number to compare");
    }

    /// The mean of ours.
    public double mean() { return ours.stream().mapToDouble(Double::doubleValue).sum() / ours.size(); }

    /// The standard deviation of ours from seed to seed (n − 1); 0 of a single one.
    public double deviation() {
        double mean = mean();
        double squares = 0;
        for (double each : ours) squares += (each - mean) * (each - mean);
        return ours.size() == 1 ? 0 : StrictMath.sqrt(squares / (ours.size() - 1));
    }

    /// Whether ours agrees.
    public boolean holds() {
        return switch (rule) {
            case WITHIN -> Math.abs(mean() - published) <= tolerance;
            case AT_LEAST -> mean() >= published - tolerance;
            case AT_MOST -> mean() <= published + tolerance;
        };
    }
}
