package gradus.viz.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.function.DoubleFunction;

/// Words, tiles and colour scales, for charts without axes.
///
/// @param g      where they are drawn
/// @param theme  paper and ink
record Canvas(Graphics2D g, Theme theme) {
    private static final int STEPS = 60;

    void font(int style, int points) { g.setFont(Frame.font(style, points)); }

    /// Words from a place on their base line on, cut with … where they are too wide.
    void words(String text, double x, double y, double width, Color colour) {
        if (text.isBlank()) return;
        g.setPaint(colour);
        g.drawString(Words.fitting(text, g.getFontMetrics(), width), (float) x, (float) y);
    }

    /// Words about a middle.
    void centred(String text, double middle, double y, double width, Color colour) {
        if (text.isBlank()) return;
        var shown = Words.fitting(text, g.getFontMetrics(), width);
        g.setPaint(colour);
        g.drawString(shown, (float) (middle - g.getFontMetrics().stringWidth(shown) / 2.0), (float) y);
    }

    /// Words that end at a place.
    void flushRight(String text, double right, double y, double width, Color colour) {
        if (text.isBlank()) return;
        var shown = Words.fitting(text, g.getFontMetrics(), width);
        g.setPaint(colour);
        g.drawString(shown, (float) (right - g.getFontMetrics().stringWidth(shown)), (float) y);
    }

    void fill(double x, double y, double width, double height, Color colour) {
        g.setPaint(colour);
        g.fill(new Rectangle2D.Double(x, y, width, height));
    }

    void outline(double x, double y, double width, double height, Color colour) {
        g.setPaint(colour);
        g.setStroke(new BasicStroke(0.8f));
        g.draw(new Rectangle2D.Double(x, y, width, height));
    }

    /// Numbers row by row as a picture.
    void picture(double[] numbers, int height, int width, DoubleFunction<Color> colour, double x, double y, int shownWidth,
        int shownHeight) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++)
                image.setRGB(column, row, colour.apply(numbers[row * width + column]).getRGB());
        g.drawImage(image, (int) x, (int) y, shownWidth, shownHeight, null);
    }

    /// A colour scale with a word at each end and one in the middle.
    void legend(Scale scale, double x, double y, int width, String low, String middle, String high) {
        double step = (double) width / STEPS;
        for (int i = 0; i < STEPS; i++)
            fill(x + i * step, y, step + 0.4, 10, scale.of(scale.low + (1.0 - scale.low) * i / (STEPS - 1)));
        outline(x, y, width, 10, theme.muted);
        font(Font.PLAIN, Frame.TICKS);
        words(low, x, y + 23, width / 2.0, theme.ink);
        centred(middle, x + width / 2.0, y + 23, width / 2.0, theme.ink);
        flushRight(high, x + width, y + 23, width / 2.0, theme.ink);
    }
}
