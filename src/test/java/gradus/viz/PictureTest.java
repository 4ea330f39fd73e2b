package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    @TempDir Path folder;

    /// The line that declares the node with this in its label.
    private static String node(String dot, String label) {
        return dot.lines().filter(line -> line.contains("\"label\"=<") && line.contains(label) && line.startsWith("\"v"))
            .findFirst().orElseThrow(() -> new AssertionError("no node with " + label + " in\n" + dot));
    }

    private static String id(String dot, String label) { return node(dot, label).replaceFirst("^\"(v\\d+)\".*", "$1"); }

    private static String attribute(String node, String name) {
        return node.replaceFirst(".*\"" + name + "\"=\"(.*?)\".*", "$1");
    }

    private static int count(String text, String regex) { return (int) Pattern.compile(regex).matcher(text).results().count(); }

    // ---------------------------------------------------------------- nodes and arrows

    @Test void everyValueIsANodeAndEveryUseAnArrow() {
        var dot = Picture.of(Graphs.neuron()).dot();
        assertThat(count(dot, "(?m)^\"v\\d+\" \\[")).isEqualTo(6);
        assertThat(count(dot, " -> ")).isEqualTo(5);
        assertThat(dot).contains("\"%s\" -> \"%s\"".formatted(id(dot, "<b>w</b>"), id(dot, "×")));
        assertThat(dot).contains("\"%s\" -> \"%s\"".formatted(id(dot, "<b>b</b>"), id(dot, ">+<")));
        assertThat(dot).contains("rankdir\"=\"LR\"");
    }

    @Test void aValueUsedTwiceByOneOperationHasTwoArrows() {
        var x = Value.parameter(3).named("x");
        assertThat(count(Picture.of(x.mul(x)).dot(), "\"v0\" -> \"v1\"")).isEqualTo(2);
    }

    @Test void nodesShowNameOperationShapeAndNumbers() {
        var w = Value.parameter(new double[][] {{1, 2.5}, {-3, 4}}).named("w");
        var y = w.matmul(Value.of(new double[][] {{1}, {0}}).named("x")).named("y");
        var dot = Picture.of(y.sum()).dot();
        assertThat(node(dot, "<b>w</b>")).contains("(2, 2)", "[[1, 2.5], [−3, 4]]").doesNotContain("∇");
        assertThat(node(dot, "<b>y</b>")).contains("@", "(2, 1)", "[[1], [−3]]");
        assertThat(node(dot, "Σ")).contains(">−2<");
    }

    @Test void kindsOfValuesDifferInColourAndInOutline() {
        var parameter = Value.parameter(2).named("p");
        var dot = Picture.of(parameter.mul(Value.of(7).named("input")).add(5).tanh()).dot();
        var looks = Stream.of("<b>p</b>", "<b>input</b>", ">5<", "×", "tanh").map(label -> node(dot, label)).toList();
        assertThat(looks.stream().map(look -> attribute(look, "fillcolor"))).doesNotHaveDuplicates();
        assertThat(looks.stream().map(look -> attribute(look, "shape") + attribute(look, "style") + attribute(look, "penwidth")))
            .doesNotHaveDuplicates();
    }

    @Test void inDotThereAreNoRoomsForHeatMapsAndTheNotesStandBelowTheTitle() {
        var y = Value.parameter(new double[10]).named("w").tanh().sum();
        var picture = Picture.of(y).gradients(y.backwardKeepingAll());
        assertThat(picture.dot()).doesNotContain("MM");
        var long1 = "dead units: " + "word ".repeat(50);
        assertThat(picture.notes(List.of("a < b", long1)).titled("t & t").dot()).contains("<b>t &amp; t</b><br/>", "a &lt; b</font><br")
            .contains("dead units: word word");
        assertThat(picture.notes(List.of(long1)).dot().lines().mapToInt(String::length).max().orElse(0)).isLessThan(1000);
    }

    @Test void aConstantAloneIsAPicture() {
        assertThat(Picture.of(Value.of(1.5)).dot()).contains("1.5").doesNotContain("->");
    }

    // ---------------------------------------------------------------- gradients

    @Test void gradientsStandInEveryNodeButConstants() {
        var y = Graphs.neuron();
        var dot = Picture.of(y).gradients(y.backwardKeepingAll()).dot();
        assertThat(node(dot, "<b>w</b>")).contains("∇\u00a02<");
        assertThat(node(dot, "<b>b</b>")).contains("∇\u00a01<");
        assertThat(node(dot, "×")).contains("∇\u00a01<");
        assertThat(node(dot, "<b>x</b>")).doesNotContain("∇");
    }

    @Test void gradientsThatWereNotKeptAreLeftOut() {
        var y = Graphs.neuron();
        var dot = Picture.of(y).gradients(y.backward()).dot();
        assertThat(node(dot, "<b>w</b>")).contains("∇\u00a02<");
        assertThat(node(dot, "×")).doesNotContain("∇");
    }

    @Test void aParameterThatNoGradientReachesSaysSo() {
        var a = Value.parameter(1).named("a");
        var b = Value.parameter(2).named("b");
        var dot = Picture.of(a.mul(b)).gradients(a.square().backward()).dot();
        assertThat(node(dot, "<b>b</b>")).contains("∇\u00a0not reached");
        assertThat(node(dot, "<b>a</b>")).contains("∇\u00a02<");
    }

    // ---------------------------------------------------------------- modules

    private static final Random RANDOM = Random.seeded(1);
    private final Sequential net = Sequential.of(
        Linear.of(2, 3, Initializer.GLOROT_UNIFORM, RANDOM.at("a"), Precision.DOUBLE), Activation.TANH,
        Linear.of(3, 1, Initializer.GLOROT_UNIFORM, RANDOM.at("b"), Precision.DOUBLE));

    private Picture network() {
        var trace = new Trace();
        var x = Value.of(new double[][] {{0, 1}}).named("inputs");
        var loss = trace.run(() -> net.apply(x).square().sum()).named("loss");
        return Picture.of(loss).modules(trace).gradients(loss.backwardKeepingAll()).titled("a network");
    }

    /// What stands inside the cluster with this in its label, clusters inside of it included.
    private static String cluster(String dot, String label) {
        int at = dot.indexOf("{", dot.lastIndexOf("subgraph", dot.indexOf(label)));
        int depth = 0;
        for (int i = at; i < dot.length(); i++) {
            if (dot.charAt(i) == '{') depth++;
            if (dot.charAt(i) == '}' && --depth == 0) return dot.substring(at, i);
        }
        throw new AssertionError("no cluster " + label + " in\n" + dot);
    }

    @Test void modulesAreClustersNamedByPathAndLabelInsideOfTheModuleAroundThem() {
        var dot = network().dot();
        assertThat(count(dot, "subgraph \"cluster_")).isEqualTo(4);
        var outer = cluster(dot, "Sequential");
        assertThat(outer).contains("<b>0</b>\u00a0Linear(2 → 3)", "<b>1</b>\u00a0tanh", "<b>2</b>\u00a0Linear(3 → 1)");
        assertThat(cluster(dot, "<b>0</b>")).contains("@", "+").doesNotContain("tanh");
        assertThat(outer).doesNotContain("(·)²", "<b>loss</b>");
    }

    @Test void parametersAreDrawnWhereTheyAreUsedAndInputsOutside() {
        var dot = network().dot();
        assertThat(cluster(dot, "<b>0</b>")).contains("<b>weight</b>", "<b>bias</b>").doesNotContain("<b>inputs</b>");
        assertThat(cluster(dot, "Sequential")).doesNotContain("<b>inputs</b>");
        assertThat(node(dot, "<b>inputs</b>")).contains("(1, 2)");
    }

    @Test void aParameterOfTwoModulesIsDrawnAroundBoth() {
        var trace = new Trace();
        var w = Value.parameter(2).named("shared");
        var y = trace.run(() -> trace.call("", "Net", () ->
            trace.call("b", "B", () -> trace.call("a", "A", () -> w.square()).mul(w))));
        var dot = Picture.of(y).modules(trace).dot();
        assertThat(cluster(dot, "<b>a</b>")).contains("(·)²").doesNotContain("shared");
        assertThat(cluster(dot, "<b>b</b>")).contains("shared");
        var apart = new Trace();
        var z = apart.run(() -> apart.call("c", "C", w::square).add(apart.call("d", "D", w::exp)));
        var two = Picture.of(z).modules(apart).dot();
        assertThat(cluster(two, "<b>c</b>") + cluster(two, "<b>d</b>")).contains("(·)²", "exp").doesNotContain("shared");
    }

    @Test void aModuleCalledTwiceIsDrawnTwice() {
        var trace = new Trace();
        var x = Value.parameter(2);
        var y = trace.run(() -> trace.call("f", "F", () -> trace.call("f", "F", x::square).exp()));
        var again = new Trace();
        var z = again.run(() -> again.call("f", "F", again.call("f", "F", x::square)::exp));
        assertThat(count(Picture.of(y).modules(trace).dot(), "subgraph")).isEqualTo(2);
        assertThat(count(Picture.of(z).modules(again).dot(), "subgraph")).isEqualTo(2);
    }

    // ---------------------------------------------------------------- the same again, and limits

    @Test void theSameGraphGivesTheSameBytes() {
        var first = network().dot();
        Value.parameter(1).add(2);                            // other values come into the world in between
        assertThat(network().dot()).isEqualTo(first).endsWith("}\n").doesNotContain("\r");
        assertThat(network().svg(Graphs.PURE_JAVA)).isEqualTo(network().svg(Graphs.PURE_JAVA));
    }

    @Test void numbersLookTheSameInEveryCountry() {
        var here = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            String dot = network().dot(), svg = network().svg(Graphs.PURE_JAVA);
            Locale.setDefault(Locale.GERMANY);
            assertThat(network().dot()).isEqualTo(dot);
            assertThat(network().svg(Graphs.PURE_JAVA)).isEqualTo(svg);
        } finally {
            Locale.setDefault(here);
        }
    }

    private static Value chain(int length) {
        var y = Value.parameter(1);
        for (int i = 1; i < length; i++) y = y.neg();
        return y;
    }

    @Test void largeGraphsAreRefusedWithTheirSizeAndWhatHelps() {
        assertThat(Picture.of(chain(300)).unfolded().dot()).contains("v299");
        assertThatThrownBy(() -> Picture.of(chain(1301)).unfolded().svg()).isInstanceOf(PictureException.class)
            .hasMessageContaining("1,301 nodes").hasMessageContaining("at most 300").hasMessageContaining("allow it by --budget 1301, Picture.upTo(1301)");
        assertThat(Picture.of(chain(301)).unfolded().upTo(301).dot()).contains("v300");
        assertThatThrownBy(() -> Picture.of(chain(2)).upTo(0)).hasMessageContaining("0");
    }

    @Test void aLongChainDoesNotOverflowTheStack() {
        assertThat(count(Picture.of(chain(3000)).unfolded().upTo(3000).dot(), "->")).isEqualTo(2999);
    }

    // ---------------------------------------------------------------- files

    private List<String> names() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }

    @Test void theEndingOfTheNameIsTheFormat() throws IOException {
        var picture = network();
        for (var name : List.of("a.dot", "new/folder/a.SVG", "a.png")) picture.write(folder.resolve(name), Graphs.PURE_JAVA);
        assertThat(names()).containsExactly("a.dot", "a.png", "new/folder/a.SVG");
        assertThat(folder.resolve("a.dot")).hasContent(picture.dot());
        assertThat(folder.resolve("new/folder/a.SVG")).hasContent(picture.svg(Graphs.PURE_JAVA));
        assertThat(Files.readAllBytes(folder.resolve("a.png"))).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test void anotherEndingIsAnErrorThatListsThem() throws IOException {
        for (var name : List.of("a.gif", "svg", "a.svg.", "a"))
            assertThatThrownBy(() -> Picture.of(Graphs.neuron()).write(folder.resolve(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name).hasMessageContaining(".dot, .svg, .png or .html");
        assertThat(names()).isEmpty();
    }

    @Test void whatFailsLeavesNoFileAndTheOldOne() throws IOException {
        Files.writeString(folder.resolve("old.svg"), "old");
        for (var name : List.of("old.svg", "new.svg", "new/new.png", "new.dot"))
            assertThatThrownBy(() -> Picture.of(chain(301)).unfolded().write(folder.resolve(name))).isInstanceOf(PictureException.class);
        assertThat(names()).containsExactly("old.svg");
        assertThat(folder.resolve("old.svg")).hasContent("old");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test void whereNoFileCanBeWrittenThatIsSaidInOneLine() throws IOException {
        Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> Picture.of(Graphs.neuron()).write(folder.resolve("file/a.dot")))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining("a.dot: cannot be written").hasMessageContaining("no folder");
        Files.createDirectory(folder.resolve("b.dot"));
        assertThatThrownBy(() -> Picture.of(Graphs.neuron()).write(folder.resolve("b.dot")))
            .hasMessageContaining("it is there and is no file");
        assertThat(names()).containsExactly("file");
    }
}
