package gradus.viz;

import guru.nidi.graphviz.engine.Format;
import guru.nidi.graphviz.engine.GraphvizEngine;
import guru.nidi.graphviz.engine.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What finds a place for each node and draws SVG: one of graphviz-java's engines, held directly. Its own queue of engines
/// gives empty pictures once an engine could not start; here the first failure to start is final, and is what later tries hear.
final class Layout {
    /// In the order in which they are tried.
    static final List<Layout> ALL = List.of(
        new Layout("dot", "it is not on the PATH", DotProgram::new),
        new Layout("graph-support", "it cannot start", GraphSupport::new));

    static final List<Layout> PURE_JAVA = ALL.subList(1, 2);

    private final String name, absence;
    private final Supplier<GraphvizEngine> engine;
    private volatile @Nullable PictureException cannotStart;

    /// An engine, and what it means when it does not start: engines themselves do not tell.
    Layout(String name, String absence, Supplier<GraphvizEngine> engine) {
        this.name = name;
        this.absence = absence;
        this.engine = engine;
    }

    /// The first layout that succeeds and passes the check; if none does, an error with all reasons.
    static Svg first(List<Layout> layouts, String dot, Function<String, Svg> check) {
        var reasons = new ArrayList<String>();
        for (var layout : layouts) {
            try {
                return check.apply(layout.svg(dot));
            } catch (PictureException e) {
                reasons.add(layout.name + ": " + e.getMessage());
            }
        }
        throw new PictureException("the picture could not be drawn (" + String.join("; ", reasons)
            + "); install Graphviz, whose dot draws best, or write a .dot file and draw it elsewhere");
    }

    private String svg(String dot) {
        var known = cannotStart;
        if (known != null) throw known;
        try {
            return started().execute(dot, Options.create().format(Format.SVG), null).asString();
        } catch (IOException | RuntimeException e) {
            if (e instanceof PictureException p) throw p;
            throw new PictureException(reason(e), e);
        } catch (StackOverflowError e) {
            throw new PictureException("the graph is too deep", e);
        }
    }

    private GraphvizEngine started() {
        try {
            var made = engine.get();
            var failed = new ArrayList<GraphvizEngine>();
            made.init(_ -> {}, failed::add);
            if (!failed.isEmpty()) throw new PictureException(absence);
            return made;
        } catch (RuntimeException | LinkageError e) {
            var failure = e instanceof PictureException p ? p : new PictureException(reason(e), e);
            cannotStart = failure;
            throw failure;
        }
    }

    private static String reason(Throwable e) {
        var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().strip();
        return message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
