package gradus.viz.charts;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.DefaultIntervalXYDataset;

/// How often numbers of each size occur, in 40 bins of equal width, with mean, deviation and the share of zeros below. The counts
/// are on a log scale where a bin holds more than a hundred: a peak at 0 would else hide the rest.
///
/// @param title   what stands above
/// @param across  what the numbers are, with their unit
/// @param values  the numbers; those that are not finite are left out, and a note says how many
public record Histogram(String title, String across, double... values) implements Chart {
    private static final int BINS = 40, MANY = 100;
    private static final double HALF = StrictMath.log10(0.5);
    private static final MathContext THREE = new MathContext(3);

    @Override public int width() { return 330; }

    @Override public int height() { return 215; }

    @Override public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
        var finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        var span = Span.of(List.of(finite)).airy();
        int[] counts = counts(finite, span);
        boolean log = Arrays.stream(counts).max().orElse(0) > MANY;
        double base = log ? HALF : 0;
        var frame = new Frame(theme);
        var bars = bars(counts, span, log);
        var heights = new Span(base, Arrays.stream(bars[3]).max().orElse(1) * 1.06 + 0.02);
        var numbers = new DefaultIntervalXYDataset();
        if (finite.length > 0) numbers.addSeries("", bars);
        var renderer = new XYBarRenderer();
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setBase(base);
        renderer.setUseYInterval(false);
        renderer.setSeriesPaint(0, Palette.colour(0));
        frame.around(title, numbers, frame.axis(across, span, false, false),
            frame.axis(log ? "count (log scale)" : "count", heights, true, log), renderer, List.of(title), notes(finite)).draw(g, area);
    }

    private static int[] counts(double[] finite, Span span) {
        var counts = new int[BINS];
        double width = span.high() - span.low();
        for (double x : finite) counts[Math.clamp((int) (BINS * ((x - span.low()) / width)), 0, BINS - 1)]++;
        return counts;
    }

    /// JFreeChart's six rows: middle, left and right end of each bar, then its height three times.
    private static double[][] bars(int[] counts, Span span, boolean log) {
        var filled = IntStream.range(0, BINS).filter(bin -> counts[bin] > 0).toArray();
        var rows = new double[6][filled.length];
        double width = (span.high() - span.low()) / BINS;
        for (int i = 0; i < filled.length; i++) {
            double left = span.low() + width * filled[i];
            rows[0][i] = left + width / 2;
            rows[1][i] = left;
            rows[2][i] = left + width;
            double height = log ? StrictMath.log10(counts[filled[i]]) : counts[filled[i]];
            for (int row = 3; row < 6; row++) rows[row][i] = height;
        }
        return rows;
    }

    private List<String> notes(double... finite) {
        var notes = new ArrayList<String>();
        if (finite.length > 0) {
            double mean = Arrays.stream(finite).sum() / finite.length;
            double variance = Arrays.stream(finite).map(x -> (x - mean) * (x - mean)).sum() / finite.length;
            long zeros = Arrays.stream(finite).filter(x -> x == 0).count();
            notes.add("mean " + TickLabels.number(mean, THREE) + ", deviation " + TickLabels.number(StrictMath.sqrt(variance), THREE)
                + (zeros == 0 ? "" : ", " + TickLabels.number(100.0 * zeros / finite.length, THREE) + " % are 0"));
        }
        if (finite.length < values.length) notes.add((values.length - finite.length) + " of " + values.length + " not finite, left out");
        return notes;
    }
}
