package gradus.nn;

import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.tensor.ShapeException;
import org.jspecify.annotations.Nullable;

/// One call of a module: gives it its path, in errors on the way out and in a trace on the way in. A module does not know its
/// own name, since it may stand in several places; the module around it knows, and finds it among its parts by identity.
///
/// @param trace   the trace that remembers the calls
/// @param module  the module that is being called
/// @param path    its path from the outermost module, whose path is empty
record Call(Trace trace, Module module, String path) {
    /// The module around the one that is being called; bound only while there is a trace, so that it costs nothing without.
    private static final ScopedValue<Call> ENCLOSING = ScopedValue.newInstance();

    /// Where the module around it does not say which of its parts this is.
    static final int SOMEWHERE = -1;

    /// Calls a module. `index` is its place in the module around it where that is known, as in a [Sequential], in which the
    /// same activation may stand many times; a number, because most calls never need the name.
    static Value apply(Module module, int index, Value x) {
        var trace = Trace.current();
        try {
            return trace == null ? module.forward(x) : new Call(trace, module, pathUnder(trace, module, index)).run(x);
        } catch (ShapeException e) {
            throw leaving(module, index, e);
        }
    }

    private Value run(Value x) {
        return trace.call(path, Label.of(module), () -> ScopedValue.where(ENCLOSING, this).call(() -> module.forward(x)));
    }

    private static String pathUnder(Trace trace, Module module, int index) {
        if (!ENCLOSING.isBound() || ENCLOSING.get().trace != trace) return "";
        var around = ENCLOSING.get();
        var name = index >= 0 ? Integer.toString(index) : nameIn(around.module, module);
        return Parts.join(around.path, name != null ? name : Label.of(module));
    }

    /// The path of a part, or null if it is none or if nobody can say: whoever is called need not be among the parts.
    private static @Nullable String nameIn(Module around, Module part) {
        try {
            return Parts.path(around, part);
        } catch (IllegalArgumentException noParts) {
            return null;
        }
    }

    /// An error on its way out. A module does not know its own name, so it leaves itself on the error, and the module around it
    /// puts the name in its place.
    private static ShapeException leaving(Module module, int index, ShapeException e) {
        var inner = e.leaving() instanceof Module part ? nameIn(module, part) : null;
        var seen = e.within(inner == null ? "" : inner, module);
        return index >= 0 ? seen.within(Integer.toString(index), null) : seen;
    }
}
