package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A check that could pass a wrong rule would be worth nothing: these rules are wrong, each in its own way, and must all fail.
class GradientCheckTest {
    private interface Forward { Tensor of(Tensor... in); }
    private interface Pull { Value of(int i, Value g, Value out, Value... in); }

    /// An operation with a rule of one's choice.
    record Rule(String label, Forward f, Pull rule) implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return f.of(in); }
        @Override public Value pull(int i, Value g, Value out, Value... in) { return rule.of(i, g, out, in); }
        @Override public String toString() { return label; }
    }

    private static final Shape MATRIX = Shape.of(3, 4);

    private static Tensor[] points(long seed, Shape... shapes) {
        var out = new Tensor[shapes.length];
        for (int i = 0; i < out.length; i++) out[i] = Random.seeded(seed).at(i).uniform(shapes[i], 0.3, 2, Precision.DOUBLE);
        return out;
    }

    private static Rule one(String label, UnaryOperator<Tensor> f, Pull rule) {
        return new Rule(label, in -> f.apply(in[0]), rule);
    }

    private static Rule two(String label, BinaryOperator<Tensor> f, Pull rule) {
        return new Rule(label, in -> f.apply(in[0], in[1]), rule);
    }

    static List<Rule> wrong() {
        return List.of(
            one("wrong sign", Tensor::cos, (i, g, y, x) -> g.mul(x[0].sin())),
            one("missing factor of 2", Tensor::square, (i, g, y, x) -> g.mul(x[0])),
            one("factor 1.0001", Tensor::exp, (i, g, y, x) -> g.mul(y).mul(1 + 1e-4)),
            one("forgets the gradient it was given", Tensor::exp, (i, g, y, x) -> y),
            one("slope of another function", Tensor::tanh, (i, g, y, x) -> g.mul(Value.of(1).sub(y))),
            one("no slope at all", Tensor::exp, (i, g, y, x) -> Value.of(Tensor.zeros(x[0].shape(), g.precision()))),
            one("not a number", Tensor::exp, (i, g, y, x) -> g.mul(Double.NaN)),
            one("detached slope", Tensor::square, (i, g, y, x) -> g.mul(x[0].detach().mul(2))),
            one("detached gradient", Tensor::square, (i, g, y, x) -> g.detach().mul(x[0].mul(2))),
            one("detached factor", Tensor::exp, (i, g, y, x) -> g.mul(y.detach())),
            one("dropped term", t -> t.mul(t.sin()), (i, g, y, x) -> g.mul(x[0].sin())),
            one("softmax without its sum", t -> t.softmax(1), (i, g, y, x) -> y.mul(g)),
            one("mean as sum", t -> t.sum(Axes.of(1)).div(4), (i, g, y, x) -> g.unsqueeze(1).broadcastTo(MATRIX)),
            one("transposed back wrongly", t -> t.transpose().reshape(MATRIX), (i, g, y, x) -> g),
            two("inputs in the wrong order", Tensor::mul, (i, g, y, x) -> g.mul(x[i])),
            two("one input forgotten", Tensor::mul,
                (i, g, y, x) -> i == 0 ? g.mul(x[1]) : Value.of(Tensor.zeros(x[1].shape(), g.precision()))),
            two("quotient's sign", Tensor::div, (i, g, y, x) -> i == 0 ? g.div(x[1]) : g.mul(y).div(x[1])),
            new Rule("product without the transpose", in -> in[0].matmul(in[1].transpose()),
                (i, g, y, x) -> g.matmul(g.transpose()).matmul(x[1 - i])));
    }

    @ParameterizedTest @MethodSource("wrong") void aWrongRuleFailsAndIsNamed(Rule rule) {
        for (int seed = 0; seed < 10; seed++) {
            var report = GradientCheck.check(rule::apply, Random.seeded(seed), inputs(rule, seed));
            assertThat(report.passes()).as("%s, seed %d: %s", rule, seed, report).isFalse();
            assertThat(report.operation()).as("%s, seed %d: %s", rule, seed, report).isEqualTo(rule.label);
        }
    }

    @ParameterizedTest @MethodSource("wrong") void aWrongRuleIsFoundAmongRightOnes(Rule rule) {
        for (int seed = 0; seed < 10; seed++) {
            var report = GradientCheck.check(x -> rule.apply(scaled(x)).tanh().mul(1.5).sum(),
                Random.seeded(seed), inputs(rule, seed));
            assertThat(report.passes()).as("%s, seed %d: %s", rule, seed, report).isFalse();
            assertThat(report.operation()).as("%s, seed %d: %s", rule, seed, report).isEqualTo(rule.label);
        }
    }

    private static Value[] scaled(Value... x) {
        var out = new Value[x.length];
        for (int i = 0; i < x.length; i++) out[i] = x[i].mul(0.5).add(0.1);
        return out;
    }

    /// One point for a rule of one input, two for the others: seen from what the rule does with one.
    private static Tensor[] inputs(Rule rule, long seed) {
        try {
            rule.forward(points(seed, MATRIX));
            return points(seed, MATRIX);
        } catch (ArrayIndexOutOfBoundsException needsTwo) {
            return points(seed, MATRIX, MATRIX);
        }
    }

    @Test void aDetachedTermPassesTheFirstOrderAndFailsTheSecond() {
        var detached = wrong().stream().filter(rule -> rule.label.equals("detached slope")).findFirst().orElseThrow();
        assertThat(GradientCheck.check(detached::apply, Random.seeded(1), points(1, MATRIX)).order()).isEqualTo(2);
    }

    @Test void aForgottenBroadcastIsReportedWithTheOperation() {
        var rule = one("sum that does not stretch", t -> t.sum(Axes.of(1)), (i, g, y, x) -> g);
        assertThatThrownBy(() -> GradientCheck.check(rule::apply, Random.seeded(1), points(1, MATRIX)))
            .isInstanceOf(ShapeException.class)
            .hasMessage("the rule of sum that does not stretch gave a gradient of shape (3) for input 0, whose shape is (3, 4)");
        // Where the shapes fit, the numbers tell.
        var kept = one("kept sum that stretches the wrong way", t -> t.sum(Axes.of(1).keep()).broadcastTo(Shape.of(3, 3)),
            (i, g, y, x) -> g.transpose().sum(Axes.of(1).keep()).broadcastTo(3, 3));
        assertThat(GradientCheck.check(kept::apply, Random.seeded(1), points(1, Shape.of(3, 3))).passes()).isFalse();
    }

    @Test void theReportPointsAtTheInputAndElementThatIsWrong() {
        for (int wrongInput = 0; wrongInput < 2; wrongInput++)
            for (int element : new int[] {0, 5, 11}) {
                var ones = new double[12];
                java.util.Arrays.fill(ones, 1);
                ones[element] = 1.5;
                var factor = Value.of(Tensor.of(MATRIX, ones));
                int input = wrongInput;
                var rule = two("locally wrong", Tensor::mul,
                    (i, g, y, x) -> i == input ? g.mul(x[1 - i]).mul(factor) : g.mul(x[1 - i]));
                var report = GradientCheck.check(rule::apply, Random.seeded(element), points(3, MATRIX, MATRIX));
                assertThat(report.passes()).isFalse();
                assertThat(report.input()).as("%s", report).isEqualTo(input);
                assertThat(report.element()).as("%s", report).isEqualTo(element);
                assertThat(report.derived()).isNotCloseTo(report.measured(), within(1e-3));
                assertThat(report.toString()).startsWith("locally wrong: WRONG, order " + report.order())
                    .contains(", worst at input " + input + ", element " + element + ": rule ");
            }
    }

    @Test void aReportIsOneLine() {
        var report = GradientCheck.check(x -> x[0].exp(), Random.seeded(1), points(1, MATRIX));
        assertThat(report.toString()).contains(": right, order ").doesNotContain("\n");
        assertThat(new GradientCheck.Report("exp", 1, 0, 0, 1, 1.25, 0.2)).hasToString(
            "exp: WRONG, order 1, worst at input 0, element 0: rule 1.00000000, differences 1.25000000 (error 2.0e-01)");
        assertThat(new GradientCheck.Report("exp", 1, 0, 0, 1, 1, Double.NaN).passes()).isFalse();
        assertThat(new GradientCheck.Report("exp", 1, 0, 0, 1, 1, 1e-6).passes()).isTrue();
    }

    @Test void checksEachOperationOfAGraphByItself() {
        Value x = Value.parameter(points(1, MATRIX)[0]), w = Value.parameter(points(2, Shape.of(4, 2))[0]);
        var reports = GradientCheck.operations(Graph.of(x.mul(2).matmul(w).tanh().sum()), Random.seeded(1));
        assertThat(reports).extracting(GradientCheck.Report::operation).containsExactly("mul", "matmul", "tanh", "sum");
        assertThat(reports).allMatch(GradientCheck.Report::passes);
    }

    @Test void aWrongRuleCannotHideBehindTinyOrHugeNumbers() {
        for (double scale : new double[] {1e-8, 1e-3, 1e3, 1e8}) {
            var rule = one("factor 1.0001", Tensor::exp, (i, g, y, x) -> g.mul(y).mul(1 + 1e-4));
            var report = GradientCheck.check(x -> rule.apply(x).mul(scale), Random.seeded(1), points(1, MATRIX));
            assertThat(report.passes()).as("scaled by %s: %s", scale, report).isFalse();
        }
    }

    @Test void aRightRuleOfAWholeNetworkPasses() {
        var at = new ArrayList<Tensor>(List.of(points(1, Shape.of(5, 4), Shape.of(4, 6), Shape.of(6), Shape.of(6, 3))));
        for (int i = 1; i < 4; i++) at.set(i, at.get(i).sub(1).mul(0.7));
        var report = GradientCheck.check(
            p -> p[0].matmul(p[1]).add(p[2]).tanh().matmul(p[3]).logSoftmax(1).slice(1, 0, 1).neg().mean(),
            Random.seeded(4), at.toArray(Tensor[]::new));
        assertThat(report.passes()).as("%s", report).isTrue();
    }

    // ---------------------------------------------------------------- the first wrong rule of a graph

    private static final Rule WRONG_TANH = one("wrong tanh", Tensor::tanh, (i, g, y, x) -> g.mul(Value.of(1).sub(y)));

    private static Value layers(Rule rule, Precision precision, int depth) {
        var x = Value.of(Random.seeded(5).normal(Shape.of(16, 8), 0, 1, precision));
        for (int i = 0; i < depth; i++) {
            var w = Value.parameter(Random.seeded(6).at(i).normal(Shape.of(8, 8), 0, 0.4, precision));
            var z = x.matmul(w).add(Value.parameter(Tensor.zeros(Shape.of(8), precision)));
            x = i >= depth / 2 && i < depth / 2 + 2 ? rule.apply(z) : z.relu();
        }
        return x.logSoftmax(1).slice(1, 0, 1).neg().mean();
    }

    @Test void theFirstWrongRuleOfAGraphIsFound() {
        for (var precision : Precision.values()) {
            var root = layers(WRONG_TANH, precision, 7);
            var wrong = Objects.requireNonNull(GradientCheck.firstWrong(root, Random.seeded(1)));
            var first = Graph.of(root).values().stream().filter(v -> WRONG_TANH.equals(v.op())).findFirst().orElseThrow();
            assertThat(wrong.value()).as("the one nearer to the inputs").isSameAs(first);
            assertThat(wrong.report().operation()).isEqualTo("wrong tanh");
            assertThat(wrong.report().passes()).isFalse();
            assertThat(wrong.report().derived()).isNotCloseTo(wrong.report().measured(), within(1e-6));
        }
    }

    @ParameterizedTest @MethodSource("wrong") void everyWrongRuleIsFoundDeepInAGraph(Rule rule) {
        var in = inputs(rule, 1);
        var x = new Value[in.length];
        for (int i = 0; i < x.length; i++) x[i] = Value.parameter(in[i]);
        var wrong = Objects.requireNonNull(GradientCheck.firstWrong(rule.apply(scaled(x)).tanh().mul(1.5).sum(), Random.seeded(1)));
        assertThat(wrong.value().op()).isSameAs(rule);
    }

    @Test void rightRulesPassOnKinksTiesZerosAndExtremes() {
        var right = one("right tanh", Tensor::tanh, (i, g, y, x) -> g.mul(Value.of(1).sub(y.square())));
        for (var precision : Precision.values())
            assertThat(GradientCheck.firstWrong(layers(right, precision, 7), Random.seeded(1))).isNull();
        var ties = Value.parameter(new double[][] {{0, 0, 1, 1, -1}, {0, 0, 0, 0, 0}});
        var small = Value.parameter(1e-7, -1e-7, 3);
        for (var v : List.of(small.relu(), small.square().add(1e-20).log(), small.abs().sqrt(), ties.abs(), ties.relu(), ties.max(1), ties.min(), ties.clamp(-1, 1), ties.maximum(0), ties.square().sqrt(),
                ties.mul(1e-30), ties.mul(1e30).tanh(), ties.exp().mul(1e20).log(), ties.div(0), ties.log(), ties.norm(1),
                ties.add(1e8), ties.softmax(1).log().sum(1)))
            assertThat(GradientCheck.firstWrong(v, Random.seeded(2))).as("%s", v).isNull();
        assertThat(GradientCheck.firstWrong(Value.of(2), Random.seeded(1))).as("a constant").isNull();
    }

    @Test void largeInputsAreCheckedInPart() {
        var x = Value.parameter(Random.seeded(1).normal(Shape.of(64, 784), 0, 1, Precision.FLOAT));
        assertThat(GradientCheck.firstWrong(x.relu().clamp(-1, 1).sum(), Random.seeded(1))).isNull();
        var wrong = Objects.requireNonNull(GradientCheck.firstWrong(WRONG_TANH.apply(x.relu()).sum(), Random.seeded(1)));
        assertThat(wrong.value().op()).isSameAs(WRONG_TANH);
    }

    @Test void everyOperationOfTheCensusPasses() {
        for (var each : GradientCases.all()) {
            var at = each.inputs().apply(Random.seeded(3).at(each.name()));
            var x = new Value[at.length];
            for (int i = 0; i < x.length; i++) x[i] = Value.parameter(at[i]);
            assertThat(GradientCheck.firstWrong(each.function().apply(x), Random.seeded(4))).as("%s", each.name()).isNull();
        }
    }
}
