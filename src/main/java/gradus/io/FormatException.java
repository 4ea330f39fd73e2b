package gradus.io;

/// A file that is not what it should be: no model, of another version, damaged, or shapes that do not fit.
/// The message is one line: the file, what was found, and what is expected.
public class FormatException extends IllegalArgumentException {
    public FormatException(String message) { super(message); }

    public FormatException(String message, Throwable cause) { super(message, cause); }
}
