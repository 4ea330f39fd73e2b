package gradus.tensor;

import org.jspecify.annotations.Nullable;

/// Shapes that do not fit an operation. The message names the operation, the shapes, what would fit and, where they are
/// known, the names of the values and the module in which it happened.
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final String path;
    private final String problem;

    /// An error with its explanation: what does not fit, and what would.
    public ShapeException(String problem) { this("", problem, null); }

    private ShapeException(String path, String problem, @Nullable Throwable cause) {
        super(path.isEmpty() ? problem : "in " + path + ": " + problem, cause);
        this.path = path;
        this.problem = problem;
    }

    /// The same error, seen from an enclosing module: the path grows at its front on the way out.
    public ShapeException within(String module) {
        return new ShapeException(path.isEmpty() ? module : module + "." + path, problem, this);
    }

    /// The same error, with the operation it happened in at its front and, where there is one, a remark at its end.
    public ShapeException in(String operation, String remark) {
        return new ShapeException(path, operation + ": " + problem + (remark.isEmpty() ? "" : " (" + remark + ")"), this);
    }

    /// The path of the module in which it happened, such as `0.2`; empty outside of modules.
    public String path() { return path; }
}
