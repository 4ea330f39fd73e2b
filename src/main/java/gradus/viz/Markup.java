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
    static String escape(String text, int most) {
        var out = new StringBuilder();
        shown(text, most).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\\' -> out.append(BACKSLASH);
                default -> out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /// A text as it is shown, cut with … and not yet escaped: white space as spaces, line breaks as ↵, and � for what no file
    /// can hold or what would turn the text around it.
    static String shown(String text, int most) {
        var out = new StringBuilder();
        int taken = 0;
        for (int i = 0; i < text.length(); ) {
            if (taken++ == most) {
                out.setLength(out.offsetByCodePoints(out.length(), -1));
                return out.append('…').toString();
            }
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            out.appendCodePoint(visible(c));
        }
        return out.toString();
    }

    private static int visible(int c) {
        if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) return '↵';
        if (c == '\t') return ' ';
        boolean turns = c == 0x200e || c == 0x200f || c == 0x061c || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
        boolean noCharacter = c >= 0xd800 && c <= 0xdfff || c >= 0xfdd0 && c <= 0xfdef || (c & 0xfffe) == 0xfffe;
        return turns || noCharacter || Character.isISOControl(c) ? 0xfffd : c;
    }
}
