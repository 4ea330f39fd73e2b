package gradus.data;

import java.io.IOException;
import java.nio.file.Path;

/// Data that cannot be used as it is: a missing or damaged file, a row that does not fit, a picture of another size.
/// The message is one line: what is wrong, where, and what would be right.
public class DataException extends IllegalArgumentException {
    /// A file that is there and cannot be read.
    static DataException unreadable(Path path, IOException e) {
        return new DataException(path + ": cannot be read (" + Obstacle.of(e) + ")", e);
    }

    public DataException(String message) { super(message); }

    public DataException(String message, Throwable cause) { super(message, cause); }
}
