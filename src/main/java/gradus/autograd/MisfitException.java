package gradus.autograd;

import gradus.tensor.ShapeException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Shapes that do not fit an operation, with the operation and the values it was applied to. Their graphs exist, so everything
/// up to the operation that failed can be drawn; and where exactly one simple change would make it fit, that is known too.
public final class MisfitException extends ShapeException {
    private static final long serialVersionUID = 1;
    private final transient Op op;
    private final transient List<Value> inputs;
    private final @Nullable String fix;

    private MisfitException(String path, String problem, String cure, @Nullable Object leaving, @Nullable Throwable cause,
            Op op, List<Value> inputs, @Nullable String fix) {
        super(path, problem, cure, leaving, cause);
        this.op = op;
        this.inputs = inputs;
        this.fix = fix;
    }

    /// Inputs that do not fit the operation that was about to be applied to them, in words that need no other.
    public MisfitException(String problem, Op op, Value... in) { this("", problem, "", null, null, op, List.of(in), Fix.of(op, in)); }

    /// The same with what would fit, from the sign that parts the two.
    public MisfitException(String problem, String cure, Op op, Value... in) {
        this("", problem, cure, null, null, op, List.of(in), Fix.of(op, in));
    }

    /// What a kernel said, with the operation at its front, the names of the inputs, and the change that would fit at its end.
    static MisfitException of(ShapeException e, Op op, Value... in) {
        var fix = Fix.of(op, in);
        var names = IntStream.range(0, in.length).filter(i -> in[i].name() != null)
            .mapToObj(i -> "input %s is %s %s".formatted(i, in[i].name(), in[i].shape())).collect(Collectors.joining(", "));
        var remark = names.isEmpty() ? "" : " (" + names + ")";
        return new MisfitException(e.path(), op.label() + ": " + e.problem() + (fix == null ? "" : remark),
            fix == null ? e.cure() + remark : "; " + fix, null, e, op, List.of(in), fix);
    }

    /// The operation.
    public Op op() { return op; }

    /// What it was applied to.
    public List<Value> inputs() { return inputs; }

    /// The one simple change that would make the inputs fit, as `transpose the right one: (1, 3) and (3, 2) fit`; null where
    /// there is none, or more than one.
    public @Nullable String fix() { return fix; }

    @Override protected ShapeException moved(String path, @Nullable Object leaving) {
        return new MisfitException(path, problem(), cure(), leaving, this, op, inputs, fix);
    }
}
