package gradus.io;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words of an expression, one after the other.
final class ExpressionTokens {
    enum Kind { NUMBER, NAME, SIGN, END }

    /// A word.
    ///
    /// @param place  where it begins, in code points
    record Token(Kind kind, String text, int place) {
        boolean is(String sign) { return kind == Kind.SIGN && text.equals(sign); }

        /// As it is named in an error.
        String shown() { return kind == Kind.END ? "the end" : "'" + ExpressionException.cut(text) + "'"; }
    }

    private static final String SIGNS = "+-*/^@()[],=";

    private final String text, which;
    private final int[] characters;
    private int place;
    private Token next;

    /// @param which  what text this is, for errors
    ExpressionTokens(String text, String which) {
        this.text = text;
        this.which = which;
        characters = text.strip().isEmpty() ? new int[0] : text.stripTrailing().codePoints().toArray();
        next = read();
    }

    /// The next word, which stays where it is.
    Token peek() { return next; }

    /// The next word, which is taken.
    Token take() {
        var taken = next;
        next = read();
        return taken;
    }

    /// Takes the next word if it is this sign.
    boolean take(String sign) {
        boolean there = next.is(sign);
        if (there) take();
        return there;
    }

    ExpressionException error(Token at, String problem) { return error(at, problem, null, List.of()); }

    ExpressionException error(Token at, String problem, @Nullable String unknown, Collection<String> known) {
        return new ExpressionException(text, which, at.place, problem, unknown, known);
    }

    private Token read() {
        while (place < characters.length && isSpace(characters[place])) place++;
        int from = place;
        if (from == characters.length) return new Token(Kind.END, "", from);
        int c = characters[place];
        if (isDigit(c) || c == '.') return number(from);
        if (Character.isLetter(c) || c == '_') {
            while (place < characters.length && isInName(characters[place])) place++;
            return token(Kind.NAME, from);
        }
        place++;
        var sign = token(Kind.SIGN, from);
        if (SIGNS.indexOf(c) < 0) throw error(sign, ExpressionException.quoted(c) + " means nothing in an expression");
        return sign;
    }

    private Token number(int from) {
        digits();
        if (peek('.')) {
            place++;
            digits();
        }
        if (place == from + 1 && characters[from] == '.') throw error(token(Kind.NUMBER, from), "'.' alone is no number");
        if (peek('e') || peek('E')) {
            int end = place++;
            if (peek('+') || peek('-')) place++;
            int digits = place;
            digits();
            if (place == digits) place = end;                      // 2e is 2 and a name, which the parser will not have
        }
        var number = token(Kind.NUMBER, from);
        if (Double.isInfinite(Double.parseDouble(number.text)))
            throw error(number, ExpressionException.cut(number.text) + " is too large: numbers go up to 1.8e308");
        return number;
    }

    private void digits() { while (place < characters.length && isDigit(characters[place])) place++; }

    private boolean peek(int c) { return place < characters.length && characters[place] == c; }

    private Token token(Kind kind, int from) { return new Token(kind, new String(characters, from, place - from), from); }

    private static boolean isDigit(int c) { return c >= '0' && c <= '9'; }

    private static boolean isSpace(int c) { return Character.isWhitespace(c) || Character.isSpaceChar(c); }

    private static boolean isInName(int c) {
        return Character.isLetterOrDigit(c) || c == '_' || Character.getType(c) == Character.NON_SPACING_MARK || c >= '₀' && c <= '₉';
    }
}
