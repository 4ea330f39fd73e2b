package gradus.viz;

import guru.nidi.graphviz.engine.AbstractGraphvizEngine;
import guru.nidi.graphviz.engine.EngineResult;
import guru.nidi.graphviz.engine.Options;
import guru.nidi.graphviz.engine.Rasterizer;
import org.graphper.draw.ExecuteException;
import org.graphper.parser.DotParser;
import org.jspecify.annotations.Nullable;

/// Layout in pure Java, for machines without `dot`: graph-support behind graphviz-java's interface. What it reads and draws
/// differently is put right before and after.
final class GraphSupport extends AbstractGraphvizEngine {
    /// Characters that DOT writes as entities, which graph-support would show as they are written; each travels through it as a
    /// code point that is no character, and that [Markup] therefore lets nobody use.
    private static final String[][] ENTITIES = {
        {"&lt;", "\ufdd0"}, {"&gt;", "\ufdd1"}, {"&quot;", "\ufdd2"}, {"&#39;", "\ufdd3"},
        {Markup.BACKSLASH, "\ufdd4"}, {"&amp;", "\ufdd5"}};

    GraphSupport() { super(true); }

    @Override protected void doInit() {}

    @Override public EngineResult execute(String dot, Options options, @Nullable Rasterizer rasterizer) {
        try {
            return EngineResult.fromString(Trimmed.svg(decoded(DotParser.parse(readable(dot)).toSvgStr())));
        } catch (ExecuteException e) {
            throw new PictureException(String.valueOf(e.getMessage()), e);
        }
    }

    /// A style that begins with `filled` is not understood: a fill colour alone fills. The label of a cluster at its left would
    /// lie on its corner. No text of anybody's can look like these, since in labels quotes are entities.
    private static String readable(String dot) {
        var text = dot.replace("\"filled,", "\"").replace("\"filled\"", "\"solid\"").replace("\"labeljust\"=\"l\",", "");
        for (var entity : ENTITIES) text = text.replace(entity[0], entity[1]);
        return text;
    }

    private static String decoded(String svg) {
        var text = svg;
        for (var entity : ENTITIES) text = text.replace(entity[1], entity[0].equals(Markup.BACKSLASH) ? "\\" : entity[0]);
        return text;
    }
}
