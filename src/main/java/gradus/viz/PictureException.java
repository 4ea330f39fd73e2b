package gradus.viz;

/// A picture that could not be drawn: its message says why, and what helps. Nothing was written.
public final class PictureException extends IllegalArgumentException {
    /// One line that says what is wrong and what would be right.
    public PictureException(String message) { super(message); }

    /// The same, with what led to it.
    public PictureException(String message, Throwable cause) { super(message, cause); }
}
