package gradus.tensor;

import org.jspecify.annotations.Nullable;

/// Shapes that do not fit an operation. The message names the operation, the shapes, what would fit and, where they are
/// known, the names of the values and the module in which it happened.
public class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final String path;
    private final String problem;
    private final String cure;
    private final transient @Nullable Object leaving;

    /// An error with its explanation: what does not fit, and what would.
    public ShapeException(String problem) { this(problem, ""); }

    /// An error whose cure is known apart from what does not fit; the message is both in a row.
    public ShapeException(String problem, String cure) { this("", problem, cure, null, null); }

    /// An error that another one became.
    ///
    /// @param path     of the module in which it happened, or empty
    /// @param problem  what does not fit
    /// @param cure     what would, from the sign that parts the two
    /// @param leaving  the module this error has left last, if that is still to be named
    protected ShapeException(String path, String problem, String cure, @Nullable Object leaving, @Nullable Throwable cause) {
        super((path.isEmpty() ? problem : "in " + path + ": " + problem) + cure, cause);
        this.path = path;
        this.problem = problem;
        this.cure = cure;
        this.leaving = leaving;
    }

    /// What does not fit, without path and cure.
    public String problem() { return problem; }

    /// What would fit, from the sign that parts it from the problem, such as `: transpose one of them`; empty where nobody knows.
    public String cure() { return cure; }

    /// The same error, seen from outside of a module: the path grows at its front on the way out.
    ///
    /// @param name    the name of the part it came from, or empty where that is not known or not yet
    /// @param module  the module it leaves, for the one around it to name; null if it is named already
    public final ShapeException within(String name, @Nullable Object module) {
        var longer = name.isEmpty() ? path : path.isEmpty() ? name : name + "." + path;
        return moved(longer, module);
    }

    /// The same error in another place; a kind of error of its own returns its own kind.
    protected ShapeException moved(String path, @Nullable Object leaving) { return new ShapeException(path, problem, cure, leaving, this); }

    /// The module this error has left last, if that is still to be named.
    public @Nullable Object leaving() { return leaving; }

    /// The path of the module in which it happened, such as `0.2`; empty outside of modules.
    public String path() { return path; }
}
