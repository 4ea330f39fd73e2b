package gradus.viz.charts;

import java.awt.FontMetrics;

/// Names come from anywhere: what could break a file or turn the text around it is shown as �, not obeyed.
final class Words {
    private static final int LONGEST = 80;

    private Words() {}

    /// A text as it is shown: line breaks as ↵, and cut with … after 80 characters.
    static String shown(String text) {
        var out = new StringBuilder();
        int taken = 0;
        for (int i = 0; i < text.length(); ) {
            if (++taken > LONGEST) return out.append('…').toString();
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

    /// The same, cut with … so that it is at most so wide.
    static String fitting(String text, FontMetrics metrics, double width) {
        var shown = shown(text);
        if (metrics.stringWidth(shown) <= width) return shown;
        int end = shown.length();
        while (end > 0 && metrics.stringWidth(shown.substring(0, end) + "…") > width) end = shown.offsetByCodePoints(end, -1);
        return shown.substring(0, end) + "…";
    }
}
