package gradus.viz.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// What tells one line or class from the next: a colour that colour-blind people know from the others (Okabe & Ito 2008), a dash
/// and a marker, which say the same in black and white.
final class Palette {
    private static final int[] COLOURS = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9};
    private static final float[][] DASHES = {{1, 0}, {7, 4}, {2, 3}, {8, 3, 2, 3}, {12, 4}};
    private static final int MARKERS = 5;
    /// For what stays in the background, of light paper and of dark.
    static final Color FAINT = new Color(0xa6a6a6);

    private Palette() {}

    static Color colour(int i) { return new Color(COLOURS[i % COLOURS.length]); }

    /// The same, and the paper shines through.
    static Color tint(int i, int alpha) {
        var c = colour(i);
        return new Color(c.getRed(), c.getGreen(), c.getBlue(), alpha);
    }

    static BasicStroke stroke(int i, float width) {
        var dash = DASHES[i % DASHES.length];
        return dash[1] == 0 ? new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
            : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
    }

    /// A circle, square, triangle, diamond or triangle on its tip, of this radius about the origin.
    static Shape marker(int i, double r) {
        return switch (i % MARKERS) {
            case 0 -> new Ellipse2D.Double(-r, -r, 2 * r, 2 * r);
            case 1 -> new Rectangle2D.Double(-0.9 * r, -0.9 * r, 1.8 * r, 1.8 * r);
            case 2 -> polygon(0, -1.2 * r, 1.1 * r, 0.9 * r, -1.1 * r, 0.9 * r);
            case 3 -> polygon(0, -1.3 * r, 1.3 * r, 0, 0, 1.3 * r, -1.3 * r, 0);
            default -> polygon(0, 1.2 * r, 1.1 * r, -0.9 * r, -1.1 * r, -0.9 * r);
        };
    }

    private static Shape polygon(double... xy) {
        var path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) path.lineTo(xy[i], xy[i + 1]);
        path.closePath();
        return path;
    }
}
