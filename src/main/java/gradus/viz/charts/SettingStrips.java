package gradus.viz.charts;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;

/// One setting: a strip for each of its values, a dot for each run, and a bar at the mark that half of these runs reach. How many
/// diverged, and so have no dot, is said below; they count as the worst.
///
/// @param title    what stands above
/// @param setting  the setting
/// @param values   its values
/// @param runs     the marks of each value's runs, NaN for one that diverged
/// @param marks    the range of the vertical axis
public record SettingStrips(String title, String setting, List<String> values, double[][] runs, Marks marks) implements Chart {
    private static final int HEAD = 50, FOOT = 56, PLOT = 190, LEFT = 56, RIGHT = 14, TICKS = 4;
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
        var ranked = Arrays.stream(marks).map(mark -> Double.isNaN(mark) ? Double.NEGATIVE_INFINITY : largerIsBetter ? mark : -mark).sorted().toArray();
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
        canvas.words(marks.name() + (marks.logarithmic() ? " (log scale)" : ""), area.getX() + 12, area.getY() + 40, area.getWidth() - 24, theme.muted);
        for (int tick = 0; tick <= TICKS; tick++) {
            double share = (double) tick / TICKS, y = place(share, y0);
            g.setPaint(theme.grid);
            g.setStroke(new BasicStroke(0.8f));
            g.draw(new Line2D.Double(x0, y, x0 + across, y));
            canvas.flushRight(marks.shown(marks.at(share)), x0 - 6, y + 4, LEFT - 10, theme.ink);
        }
        for (int i = 0; i < values.size(); i++) {
            strip(canvas, runs[i], x0 + i * w, y0, w);
            canvas.font(Font.PLAIN, Frame.WORDS);
            canvas.centred(values.get(i), x0 + (i + 0.5) * w, y0 + PLOT + 18, w - 4, theme.ink);
            long gone = Arrays.stream(runs[i]).filter(Double::isNaN).count();
            canvas.font(Font.PLAIN, Frame.TICKS - 1);
            if (gone > 0) canvas.centred(gone + "/" + runs[i].length + " diverged", x0 + (i + 0.5) * w, y0 + PLOT + 32, w, theme.muted);
        }
        canvas.font(Font.PLAIN, Frame.WORDS);
        canvas.centred(setting, x0 + across / 2, y0 + PLOT + 48, across, theme.muted);
    }

    /// Dots side by side in the order of the runs, so that few hide others.
    private void strip(Canvas canvas, double[] marked, double x, double y0, double w) {
        var g = canvas.g();
        for (int k = 0; k < marked.length; k++) {
            if (!Double.isFinite(marked[k])) continue;
            double middle = x + w * (marked.length == 1 ? 0.5 : 0.5 - SPREAD + 2 * SPREAD * k / (marked.length - 1));
            g.setPaint(Palette.tint(0, 130));
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
