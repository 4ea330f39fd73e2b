package gradus.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Locale;
import java.util.regex.Pattern;

/// A file that is not what it should be: no model, of another version, damaged, or shapes that do not fit.
/// The message is one line: the file, what was found, and what is expected.
public class FormatException extends IllegalArgumentException {
    public FormatException(String message) { super(printable(message)); }

    public FormatException(String message, Throwable cause) { super(printable(message), cause); }

    /// A name from a file may hold what a terminal would obey.
    private static String printable(String message) {
        return Pattern.compile("\\p{Cc}").matcher(message)
            .replaceAll(found -> String.format(Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }

    /// What the parser of JSON says, in a line, without how a program could make it accept what it found.
    public static String words(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(": enable `.*", "");
    }
}
