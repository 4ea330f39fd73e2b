package gradus.data;

/// Data that cannot be used as it is: a missing or damaged file, a row that does not fit, a picture of another size.
/// The message is one line: what is wrong, where, and what would be right.
public class DataException extends IllegalArgumentException {
    public DataException(String message) { super(message); }

    public DataException(String message, Throwable cause) { super(message, cause); }
}
