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
            throw Leaving.mark(module, index, e);
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

    /// A note on an error that has just left a module, for the module around it to say by which name it knows that module.
    private static final class Leaving extends Throwable {
        private static final long serialVersionUID = 1;
        private final transient Module module;

        private Leaving(Module module) {
            super("in " + Label.of(module), null, false, false);
            this.module = module;
        }

        static ShapeException mark(Module module, int index, ShapeException e) {
            var inner = of(e);
            var path = inner == null ? null : nameIn(module, inner.module);
            var seen = path == null ? e : e.within(path);
            if (index >= 0) return seen.within(Integer.toString(index));             // already named: nothing left for the module around it
            seen.addSuppressed(new Leaving(module));
            return seen;
        }

        private static @Nullable Leaving of(ShapeException e) {
            Leaving last = null;
            for (var note : e.getSuppressed()) if (note instanceof Leaving leaving) last = leaving;
            return last;
        }
    }
}
