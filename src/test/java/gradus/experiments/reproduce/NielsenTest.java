package gradus.experiments.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Random;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NielsenTest {
    private static final Conditions TWO_SEEDS = new Conditions(List.of(1L, 2L), Path.of("data", "mnist"), _ -> {});
    private static final double RATE = 0.5, W = 0.75, B = -0.25, X = 2;

    private final Value weight = Value.parameter(new double[][] {{W}}).named("weight");
    private final Value bias = Value.parameter(new double[] {B}).named("bias");
    private final Value x = Value.of(new double[][] {{X}}), one = Value.of(new double[][] {{1}});
    private final double output = 1 / (1 + StrictMath.exp(-(W * X + B)));

    @Test void theCostOfChapter1IsHalfTheSquaresMeanOverExamples() {
        var outputs = Value.of(new double[][] {{0.5, 0.25}, {1, 0}});
        var targets = Value.of(new double[][] {{1, 0}, {1, 1}});
        assertThat(NielsenChapter1.cost(outputs, targets).item()).isEqualTo((0.25 + 0.0625 + 0 + 1) / 2 / 2);
    }

    @Test void aStepOfChapter1IsTheBooks() {
        var net = Sequential.of(new Linear(weight, bias), Activation.SIGMOID);
        new Sgd(net.parameters().values(), RATE).step(NielsenChapter1.cost(net.apply(x), one).backward());
        double delta = (output - 1) * output * (1 - output);         // the book's (BP1), the squared error's
        assertThat(weight.item()).isCloseTo(W - RATE * delta * X, within(1e-15));
        assertThat(bias.item()).isCloseTo(B - RATE * delta, within(1e-15));
    }

    @Test void aStepOfChapter3MakesWeightsSmallerAndNotBiases() {
        var net = Sequential.of(new Linear(weight, bias));
        var gradients = NielsenChapter3.cost(net.apply(x), one).backward();
        for (var each : NielsenChapter3.descent(net, RATE, 5, 100)) each.step(gradients);
        double delta = output - 1;                                   // cross-entropy: without the slope of the sigmoid
        assertThat(weight.item()).isCloseTo(W * (1 - RATE * 5 / 100) - RATE * delta * X, within(1e-15));
        assertThat(bias.item()).isCloseTo(B - RATE * delta, within(1e-15));
    }

    @Test void theCostOfChapter3AddsUpTheOutputs() {
        var logits = Value.of(new double[][] {{0, 0, 0}, {0, 0, 0}});
        var targets = Value.of(new double[][] {{1, 0, 0}, {0, 1, 0}});
        assertThat(NielsenChapter3.cost(logits, targets).item()).isCloseTo(3 * StrictMath.log(2), within(1e-15));
    }

    @Test void weightsAndBiasesAreStandardNormalHoweverManyInputsThereAre() {
        var layer = NielsenChapter1.layer(784, 100, Random.seeded(1));
        for (var drawn : List.of(layer.weight(), layer.parameters().lastEntry().getValue())) {
            int n = drawn.shape().size();
            double bound = 4 / StrictMath.sqrt(n);                   // four deviations of what is drawn
            assertThat(drawn.data().sum().item() / n).isCloseTo(0, within(bound));
            assertThat(drawn.data().square().sum().item() / n).isCloseTo(1, within(2 * bound));
        }
    }

    private static NielsenChapter1.Outcome peak(double accuracy, int silent) {
        return new NielsenChapter1.Outcome(new double[] {accuracy, accuracy - 1}, silent);
    }

    @Test void theBestOfThreeRunsIsHeldToTheBooksNumbers() {
        var small = List.of(peak(94, 0), peak(95.5, 0), peak(95, 0));
        var found = new NielsenChapter1(1, 1, 2).findings(new Runs<>(List.of(
            new NielsenChapter1.Run(small, List.of(peak(80, 2), peak(87, 1), peak(70, 3))),
            new NielsenChapter1.Run(small, List.of(peak(86, 1), peak(96.5, 0), peak(78, 2))))));
        assertThat(found.comparisons()).extracting(Comparison::published).containsExactly(95.42, 96.59);
        assertThat(found.comparisons()).allMatch(each -> each.origin() == Comparison.Origin.PRINTED && each.rule() == Comparison.Rule.WITHIN
            && each.tolerance() == 0.4);
        assertThat(found.comparisons().getFirst().ours()).containsExactly(95.5, 95.5);
        assertThat(found.comparisons().getLast().ours()).containsExactly(87.0, 96.5);
        assertThat(found.explanation()).contains("our 6 runs peak between 70.00 and 96.50 %. In the end 5 of them never say",
            "Of the best runs of each seed it is 1, and of those with 30 hidden units 0.");
    }

    @Test void bothStudiesRunAndComeOutTheSameAgain() {
        for (var study : List.<Study>of(new NielsenChapter1(2000, 500, 3), new NielsenChapter3(2000, 500, 30, 3))) {
            var found = study.run(TWO_SEEDS);
            assertThat(found.comparisons()).hasSize(2).allMatch(each -> each.mean() > 30 && each.mean() < 95);
            assertThat(found.comparisons().getFirst().ours()).hasSize(2);
            assertThat(found.comparisons().getFirst().published()).isEqualTo(study instanceof NielsenChapter1 ? 95.42 : 98.04);
            assertThat(found.charts()).hasSize(1);
            assertThat(study.run(TWO_SEEDS)).isEqualTo(found);
        }
    }
}
