package gradus.io;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is wrong with an expression, and where. The message is one line and begins with the column.
public final class ExpressionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_NAME = 40, WIDTH = 76;

    private final String text;
    private final int place;
    private final @Nullable String unknown;
    private final transient Collection<String> known;

    /// @param text   all that was read
    /// @param which  of which text this is a column, where that is not plain: ` of the values`
    /// @param place  where in it something is wrong: a number of characters (code points) from its beginning
    ExpressionException(String text, String which, int place, String problem) { this(text, which, place, problem, null, List.of()); }

    /// @param unknown  a name that means nothing, or null
    /// @param known    the names that would have meant something
    ExpressionException(String text, String which, int place, String problem, @Nullable String unknown, Collection<String> known) {
        super("column " + (place + 1) + which + ": " + problem);
        this.text = text;
        this.place = place;
        this.unknown = unknown;
        this.known = known;
    }

    /// Where the mistake is, in characters (code points) from 1.
    public int column() { return place + 1; }

    /// The name that means nothing, if that is what is wrong.
    public @Nullable String unknown() { return unknown; }

    /// The names that would have meant something in the place of [#unknown].
    public Collection<String> known() { return known; }

    /// Two lines: the text around the mistake, and a mark under it.
    public String excerpt() {
        int[] characters = text.codePoints().map(c -> isShown(c) ? c : ' ').toArray();
        int from = Math.max(0, Math.min(place - WIDTH / 2, characters.length - WIDTH));
        int to = Math.min(characters.length, from + WIDTH);
        var before = from > 0 ? "…" : "";
        return before + new String(characters, from, to - from) + (to < characters.length ? "…" : "") + "\n"
            + " ".repeat(before.length() + place - from) + "^";
    }

    /// A name, cut where it is long.
    static String cut(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME ? name
            : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…";
    }

    /// A character in quotes, or by its number where it would not be seen, or turn the text around it.
    static String quoted(int c) {
        return isShown(c) ? "'" + Character.toString(c) + "'" : "U+%4s".formatted(Integer.toHexString(c)).replace(' ', '0');
    }

    private static boolean isShown(int c) {
        return switch ((byte) Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
