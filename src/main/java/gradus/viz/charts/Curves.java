package gradus.viz.charts;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.DefaultXYDataset;

/// Lines over a common axis: losses and accuracies over epochs, gradient norms over steps, functions. Each has its colour, dash
/// and marker. Numbers that are not finite leave a gap, and a note says how many; so do those that a log scale has no place for.
///
/// @param title        what stands above
/// @param across       the horizontal axis, with its unit
/// @param up           the vertical axis, with its unit
/// @param lines        at least one
/// @param logarithmic  whether the vertical axis is, in decades
public record Curves(String title, String across, String up, List<Line> lines, boolean logarithmic) implements Chart {
    private static final int MARKERS = 12;

    /// @throws IllegalArgumentException for no lines
    public Curves {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) throw new IllegalArgumentException("a chart of curves needs at least one line: '" + title + "' has none");
    }

    /// Lines over plain axes.
    public static Curves of(String title, String across, String up, Line... lines) {
        return new Curves(title, across, up, List.of(lines), false);
    }

    /// The same with decades as the vertical axis.
    public Curves logarithmically() { return new Curves(title, across, up, lines, true); }

    @Override public int width() { return 560; }

    @Override public int height() { return 340; }

    @Override public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
        var numbers = new DefaultXYDataset();
        List<double[]> xs = new ArrayList<>(), ys = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            double[] x = line.x(), y = shown(line.y());
            for (int k = 0; k < y.length; k++) if (!Double.isFinite(x[k])) y[k] = Double.NaN;
            boolean any = Arrays.stream(y).anyMatch(Double::isFinite);
            numbers.addSeries(i, any ? new double[][] {x, y} : new double[2][0]);
            if (any) {
                xs.add(x);
                ys.add(y);
            }
        }
        var frame = new Frame(theme);
        var height = Span.of(ys);
        boolean whole = xs.stream().flatMapToDouble(Arrays::stream).allMatch(x -> x == StrictMath.rint(x));
        var chart = frame.around(title, numbers, frame.axis(across, Span.of(xs).airy(), whole, false),
            frame.axis(up, logarithmic ? height.whole() : height.airy(), false, logarithmic), renderer(),
            lines.stream().map(Line::name).toList(), notes());
        chart.draw(g, area);
    }

    private XYLineAndShapeRenderer renderer() {
        var renderer = new XYLineAndShapeRenderer() {
            private static final long serialVersionUID = 1;

            // Where there are many points, only some have a marker, at places that differ from line to line.
            @Override public boolean getItemShapeVisible(int series, int item) {
                var line = lines.get(series);
                int n = line.y().length, every = Math.ceilDiv(n, MARKERS);
                return !line.faint() && (item == 0 || n <= MARKERS || item % every == every * series / lines.size());
            }
        };
        renderer.setDrawSeriesLineAsPath(true);
        for (int i = 0, styled = 0; i < lines.size(); i++) {
            boolean faint = lines.get(i).faint();
            if (faint) {
                renderer.setSeriesPaint(i, Palette.FAINT);
                renderer.setSeriesStroke(i, new BasicStroke(0.7f));
                renderer.setSeriesShapesVisible(i, false);
            } else {
                renderer.setSeriesPaint(i, Palette.colour(styled));
                renderer.setSeriesStroke(i, Palette.stroke(styled, 1.8f));
                renderer.setSeriesShape(i, Palette.marker(styled, 3.2));
                styled++;
            }
        }
        return renderer;
    }

    /// What has a place on the axis, and NaN for the rest.
    private double[] shown(double... y) {
        var out = y.clone();
        for (int i = 0; i < out.length; i++) {
            if (logarithmic) out[i] = out[i] > 0 ? StrictMath.log10(out[i]) : Double.NaN;
            if (!Double.isFinite(out[i])) out[i] = Double.NaN;
        }
        return out;
    }

    private List<String> notes() {
        var notes = new ArrayList<String>();
        for (var line : lines) {
            long not = Arrays.stream(line.y()).filter(y -> !Double.isFinite(y)).count();
            if (not > 0) notes.add(line.name() + ": " + not + " of " + line.y().length + " not finite, left out");
            long below = logarithmic ? Arrays.stream(line.y()).filter(y -> Double.isFinite(y) && y <= 0).count() : 0;
            if (below > 0) notes.add(line.name() + ": " + below + " of " + line.y().length
                + " at 0 or below, which has no place on a log scale");
        }
        return notes;
    }
}
