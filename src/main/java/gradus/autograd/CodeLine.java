package gradus.autograd;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which line of whose code is being traced right now, read from the stack, innermost first.
final class CodeLine {
    /// What stands between an operation and whoever asked for it: operations and kernels, and Java, through which a lambda may run.
    private static final List<String> INNER = List.of("gradus.autograd.", "gradus.tensor.", "java.", "javax.", "jdk.", "sun.");

    private CodeLine() {}

    /// The innermost line outside of Gradus in the work that a trace runs (whoever called for that work is none of it: it may
    /// be another library); else the innermost outside of values and tensors, as in `Linear`. Null where there is neither.
    static @Nullable String here() {
        var frames = StackWalker.getInstance().walk(stack -> stack.takeWhile(frame -> !runsTrace(frame)).filter(CodeLine::calls).toList());
        return first(frames.stream(), frame -> !frame.getClassName().startsWith("gradus."))
            .or(() -> first(frames.stream(), frame -> true))
            .map(frame -> frame.getFileName() + ":" + frame.getLineNumber()).orElse(null);
    }

    private static Optional<StackFrame> first(Stream<StackFrame> frames, Predicate<StackFrame> wanted) {
        return frames.filter(wanted).findFirst();
    }

    private static boolean runsTrace(StackFrame frame) {
        return frame.getClassName().equals(Trace.class.getName()) && frame.getMethodName().equals("run");
    }

    /// Code without line numbers, as generated code may be, has no line to show.
    private static boolean calls(StackFrame frame) {
        return frame.getLineNumber() > 0 && INNER.stream().noneMatch(frame.getClassName()::startsWith);
    }
}
