package gradus.viz.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/// Two settings against each other: a row for each value of the one, a column for each of the other, and in the cell the mark of the runs
/// that have both, darker where it is better. Where runs diverged a corner says how many did; cells without a mark are crossed out.
///
/// @param title    what stands above
/// @param down     the setting whose values are the rows
/// @param rows     its values
/// @param across   the setting whose values are the columns
/// @param columns  its values
/// @param cells    row by row
/// @param marks    the range of the colours
public record SettingsMap(String title, String down, List<String> rows, String across, List<String> columns, Cell[][] cells, Marks marks)
        implements Chart {
    private static final int CELL = 38, HEAD = 80, FOOT = 62, LEAST = 330, GAP = 12;

    /// The runs that have two values in common.
    ///
    /// @param mark      what they are marked by; NaN where there is no mark
    /// @param runs      how many there are
    /// @param diverged  how many of them did
    public record Cell(double mark, int runs, int diverged) {}

    /// @throws IllegalArgumentException if there is not a cell for each row and column, or there are none
    public SettingsMap {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        boolean fits = cells.length == rows.size() && cells.length > 0 && !columns.isEmpty();
        for (var row : cells) fits &= row.length == columns.size();
        if (!fits) throw new IllegalArgumentException("a map of " + rows.size() + " by " + columns.size()
            + " values has a cell for each two");
    }

    private static int longest(List<String> names) { return names.stream().mapToInt(name -> Words.shown(name).length()).max().orElse(0); }

    private int cellWidth() { return Math.clamp(12 + 7L * longest(columns), 62, 130); }

    private int left() { return GAP + 10 + Math.clamp(7L * Math.max(longest(rows), down.length() + 2), 40, 130); }

    @Override public int width() { return Math.max(LEAST, left() + cellWidth() * columns.size() + GAP); }

    @Override public int height() { return HEAD + CELL * rows.size() + FOOT; }

    @Override public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
        var canvas = new Canvas(g, theme);
        int w = cellWidth();
        double x0 = area.getX() + left(), y0 = area.getY() + HEAD, left = area.getX() + GAP;
        canvas.font(Font.BOLD, Frame.TITLE);
        canvas.words(title, left, area.getY() + 22, area.getWidth() - 2 * GAP, theme.ink);
        canvas.font(Font.PLAIN, Frame.WORDS);
        canvas.words(marks.name(), left, area.getY() + 38, area.getWidth() - 2 * GAP, theme.muted);
        canvas.words(across + " →", x0, area.getY() + 58, area.getX() + area.getWidth() - x0 - GAP, theme.muted);
        canvas.words(down + " ↓", left, y0 - 6, left() - GAP - 4, theme.muted);
        for (int j = 0; j < columns.size(); j++) canvas.centred(columns.get(j), x0 + (j + 0.5) * w, y0 - 6, w - 4, theme.ink);
        for (int i = 0; i < rows.size(); i++) {
            canvas.font(Font.PLAIN, Frame.WORDS);
            canvas.flushRight(rows.get(i), x0 - 8, y0 + i * CELL + CELL / 2.0 + 4, left() - GAP - 10, theme.ink);
            for (int j = 0; j < columns.size(); j++) cell(canvas, cells[i][j], x0 + j * w, y0 + i * CELL, w);
        }
        canvas.legend(Scale.SHARE, x0, y0 + rows.size() * CELL + 16, Math.max(200, Math.min(260, w * columns.size())),
            marks.shown(marks.worst()), marks.logarithmic() ? "log scale" : "", marks.shown(marks.best()));
    }

    private void cell(Canvas canvas, Cell cell, double x, double y, int w) {
        boolean marked = Double.isFinite(cell.mark);
        var colour = marked ? Scale.SHARE.of(marks.share(cell.mark)) : null;
        var ink = colour == null ? canvas.theme().muted : Scale.readableOn(colour);
        if (colour != null) canvas.fill(x, y, w, CELL, colour);
        else if (cell.runs > 0) crossed(canvas.g(), x, y, w, canvas.theme().grid);
        canvas.outline(x, y, w, CELL, canvas.theme().grid);
        if (marked) {
            canvas.font(Font.BOLD, Frame.WORDS);
            canvas.centred(marks.shown(cell.mark), x + w / 2.0, y + (cell.diverged > 0 ? 17 : CELL / 2.0 + 4), w, ink);
        }
        canvas.font(Font.PLAIN, Frame.TICKS - 1);
        if (cell.runs == 0) canvas.centred("–", x + w / 2.0, y + CELL / 2.0 + 4, w, ink);
        else if (cell.diverged > 0) canvas.centred(diverged(cell), x + w / 2.0, y + (marked ? 31 : CELL / 2.0 + 4), w - 2, ink);
    }

    private static String diverged(Cell cell) { return cell.runs == 1 ? "diverged" : cell.diverged + "/" + cell.runs + " div."; }

    private static void crossed(Graphics2D g, double x, double y, double w, Color colour) {
        g.setPaint(colour);
        g.setStroke(new BasicStroke(1));
        g.draw(new Line2D.Double(x, y, x + w, y + CELL));
        g.draw(new Line2D.Double(x, y + CELL, x + w, y));
    }
}
