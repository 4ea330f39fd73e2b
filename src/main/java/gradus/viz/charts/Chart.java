package gradus.viz.charts;

import gradus.io.AtomicFile;
import gradus.viz.PictureException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.SVGHints;
import org.jfree.svg.ViewBox;
import org.jspecify.annotations.Nullable;

/// Numbers as a picture. The same numbers give the same SVG, byte for byte, where the same fonts are installed.
/// ```java
/// Curves.of("Loss", "epoch", "loss", Line.of("training", losses)).write(Path.of("out/loss.svg"));
/// ```
public interface Chart {
    /// Wide, and on most machines.
    String FONT = "DejaVu Sans";

    /// What stands above it, and what a screen reader says of it.
    String title();

    /// In points.
    int width();

    /// In points.
    int height();

    /// Draws it into a part of the plane.
    void draw(Graphics2D g, Rectangle2D area, Theme theme);

    /// The chart in SVG, on white.
    default String svg() { return svg(Theme.LIGHT); }

    /// The chart in SVG.
    ///
    /// @throws PictureException if this Java cannot draw
    default String svg(Theme theme) { return svg(theme, theme == Theme.LIGHT ? "light-" : "dark-", true); }

    /// The chart in SVG for a page: without paper, and in inks that the page chooses by its style sheet's variables `--ink`,
    /// `--muted` and `--grid`.
    ///
    /// @param id  how its identifiers begin: each chart of a page needs another
    default String inline(String id) {
        var svg = svg(Theme.LIGHT, id + "-", false);
        svg = variable(svg, "--ink", Theme.LIGHT.ink.getRGB());
        svg = variable(svg, "--muted", Theme.LIGHT.muted.getRGB());
        return variable(svg, "--grid", Theme.LIGHT.grid.getRGB());
    }

    private static String variable(String svg, String name, int rgb) {
        var colour = "rgb(" + (rgb >> 16 & 255) + "," + (rgb >> 8 & 255) + "," + (rgb & 255) + ")";
        return svg.replace(colour, "var(" + name + "," + colour + ")");
    }

    private String svg(Theme theme, String prefix, boolean paper) {
        return drawn(() -> {
            var g = new SVGGraphics2D(width(), height());
            g.setDefsKeyPrefix(prefix);
            g.setFontFunction(_ -> FONT + ", Verdana, Arial, sans-serif");
            g.setGeomDoubleConverter(x -> trimmed(String.format(Locale.ROOT, "%.2f", x)));
            g.setRenderingHint(SVGHints.KEY_IMAGE_HANDLING, SVGHints.VALUE_IMAGE_HANDLING_EMBED);
            drawOn(g, theme, paper);
            var svg = g.getSVGElement(null, true, new ViewBox(0, 0, width(), height()), null, null);
            return svg.replace("<image ", "<image style='image-rendering:pixelated' ").replace("\r\n", "\n").strip() + "\n";
        });
    }

    private static String trimmed(String decimal) { return decimal.replaceFirst("\\.?0+$", "").replaceFirst("^-0$", "0"); }

    /// The chart as PNG on white, two pixels a point.
    default byte[] png() { return png(Theme.LIGHT); }

    /// The chart as PNG, two pixels a point.
    ///
    /// @throws PictureException if this Java cannot draw
    default byte[] png(Theme theme) {
        return drawn(() -> {
            var image = new BufferedImage(2 * width(), 2 * height(), BufferedImage.TYPE_INT_RGB);
            var g = image.createGraphics();
            g.scale(2, 2);
            drawOn(g, theme, true);
            g.dispose();
            try {
                var out = new ByteArrayOutputStream();
                if (!ImageIO.write(image, "png", out)) throw new PictureException("this Java cannot write PNG; write a .svg file instead");
                return out.toByteArray();
            } catch (IOException e) {
                throw new PictureException("the chart could not be written as PNG: " + e.getMessage() + "; write a .svg file instead", e);
            }
        });
    }

    private void drawOn(Graphics2D g, Theme theme, boolean paper) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        var all = new Rectangle2D.Double(0, 0, width(), height());
        if (paper) {
            g.setPaint(theme.paper);
            g.fill(all);
        }
        draw(g, all, theme);
    }

    private static <T> T drawn(Supplier<T> drawing) {
        try {
            return drawing.get();
        } catch (LinkageError | InternalError e) {
            throw new PictureException("this Java cannot draw charts (" + e.getMessage() + "): install fonts", e);
        }
    }

    /// Writes the chart into a file, as `.svg` or `.png` by the ending of its name. Missing folders are made; where anything
    /// fails, what was there before is still there.
    ///
    /// @throws IllegalArgumentException for another ending
    /// @throws PictureException if it could not be drawn
    /// @throws java.io.UncheckedIOException if it could not be written
    default void write(Path file) {
        @Nullable Path last = file.getFileName();
        var name = String.valueOf(last).toLowerCase(Locale.ROOT);
        AtomicFile.write(file, switch (name.substring(Math.max(0, name.lastIndexOf('.')))) {
            case ".svg" -> svg().getBytes(StandardCharsets.UTF_8);
            case ".png" -> png();
            default -> throw new IllegalArgumentException("a chart cannot be written as " + file + ": its name must end in .svg or .png");
        });
    }
}
