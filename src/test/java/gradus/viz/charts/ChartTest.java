package gradus.viz.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.nn.Activation;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartTest {
    private static final String HOSTILE = "</text><script>alert(\"1\")</script>'&\\\n\t\u0001\u202e\ud800 x";

    @TempDir Path folder;

    /// One of each kind, with every name hostile.
    static Stream<Chart> every() {
        var region = new DecisionBoundary.Region(-1, -2, 3, 2, 2, new int[] {0, 0, 1, 0});
        var random = Random.seeded(3);
        var pixels = random.uniform(Shape.of(3, 784), 0, 1, Precision.FLOAT);
        return Stream.of(
            Curves.of(HOSTILE, HOSTILE, HOSTILE, Line.counted(HOSTILE, 3, 2, 1), Line.counted(HOSTILE, 1, 2, 3)),
            Curves.of(HOSTILE, "step", "norm", Line.counted("a", 3, 2e-7, 1), Line.counted("b", 1, 2, 3).inBackground()).logarithmically(),
            ActivationCurves.of(HOSTILE, Activation.TANH::forward),
            new Histogram(HOSTILE, HOSTILE, 1, 2, 2, 3),
            new DecisionBoundary(HOSTILE, region, List.of(HOSTILE, HOSTILE), new double[] {0, 1}, new double[] {0, 1}, new int[] {0, 1}),
            new ConfusionMatrix(HOSTILE, List.of(HOSTILE, "b"), new int[][] {{3, 1}, {0, 4}}),
            new WeightImages(HOSTILE, random.normal(Shape.of(784, 5), 0, 1, Precision.FLOAT), 28, 28, 128),
            WeightImages.ofKernels(HOSTILE, random.normal(Shape.of(6, 3, 5, 5), 0, 1, Precision.FLOAT), 12),
            new FeatureMaps(HOSTILE, HOSTILE, random.uniform(Shape.of(8, 6), 0, 1, Precision.FLOAT), List.of(
                new FeatureMaps.Layer(HOSTILE, random.normal(Shape.of(3, 8, 6), 0, 1, Precision.FLOAT), null),
                new FeatureMaps.Layer("b", random.normal(Shape.of(40, 4, 3), 0, 1, Precision.FLOAT),
                    random.normal(Shape.of(40, 4, 3), 0, 1, Precision.FLOAT)))),
            new MisreadDigits(HOSTILE, pixels, 28, 28, Collections.nCopies(3, HOSTILE), Collections.nCopies(3, "7")),
            new SettingsMap(HOSTILE, HOSTILE, List.of(HOSTILE, "2"), HOSTILE, List.of(HOSTILE), new SettingsMap.Cell[][] {
                {new SettingsMap.Cell(0.3, 4, 1)}, {new SettingsMap.Cell(Double.NaN, 1, 1)}}, Marks.of(HOSTILE, false, 0.3, 20, Double.NaN)),
            new SettingStrips(HOSTILE, List.of(HOSTILE, "b"), new double[][] {{0.3, Double.NaN, 20}, {}}, Marks.of(HOSTILE, false, 0.3, 20)),
            new Panels(HOSTILE, 2, List.of(new Histogram(HOSTILE, "x", 1), new Histogram("b", "x"), new Histogram("c", "x", 2))));
    }

    @ParameterizedTest @MethodSource("every") void bothFormatsCanBeRead(Chart chart) throws Exception {
        chart.write(folder.resolve("deep/chart.svg"));
        chart.write(folder.resolve("deep/chart.PNG"));
        var root = parsed(Files.readString(folder.resolve("deep/chart.svg"))).getDocumentElement();
        assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 " + chart.width() + " " + chart.height());
        var image = ImageIO.read(folder.resolve("deep/chart.PNG").toFile());
        assertThat(image.getWidth()).isEqualTo(2 * chart.width());
        assertThat(image.getHeight()).isEqualTo(2 * chart.height());
        assertThat(colours(image)).isGreaterThan(10);
    }

    @ParameterizedTest @MethodSource("every") void namesAreTextInEveryFormat(Chart chart) throws Exception {
        for (var svg : List.of(chart.svg(), chart.inline("c1"))) {
            var document = parsed(svg);
            assertThat(document.getElementsByTagName("script").getLength()).isZero();
            assertThat(document.getDocumentElement().getTextContent()).contains("</text>").doesNotContain("\u202e", "\u0001");
        }
    }

    @ParameterizedTest @MethodSource("every") void theSameNumbersGiveTheSameBytes(Chart chart) {
        assertThat(chart.svg()).isEqualTo(chart.svg());
        assertThat(chart.png()).isEqualTo(chart.png());
    }

    @ParameterizedTest @MethodSource("every") void onAPageItTakesItsInksAndHasIdentifiersOfItsOwn(Chart chart) {
        var svg = chart.inline("c1");
        assertThat(svg).contains("var(--ink,rgb(34,34,34))").doesNotContain("fill:rgb(255,255,255)'/>\n<");
        assertThat(svg.lines().filter(line -> line.contains(" id='"))).allMatch(line -> !line.matches(".* id='(?!c1-).*"));
        assertThat(chart.svg(Theme.DARK)).contains("rgb(232,232,232)").isNotEqualTo(chart.svg());
    }

    @Test void theAxesShowTheNumbersTheSameInEveryCountry() throws Exception {
        var words = words(Curves.of("t", "x", "y", Line.counted("a", 0.25, 0.5, 0.75, 1)));
        assertThat(words).contains("0.4", "0.8", "1", "2", "3", "4", "x", "y", "t");
        assertThat(words(Curves.of("t", "x", "y", Line.counted("a", 2e-5, 300)).logarithmically()))
            .contains("1e−5", "0.001", "10", "1,000").doesNotContain("1e−6", "10,000");
    }

    @Test void aCurveGoesThroughItsPointsAndHasGapsWhereThereIsNone() {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(moves(Curves.of("t", "x", "y", Line.counted("a", 1, 2, 3, 4, 5)))).isEqualTo(1);
        assertThat(moves(Curves.of("t", "x", "y", Line.counted("a", 1, 2, Double.NaN, 4, 5, inf, 1, 2)))).isEqualTo(3);
        assertThat(text(Curves.of("t", "x", "y", Line.counted("a", 1, 2, Double.NaN, 4, 5, inf, 1, 2)))).contains("a: 2 of 8 not finite, left out");
        assertThat(text(Curves.of("t", "x", "y", Line.counted("a", 1, 0, -1, 4)).logarithmically()))
            .contains("a: 2 of 4 at 0 or below, which has no place on a log scale");
    }

    /// How many pieces the longest path has.
    private static int moves(Chart chart) {
        return Arrays.stream(chart.svg().split("<path d='")).filter(path -> path.contains("fill:none") || !path.contains("Z"))
            .mapToInt(path -> (int) path.substring(0, path.indexOf('\'')).chars().filter(c -> c == 'M').count()).max().orElse(0);
    }

    @Test void nothingToShowIsSaid() {
        assertThat(text(Curves.of("t", "x", "y", Line.counted("a")))).contains("nothing to show");
        assertThat(text(Curves.of("t", "x", "y", Line.counted("a", Double.NaN, Double.NaN)))).contains("nothing to show", "2 of 2 not finite");
        assertThat(text(new Histogram("h", "x"))).contains("nothing to show");
        assertThat(text(new Histogram("h", "x", Double.NaN, 1))).contains("1 of 2 not finite, left out").doesNotContain("nothing to show");
    }

    @Test void numbersOfAnySizeAreDrawn() {
        double[][] extremes = {{1e308, -1e308}, {1e-320, 2e-320}, {5, 5}, {0, 0}, {1e17, 1e17 + 16}, {-1e300, 1}, {1 + 1e-16, 1 + 4e-16}};
        for (double[] numbers : extremes) {
            assertThat(Curves.of("t", "x", "y", Line.counted("a", numbers)).svg()).as(Arrays.toString(numbers)).contains("<path");
            assertThat(new Histogram("t", "x", numbers).svg()).contains("mean");
            assertThat(Curves.of("t", "x", "y", Line.counted("a", numbers)).logarithmically().svg()).contains("</svg>");
        }
    }

    @Test void aHistogramCountsEveryNumberOnce() {
        assertThat(text(new Histogram("h", "x", 0, 0, 1, 3))).contains("mean 1, deviation 1.22, 50 % are 0").doesNotContain("log");
        var many = new double[1000];
        Arrays.setAll(many, i -> i < 900 ? 0 : i);
        assertThat(text(new Histogram("h", "x", many))).contains("count (log scale)").contains("90 % are 0");
    }

    @Test void aDerivativeIsTheOneThatTrainingUses() {
        var relu = ActivationCurves.of("relu", Activation.RELU::forward);
        var slope = relu.lines().get(1).y();
        assertThat(slope[0]).isZero();
        assertThat(slope[slope.length / 2]).isZero();                    // at the kink
        assertThat(slope[slope.length - 1]).isEqualTo(1);
        assertThat(relu.lines().getFirst().y()[240]).isEqualTo(4);
        assertThatThrownBy(() -> ActivationCurves.of("relu", Activation.RELU::forward, 1, 1)).hasMessageContaining("not from 1.0 to 1.0");
    }

    @Test void aMatrixShowsEveryCountAndTheShareThatIsRight() throws Exception {
        var matrix = new ConfusionMatrix("m", List.of("cat", "dog"), new int[][] {{2, 1}, {0, 4}});
        assertThat(matrix.counts()).isEqualTo(new int[][] {{2, 1}, {0, 4}});
        assertThat(words(matrix)).contains("2", "1", "0", "4", "66.7 %", "100.0 %", "cat", "dog");
        assertThat(words(new ConfusionMatrix("m", List.of("a", "b"), new int[][] {{12345, 0}, {0, 0}}))).contains("12,345", "–");
    }

    @Test void aBoundaryHasTheColoursOfItsClassesWhereTheyAreSaid() throws IOException {
        var region = new DecisionBoundary.Region(0, 0, 1, 1, 1, new int[] {1});
        var chart = new DecisionBoundary("b", region, List.of("no", "yes"), new double[] {Double.NaN}, new double[] {0}, new int[] {0});
        var image = ImageIO.read(new ByteArrayInputStream(chart.png()));
        var middle = new java.awt.Color(image.getRGB(image.getWidth() / 2, image.getHeight() / 2));
        assertThat(middle.getRed()).isGreaterThan(middle.getBlue() + 30);          // vermilion on white
        assertThat(text(chart)).contains("1 of 1 points not finite, left out");
        assertThat(region.x(0)).isEqualTo(0.5);
        assertThat(region.y(0)).isEqualTo(0.5);
    }

    @Test void weightsShareAScaleThatIsAsLongOnBothSides() throws IOException {
        var weight = new double[] {-0.25, 0, 0, 0.5, Double.NaN, 0};
        var chart = new WeightImages("w", Tensor.of(Shape.of(2, 3), weight), 1, 2, 2);
        assertThat(text(chart)).contains("−0.5", "0.5", "the first 2 of 3 units", "1 weights not finite");
        assertThat(Scale.DIVERGING.of(0).getRGB() & 0xffffff).isEqualTo(0xffffff);
        assertThat(Scale.DIVERGING.of(-1).getBlue()).isGreaterThan(Scale.DIVERGING.of(-1).getRed());
        assertThat(Scale.DIVERGING.of(1).getRed()).isGreaterThan(Scale.DIVERGING.of(1).getBlue());
    }

    @Test void misreadPicturesSayWhatWasSaidAndWhatIsTrue() throws Exception {
        var pixels = Tensor.zeros(Shape.of(2, 4), Precision.FLOAT);
        assertThat(words(new MisreadDigits("m", pixels, 2, 2, List.of("4", "7"), List.of("9", "1")))).contains("says 4", "is 9", "says 7", "is 1");
        assertThat(words(new MisreadDigits("m", pixels, 2, 2, List.of("Ankle boot", "Bag"), List.of("9", "1")))).contains("says Ankle boot");
    }

    @Test void wordsAreCutWhereThereIsNoRoom() {
        assertThat(Words.shown("x".repeat(10_000))).hasSize(80).endsWith("…");
        assertThat(Words.shown("a\r\nb\u0007\u200f")).isEqualTo("a↵↵b\ufffd\ufffd");
    }

    @Test void whatMakesNoSenseIsRefusedInOneLine() {
        refused("at least one line", () -> Curves.of("t", "x", "y"));
        refused("2 places and 1 numbers", () -> Line.of("a", new double[2], 1));
        refused("at least one chart", () -> new Panels("p", 1, List.of()));
        refused("4 rows of 4 counts", () -> new ConfusionMatrix("m", List.of("a", "b", "c", "d"), new int[2][2]));
        refused("41 classes cannot be read", () -> new ConfusionMatrix("m", IntStream.range(0, 41).mapToObj(Integer::toString).toList(), new int[41][41]));
        refused("have the shape (784, units), not (2, 2)", () -> new WeightImages("w", Tensor.of(new double[2][2]), 28, 28, 1));
        refused("have the shape (n, 784), not (2, 2)", () -> new MisreadDigits("w", Tensor.of(new double[2][2]), 28, 28, List.of(), List.of()));
        refused("2 pictures need", () -> new MisreadDigits("w", Tensor.of(new double[2][4]), 2, 2, List.of("a"), List.of()));
        refused("x from 1.0 to 1.0", () -> new DecisionBoundary.Region(1, 0, 1, 1, 1, new int[1]));
        refused("a class for each, not 3", () -> new DecisionBoundary.Region(0, 0, 1, 1, 2, new int[3]));
        refused("class 1 has no name", () -> new DecisionBoundary("b", new DecisionBoundary.Region(0, 0, 1, 1, 1, new int[] {1}), List.of("a"),
            new double[0], new double[0], new int[0]));
        refused("must end in .svg or .png", () -> new Histogram("h", "x", 1).write(folder.resolve("chart.gif")));
        assertThat(folder).isEmptyDirectory();
    }

    private static void refused(String message, Runnable work) {
        assertThatThrownBy(work::run).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message)
            .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test void aPlaceThatCannotBeWrittenKeepsWhatWasThere() throws IOException {
        var taken = Files.createDirectory(folder.resolve("chart.svg"));
        assertThatThrownBy(() -> new Histogram("h", "x", 1).write(taken)).isInstanceOf(UncheckedIOException.class).hasMessageContaining("is no file");
    }

    private static int colours(java.awt.image.BufferedImage image) {
        return (int) Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())).distinct().count();
    }

    private static String text(Chart chart) { return String.join("\n", wordsOf(chart)); }

    private static List<String> words(Chart chart) throws Exception { return wordsOf(chart); }

    private static List<String> wordsOf(Chart chart) {
        var found = new ArrayList<String>();
        var list = parsed(chart.svg()).getElementsByTagName("text");
        for (int i = 0; i < list.getLength(); i++) found.add(list.item(i).getTextContent());
        return found;
    }

    private static Document parsed(String svg) {
        try {
            var builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(svg)));
        } catch (Exception e) {
            throw new AssertionError("no well-formed SVG: " + e.getMessage(), e);
        }
    }
}
