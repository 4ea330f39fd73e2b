package gradus.viz.charts;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Which class was taken for which: a row for each true class, a column for each that was said, and how often in the cell. A
/// cell is dark by its share of the row; behind each row stands the share that is right.
///
/// @param title   what stands above
/// @param names   of the classes
/// @param counts  by true class, then by what was said
public record ConfusionMatrix(String title, List<String> names, int[][] counts) implements Chart {
    private static final int MOST = 40, CELL_HEIGHT = 26, HEAD = 62, FOOT = 64, RIGHT = 74;

    /// @throws IllegalArgumentException if the counts are no square of as many rows as names, or negative, or too many to be read
    public ConfusionMatrix {
        names = List.copyOf(names);
        int n = names.size();
        if (counts.length != n || Arrays.stream(counts).anyMatch(row -> row.length != n))
            throw new IllegalArgumentException("a confusion matrix of " + n + " classes has " + n + " rows of " + n + " counts");
        if (n == 0 || n > MOST)
            throw new IllegalArgumentException("a confusion matrix of " + n + " classes cannot be read: from 1 to " + MOST + " can");
        if (Arrays.stream(counts).flatMapToInt(Arrays::stream).anyMatch(count -> count < 0))
            throw new IllegalArgumentException("counts are 0 or more");
    }

    private int longest() { return names.stream().mapToInt(name -> Words.shown(name).length()).max().orElse(0); }

    private int left() { return 34 + Math.clamp(8L * longest(), 36, 130); }

    /// As wide as the largest number needs.
    private int cellWidth() {
        int digits = String.format(Locale.ROOT, "%,d", Arrays.stream(counts).flatMapToInt(Arrays::stream).max().orElse(0)).length();
        return Math.max(names.size() <= 4 ? 64 : 40, 14 + 7 * digits);
    }

    @Override public int width() { return Math.max(360, left() + cellWidth() * names.size() + RIGHT); }

    @Override public int height() { return HEAD + (slanted() ? 56 : 0) + CELL_HEIGHT * names.size() + FOOT; }

    /// Whether names stand slanted above their columns, since they are wider than those.
    private boolean slanted() { return 8 * longest() > cellWidth() - 6; }

    @Override public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
        var canvas = new Canvas(g, theme);
        int w = cellWidth(), n = names.size();
        double x0 = area.getX() + left(), y0 = area.getY() + HEAD + (slanted() ? 56 : 0);
        canvas.font(Font.BOLD, Frame.TITLE);
        canvas.words(title, area.getX() + 12, area.getY() + 22, area.getWidth() - 24, theme.ink);
        canvas.font(Font.PLAIN, Frame.WORDS);
        canvas.words("predicted →", x0, area.getY() + 40, 120, theme.muted);
        canvas.words("true ↓", area.getX() + 12, y0 - 6, left() - 16, theme.muted);
        canvas.flushRight("right", x0 + n * w + RIGHT - 14, y0 - 6, RIGHT - 18, theme.muted);
        for (int i = 0; i < n; i++) {
            heading(canvas, names.get(i), x0 + (i + 0.5) * w, y0 - 6);
            double y = y0 + i * CELL_HEIGHT, base = y + CELL_HEIGHT / 2.0 + 4;
            canvas.font(Font.PLAIN, Frame.WORDS);
            canvas.flushRight(names.get(i), x0 - 8, base, left() - 20, theme.ink);
            int sum = Arrays.stream(counts[i]).sum();
            for (int j = 0; j < n; j++) {
                var colour = Scale.SHARE.of(sum == 0 ? 0 : (double) counts[i][j] / sum);
                canvas.fill(x0 + j * w, y, w, CELL_HEIGHT, colour);
                canvas.outline(x0 + j * w, y, w, CELL_HEIGHT, theme.grid);
                canvas.font(i == j ? Font.BOLD : Font.PLAIN, Frame.WORDS);
                canvas.centred(String.format(Locale.ROOT, "%,d", counts[i][j]), x0 + (j + 0.5) * w, base, w, counts[i][j] == 0
                    ? Color.GRAY : Scale.readableOn(colour));
            }
            canvas.font(Font.PLAIN, Frame.WORDS);
            canvas.flushRight(sum == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * counts[i][i] / sum),
                x0 + n * w + RIGHT - 14, base, RIGHT - 18, theme.ink);
        }
        canvas.legend(Scale.SHARE, x0, y0 + n * CELL_HEIGHT + 18, 180, "0 %", "share of the row", "100 %");
    }

    private void heading(Canvas canvas, String name, double middle, double y) {
        canvas.font(Font.PLAIN, Frame.WORDS);
        if (!slanted()) {
            canvas.centred(name, middle, y, cellWidth(), canvas.theme().ink);
            return;
        }
        var before = canvas.g().getTransform();
        canvas.g().transform(AffineTransform.getRotateInstance(-StrictMath.PI / 4, middle, y));
        canvas.words(name, middle, y, 76, canvas.theme().ink);
        canvas.g().setTransform(before);
    }
}
