package gradus.viz;

import java.util.Locale;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/// What graph-support draws, without its wide margins and the hairlines around its words.
final class Trimmed {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
    private static final double MARGIN = 14;

    private double left = Double.POSITIVE_INFINITY, top = Double.POSITIVE_INFINITY;
    private double right = Double.NEGATIVE_INFINITY, bottom = Double.NEGATIVE_INFINITY;

    private Trimmed() {}

    static String svg(String wide) {
        var svg = Svg.parse(wide);
        svg.removeBackground();
        var drawn = new Trimmed();
        for (var outline : svg.elements("polygon", "polyline", "path", "ellipse")) {
            boolean ofNoWidth = Pattern.matches("0(\\.0*)?", outline.getAttribute("stroke-width"));
            if (ofNoWidth && outline.getAttribute("fill").equals("none")) outline.getParentNode().removeChild(outline);
            else drawn.take(outline);
        }
        // Spaces are written as ones that do not break; at the ends of a text they must stay so, else they are lost.
        for (var words : svg.elements("text")) {
            var text = words.getTextContent();
            words.setTextContent(text.length() < 3 ? text
                : text.charAt(0) + text.substring(1, text.length() - 1).replace('\u00a0', ' ') + text.charAt(text.length() - 1));
        }
        if (drawn.left < drawn.right)
            svg.view(drawn.left - MARGIN, drawn.top - MARGIN,
                drawn.right - drawn.left + 2 * MARGIN, drawn.bottom - drawn.top + 2 * MARGIN);
        return svg.text();
    }

    private void take(Element outline) {
        if (outline.getTagName().equals("ellipse")) {
            double x = number(outline, "cx"), y = number(outline, "cy"), rx = number(outline, "rx"), ry = number(outline, "ry");
            take(x - rx, y - ry);
            take(x + rx, y + ry);
            return;
        }
        var numbers = NUMBER.matcher(outline.getAttribute(outline.getTagName().equals("path") ? "d" : "points"));
        while (numbers.find()) {
            double x = Double.parseDouble(numbers.group());
            if (numbers.find()) take(x, Double.parseDouble(numbers.group()));
        }
    }

    private void take(double x, double y) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
    }

    private static double number(Element e, String attribute) {
        var text = e.getAttribute(attribute).toLowerCase(Locale.ROOT);
        return text.isEmpty() ? 0 : Double.parseDouble(text);
    }
}
