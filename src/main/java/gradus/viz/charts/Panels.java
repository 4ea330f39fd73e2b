package gradus.viz.charts;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/// Charts beside and below each other, row by row.
///
/// @param title    what stands above all of them
/// @param columns  how many stand beside each other
/// @param charts   at least one; all get as much room as the largest needs
public record Panels(String title, int columns, List<Chart> charts) implements Chart {
    private static final int HEAD = 30;

    /// @throws IllegalArgumentException for no charts or no columns
    public Panels {
        charts = List.copyOf(charts);
        if (charts.isEmpty() || columns < 1)
            throw new IllegalArgumentException("panels need at least one chart and one column: '" + title + "' has " + charts.size()
                + " charts in " + columns + " columns");
    }

    private int cellWidth() { return charts.stream().mapToInt(Chart::width).max().orElseThrow(); }

    private int cellHeight() { return charts.stream().mapToInt(Chart::height).max().orElseThrow(); }

    private int head() { return title.isBlank() ? 0 : HEAD; }

    @Override public int width() { return cellWidth() * Math.min(columns, charts.size()); }

    @Override public int height() { return head() + cellHeight() * Math.ceilDiv(charts.size(), columns); }

    @Override public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
        var canvas = new Canvas(g, theme);
        canvas.font(Font.BOLD, Frame.TITLE);
        canvas.words(title, area.getX() + 12, area.getY() + 22, area.getWidth() - 24, theme.ink);
        for (int i = 0; i < charts.size(); i++) {
            double x = area.getX() + i % columns * cellWidth(), y = area.getY() + head() + i / columns * cellHeight();
            charts.get(i).draw(g, new Rectangle2D.Double(x, y, cellWidth(), cellHeight()), theme);
        }
    }
}
