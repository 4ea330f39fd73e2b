package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import guru.nidi.graphviz.engine.AbstractGraphvizEngine;
import guru.nidi.graphviz.engine.EngineResult;
import guru.nidi.graphviz.engine.GraphvizException;
import guru.nidi.graphviz.engine.Options;
import guru.nidi.graphviz.engine.Rasterizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayoutTest {
    enum Way {
        DOT, PURE_JAVA, WITHOUT_DOT;

        List<Layout> layouts() {
            assumeTrue(this != DOT || Graphs.hasDot(), "dot is not installed");
            return switch (this) {
                case DOT -> Graphs.DOT;
                case PURE_JAVA -> Graphs.PURE_JAVA;
                case WITHOUT_DOT -> Graphs.WITHOUT_DOT;
            };
        }
    }

    private static Picture neuron() {
        var y = Graphs.neuron();
        return Picture.of(y).gradients(y.backwardKeepingAll()).titled("A neuron & \"co\"");
    }

    // ---------------------------------------------------------------- both ways

    @ParameterizedTest @EnumSource void aPictureIsDrawnWithAllItsWords(Way way) {
        var svg = neuron().svg(way.layouts());
        assertThat(svg).startsWith("<svg").endsWith("</svg>\n").contains("viewBox")
            .doesNotContain("<!--", "DOCTYPE", "stroke-width=\"0.0\"");
        assertThat(Graphs.words(svg).lines()).contains("w", "x", "b", "×", "+", "tanh", "0.5", "−1", "∇ 2", "A neuron & \"co\"");
    }

    @ParameterizedTest @EnumSource void modulesAndStylesAreDrawn(Way way) {
        var trace = new Trace();
        var x = Value.parameter(2).named("p");
        var y = trace.run(() -> trace.call("a.b", "Module", () -> x.mul(3)));
        var svg = Picture.of(y.exp()).modules(trace).svg(way.layouts());
        assertThat(Graphs.words(svg).lines()).contains("a.b", "Module");
        for (var kind : List.of(Kind.PARAMETER, Kind.CONSTANT, Kind.OPERATION, Kind.RESULT))
            assertThat(svg).contains("fill=\"" + kind.fill + "\"", "stroke=\"" + kind.outline + "\"");
        assertThat(svg).contains("stroke-dasharray");
    }

    @ParameterizedTest @EnumSource void aPngHasColours(Way way) {
        var png = neuron().png(way.layouts());
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
        assertThat(Graphs.colours(png)).isGreaterThan(50);
    }

    @ParameterizedTest @EnumSource void thereAreNoWideMargins(Way way) {
        var svg = Svg.parse(neuron().titled("").svg(way.layouts()));
        var view = svg.elements("svg").getFirst().getAttribute("viewBox").split(" ", -1);
        assertThat(Double.parseDouble(view[2])).isBetween(150.0, 470.0);
        assertThat(Double.parseDouble(view[3])).isBetween(70.0, 270.0);
    }

    @ParameterizedTest @EnumSource void namesAreTextInEveryFormat(Way way) {
        var layouts = way.layouts();
        for (var name : List.of("\"quoted\" 'single'", "back\\slash \\N \\G \\\\ \\", "<script>alert(1)</script>",
                "&amp; &lt; &#65; &", "a]b;c}d{", "משקל", "\"filled,", "--> ]]> <!--",
                "image=\"x.png\" <img src='y'>", "%s $1 ${x}", "重み 𝛁")) {
            var p = Value.parameter(1).named(name);
            var trace = new Trace();
            var y = trace.run(() -> trace.call(name, name, p::exp));
            var svg = Picture.of(y.neg()).modules(trace).titled(name).svg(layouts);
            assertThat(Graphs.words(svg).lines().filter(line -> line.equals(name))).as(name).hasSizeGreaterThanOrEqualTo(3);
            assertThat(Svg.parse(svg).elements("script", "img", "a", "image")).isEmpty();
            assertThat(Png.of(svg)).isNotEmpty();
        }
    }

    @ParameterizedTest @EnumSource void namesWithLineBreaksAndControlsAreTextToo(Way way) {
        var y = Value.parameter(1).named("two\nlines\0\ud800\u202e").exp();
        assertThat(Graphs.words(Picture.of(y).svg(way.layouts())).lines()).contains("two↵lines\ufffd\ufffd\ufffd");
    }

    @ParameterizedTest @EnumSource void longNamesAreCut(Way way) {
        var trace = new Trace();
        var name = "abcdefghij".repeat(1000);
        var p = Value.parameter(1).named(name);
        var y = trace.run(() -> trace.call(name, name, p::exp));
        var svg = Picture.of(y.named(name)).titled(name).modules(trace).svg(way.layouts());
        assertThat(Graphs.words(svg)).contains("abcdefghi…").doesNotContain("abcdefghij".repeat(9));
    }

    @ParameterizedTest @EnumSource void aTitleWiderThanThePictureIsNotCut(Way way) {
        var title = "W".repeat(60);
        var svg = Svg.parse(Picture.of(Value.of(1)).titled(title).svg(way.layouts()));
        double width = Double.parseDouble(svg.elements("svg").getFirst().getAttribute("viewBox").split(" ", -1)[2]);
        assertThat(width).isGreaterThan(60 * 10);
    }

    @ParameterizedTest @EnumSource void threeHundredValuesAreDrawn(Way way) {
        var layouts = way.layouts();
        var y = Value.parameter(0.5).named("x");
        while (Graph.of(y).values().size() < 298) y = y.mul(0.9).tanh();
        var svg = Picture.of(y).gradients(y.backwardKeepingAll()).unfolded().svg(layouts);
        assertThat(svg).contains("id=\"v290\"");
    }

    // ---------------------------------------------------------------- with dot only

    @Test void dotLeavesNoFilesBehind() throws Exception {
        assumeTrue(Graphs.hasDot(), "dot is not installed");
        var ours = "ours alone " + ProcessHandle.current().pid();                 // others may be drawing at the same time
        Picture.of(Value.of(1).named(ours)).svg(Graphs.DOT);
        var folder = Path.of(System.getProperty("java.io.tmpdir"), "GraphvizJava");
        try (Stream<Path> runs = Files.list(folder)) {
            for (var run : runs.toList()) {
                var left = run.resolve("dotfile.dot");
                if (Files.exists(left)) assertThat(Files.readString(left)).doesNotContain(ours);
            }
        }
    }

    private static long count(Path folder) throws Exception {
        if (!Files.isDirectory(folder)) return 0;
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    // ---------------------------------------------------------------- failures

    /// An engine that fails in one way or another.
    private static class Broken extends AbstractGraphvizEngine {
        static int started, executed;
        private final boolean starts;
        private final String svg;

        Broken(boolean starts, String svg) {
            super(true);
            this.starts = starts;
            this.svg = svg;
        }

        @Override protected void doInit() {
            started++;
            if (!starts) throw new GraphvizException("no engine here");
        }

        @Override public EngineResult execute(String dot, Options options, @Nullable Rasterizer rasterizer) {
            executed++;
            if (svg.isEmpty() || svg.startsWith("<")) return EngineResult.fromString(svg);
            throw new GraphvizException(svg);
        }
    }

    private static Layout drawing(String svg) { return new Layout("broken", "it cannot start", () -> new Broken(true, svg)); }

    private static void fails(List<Layout> layouts, String... reasons) {
        for (var reason : reasons)
            assertThatThrownBy(() -> neuron().svg(layouts)).isInstanceOf(PictureException.class)
                .hasMessageContaining(reason).hasMessageContaining("install Graphviz").hasMessageContaining(".dot");
    }

    @Test void anEmptyDrawingIsAnError() {
        fails(List.of(drawing("")), "broken: it drew nothing");
    }

    @Test void aDrawingThatIsNotWellFormedIsAnError() {
        fails(List.of(drawing("<svg viewBox=\"0 0 1 1\"><g></svg>")), "not well-formed");
        fails(List.of(drawing("<html></html>")), "not SVG");
    }

    @Test void aDrawingWithoutSomeNodesIsAnError() {
        var one = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><g class=\"node\" id=\"v0\"/></svg>";
        fails(List.of(drawing(one)), "left out 5 of 6 nodes, the first is v1");
    }

    @Test void allReasonsAreNamedWhenNothingCanDraw() {
        fails(List.of(Graphs.WITHOUT_DOT.getFirst(), drawing("syntax error near line 7")),
            "dot: it is not there", "broken: syntax error near line 7");
    }

    @Test void theNextLayoutDrawsWhatOneCannot() {
        assertThat(neuron().svg(List.of(drawing("broken today"), Graphs.PURE_JAVA.getFirst())))
            .isEqualTo(neuron().svg(Graphs.PURE_JAVA));
    }

    @Test void aLayoutThatCannotStartIsNotStartedAgain() {
        var layouts = List.of(new Layout("broken", "it cannot start", () -> new Broken(false, "")));
        int started = Broken.started, executed = Broken.executed;
        fails(layouts, "cannot start", "cannot start", "cannot start");
        assertThat(Broken.started).isEqualTo(started + 1);
        assertThat(Broken.executed).isEqualTo(executed);
    }

    @Test void aFailureWritesNoFile(@TempDir Path folder) throws Exception {
        for (var name : List.of("a.svg", "a.png"))
            assertThatThrownBy(() -> neuron().write(folder.resolve(name), List.of(drawing(""))))
                .isInstanceOf(PictureException.class);
        assertThat(count(folder)).isZero();
    }
}
