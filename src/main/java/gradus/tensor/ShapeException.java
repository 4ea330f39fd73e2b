package gradus.tensor;

import org.jspecify.annotations.Nullable;

/// Shapes that do not fit an operation. The message names the operation, the shapes, what would fit and, where they are
/// known, the names of the values and the module in which it happened.
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final String path;
    private final String problem;
    private final transient @Nullable Object leaving;

    /// An error with its explanation: what does not fit, and what would.
    public ShapeException(String problem) { this("", problem, null, null); }

    private ShapeException(String path, String problem, @Nullable Object leaving, @Nullable Throwable cause) {
        super(path.isEmpty() ? problem : "in " + path + ": " + problem, cause);
        this.path = path;
        this.problem = problem;
        this.leaving = leaving;
    }

    /// The same error, with the operation it happened in at its front and, where there is one, a remark at its end.
    public ShapeException in(String operation, String remark) {
        return new ShapeException(path, operation + ": " + problem + (remark.isEmpty() ? "" : " (" + remark + ")"), null, this);
    }

    /// The same error, seen from outside of a module: the path grows at its front on the way out.
    ///
    /// @param name    the name of the part it came from, or empty where that is not known or not yet
    /// @param module  the module it leaves, for the one around it to name; null if it is named already
    public ShapeException within(String name, @Nullable Object module) {
        var longer = name.isEmpty() ? path : path.isEmpty() ? name : name + "." + path;
        return new ShapeException(longer, problem, module, this);
    }

    /// The module this error has left last, if that is still to be named.
    public @Nullable Object leaving() { return leaving; }

    /// The path of the module in which it happened, such as `0.2`; empty outside of modules.
    public String path() { return path; }
}
