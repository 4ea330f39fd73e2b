package gradus.viz;

import java.util.ArrayList;
import java.util.List;

/// Names come from anywhere, from tables and from files: what could break a file or turn the text around it is shown as �, not
/// obeyed.
public final class Shown {
    private Shown() {}

    /// A text as it is shown, cut with … after `most` characters: white space as spaces, line breaks as ↵, and � for what no file
    /// can hold, or what would command a display or turn the text around it.
    public static String of(String text, int most) {
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

    /// A text as it is shown, in lines of at most `wide` characters, broken at spaces where there are any.
    static List<String> lines(String text, int wide, int most) {
        var lines = new ArrayList<String>();
        var rest = of(text, most).strip();
        while (rest.codePointCount(0, rest.length()) > wide) {
            int limit = rest.offsetByCodePoints(0, wide), space = rest.lastIndexOf(' ', limit);
            int end = space > rest.offsetByCodePoints(0, wide / 2) ? space : limit;
            lines.add(rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        if (!rest.isEmpty()) lines.add(rest);
        return lines;
    }

    private static int visible(int c) {
        if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) return '↵';
        if (c == '\t') return ' ';
        boolean turns = c == 0x200e || c == 0x200f || c == 0x061c || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
        boolean noCharacter = c >= 0xd800 && c <= 0xdfff || c >= 0xfdd0 && c <= 0xfdef || (c & 0xfffe) == 0xfffe;
        return turns || noCharacter || Character.isISOControl(c) ? 0xfffd : c;
    }

    /// A text as HTML and XML hold it, in content and in quotes.
    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
