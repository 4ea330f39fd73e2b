package gradus.viz.charts;

import gradus.tensor.Tensor;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.Stream;

/// Pictures that were taken for something else, with what was said and what is true below each.
///
/// @param title    what stands above
/// @param pixels   `(n, rows * columns)`, from 0 (paper) to 1 (ink)
/// @param rows     how many pixels a picture is high
/// @param columns  how many it is wide
/// @param said     the name of the class that was said of each
/// @param truth    the name of the class of each
public record MisreadDigits(String title, Tensor pixels, int rows, int columns, List<String> said, List<String> truth) implements Chart {
    private static final int ACROSS = 10, WORDS = 30, FEW = 4;

    /// @throws IllegalArgumentException for pixels that are no pictures of this size, or without as many words
    public MisreadDigits {
        said = List.copyOf(said);
        truth = List.copyOf(truth);
        var shape = pixels.shape();
        if (rows < 1 || columns < 1 || shape.rank() != 2 || shape.dim(0) < 1 || shape.dim(1) != rows * columns)
            throw new IllegalArgumentException("pictures of " + rows + " by " + columns + " pixels have the shape (n, " + rows * columns
                + "), not " + shape);
        if (said.size() != shape.dim(0) || truth.size() != shape.dim(0))
            throw new IllegalArgumentException(shape.dim(0) + " pictures need as many classes that were said and that are true: found "
                + said.size() + " and " + truth.size());
    }

    /// Long names get more room, in fewer columns.
    private Tiles tiles() {
        int longest = Stream.concat(said.stream(), truth.stream()).mapToInt(name -> Words.shown(name).length()).max().orElse(0);
        return longest <= FEW ? Tiles.of(said.size(), ACROSS, rows, columns, 0, WORDS)
            : Tiles.of(said.size(), ACROSS * 6 / 10, rows, columns, 110, WORDS);
    }

    @Override public int width() { return Math.max(300, tiles().allWidth()); }

    @Override public int height() { return tiles().allHeight() + 6; }

    @Override public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
        var canvas = new Canvas(g, theme);
        var tiles = tiles();
        canvas.font(Font.BOLD, Frame.TITLE);
        canvas.words(title, area.getX() + 12, area.getY() + 22, area.getWidth() - 24, theme.ink);
        for (int i = 0; i < said.size(); i++) {
            double x = area.getX() + tiles.x(i), y = area.getY() + tiles.y(i), below = y + tiles.height();
            var picture = pixels.slice(0, i, i + 1).toDoubles();
            canvas.picture(picture, rows, columns, Scale.INK::of, x, y, tiles.width(), tiles.height());
            canvas.outline(x, y, tiles.width(), tiles.height(), theme.grid);
            canvas.font(Font.BOLD, Frame.TICKS);
            canvas.words("says " + said.get(i), x, below + 12, tiles.room() + 6, theme.ink);
            canvas.font(Font.PLAIN, Frame.TICKS);
            canvas.words("is " + truth.get(i), x, below + 24, tiles.room() + 6, theme.muted);
        }
    }
}
