package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.GradientCheck;
import gradus.autograd.Graph;
import gradus.autograd.MisfitException;
import gradus.autograd.Op;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.Dropout;
import gradus.nn.GlobalPool;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.nn.Training;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LevelTest {
    private static final Random RANDOM = Random.seeded(3);

    private static Value random(String name, int... dims) {
        return Value.parameter(RANDOM.at(name).normal(Shape.of(dims), 0, 1, Precision.DOUBLE)).named(name);
    }

    private record Traced(Value loss, Trace trace) {
        static Traced of(Module net, int width) {
            var trace = new Trace();
            var x = Value.of(RANDOM.normal(Shape.of(3, width), 0, 1, Precision.FLOAT)).named("x");
            return new Traced(trace.run(() -> Loss.crossEntropy(net.apply(x), 0, 1, 1)).named("loss"), trace);
        }

        Picture picture() { return Picture.of(loss).gradients(loss.backwardKeepingAll()).modules(trace); }
    }

    private static Linear linear(int in, int out) { return Linear.of(in, out, Initializer.HE_NORMAL, RANDOM.at(in).at(out)); }

    private static Sequential deep(int layers) {
        return Sequential.of(IntStream.range(0, 2 * layers).<Module>mapToObj(i -> i % 2 == 0 ? linear(5, 5) : Activation.SIGMOID)
            .toArray(Module[]::new));
    }

    // ---------------------------------------------------------------- modules

    @Test void atLevelModulesAModuleIsANodeWithItsParametersAndShapesAlongTheArrows() {
        var traced = Traced.of(Sequential.of(linear(7, 6), Activation.RELU, linear(6, 4)), 7);
        var dot = traced.picture().level(Level.MODULES).rate(0.1).dot();
        assertThat(dot).contains("48 parameters", "28 parameters", "(3, 7)", "(3, 6)", "(3, 4)", "crossEntropy", "η∇/w")
            .doesNotContain("weight", "matmul");
        assertThat(Diagram.of(traced.picture().level(Level.MODULES)).nodes).hasSize(5);                       // x, three modules, loss
    }

    @Test void theBarsAreTheNormsOfTheModulesParameters() {
        var net = Sequential.of(linear(7, 6), linear(6, 4));
        var traced = Traced.of(net, 7);
        var gradients = traced.loss().backward();
        double squares = 0;
        for (var p : net.parameters().entrySet())
            if (p.getKey().startsWith("0")) squares += Math.pow(norm(gradients.of(p.getValue()).data()), 2);
        assertThat(traced.picture().level(Level.MODULES).dot()).contains("∇\u00a0▇").contains(Digits.number(Math.sqrt(squares)));
    }

    @Test void withoutATraceThereAreNoModulesAndEveryValueIsANode() {
        assertThat(Diagram.of(Picture.of(Graphs.neuron()).level(Level.MODULES)).nodes).hasSize(6);
    }

    // ---------------------------------------------------------------- folding

    @Test void equalLayersAreDrawnOnceWithTheirNumber() {
        var picture = Traced.of(deep(40), 5).picture();
        for (var level : List.of(Level.MODULES, Level.OPERATIONS)) {
            var diagram = Diagram.of(picture.level(level));
            assertThat(diagram.nodes).hasSizeLessThan(20);
            assertThat(diagram.notes.getFirst()).contains("repeated").contains("nodes instead of");
            assertThat(picture.level(level).dot()).contains("× 39");
        }
        assertThat(Diagram.of(picture.unfolded().level(Level.MODULES)).nodes).hasSize(82);
    }

    @Test void aSmallGraphIsNotFolded() {
        assertThat(Diagram.of(Traced.of(deep(5), 5).picture().level(Level.MODULES)).nodes).hasSize(12);
    }

    @Test void repetitionsInRepetitionsAreFoldedToo() {
        var w = Value.parameter(0.5).named("w");
        var sum = Value.of(0);
        for (int i = 0; i < 30; i++) {
            var y = Value.of(i);
            for (int k = 0; k < 10; k++) y = y.mul(w).tanh();
            sum = sum.add(y);
        }
        var diagram = Diagram.of(Picture.of(sum));
        assertThat(diagram.nodes).hasSizeLessThan(15);
        assertThat(diagram.nodes.stream().mapToInt(node -> node.times).max().orElse(0)).isGreaterThanOrEqualTo(200);
        assertThat(diagram.nodes.stream().mapToInt(node -> node.values.size()).sum()).isEqualTo(Graph.of(sum).values().size());
    }

    @Test void whatDiffersIsNotFolded() {
        var y = Value.parameter(0.5);
        for (int i = 0; i < 40; i++) y = i * i % 7 < 3 ? y.tanh() : i % 3 == 0 ? y.neg() : y.exp();
        var all = Graph.of(y).values();
        var drawn = Diagram.of(Picture.of(y)).nodes;
        assertThat(drawn.stream().mapToInt(node -> node.times).filter(times -> times > 1).toArray()).isEmpty();
        assertThat(drawn).hasSameSizeAs(all);
    }

    @Test void beyondTheBudgetModulesAreDrawnInsteadAndThePictureSaysSo() {
        var diagram = Diagram.of(Traced.of(Sequential.of(linear(5, 6), Activation.RELU, linear(6, 7), Activation.TANH, linear(7, 4)), 5)
            .picture().upTo(10));
        assertThat(diagram.nodes).hasSizeLessThanOrEqualTo(10);
        assertThat(diagram.notes).first().asString().contains("drawn by modules");
    }

    @Test void beyondTheBudgetWhatMustNotFoldIsRefused() {
        var picture = Traced.of(deep(40), 5).picture().unfolded();
        assertThatThrownBy(() -> picture.upTo(100).dot()).isInstanceOf(PictureException.class).hasMessageContaining("--budget");
        assertThatThrownBy(() -> Page.of(picture.upTo(100)).html()).isInstanceOf(PictureException.class).hasMessageContaining("--budget");
    }

    @Test void aPictureByModulesDoesNotSpeakOfAFoldingThatWasThrownAway() {
        var net = Sequential.of(deep(8), linear(5, 6), Activation.TANH, linear(6, 7), Activation.RELU, linear(7, 8), Activation.SIGMOID,
            linear(8, 9), Activation.TANH, linear(9, 4));
        var all = Diagram.of(Traced.of(net, 5).picture().level(Level.MODULES)).nodes.size();
        var notes = Diagram.of(Traced.of(net, 5).picture().upTo(all)).notes;
        assertThat(notes).singleElement().asString().contains("drawn by modules");
    }

    @Test void aParameterThatIsUsedOutsideFirstIsNotDrawnInsideAModule() {
        var layer = linear(3, 3);
        var trace = new Trace();
        var x = Value.of(new float[][] {{1, 2, 3}}).named("x");
        var y = trace.run(() -> {
            var before = layer.weight().square().sum();
            return layer.apply(x).sum().add(before);
        });
        var diagram = Diagram.of(Picture.of(y).modules(trace).level(Level.MODULES));
        var shown = diagram.nodeOf(layer.weight());
        assertThat(shown != null && shown.isLeaf()).isTrue();
    }

    @Test void leavesThatAreUsedTwiceFoldAsWell() {
        var y = Value.parameter(0.5);
        for (int i = 0; i < 60_000; i++) {
            var leaf = Value.parameter(i);
            y = y.mul(leaf.mul(leaf));
        }
        var diagram = Diagram.of(Picture.of(y));
        assertThat(diagram.nodes).hasSizeLessThan(10);
        assertThat(diagram.nodes.stream().filter(Node::isLeaf).mapToInt(node -> node.times).max().orElse(0)).isEqualTo(59_999);
    }

    @Test void aChainOfAHundredThousandOperationsIsFewNodes() {
        var y = Value.parameter(0.5);
        for (int i = 0; i < 50_000; i++) y = y.mul(0.99).tanh();
        assertThat(Diagram.of(Picture.of(y)).nodes).hasSizeLessThan(10);
    }

    // ---------------------------------------------------------------- scalars

    static List<Function<Value[], Value>> drawable() {
        return List.of(
            v -> v[0].matmul(v[1]).tanh().sum(),
            v -> v[0].transpose().matmul(v[0]).sigmoid().mean(),
            v -> v[0].add(v[2]).square().mean(),
            v -> v[0].softmax(-1).mul(v[0]).sum(),
            v -> v[0].softmax(0).square().sum(),
            v -> v[0].logSoftmax(1).mul(v[0]).sum(),
            v -> v[0].mul(60).logSumExp(Axes.of(1)).sum(),
            v -> v[0].crossEntropy(1, 2),
            v -> v[0].sub(800).crossEntropy(1, 2),
            v -> v[0].sub(800).softmax(-1).mul(v[0]).sum(),
            v -> v[0].mul(Value.of(new double[][] {{0}, {900}})).logSumExp(Axes.of(1)).sum(),
            v -> v[0].reshape(3, 2).matmul(v[0]).sum(Axes.of(0)).square().sum(),
            v -> v[0].max(Axes.of(1)).mul(v[2].min()).sum(),
            v -> v[0].relu().max(Axes.of(0)).add(v[0].mul(0).add(1).max()).square().sum(),             // ties
            v -> v[0].relu().maximum(v[2]).abs().add(1).log().pow(2).sum(),
            v -> Value.concat(0, v[0], v[0].mul(2)).slice(0, 1, 3).sum().div(v[2].sum()),
            v -> Loss.binaryCrossEntropy(v[0], Value.of(new double[][] {{0, 1, 1}, {1, 0, 1}})));
    }

    @ParameterizedTest @MethodSource("drawable") void aGraphOfScalarsHasTheSameResultAndGradients(Function<Value[], Value> f) {
        var inputs = new Value[] {random("a", 2, 3), random("b", 3, 2), random("c", 3)};
        var y = f.apply(inputs);
        var scalars = Scalars.of(Picture.of(y).gradients(y.backwardKeepingAll()));
        assertThat(scalars.root().item()).isCloseTo(y.item(), within(1e-12 * Math.max(1, Math.abs(y.item()))));
        var expected = y.backward();
        var found = scalars.gradients();
        assertThat(found).isNotNull();
        for (var v : Graph.of(scalars.root()).values()) {
            assertThat(v.shape().size()).isEqualTo(1);
            var name = v.name();
            if (!v.isParameter() || name == null || found == null) continue;
            var source = inputs["abc".indexOf(name.charAt(0))];
            var places = name.substring(2, name.length() - 1).split(",", -1);
            int i = 0;
            for (int axis = 0; axis < places.length; axis++) i = i * source.shape().dim(axis) + Integer.parseInt(places[axis]);
            assertThat(found.of(v).item()).as(name).isCloseTo(expected.of(source).data().at(i), within(1e-9));
        }
    }

    private static Value pictures() { return random("x", 2, 4, 4, 5); }

    /// Convolutions, their derivatives, pools, norms and masks.
    static List<Function<Value[], Value>> drawableWithPictures() {
        var all = Window.of(3).padding(1);
        return List.of(
            v -> v[0].conv2d(v[1], Window.of(2, 3), 1).square().sum(),
            v -> v[0].conv2d(v[1], Window.of(2, 3).stride(2, 1).padding(3, 1), 1).tanh().sum(),
            v -> v[0].conv2d(v[2], Window.of(2).dilation(2), 2).square().mean(),
            v -> v[0].conv2d(v[1], Window.of(2, 3), 1).sum().differentiate().of(v[0]).mul(v[0]).square().sum(),
            v -> v[0].conv2d(v[1], Window.of(2, 3).stride(2), 1).square().sum().differentiate().of(v[1]).square().sum(),
            v -> v[0].avgPool2d(Window.of(2).stride(2)).square().sum(),
            v -> v[0].avgPool2d(all).square().sum().differentiate().of(v[0]).square().sum(),
            v -> v[0].maxPool2d(Window.of(2)).square().sum(),
            v -> v[0].maxPool2d(all.stride(2)).tanh().sum(),
            v -> v[0].standardize(Axes.of(0, 2, 3), 1e-5).mul(v[0]).tanh().sum(),
            v -> v[0].standardize(Axes.of(-1), 0.1).mul(v[0]).tanh().sum(),
            v -> Training.frozen(RANDOM, () -> new Dropout(0.4).apply(v[0])).square().sum(),
            v -> GlobalPool.AVERAGE.apply(v[0]).square().sum(),
            v -> GlobalPool.MAX.apply(v[0]).square().sum());
    }

    @ParameterizedTest @MethodSource("drawableWithPictures")
    void aConvolutionInScalarsHasTheSameResultAndGradients(Function<Value[], Value> f) {
        var inputs = new Value[] {pictures(), random("w", 3, 4, 2, 3), random("g", 4, 2, 2, 2)};
        var y = f.apply(inputs);
        var scalars = Scalars.of(Picture.of(y).gradients(y.backwardKeepingAll()));
        assertThat(scalars.root().item()).isCloseTo(y.item(), within(1e-11 * Math.max(1, Math.abs(y.item()))));
        var expected = y.backward();
        var found = scalars.gradients();
        assertThat(found).isNotNull();
        int compared = 0;
        for (var v : Graph.of(scalars.root()).values()) {
            assertThat(v.shape().size()).isEqualTo(1);
            var name = v.name();
            if (!v.isParameter() || name == null || found == null) continue;
            var source = inputs["xwg".indexOf(name.charAt(0))];
            int i = 0, axis = 0;
            for (var place : name.substring(2, name.length() - 1).split(",", -1))
                i = i * source.shape().dim(axis++) + Integer.parseInt(place);
            assertThat(found.of(v).item()).as(name).isCloseTo(expected.of(source).data().at(i), within(1e-8));
            compared++;
        }
        assertThat(compared).isGreaterThanOrEqualTo(8);
    }

    @Test void aConvolutionOfDoublesIsAddedUpInTheKernelsOrder() {
        var y = pictures().conv2d(random("w", 3, 4, 2, 3), Window.of(2, 3).padding(1), 1);
        for (int i = 0; i < y.shape().size(); i += 7) {
            var one = y.reshape(Shape.of(y.shape().size())).gather(i).sum();
            assertThat(Scalars.of(Picture.of(one)).root().item()).isEqualTo(one.item());
        }
    }

    @Test void tooLargeConvolutionsAreRefusedBeforeTheyAreExpanded() {
        var y = random("x", 1, 4, 60, 60).conv2d(random("w", 8, 4, 5, 5), Window.of(5), 1).sum();
        assertThatThrownBy(() -> Picture.of(y).level(Level.SCALARS).dot()).hasMessageContaining("200000 numbers");
    }

    @Test void scalarsOverflowAndUnderflowNoSoonerThanTheRealLoss() {
        for (var logits : List.of(new float[][] {{-60, -55}, {0, 1}}, new float[][] {{0, 1}, {110, 0}})) {
            var loss = Value.parameter(logits).crossEntropy(0, 1);
            assertThat(Scalars.of(Picture.of(loss)).root().item()).isCloseTo(loss.item(), within(1e-5 * loss.item()));
        }
    }

    @Test void atLevelScalarsGradientsOfAnotherResultAreRefused() {
        var h = Value.parameter(0.5).named("w").tanh();
        var loss = h.mul(3);
        assertThatThrownBy(() -> Picture.of(h).gradients(loss.backwardKeepingAll()).level(Level.SCALARS).dot())
            .isInstanceOf(PictureException.class).hasMessageContaining("gradients of what is drawn");
        assertThatThrownBy(() -> Picture.of(h).gradients(loss.backward()).level(Level.SCALARS).dot()).isInstanceOf(PictureException.class);
        assertThat(Picture.of(loss).gradients(loss.backward()).level(Level.SCALARS).dot()).contains("∇");
    }

    @Test void scalarsStayInTheirModules() {
        var traced = Traced.of(Sequential.of(linear(2, 3), Activation.TANH, linear(3, 2)), 2);
        assertThat(traced.picture().level(Level.SCALARS).upTo(400).unfolded().dot()).contains("Linear(2 → 3)", "tanh", "weight[0,2]", "x[2,1]");
    }

    @Test void whatCannotBeDrawnInScalarsIsRefusedByName() {
        var x = random("a", 2, 3);
        assertThatThrownBy(() -> Picture.of(x.norm()).level(Level.SCALARS).dot())
            .isInstanceOf(PictureException.class).hasMessage("at level scalars norm cannot be drawn: use level operations");
        assertThatThrownBy(() -> Picture.of(x.tanh()).level(Level.SCALARS).dot()).hasMessageContaining("sum() or mean()");
        assertThatThrownBy(() -> Picture.of(random("w", 600, 400).sum()).level(Level.SCALARS).dot()).hasMessageContaining("200000 numbers");
    }

    // ---------------------------------------------------------------- gradient flow

    @Test void anArrowIsTheNormOfWhatARuleHandsBack() {
        Value a = random("a", 2, 3), b = random("b", 2, 3);
        var y = a.mul(b).sum().add(a.sum());
        var diagram = Diagram.of(Picture.of(y).gradients(y.backwardKeepingAll()));
        Node from = diagram.nodeOf(a), to = diagram.nodeOf(Graph.of(y).values().stream().filter(v -> v.inputs().contains(b)).findFirst().orElseThrow());
        assertThat(from).isNotNull();
        if (from != null && to != null) assertThat(diagram.flow.along(from, to)).isCloseTo(norm(b.data()), within(1e-12));
        assertThat(diagram.flow.highest()).isGreaterThan(diagram.flow.lowest());
    }

    @Test void whereBroadcastingStretchedAnInputItsArrowIsTheSumThatArrives() {
        Value product = random("a", 4, 3).tanh(), bias = random("b", 3), weights = Value.of(random("c", 4, 3).data());
        var sum = product.add(bias);
        var y = sum.mul(weights).sum();
        var gradients = y.backwardKeepingAll();
        var diagram = Diagram.of(Picture.of(y).gradients(gradients));
        Node from = diagram.nodeOf(bias), to = diagram.nodeOf(sum);
        assertThat(from).isNotNull();
        if (from != null && to != null)
            assertThat(diagram.flow.along(from, to)).isCloseTo(norm(gradients.of(bias).data()), within(1e-12));
        assertThat(gradients.part(sum, 1).data()).hasToString(gradients.of(bias).data().toString());
    }

    @Test void zeroAndBrokenGradientsLookDifferent() {
        var x = Value.parameter(-1.0);
        var y = x.relu().add(x.log());
        var svg = Picture.of(y).gradients(y.backwardKeepingAll()).svg(Graphs.PURE_JAVA);
        assertThat(svg).contains("edge zero");
        var zero = Value.parameter(0.0);
        var bad = zero.sqrt();
        assertThat(Picture.of(bad).gradients(bad.backwardKeepingAll()).svg(Graphs.PURE_JAVA)).contains("edge broken");
    }

    @Test void theLegendExplainsTheArrowsThatAreThere() {
        var bad = Value.parameter(0.0).sqrt();
        assertThat(Graphs.words(Picture.of(bad).gradients(bad.backwardKeepingAll()).svg(Graphs.PURE_JAVA)))
            .contains("gradient along an arrow:", "not finite").doesNotContain("norm of", "zero", "no gradient");
        var y = Graphs.neuron();
        assertThat(Graphs.words(Picture.of(y).gradients(y.backwardKeepingAll()).svg(Graphs.PURE_JAVA)))
            .contains("norm of the gradient along an arrow:", "no gradient").doesNotContain("not finite", "zero");
        var x = Value.parameter(0, 1, 2, 3, 4, 5, 6, 7).named("x");
        var z = x.log().sum();
        assertThat(Graphs.words(Picture.of(z).gradients(z.backwardKeepingAll()).svg(Graphs.PURE_JAVA)))
            .contains("maps: blue below 0, orange above, purple where a number is not finite");
        var w = x.exp().sum();
        assertThat(Graphs.words(Picture.of(w).svg(Graphs.PURE_JAVA))).contains("orange above").doesNotContain("purple", "arrow");
    }

    @Test void aMarkedValueIsRedAndTheNotesStandBelow() {
        var y = Graphs.neuron();
        var svg = Picture.of(y).marked(y.inputs().getFirst(), "wrong <rule>").notes(List.of("first & last")).svg(Graphs.PURE_JAVA);
        assertThat(Graphs.words(svg)).contains("wrong <rule>", "first & last");
        assertThat(svg).contains("#c00000");
    }

    @Test void aMarkIsSeenWhereItsGraphIsFoldedOrDrawnByModules() {
        var traced = Traced.of(deep(40), 5);
        var values = Graph.of(traced.loss()).values();
        var inside = values.stream().filter(v -> v.op() != null && v.op().label().equals("matmul")).skip(17).findFirst().orElseThrow();
        var weight = inside.inputs().get(1);
        for (var level : List.of(Level.OPERATIONS, Level.MODULES)) for (var marked : List.of(inside, weight)) {
            var dot = traced.picture().level(level).marked(marked, "here it is").dot();
            assertThat(dot).contains("here it is").containsPattern("× \\d\\d");
            assertThat(dot.lines().filter(line -> line.contains("here it is"))).singleElement().asString()
                .contains("#c00000").doesNotContain("<b>× ");
        }
    }

    @Test void shapesThatDoNotFitAreDrawnUpToTheOperationWithTheChangeThatWouldFit() {
        Value x = random("a", 2, 3), w = random("b", 2, 3);
        assertThatThrownBy(() -> x.tanh().matmul(w)).isInstanceOfSatisfying(MisfitException.class, misfit -> {
            var words = Graphs.words(Picture.of(misfit).svg(Graphs.PURE_JAVA));
            assertThat(words).contains("a", "b", "tanh", "matmul", "does not fit").contains("transpose");
        });
    }

    @Test void constantsThatDoNotFitAreNamedAndThePictureSaysThatTheyRememberNothing() {
        Value x = Value.of(new double[2][3]), w = Value.of(new double[2][3]);
        assertThatThrownBy(() -> x.matmul(w)).isInstanceOfSatisfying(MisfitException.class, misfit ->
            assertThat(Graphs.words(Picture.of(misfit).svg(Graphs.PURE_JAVA))).contains("matmul", "does not fit", "constants"));
    }

    @Test void theFirstWrongRuleCanBeCircled() {
        var x = Value.parameter(0.7).named("x");
        var wrong = new Doubled().apply(x.tanh());
        var y = wrong.exp();
        var found = GradientCheck.firstWrong(y, RANDOM);
        assertThat(found).isNotNull();
        if (found == null) return;
        assertThat(found.value()).isSameAs(wrong);
        assertThat(Picture.of(y).marked(found.value(), "3, where 2 is right").dot()).contains("#c00000", "3, where 2 is right");
    }

    /// 2x, with a wrong rule.
    private record Doubled() implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return in[0].mul(2); }
        @Override public Value pull(int i, Value g, Value out, Value... in) { return g.mul(3); }
    }

    @Test void largeArraysHaveAHeatMapAndALegendSaysSo() {
        var x = random("a", 4, 5);
        var y = x.tanh().sum();
        for (var layouts : List.of(Graphs.PURE_JAVA, Layout.ALL)) {
            var svg = Picture.of(y).gradients(y.backwardKeepingAll()).svg(layouts);
            assertThat(svg.split("data:image/png;base64,", -1)).hasSize(5);
            assertThat(Graphs.words(svg)).contains("maps: blue below 0").doesNotContain("MM");
        }
        assertThat(Picture.of(Graphs.neuron()).svg(Graphs.PURE_JAVA)).doesNotContain("data:image");
    }

    @Test void aMapShowsEveryCellWithANumberThatIsNotFinite() {
        var numbers = new double[100 * 100];
        numbers[5000] = Double.NaN;
        var png = HeatMap.png(Overview.of(Tensor.of(Shape.of(100, 100), numbers)));
        assertThat(Graphs.colours(png)).isEqualTo(2);                         // white, and one purple cell
    }

    @Test void nodesAndArrowsHaveIdentifiersAndClassesWhoeverDrawsThem() {
        var y = Graphs.neuron();
        for (var layouts : List.of(Graphs.PURE_JAVA, Layout.ALL)) {
            var svg = Picture.of(y).gradients(y.backwardKeepingAll()).svg(layouts);
            assertThat(svg).contains("class=\"node parameter\" id=\"v0\"", "class=\"node result\"", "id=\"v0-v3\"", "class=\"edge flow");
        }
    }

    private static double norm(Tensor tensor) { return Tensor.norm(List.of(tensor)); }
}
