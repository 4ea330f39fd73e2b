package gradus.autograd;

import gradus.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether operations are recorded. They are, unless a scope turns it off:
/// ```java
/// var logits = Recording.off(() -> net.apply(x));      // nothing is remembered, nothing can be differentiated
/// ```
/// The scope holds for the thread that works inside it, and ends with it, however it ends.
public final class Recording {
    static final ScopedValue<Recording> SCOPE = ScopedValue.newInstance();
    private static final Recording ON = new Recording(true, null), OFF = new Recording(false, null);
    private static final ScopedValue.Carrier WHILE_OFF = ScopedValue.where(SCOPE, OFF);

    final boolean on;
    final @Nullable Trace trace;

    private Recording(boolean on, @Nullable Trace trace) {
        this.on = on;
        this.trace = trace;
    }

    static Recording current() { return SCOPE.orElse(ON); }

    /// What holds for a result: nothing is recorded of what depends on no parameter.
    static Recording of(boolean dependsOnParameters) { return dependsOnParameters ? current() : OFF; }

    /// A result that remembers how it was computed.
    Recorded recorded(Op op, Tensor out, Value... in) {
        var recorded = new Recorded(op, out, in);
        if (trace != null) trace.note(recorded);
        return recorded;
    }

    /// Does some work with recording off: its results are constants.
    public static <T> T off(Supplier<T> work) { return WHILE_OFF.call(work::get); }

    /// The same for work without a result.
    public static void off(Runnable work) { WHILE_OFF.run(work); }

    /// Does some work with recording on, wherever it is called.
    static <T> T on(Supplier<T> work) {
        return current().on ? work.get() : ScopedValue.where(SCOPE, ON).call(work::get);
    }

    /// Whether operations on this thread are recorded now.
    public static boolean isOn() { return current().on; }

    /// Does some work while a trace takes notes of what is recorded, if anything is.
    static <T> T traced(Trace trace, Supplier<T> work) {
        return ScopedValue.where(SCOPE, new Recording(isOn(), trace)).call(work::get);
    }
}
