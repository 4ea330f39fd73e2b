package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradus.autograd.Graph;
import gradus.autograd.Op;
import gradus.autograd.Value;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    @TempDir Path folder;

    private static Picture pictured(Value root) { return Picture.of(root).gradients(root.backwardKeepingAll()); }

    private static JsonNode data(Picture picture) {
        try {
            return new ObjectMapper().readTree(PageData.json(picture));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static ChainRule rule(Value v) {
        var op = v.op();
        if (op == null) throw new AssertionError("a leaf");
        return ChainRule.of(op, v);
    }

    // ---------------------------------------------------------------- the file

    @Test void aPageIsOneFileWithoutPlacesLeftAndWithoutAddresses() throws IOException {
        var file = folder.resolve("made/page.HTML");
        pictured(Graphs.neuron()).titled("a neuron").write(file);
        var html = Files.readString(file);
        assertThat(html).startsWith("<!doctype html>").contains("<title>a neuron</title>", "id=\"v0\"", "'use strict';")
            .doesNotContain("<!--", "src=", "<link rel=\"stylesheet\"", "import(", "fetch(", "innerHTML");
        assertThat(html.replace("http://www.w3.org/", "")).doesNotContain("http:", "https:");
    }

    @Test void theSameGraphGivesTheSamePage() {
        assertThat(Page.of(pictured(Graphs.neuron())).html(Graphs.PURE_JAVA)).isEqualTo(Page.of(pictured(Graphs.neuron())).html(Graphs.PURE_JAVA));
    }

    @Test void aPageOfALargeNetworkStaysSmall() {
        var w = Value.parameter(Random.seeded(1).normal(Shape.of(784, 128), 0, 1, Precision.FLOAT)).named("w");
        var x = Value.of(Random.seeded(2).normal(Shape.of(64, 784), 0, 1, Precision.FLOAT)).named("x");
        assertThat(PageData.json(pictured(x.matmul(w).relu().sum()))).hasSizeLessThan(200_000);
    }

    @Test void tooManyValuesAreRefusedAsInEveryPicture() {
        var file = folder.resolve("page.html");
        assertThatThrownBy(() -> pictured(Graphs.neuron()).upTo(3).write(file)).isInstanceOf(PictureException.class);
        assertThat(file).doesNotExist();
    }

    @Test void hostileNamesStayInsideTheirTexts() {
        var name = "</script><script>alert(1)</script><!-- \"'\\ \u202e\ud800" + "x".repeat(10_000);
        var html = Page.of(pictured(Value.parameter(2).named(name).square()).titled(name)).html(Graphs.PURE_JAVA);
        assertThat(html).doesNotContain("<script>alert", "<!--").hasSizeLessThan(100_000);
        assertThat(data(pictured(Value.parameter(2).named(name).square())).at("/values/0/name").asText())
            .startsWith("</script><script>alert(1)</script><!-- \"'\\ \ufffd\ufffdx").hasSize(200);
    }

    // ---------------------------------------------------------------- steps

    @Test void stepsGoForwardThroughAllOperationsAndBackwardInReverse() {
        var y = Graphs.neuron();
        var steps = Step.through(Graph.of(y), y.backwardKeepingAll());
        assertThat(steps.stream().map(step -> (step.backward() ? "∇" : "") + step.rule().forward()))
            .containsExactly("A × B", "A + B", "tanh(A)", "∇tanh(A)", "∇A + B", "∇A × B");
        assertThat(Step.through(Graph.of(y), null)).hasSize(3).noneMatch(Step::backward);
    }

    @Test void whatAnOperationHandsOnAddsUpToTheGradient() {
        var x = Value.parameter(3).named("x");
        var steps = data(pictured(x.mul(x).add(x).tanh())).get("steps");
        double sum = 0;
        for (var step : steps) for (var part : step.path("parts"))
            if (part.has("share") && !part.get("formula").asText().isEmpty() && step.get("value").asInt() < 3) sum += part.get("share").asDouble();
        double slope = 1 - x.mul(x).add(x).tanh().square().item();
        assertThat(sum).isEqualTo(slope + 2 * 3 * slope + slope);                 // the sum hands on to x·x, and to x
    }

    @Test void numbersThatAreNotFiniteAreCarriedAndAConstantHasNoSteps() {
        var y = Value.parameter(0).named("x").log();
        var value = data(pictured(y)).at("/values/1/value/numbers/0");
        assertThat(value.asText()).isEqualTo("-Infinity");
        assertThat(data(Picture.of(Value.of(1.5))).get("steps")).isEmpty();
    }

    // ---------------------------------------------------------------- rules

    @Test void aProductNamesWhichProductAndWhichTranspose() {
        var a = Value.parameter(Tensor.zeros(Shape.of(64, 784), Precision.FLOAT));
        var w = Value.parameter(Tensor.zeros(Shape.of(784, 128), Precision.FLOAT));
        var rule = rule(a.matmul(w));
        assertThat(rule.shapes()).isEqualTo("(64, 784) @ (784, 128) → (64, 128)");
        assertThat(rule.parts()).containsExactly(
            new ChainRule.Part(0, "G @ Bᵀ", "(64, 128) @ (784, 128)ᵀ → (64, 784)"),
            new ChainRule.Part(1, "Aᵀ @ G", "(64, 784)ᵀ @ (64, 128) → (784, 128)"));
    }

    @Test void stretchedInputsSayThatTheirGradientIsSummed() {
        var x = Value.parameter(Tensor.zeros(Shape.of(64, 10), Precision.FLOAT));
        var b = Value.parameter(Tensor.zeros(Shape.of(10), Precision.FLOAT));
        assertThat(rule(x.add(b)).parts()).containsExactly(new ChainRule.Part(0, "G", "(64, 10) → (64, 10)"),
            new ChainRule.Part(1, "G", "(64, 10), summed where it was stretched → (10)"));
        assertThat(rule(x.mul(x)).parts().getFirst().formula()).isEqualTo("G ∘ B");
        assertThat(rule(x.tanh()).parts().getFirst().formula()).isEqualTo("G ∘ (1 − Y²)");
    }

    @Test void constantsGetNoPart() {
        assertThat(rule(Value.parameter(2).mul(3)).parts()).containsExactly(new ChainRule.Part(0, "G · B", ""));
    }

    /// The four letters stand for numbers and gradients, so no other word of a formula may have one.
    @Test void everyOperationHasWordsAndFormulasThatCanBeFilled() {
        for (var v : List.of(Graphs.neuron(), Value.parameter(2).pow(3).log().exp().sqrt().abs().sigmoid().clamp(0, 1).leakyRelu(0.1).elu(1))) {
            for (var node : Graph.of(v).values()) {
                if (node.op() == null) continue;
                assertThat(rule(node).words()).isNotBlank();
                assertThat(rule(node).forward()).matches("[^ABYG]*[AB].*");
            }
        }
    }

    // ---------------------------------------------------------------- what can be changed

    @Test void numbersCanBeChangedInGraphsOfPlainNumbersOnly() {
        assertThat(Rerun.hindrance(Graph.of(Graphs.neuron()))).isNull();
        assertThat(data(pictured(Value.parameter(1, 2).sum())).get("hindrance").isNull()).isTrue();       // nothing is offered there
        var a = Value.parameter(2);
        assertThat(Rerun.hindrance(Graph.of(a.gt(0).where(a, a.mul(3))))).contains("cannot compute where again", "outside of this graph");
        assertThat(Rerun.hindrance(Graph.of(new Twice().apply(a)))).contains("twice again, an operation of your own");
    }

    private record Twice() implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return in[0].add(in[0]); }
        @Override public Value pull(int i, Value g, Value out, Value... in) { return g.add(g); }
    }

    @Test void reductionsOfOneNumberCanBeComputedAgain() {
        var a = Value.parameter(-2);
        assertThat(Rerun.hindrance(Graph.of(a.norm().add(a.max()).add(a.min()).add(a.logSumExp(Axes.all()))))).isNull();
    }

    @Test void aConstantThatWasDetachedFromANumberHindersAndOthersAreMentioned() {
        var a = Value.parameter(-2).named("a");
        assertThat(Rerun.hindrance(Graph.of(a.mul(a.tanh().detach()).add(a.tanh())))).isNull();      // nobody knows whose number it is
        var b = a.tanh();
        assertThat(Rerun.hindrance(Graph.of(b.mul(b.detach())))).contains("detached");
        assertThat(data(pictured(a.mul(a.sign()))).get("caution").asText()).contains("stay as they are");
        assertThat(data(pictured(a.mul(Value.of(2).named("x")))).get("caution").isNull()).isTrue();
        assertThat(data(pictured(Graphs.neuron())).get("caution").isNull()).isTrue();
    }

    @Test void aPageIsLaidOutAsItsPictureIs() {
        var picture = pictured(Graphs.neuron()).inPureJava();
        assertThat(Page.of(picture).html()).isEqualTo(Page.of(picture).html(Graphs.PURE_JAVA));
        if (Graphs.hasDot()) assertThat(Page.of(picture).html()).isNotEqualTo(Page.of(pictured(Graphs.neuron())).html());
    }

    // ---------------------------------------------------------------- large tensors

    @Test void aLargeMatrixIsItsStatisticsAndAMapOfMeans() {
        var numbers = new double[64 * 128];
        for (int i = 0; i < numbers.length; i++) numbers[i] = Math.floorDiv(i, 128);             // each row is its number
        var overview = Overview.of(Tensor.of(Shape.of(64, 128), numbers));
        assertThat(overview.min()).isZero();
        assertThat(overview.max()).isEqualTo(63);
        assertThat(overview.mean()).isEqualTo(31.5);
        assertThat(overview.zeros()).isEqualTo(128);
        assertThat(List.of(overview.height(), overview.width())).containsExactly(32, 32);
        assertThat(overview.cells()[0]).isEqualTo(0.5);
        assertThat(overview.cells()[32 * 32 - 1]).isEqualTo(62.5);
    }

    @Test void aRowOfTheSizeOfASquareIsMappedAsOneAndWhatIsNotFiniteIsLeftOut() {
        var numbers = new double[784];
        numbers[0] = Double.NaN;
        numbers[783] = 4;
        var overview = Overview.of(Tensor.of(Shape.of(1, 784), numbers));
        assertThat(List.of(overview.rows(), overview.columns())).containsExactly(28, 28);
        assertThat(overview.notFinite()).isOne();
        assertThat(overview.max()).isEqualTo(4);
        assertThat(overview.cells()[0]).isNaN();
        assertThat(overview.cells()[783]).isEqualTo(4);
    }
}
