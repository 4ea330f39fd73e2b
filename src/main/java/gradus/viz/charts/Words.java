package gradus.viz.charts;

import gradus.viz.Shown;
import java.awt.FontMetrics;

/// Names that come from anywhere, on charts.
final class Words {
    private static final int LONGEST = 80;

    private Words() {}

    /// A text as it is shown, cut with … after 80 characters.
    static String shown(String text) { return Shown.of(text, LONGEST); }

    /// The same, cut with … so that it is at most so wide.
    static String fitting(String text, FontMetrics metrics, double width) {
        var shown = shown(text);
        if (metrics.stringWidth(shown) <= width) return shown;
        int end = shown.length();
        while (end > 0 && metrics.stringWidth(shown.substring(0, end) + "…") > width) end = shown.offsetByCodePoints(end, -1);
        return shown.substring(0, end) + "…";
    }
}
