package gradus.viz;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.imageio.ImageIO;

/// SVG to pixels.
final class Png {
    private static final double PIXELS_A_POINT = 2;
    private static final String INSTEAD = "; write a .svg file instead";
    private static final double LEGIBLE = 0.8;
    private static final double MOST_PIXELS = 60e6;
    private static final DocumentLimits LIMITS = new DocumentLimits(15, 200, Integer.MAX_VALUE);

    private Png() {}

    static byte[] of(String svg) {
        try {
            var bytes = new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8));
            var document = new SVGLoader().load(bytes, null, LoaderContext.builder().documentLimits(LIMITS).build());
            if (document == null) throw new PictureException("the drawing could not be turned into pixels" + INSTEAD);
            var image = drawn(document);
            if (isBlank(image)) throw new PictureException("the drawing came out blank in pixels" + INSTEAD);
            var out = new ByteArrayOutputStream();
            if (!ImageIO.write(image, "png", out)) throw new PictureException("this Java cannot write PNG" + INSTEAD);
            return out.toByteArray();
        } catch (IOException e) {
            throw new PictureException("the drawing could not be turned into PNG: " + e.getMessage() + INSTEAD, e);
        } catch (LinkageError | InternalError e) {
            throw new PictureException("this Java cannot draw pixels (" + e.getMessage() + "): install fonts" + INSTEAD, e);
        }
    }

    private static BufferedImage drawn(SVGDocument document) {
        double width = document.size().getWidth(), height = document.size().getHeight();
        double scale = Math.min(PIXELS_A_POINT, Math.sqrt(MOST_PIXELS / (width * height)));
        if (!(scale >= LEGIBLE))
            throw new PictureException(String.format(Locale.ROOT,
                "a drawing of %,.0f × %,.0f points is too large for a legible PNG" + INSTEAD, width, height));
        int across = (int) Math.ceil(width * scale), down = (int) Math.ceil(height * scale);
        var image = new BufferedImage(across, down, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, across, down);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(scale, scale);
        document.renderWithPlatform(NullPlatformSupport.INSTANCE, graphics, new ViewBox((float) width, (float) height));
        graphics.dispose();
        return image;
    }

    private static boolean isBlank(BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++)
            for (int x = 0; x < image.getWidth(); x++) if (image.getRGB(x, y) != -1) return false;
        return true;
    }
}
