package gradus.viz.charts;

import java.util.stream.IntStream;

/// A line of a chart: a number for each place.
///
/// @param name   for the legend
/// @param x      the places, ascending
/// @param y      the numbers: as many; where one is not finite the line has a gap
/// @param faint  whether it stays in the background: thin, pale, without markers
public record Line(String name, double[] x, double[] y, boolean faint) {
    /// @throws IllegalArgumentException if there are not as many places as numbers
    public Line {
        if (x.length != y.length)
            throw new IllegalArgumentException("a line has a number for each place, but '" + name + "' has " + x.length + " places and "
                + y.length + " numbers");
    }

    /// A line through these points.
    public static Line of(String name, double[] x, double... y) { return new Line(name, x, y, false); }

    /// Numbers at the places 1, 2, 3 and so on.
    public static Line counted(String name, double... y) {
        return of(name, IntStream.rangeClosed(1, y.length).asDoubleStream().toArray(), y);
    }

    /// The same line in the background.
    public Line inBackground() { return new Line(name, x, y, true); }
}
