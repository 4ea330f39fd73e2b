package gradus.viz.charts;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// One setting: a strip for each of its values, a dot for each run, and a bar at the mark that half of these runs reach. How many
/// diverged, and so have no dot, is said below; they count as the worst.
///
/// @param title   what stands above
/// @param values  its values
/// @param runs    the marks of each value's runs, NaN for one that diverged
/// @param marks   the range of the vertical axis
public record SettingStrips(String title, List<String> values, double[][] runs, Marks marks) implements Chart {
    private static final int HEAD = 52, FOOT = 42, PLOT = 190, LEFT = 56, RIGHT = 14, TICKS = 5;
    private static final double DOT = 2.6, SPREAD = 0.3;

    /// @throws IllegalArgumentException if there are not runs for each value, or no values
    public SettingStrips {
        values = List.copyOf(values);
        if (values.isEmpty() || runs.length != values.size())
            throw new IllegalArgumentException("strips of " + values.size() + " values need the runs of each");
    }

    /// The mark that at least half of some runs reach: an actual run's, the worse one of the two in the middle; NaN if that one diverged.
    public static double half(boolean largerIsBetter, double... marks) {
        if (marks.length == 0) return Double.NaN;
        var ranked = Arrays.stream(marks).map(mark -> Double.isNaN(mark) ? Double.NEGATIVE_INFINITY : largerIsBetter ? mark : -mark)
            .sorted().toArray();
        double middle = ranked[(ranked.length - 1) / 2];
        return Double.isInfinite(middle) ? Double.NaN : largerIsBetter ? middle : -middle;
    }

    private int strip() {
        int longest = values.stream().mapToInt(value -> Words.shown(value).length()).max().orElse(0);
        return Math.max(values.size() <= 3 ? 88 : 66, Math.min(130, 12 + 7 * longest));
    }

    @Override public int width() { return Math.max(330, LEFT + strip() * values.size() + RIGHT); }

    @Override public int height() { return HEAD + PLOT + FOOT; }

    @Override public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
        var canvas = new Canvas(g, theme);
        double x0 = area.getX() + LEFT, y0 = area.getY() + HEAD, across = area.getWidth() - LEFT - RIGHT, w = across / values.size();
        canvas.font(Font.BOLD, Frame.TITLE);
        canvas.words(title, area.getX() + 12, area.getY() + 22, area.getWidth() - 24, theme.ink);
        canvas.font(Font.PLAIN, Frame.TICKS);
        canvas.words(marks.name() + (marks.logarithmic() ? " (log scale)" : ""), area.getX() + 12, area.getY() + 40, area.getWidth() - 24,
            theme.muted);
        for (double tick : ticks()) {
            double y = place(marks.share(tick), y0);
            g.setPaint(theme.grid);
            g.setStroke(new BasicStroke(0.8f));
            g.draw(new Line2D.Double(x0, y, x0 + across, y));
            canvas.flushRight(TickLabels.number(tick), x0 - 6, y + 4, LEFT - 10, theme.ink);
        }
        for (int i = 0; i < values.size(); i++) {
            strip(canvas, runs[i], x0 + i * w, y0, w);
            canvas.font(Font.PLAIN, Frame.WORDS);
            canvas.centred(values.get(i), x0 + (i + 0.5) * w, y0 + PLOT + 18, w - 4, theme.ink);
            long gone = Arrays.stream(runs[i]).filter(Double::isNaN).count();
            canvas.font(Font.PLAIN, Frame.TICKS - 1);
            if (gone > 0) canvas.centred(gone + "/" + runs[i].length + " div.", x0 + (i + 0.5) * w, y0 + PLOT + 32, w, theme.muted);
        }
    }

    /// Round numbers within the range: steps of 1, 2 or 5 times a power of ten, or powers of ten; its ends where there are none.
    private double[] ticks() {
        double low = Math.min(marks.worst(), marks.best()), high = Math.max(marks.worst(), marks.best());
        if (low == high) return new double[] {low};
        if (marks.logarithmic()) {
            var powers = IntStream.rangeClosed((int) StrictMath.ceil(StrictMath.log10(low)), (int) StrictMath.floor(StrictMath.log10(high)))
                .mapToDouble(power -> StrictMath.pow(10, power)).toArray();
            return powers.length > 0 ? powers : new double[] {low, high};
        }
        double unit = StrictMath.pow(10, StrictMath.floor(StrictMath.log10((high - low) / TICKS)));
        double step = unit;
        for (double factor : new double[] {2, 5, 10}) if (step * TICKS < high - low) step = factor * unit;
        long from = (long) StrictMath.ceil(low / step), to = (long) StrictMath.floor(high / step);
        double chosen = step;
        return LongStream.rangeClosed(from, to).mapToDouble(i -> i * chosen).toArray();
    }

    /// Dots side by side in the order of the runs, so that few hide others.
    private void strip(Canvas canvas, double[] marked, double x, double y0, double w) {
        var g = canvas.g();
        for (int k = 0; k < marked.length; k++) {
            if (!Double.isFinite(marked[k])) continue;
            double middle = x + w * (marked.length == 1 ? 0.5 : 0.5 - SPREAD + 2 * SPREAD * k / (marked.length - 1));
            g.setPaint(Palette.tint(0, 190));
            g.fill(new Ellipse2D.Double(middle - DOT, place(marks.share(marked[k]), y0) - DOT, 2 * DOT, 2 * DOT));
        }
        double half = half(marks.largerIsBetter(), marked);
        if (!Double.isFinite(half)) return;
        double y = place(marks.share(half), y0);
        g.setPaint(Palette.colour(1));
        g.setStroke(new BasicStroke(2.4f));
        g.draw(new Line2D.Double(x + 0.12 * w, y, x + 0.88 * w, y));
    }

    private static double place(double share, double y0) { return y0 + (1 - Math.clamp(share, 0, 1)) * PLOT; }
}
