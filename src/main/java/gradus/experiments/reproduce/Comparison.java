package gradus.experiments.reproduce;

import java.util.List;
import java.util.Locale;

/// A number to hold ours against, ours over several seeds, and whether they agree, by a stated tolerance.
///
/// @param figure     what it is, as `test accuracy`, in the words of the table
/// @param unit       as `%`; empty for none
/// @param published  the number that was printed, or follows from a theory, or, where neither is there, was chosen
/// @param ours       what came out here, a number for each seed
/// @param rule       how the two are compared
/// @param tolerance  in the figure's unit
/// @param origin     where the published number is from
public record Comparison(String figure, String unit, double published, List<Double> ours, Rule rule, double tolerance, Origin origin) {
    /// Where a number is from.
    public enum Origin {
        /// It was measured, and printed.
        PRINTED,
        /// It follows from a formula or a proof.
        THEORY,
        /// The source says something without a number, and this one was chosen for it beforehand.
        CHOSEN;

        /// `theory`.
        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    /// How ours is compared with what was published.
    public enum Rule {
        /// The mean is no further away than the tolerance.
        WITHIN,
        /// The mean is at least the published number less the tolerance.
        AT_LEAST,
        /// The mean is at most the published number and the tolerance.
        AT_MOST;

        /// `at_least`.
        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    /// With a number that was printed.
    public static Comparison printed(String figure, String unit, double number, List<Double> ours, Rule rule, double tolerance) {
        return new Comparison(figure, unit, number, ours, rule, tolerance, Origin.PRINTED);
    }

    /// With a number that a theory gives, where draws of chance come only near to it.
    public static Comparison theory(String figure, String unit, double number, List<Double> ours, Rule rule, double tolerance) {
        return new Comparison(figure, unit, number, ours, rule, tolerance, Origin.THEORY);
    }

    /// With a number that a theory gives, without a tolerance.
    public static Comparison theory(String figure, String unit, double number, List<Double> ours, Rule rule) {
        return theory(figure, unit, number, ours, rule, 0);
    }

    /// With a number that was chosen, from which ours may be so far.
    public static Comparison chosen(String figure, String unit, double number, List<Double> ours, Rule rule, double tolerance) {
        return new Comparison(figure, unit, number, ours, rule, tolerance, Origin.CHOSEN);
    }

    /// With a number that was chosen, and so needs no tolerance.
    public static Comparison chosen(String figure, String unit, double number, List<Double> ours, Rule rule) {
        return chosen(figure, unit, number, ours, rule, 0);
    }

    /// @throws IllegalArgumentException without a number of ours
    public Comparison {
        ours = List.copyOf(ours);
        if (ours.isEmpty()) throw new IllegalArgumentException(figure + ": there is no number to compare");
    }

    /// The mean of ours; of equal numbers it is that number, to the last bit.
    public double mean() {
        double first = ours.getFirst();
        return ours.stream().allMatch(each -> each == first) ? first
            : ours.stream().mapToDouble(Double::doubleValue).sum() / ours.size();
    }

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
