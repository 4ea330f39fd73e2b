package gradus.viz.charts;

import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;

/// How runs are marked, and the range that the marks of some runs lie in: so that several charts give the same mark the same colour.
///
/// @param name    of the mark, with its unit, as `validation accuracy, %`
/// @param worst   the worst mark that is shown
/// @param best    the best one: larger than the worst for an accuracy, smaller for a loss
public record Marks(String name, double worst, double best) {
    private static final MathContext THREE = new MathContext(3);
    private static final double WIDE = 30;

    /// The range of these marks, of which those that are not finite do not count.
    public static Marks of(String name, boolean largerIsBetter, double... marks) {
        var finite = Arrays.stream(marks).filter(Double::isFinite).summaryStatistics();
        if (finite.getCount() == 0) return new Marks(name, largerIsBetter ? 0 : 1, largerIsBetter ? 1 : 0);
        return largerIsBetter ? new Marks(name, finite.getMin(), finite.getMax()) : new Marks(name, finite.getMax(), finite.getMin());
    }

    boolean largerIsBetter() { return best >= worst; }

    /// Whether marks differ by so much that only their logarithms can be told apart: losses, not shares.
    boolean logarithmic() { return !largerIsBetter() && best > 0 && worst > WIDE * best; }

    /// From 0 for the worst to 1 for the best; NaN where there is no mark.
    double share(double mark) {
        if (!Double.isFinite(mark)) return Double.NaN;
        if (worst == best) return 1;
        return logarithmic() ? StrictMath.log(worst / mark) / StrictMath.log(worst / best)
            : Math.abs(mark - worst) / Math.abs(best - worst);
    }

    /// A mark in a few digits: `97.24`, `0.0701`.
    String shown(double mark) {
        return largerIsBetter() ? String.format(Locale.ROOT, "%.1f", mark) : TickLabels.number(mark, THREE);
    }
}
