package gradus.autograd;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Notes, while some work runs, in which call of which module each value was recorded: what pictures draw as clusters.
/// ```java
/// var trace = new Trace();
/// var loss = trace.run(() -> Loss.crossEntropy(net.apply(x), labels));
/// trace.of(loss);                                       // the call that recorded it, or null outside of any
/// ```
public final class Trace {
    /// A call of a module.
    ///
    /// @param path    where the module stands in the network, such as `0.2`; empty for the outermost
    /// @param label   the module as it prints itself, such as `Linear(784 → 128)`
    /// @param parent  the call in which this one happened, or null
    public record Call(String path, String label, @Nullable Call parent) {}

    private final Ledger<Call> calls = new Ledger<>();
    private final @Nullable Ledger<String> lines;
    private @Nullable Call open;

    /// A trace without notes.
    public Trace() { this(null); }

    private Trace(@Nullable Ledger<String> lines) { this.lines = lines; }

    /// A trace without notes that will also note the line of code where each value was recorded: see [#line]. It reads the
    /// stack for each value, which takes microseconds where the operation took nanoseconds: for finding faults.
    public static Trace withLines() { return new Trace(new Ledger<>()); }

    /// Does some work and takes notes of what it records.
    public <T> T run(Supplier<T> work) { return Recording.traced(this, work); }

    /// The trace that takes notes on this thread now, or null.
    public static @Nullable Trace current() { return Recording.current().trace; }

    /// Runs a module's forward computation as a call; modules do this themselves.
    public Value call(String path, String label, Supplier<Value> forward) {
        return within(new Call(path, label, open), forward);
    }

    /// Does some work inside of a call that is over, or null for none: what it records is noted as recorded there. It is for
    /// graphs that are made of graphs.
    public <T> T within(@Nullable Call call, Supplier<T> work) {
        var outer = open;
        open = call;
        try {
            return work.get();
        } finally {
            open = outer;
        }
    }

    /// The innermost call in which a value was recorded; null outside of any call, for leaves, and for values not seen.
    public @Nullable Call of(Value v) { return v instanceof Recorded r ? calls.get(r) : null; }

    /// The line of code that recorded a value, as `FindTheNaN.java:23`: the innermost line outside of Gradus in the work that
    /// was traced. Where all of that is Gradus' own, it is the line in the layer or loss. Null if this trace notes no lines,
    /// for leaves, and for values not seen.
    public @Nullable String line(Value v) { return lines != null && v instanceof Recorded r ? lines.get(r) : null; }

    void note(Recorded v) {
        if (open != null) calls.note(v, open);
        if (lines == null) return;
        var line = CodeLine.here();
        if (line != null) lines.note(v, line);
    }
}
