package gradus.viz;

import java.util.ArrayList;
import java.util.List;

/// Text for labels in DOT's HTML-like language. Names come from anywhere, so this is the one place where text becomes markup:
/// everything that could be read as markup, as one of DOT's escapes or as a command to a display is shown, not obeyed.
final class Markup {
    /// Joins runs of text: an ordinary space at the end of a run is lost in SVG.
    static final String SPACE = "\u00a0";
    /// Doubled, since DOT reads escapes such as `\N` also after it has read entities.
    static final String BACKSLASH = "&#92;&#92;";

    private final List<String> lines = new ArrayList<>();

    /// A new line, of what the methods below made, with some air at both ends.
    Markup line(String escaped) {
        lines.add(SPACE + escaped + SPACE);
        return this;
    }

    /// The label so far.
    @Override public String toString() { return String.join("<br/>", lines); }

    static String bold(String escaped) { return "<b>" + escaped + "</b>"; }
    static String italic(String escaped) { return "<i>" + escaped + "</i>"; }
    static String sized(int points, String escaped) { return "<font point-size=\"" + points + "\">" + escaped + "</font>"; }
    static String sized(int points, String colour, String escaped) {
        return "<font point-size=\"" + points + "\" color=\"" + colour + "\">" + escaped + "</font>";
    }

    /// A text of anybody's, harmless, and cut with … after `most` characters.
    static String escape(String text, int most) { return Shown.escaped(Shown.of(text, most)).replace("\\", BACKSLASH); }
}
