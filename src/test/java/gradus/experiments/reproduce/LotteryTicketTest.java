package gradus.experiments.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.data.Dataset;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LotteryTicketTest {
    private static final Tensor ALL = Tensor.of(1f, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    private static final Tensor TRAINED = Tensor.of(-5f, 4, -3, 2, -1, 0.5f, 6, -7, 8, 9);

    private final Random random = Random.seeded(3);
    private final Sequential net = Sequential.of(Linear.of(6, 10, Initializer.GLOROT_NORMAL, random.at(0)), Activation.RELU,
        Linear.of(10, 3, Initializer.GLOROT_NORMAL, random.at(1)));
    private final List<Tensor> first = LotteryTicket.weights(net);

    @Test void theSmallestOfEachLayerAreLeftOutAndHalfAsManyInTheLast() {
        var masks = LotteryTicket.prune(List.of(TRAINED, TRAINED), List.of(ALL, ALL), 0.4);
        assertThat(masks.getFirst().toFloats()).containsExactly(1, 1, 0, 0, 0, 0, 1, 1, 1, 1);
        assertThat(masks.getLast().toFloats()).containsExactly(1, 1, 1, 1, 0, 0, 1, 1, 1, 1);
        assertThat(LotteryTicket.left(masks)).isEqualTo(70);
    }

    @Test void theShareIsThatOfTheWeightsThatAreLeft() {
        var once = LotteryTicket.prune(List.of(TRAINED), List.of(ALL), 1);
        assertThat(once.getFirst().toFloats()).containsExactly(1, 0, 0, 0, 0, 0, 1, 1, 1, 1);
        var weights = TRAINED.mul(once.getFirst());                  // those left out are 0 now, and must not be counted once more
        var twice = LotteryTicket.prune(List.of(weights), once, 0.8);
        assertThat(twice.getFirst().toFloats()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 1, 1);
    }

    @Test void roundsOfAFifthComeToThePapersShares() {
        var shapes = List.of(Shape.of(784, 300), Shape.of(300, 100), Shape.of(100, 10));
        var weights = new ArrayList<Tensor>();
        for (int i = 0; i < 3; i++) weights.add(random.at(i).normal(shapes.get(i), 0, 1, Precision.FLOAT));
        var masks = shapes.stream().map(shape -> Tensor.full(shape, 1, Precision.FLOAT)).toList();
        for (int round = 1; round <= 9; round++) {
            masks = LotteryTicket.prune(weights, masks, 0.2);
            if (round == 7) assertThat(LotteryTicket.left(masks)).isCloseTo(21.1, within(0.1));
        }
        assertThat(LotteryTicket.left(masks)).isCloseTo(13.5, within(0.1));
    }

    @Test void whatIsLeftOutStaysZeroThroughTrainingAndTheRestGoesBackToItsFirstBits() {
        var masks = LotteryTicket.prune(first, first.stream().map(w -> Tensor.full(w.shape(), 1, w.precision())).toList(), 0.5);
        LotteryTicket.rewind(net, first, masks);
        var rows = Dataset.of(random.at("x").normal(Shape.of(90, 6), 0, 1, Precision.FLOAT),
            IntStream.range(0, 90).map(i -> i % 3).toArray(), List.of("a", "b", "c"));
        new LotteryTicket(90, 90, 5, 1, 0.5, 1).train(net, masks, new Digits(rows, rows.limit(30), rows), random);
        var trained = LotteryTicket.weights(net);
        for (int i = 0; i < masks.size(); i++) {
            var out = masks.get(i).eq(0);
            assertThat(trained.get(i).mul(out).abs().sum().item()).isEqualTo(0);
            assertThat(trained.get(i).toFloats()).isNotEqualTo(first.get(i).mul(masks.get(i)).toFloats());
        }
        LotteryTicket.rewind(net, first, masks);
        var again = LotteryTicket.weights(net);
        for (int i = 0; i < masks.size(); i++) {
            float[] begun = first.get(i).toFloats(), now = again.get(i).toFloats(), mask = masks.get(i).toFloats();
            for (int k = 0; k < now.length; k++) assertThat(now[k]).isEqualTo(mask[k] == 0 ? 0 * begun[k] : begun[k]);
        }
        assertThat(net.parameters().get("0.bias")).satisfies(bias -> assertThat(bias.data().toFloats()).containsOnly(0));
    }

    @Test void ticketsAreHeldToThePapersNumbers() {
        var whole = new LotteryTicket.Outcome(5000, 98);
        var run = List.of(new LotteryTicket.Level(100, whole, whole),
            new LotteryTicket.Level(21, new LotteryTicket.Outcome(2000, 98.5), new LotteryTicket.Outcome(4000, 97.5)),
            new LotteryTicket.Level(13.4, new LotteryTicket.Outcome(3000, 98.25), new LotteryTicket.Outcome(7000, 97)));
        var found = new LotteryTicket(1, 1, 1, 1, 0.5, 2).findings(new Runs<>(List.of(run)));
        assertThat(found.comparisons()).extracting(Comparison::published).containsExactly(0.3, 0.5, 2.51);
        assertThat(found.comparisons()).extracting(Comparison::mean).containsExactly(0.25, 1.0, 2.0);
        assertThat(found.comparisons()).extracting(Comparison::tolerance).containsExactly(0.2, 0.2, 1.0);
        assertThat(found.comparisons()).allMatch(each -> each.rule() == Comparison.Rule.AT_LEAST
            && each.origin() == Comparison.Origin.PRINTED);
    }

    @Test void theStudyRunsAndComesOutTheSameAgain() {
        var conditions = new Conditions(List.of(1L), Path.of("data", "mnist"), _ -> {});
        var tiny = new LotteryTicket(600, 200, 12, 4, 0.4, 1);
        var found = tiny.run(conditions);
        assertThat(found.settings()).startsWith("reduced");
        assertThat(found.comparisons()).hasSize(3);
        assertThat(tiny.run(conditions)).isEqualTo(found);
    }
}
