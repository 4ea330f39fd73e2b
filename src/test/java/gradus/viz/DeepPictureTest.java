package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Graph;
import gradus.autograd.Op;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.autograd.WindowMean;
import gradus.nn.Activation;
import gradus.nn.AvgPool2d;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Dropout;
import gradus.nn.Flatten;
import gradus.nn.GlobalPool;
import gradus.nn.Initializer;
import gradus.nn.LayerNorm;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.MaxPool2d;
import gradus.nn.Module;
import gradus.nn.Perceptron;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.Training;
import gradus.nn.Unflatten;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Networks of convolutions, pools, norms, dropout and ways around, in pictures at every level.
class DeepPictureTest {
    private static final Random RANDOM = Random.seeded(5);

    private static Conv2d conv(int in, int out) {
        return Conv2d.of(in, out, Window.of(3).padding(1), Initializer.HE_NORMAL, RANDOM.at(in).at(out));
    }

    private static Linear linear(int in, int out) { return Linear.of(in, out, Initializer.HE_NORMAL, RANDOM.at(in).at(out)); }

    private static Sequential small() {
        return Sequential.of(Unflatten.of(1, 4, 4), conv(1, 3), BatchNorm.of(3), Activation.RELU, MaxPool2d.of(2), new Flatten(),
            new Dropout(0.5), linear(12, 2));
    }

    private static Sequential withAWayAround() {
        return Sequential.of(Unflatten.of(1, 4, 4), conv(1, 3), Residual.of(conv(3, 3), BatchNorm.of(3)), Activation.RELU, AvgPool2d.of(2),
            GlobalPool.AVERAGE, LayerNorm.of(3), linear(3, 2));
    }

    private static Picture picture(Module net, boolean training) {
        var x = Value.of(RANDOM.normal(Shape.of(2, 16), 0, 1, Precision.FLOAT)).named("x");
        var trace = new Trace();
        Supplier<Value> work = () -> Loss.crossEntropy(net.apply(x), 0, 1);
        var loss = trace.run(() -> training ? Training.frozen(RANDOM, work) : work.get()).named("loss");
        return Picture.of(loss).gradients(loss.backwardKeepingAll()).modules(trace);
    }

    private static List<String> modules(Diagram diagram) {
        return diagram.nodes.stream().map(node -> node.module).filter(Objects::nonNull).map(Trace.Call::label).toList();
    }

    private static List<String> operations(Picture picture) {
        return Diagram.of(picture).nodes.stream().map(node -> Symbol.of(node.value())).toList();
    }

    // ---------------------------------------------------------------- modules

    @Test void everyLayerIsANodeAndShapesStandAtTheArrows() {
        var picture = picture(small(), true).level(Level.MODULES);
        assertThat(modules(Diagram.of(picture))).containsExactly("Conv2d(1 → 3, 3 × 3, padding 1)", "BatchNorm(3)", "relu",
            "MaxPool2d(2 × 2, stride 2)", "Flatten", "Dropout(0.5)", "Linear(12 → 2)");
        assertThat(picture.dot()).contains("(2, 1, 4, 4)", "(2, 3, 4, 4)", "(2, 3, 2, 2)", "(2, 12)", "30 parameters");
    }

    @Test void outsideOfTheScopeLayersThatRestAreNoNodes() {
        assertThat(modules(Diagram.of(picture(small(), false).level(Level.MODULES)))).contains("BatchNorm(3)")
            .doesNotContain("Dropout(0.5)");
    }

    @Test void theInputKeepsItsNameBehindUnflatten() {
        for (var level : List.of(Level.MODULES, Level.OPERATIONS)) {
            var diagram = Diagram.of(picture(small(), true).level(level));
            var inputs = diagram.nodes.stream().filter(node -> Kind.of(node, diagram.graph.root()) == Kind.INPUT).toList();
            assertThat(inputs).singleElement().satisfies(node -> {
                assertThat(node.value().name()).isEqualTo("x");
                assertThat(node.value().shape()).isEqualTo(Shape.of(2, 1, 4, 4));
                assertThat(node.place).isSameAs(diagram.outside);
            });
        }
    }

    @Test void boxesAroundPartsAreCalledByTheirKindAndOthersInFull() {
        var words = Graphs.words(picture(withAWayAround(), true).level(Level.MODULES).svg(Graphs.PURE_JAVA)).lines().toList();
        assertThat(words).contains("Sequential", "Residual")
            .noneMatch(word -> word.startsWith("Sequential(") || word.startsWith("Residual("));
        assertThat(Graphs.words(picture(small(), true).svg(Graphs.PURE_JAVA))).contains("Conv2d(1 → 3, 3 × 3, padding 1)", "BatchNorm(3)");
    }

    @Test void theWayAroundIsAnArrowOfItsOwnBesideTheInnerPathWithItsOwnGradient() {
        var diagram = Diagram.of(picture(withAWayAround(), true).level(Level.MODULES));
        var sum = diagram.nodes.stream().filter(node -> Symbol.of(node.value()).equals("+") && node.module == null)
            .findFirst().orElseThrow();
        assertThat(sum.inputs).hasSize(2);
        Node around = sum.inputs.getFirst(), inner = sum.inputs.getLast();
        assertThat(around.module).isNotNull();
        if (around.module != null) assertThat(around.module.path()).isEqualTo("1");
        if (inner.module != null) assertThat(inner.module.path()).isEqualTo("2.inner.1");
        var gradients = diagram.picture.gradients();
        assertThat(gradients).isNotNull();
        if (gradients == null) return;
        double arrives = Tensor.norm(List.of(gradients.of(sum.value()).data()));
        assertThat(diagram.flow.along(around, sum)).isEqualTo(arrives);                     // a sum hands on what it gets, to both
        assertThat(diagram.flow.along(inner, sum)).isEqualTo(arrives);
    }

    @Test void aLongRowOfModulesGoesDownThePageAndAShortOneAcross() {
        assertThat(picture(withAWayAround(), true).level(Level.MODULES).dot()).contains("\"rankdir\"=\"TB\"");
        assertThat(picture(Sequential.of(linear(16, 3), Activation.RELU, linear(3, 2)), true).level(Level.MODULES).dot())
            .contains("\"rankdir\"=\"LR\"");
        assertThat(picture(withAWayAround(), true).dot()).contains("\"rankdir\"=\"LR\"");
    }

    @Test void whatIsTooLargeForOperationsIsDrawnByModulesAsEver() {
        var diagram = Diagram.of(picture(withAWayAround(), true).upTo(15));
        assertThat(diagram.notes).first().asString().contains("drawn by modules");
        assertThat(modules(diagram)).contains("AvgPool2d(2 × 2, stride 2)", "GlobalPool(average)");
    }

    // ---------------------------------------------------------------- operations

    @Test void poolsAndFlatteningAreOneNodeWithNumbersAndGradient() {
        var picture = picture(small(), true);
        assertThat(modules(Diagram.of(picture))).containsExactly("MaxPool2d(2 × 2, stride 2)", "Flatten");
        assertThat(operations(picture)).contains("conv2d(3 × 3, padding 1)", "where").doesNotContain("gather");
        var svg = picture.svg(Graphs.PURE_JAVA);
        assertThat(Graphs.words(svg)).contains("MaxPool2d(2 × 2, stride 2)", "(2, 3, 2, 2)");
        assertThat(svg).contains("class=\"node module\"");
    }

    @Test void withoutATraceAPoolIsItsOperations() {
        var pooled = Value.parameter(RANDOM.normal(Shape.of(1, 1, 4, 4), 0, 1, Precision.FLOAT)).maxPool2d(Window.of(2).stride(2)).sum();
        assertThat(operations(Picture.of(pooled))).anyMatch(word -> word.startsWith("gather"));
    }

    @Test void theBatchsStatisticsAreDrawnInTrainingAndThoseThatRanOutside() {
        var picture = picture(small(), false);
        var training = operations(picture(small(), true));
        assertThat(training).anyMatch(word -> word.startsWith("standardize"));
        assertThat(operations(picture)).noneMatch(word -> word.startsWith("standardize"));
        assertThat(Graphs.words(picture.svg(Graphs.PURE_JAVA))).contains("running_mean", "√(running_var + ε)");
        var diagram = Diagram.of(picture);
        var mean = diagram.nodes.stream().filter(node -> "running_mean".equals(node.value().name())).findFirst().orElseThrow();
        assertThat(mean.place).isNotSameAs(diagram.outside);                                // in its layer's box, no input
        assertThat(Kind.of(mean, diagram.graph.root())).isEqualTo(Kind.CONSTANT);
    }

    @Test void drawingATrainingStepLeavesTheStatisticsAlone() {
        var norm = BatchNorm.of(3);
        var before = norm.runningMean().data().toDoubles();
        picture(Sequential.of(Unflatten.of(1, 4, 4), conv(1, 3), norm, GlobalPool.AVERAGE), true).dot();
        assertThat(norm.runningMean().data().toDoubles()).isEqualTo(before);
    }

    @Test void everyLevelOfADeepNetworkCanBeDrawnByBothEngines() {
        for (var net : List.of(small(), withAWayAround()))
            for (boolean training : new boolean[] {true, false})
                for (var level : List.of(Level.MODULES, Level.OPERATIONS))            // in scalars, layer by layer
                    for (var layouts : List.of(Graphs.PURE_JAVA, Layout.ALL))
                        assertThat(picture(net, training).level(level).svg(layouts)).contains("<svg").doesNotContain(">MM", ">M<");
    }

    static Stream<Module> layers() {
        var window = Window.of(2);
        return Stream.concat(Arrays.stream(Activation.values()), Stream.of(GlobalPool.AVERAGE, GlobalPool.MAX, MaxPool2d.of(2),
            AvgPool2d.of(2), Conv2d.of(1, 2, window, Initializer.HE_NORMAL, RANDOM), BatchNorm.of(1), LayerNorm.of(2, 2), new Dropout(0.5),
            new Flatten(), Sequential.of(new Flatten(), Unflatten.of(1, 2, 2)), Sequential.of(new Flatten(), linear(4, 2)),
            Sequential.of(new Flatten(), Perceptron.of(4)), Residual.of(Activation.TANH),
            new Residual(MaxPool2d.of(2), AvgPool2d.of(2))));
    }

    @ParameterizedTest @MethodSource("layers") void everyLayerCanBeDrawnAtEveryLevel(Module layer) {
        var x = Value.parameter(RANDOM.normal(Shape.of(2, 1, 2, 2), 0, 1, Precision.FLOAT)).named("x");
        for (boolean training : new boolean[] {true, false}) {
            var trace = new Trace();
            Supplier<Value> work = () -> layer.apply(x).square().sum();
            var y = trace.run(() -> training ? Training.frozen(RANDOM, work) : work.get());
            var picture = Picture.of(y).modules(trace);
            for (var level : Level.values())
                assertThat((y.isConstant() ? picture : picture.gradients(y.backwardKeepingAll())).level(level).svg(Graphs.PURE_JAVA))
                    .contains("<svg");
        }
    }

    @Test void aSmallConvolutionalNetworkIsDrawnInSingleNumbers() {
        var net = Sequential.of(Unflatten.of(1, 3, 3), Conv2d.of(1, 1, Window.of(2), Initializer.HE_NORMAL, RANDOM), Activation.RELU,
            MaxPool2d.of(2), new Flatten());
        var x = Value.of(RANDOM.normal(Shape.of(1, 9), 0, 1, Precision.FLOAT)).named("x");
        var trace = new Trace();
        var y = trace.run(() -> net.apply(x).sum());
        var words = Graphs.words(Picture.of(y).gradients(y.backwardKeepingAll()).modules(trace).level(Level.SCALARS).svg(Graphs.PURE_JAVA));
        assertThat(words).contains("weight[1,1]", "only the winners are drawn");
    }

    // ---------------------------------------------------------------- pictures side by side

    private static Overview map(Tensor t) { return Overview.of(Value.of(t), t); }

    private static Tensor counted(int... dims) {
        var shape = Shape.of(dims);
        return Tensor.of(shape, IntStream.range(0, shape.size()).asDoubleStream().toArray());
    }

    @Test void examplesAreRowsAndChannelsColumnsWithGapsBetween() {
        var map = map(counted(2, 3, 2, 2));
        assertThat(List.of(map.height(), map.width())).containsExactly(5, 8);
        double gap = Overview.GAP;
        assertThat(map.cells()).containsExactly(
            0, 1, gap, 4, 5, gap, 8, 9,
            2, 3, gap, 6, 7, gap, 10, 11,
            gap, gap, gap, gap, gap, gap, gap, gap,
            12, 13, gap, 16, 17, gap, 20, 21,
            14, 15, gap, 18, 19, gap, 22, 23);
    }

    @Test void kernelsAreColumnsAsTheChannelsThatTheyMake() {
        var kernels = Value.parameter(counted(3, 2, 1, 2));
        double gap = Overview.GAP;
        assertThat(Overview.of(kernels, kernels.data()).cells()).containsExactly(
            0, 1, gap, 4, 5, gap, 8, 9,
            gap, gap, gap, gap, gap, gap, gap, gap,
            2, 3, gap, 6, 7, gap, 10, 11);
        assertThat(Mosaic.of(Shape.of(3, 2, 1, 2), true)).hasToString("3 × 2 pictures of 1 × 2");
    }

    @Test void aSingleRowOfManyPicturesIsBrokenIntoLinesAndItsSizeIsBounded() {
        var few = Mosaic.of(Shape.of(1, 6, 5, 5), false);
        assertThat(List.of(few.across(), few.down())).containsExactly(6, 1);
        var line = Mosaic.of(Shape.of(40, 1, 28, 28), false);
        assertThat(line.down()).isBetween(3, 5);
        assertThat(line.across() * line.down()).isGreaterThanOrEqualTo(40);
        assertThat(line.isWhole()).isTrue();
        for (var shape : List.of(Shape.of(500, 1, 9, 9), Shape.of(100, 100, 9, 9), Shape.of(1, 1, 999, 999),
            Shape.of(64, 32, 28, 28))) {
            var many = Mosaic.of(shape, false);
            assertThat(many.width() * many.height()).isLessThan(24_000);
            assertThat(many.high() * many.wide() * many.across() * many.down()).isLessThanOrEqualTo(20_000);
            assertThat(many.isWhole()).isEqualTo(shape.dim(0) == 1);
        }
        assertThat(Mosaic.of(Shape.of(100, 100, 9, 9), false)).hasToString("the first 16 × 8 of 100 × 100 pictures of 9 × 9");
    }

    @Test void aNumberThatIsNotFiniteIsSeenInItsPictureAndBetweenPicturesThereIsNothing() {
        var numbers = new double[2 * 2 * 4];
        numbers[5] = Double.NaN;
        var map = map(Tensor.of(Shape.of(2, 2, 2, 2), numbers));
        assertThat(map.notFinite()).isOne();
        assertThat(map.cells()[4]).isNaN();
        assertThat(Graphs.colours(HeatMap.png(map))).isEqualTo(3);                            // white, purple, nothing
    }

    @Test void picturesOfOnePixelAreAMatrix() {
        var map = map(counted(3, 4, 1, 1));
        assertThat(List.of(map.height(), map.width())).containsExactly(3, 4);
        assertThat(map.mosaic()).isNull();
    }

    @Test void theLegendExplainsPictures() {
        assertThat(Graphs.words(picture(small(), true).svg(Graphs.PURE_JAVA))).contains("a column for each channel")
            .doesNotContain("of many");
        var x = Value.parameter(RANDOM.normal(Shape.of(9, 17, 3, 3), 0, 1, Precision.FLOAT));
        assertThat(Graphs.words(Picture.of(x.square().sum()).svg(Graphs.PURE_JAVA))).contains("of many the first");
        var y = Value.parameter(RANDOM.normal(Shape.of(9, 17), 0, 1, Precision.FLOAT));
        assertThat(Graphs.words(Picture.of(y.square().sum()).svg(Graphs.PURE_JAVA))).doesNotContain("a column for each channel");
    }

    @Test void aNumberAChannelReadsAsAVector() {
        assertThat(Digits.lines(Tensor.of(Shape.of(3, 1, 1), 1, 2, 3))).containsExactly("[1, 2, 3]");
        assertThat(Digits.lines(Tensor.of(Shape.of(1, 3, 1, 1), 1, 2, 3))).containsExactly("[[1, 2, 3]]");
        assertThat(Digits.lines(Tensor.of(Shape.of(2, 1), 1, 2))).containsExactly("[[1], [2]]");
    }

    // ---------------------------------------------------------------- rules

    private static Value random(String name, int... dims) {
        return Value.parameter(RANDOM.at(name).normal(Shape.of(dims), 0, 1, Precision.DOUBLE)).named(name);
    }

    /// The three convolutions are each other's rules: the page's formulas are what differentiating records.
    @Test void theFormulasOfConvolutionsAreTheirDerivatives() {
        var window = Window.of(2).stride(2).padding(1);
        var first = random("x", 2, 3, 5, 5).conv2d(random("w", 4, 3, 2, 2), window, 1);
        var seen = new ArrayList<String>();
        var open = new ArrayList<>(List.of(first));
        while (!open.isEmpty() && seen.size() < 3) {
            var y = open.removeFirst();
            Op op = y.op();
            if (op == null || seen.contains(sign(op))) continue;
            seen.add(sign(op));
            var in = y.inputs().toArray(Value[]::new);
            var g = Value.parameter(y.data());
            var parts = ChainRule.of(op, y).parts();
            assertThat(ChainRule.of(op, y).forward()).isEqualTo("A " + sign(op) + " B");
            for (int i = 0; i < 2; i++) {
                var pulled = op.pull(i, g, y, in);
                var pulledBy = pulled.op();
                assertThat(pulledBy).isNotNull();
                if (pulledBy == null) continue;
                var letters = pulled.inputs().stream().map(v -> v == g ? "G" : v == in[0] ? "A" : v == in[1] ? "B" : "?").toList();
                assertThat(parts.get(i).formula()).isEqualTo(letters.get(0) + " " + sign(pulledBy) + " " + letters.get(1));
                assertThat(pulled.shape()).isEqualTo(in[i].shape());
                open.add(pulled);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("∗", "∗ᵀ", "∗ʷ");
    }

    private static String sign(Op op) {
        var label = op.label();
        return label.startsWith("conv2dᵀ") ? "∗ᵀ" : label.startsWith("conv2dʷ") ? "∗ʷ" : label.startsWith("conv2d(") ? "∗" : "?";
    }

    @Test void theOtherOperationsOfDeepLayersHaveRulesThatTheirPartsFollow() {
        var x = random("x", 2, 3, 4, 4);
        var all = new ArrayList<Value>(List.of(x.avgPool2d(Window.of(2).stride(2)), x.standardize(Axes.of(0, 2, 3), 1e-5),
            x.maxPool2d(Window.of(2))));
        for (var y : List.copyOf(all)) all.add(y.square().sum().differentiate().of(x));
        int rules = 0;
        for (var y : all) for (var v : Graph.of(y).values()) {
            var op = v.op();
            if (op == null) continue;
            var rule = ChainRule.of(op, v);
            assertThat(rule.words()).as(op.label()).isNotBlank();
            assertThat(rule.forward()).as(op.label()).matches("[^ABYG]*[AB].*");
            for (var part : rule.parts()) assertThat(part.formula()).as(op.label()).contains("G");
            rules++;
        }
        assertThat(rules).isGreaterThan(12);
        assertThat(ChainRule.of(new WindowMean(Window.of(3)), x.avgPool2d(Window.of(3))).parts().getFirst().formula())
            .isEqualTo("G spread over the windows, ÷ 9");
    }
}
