package gradus.experiments;

import gradus.data.Batch;
import gradus.data.Dataset;
import gradus.data.Split;
import gradus.io.ModelFile;
import gradus.nn.Module;
import gradus.nn.Perceptron;
import gradus.tensor.Random;
import gradus.training.DivergedException;
import gradus.training.Metrics;
import gradus.training.NonFinite;
import gradus.training.Objective;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One training run: made by settings, trained once, and judged.
///
/// ```java
/// var outcome = new Run(Recipe.XOR.settings(1)).train(Progress.SILENT);
/// outcome.write(Path.of("out/xor.json"));
/// ```
public final class Run {
    private static final double EXPLODED = 1000;
    private static final int GLANCES = 100;                        // how often in an epoch a perceptron's weights are judged
    private static final String CURE = "a smaller --lr may help; nothing was saved";

    private final Instant started = Instant.now();
    private final Settings settings;
    private final Random random;
    private final Split data;
    private final Objective objective;
    private final Module net;
    private final List<Metrics> history = new ArrayList<>();
    private int steps;

    /// Reads the data, builds the network and checks that it can be saved; nothing is trained yet.
    ///
    /// @throws IllegalArgumentException for data that cannot be used, or that do not fit the settings
    public Run(Settings settings) { this(settings, data(settings)); }

    /// The same on data that are there already: runs may share them, since nothing changes them.
    public Run(Settings settings, Split data) {
        this.settings = settings;
        this.data = data;
        random = Random.seeded(settings.seed());
        objective = settings.learning().loss();
        net = settings.network().build(data.train().width(), objective.outputs(data.train()), random.at("weights"));
        ModelFile.check(net);
        FirstGuess.prepare(net, data.train());
    }

    /// What these settings learn from, read or made.
    ///
    /// @throws IllegalArgumentException for data that cannot be used
    public static Split data(Settings settings) {
        try (var _ = new Rehearsal(settings)) {
            return settings.recipe().data(settings.source(), settings.learning().loss().learnsNumbers(), Random.seeded(settings.seed()));
        }
    }

    /// What determines this run.
    public Settings settings() { return settings; }

    /// What it learns from and is judged by.
    public Split data() { return data; }

    /// What it trains.
    public Module net() { return net; }

    /// How many numbers it trains.
    public int parameters() { return net.parameters().values().stream().mapToInt(parameter -> parameter.shape().size()).sum(); }

    /// Trains, and judges the result. A run can be trained once.
    ///
    /// @throws DivergedException if the loss is no longer a finite number
    public Outcome train(Progress progress) {
        if (!history.isEmpty()) throw new IllegalStateException("this run was trained already");
        progress.begins(this);
        if (settings.learning().rule() == LearningRule.ROSENBLATT) correctMistakes((Perceptron) net, progress);
        else descend(progress);
        Metrics train = judge(data.train()), test = settings.recipe().isGate() ? train : judge(data.test());
        double seconds = Duration.between(started, Instant.now()).toMillis() / 1000.0;
        return new Outcome(settings, ModelFile.of(settings.seed(), settings.forModelFile(), data.train(), net),
            List.copyOf(history), train, test, data.test().size(), steps, parameters(), started, seconds);
    }

    /// Gradient descent: each step makes the loss of a batch a little smaller.
    private void descend(Progress progress) {
        var learning = settings.learning();
        var optimizer = learning.rule().optimizer(net.parameters().values(), learning.rate());
        double first = 0;
        for (int epoch = 0; epoch < learning.epochs(); epoch++) {
            var tally = new Metrics.Tally(objective);
            for (var batch : data.train().batches(learning.batch(), random.epoch(epoch))) {
                var outputs = net.apply(batch.inputs());
                var loss = objective.loss(outputs, batch);
                steps++;
                if (!Double.isFinite(loss.item())) throw diverged(loss.item(), batch);
                if (steps == 1) first = loss.item();
                var gradients = loss.backward();
                progress.differentiated(steps, batch, loss, gradients);
                optimizer.step(gradients);
                tally.add(loss, outputs, batch);
                progress.stepped(epoch, tally.examples());
            }
            history.add(tally.metrics());
            requireNoExplosion(first, tally.metrics().loss());
            progress.ended(epoch, tally.metrics(), epoch == learning.epochs() - 1);
        }
    }

    /// Rosenblatt's rule, until an epoch goes by without a mistake. Where no line separates the classes the rule never rests,
    /// and good weights are followed by bad ones: the best are kept "in the pocket" (Gallant 1990).
    private void correctMistakes(Perceptron perceptron, Progress progress) {
        Dataset train = data.train();
        var pocket = Pocket.of(perceptron, judge(train));
        boolean last = false;
        for (int epoch = 0; !last; epoch++) {
            int mistakes = 0;
            for (var batch : train.batches(Math.ceilDiv(train.size(), GLANCES), random.epoch(epoch))) {
                int made = perceptron.epoch(batch.inputs(), batch.labels(), settings.learning().rate());
                if (made > 0) pocket = pocket.orBetter(perceptron, judge(train));
                mistakes += made;
                steps += batch.size();
            }
            last = mistakes == 0 || epoch == settings.learning().epochs() - 1;
            history.add(judge(train));
            progress.ended(epoch, history.getLast(), last);
        }
        pocket.restore(perceptron);
    }

    private Metrics judge(Dataset examples) {
        var tally = new Metrics.Tally(objective);
        for (var batch : examples.batches(Metrics.BATCH)) {
            double loss = tally.judge(net, batch);
            if (!Double.isFinite(loss)) throw diverged(loss, batch);
        }
        return tally.metrics();
    }

    /// The step is computed once more under a trace, which knows the operations' modules.
    private DivergedException diverged(double loss, Batch batch) {
        var found = NonFinite.find(net, () -> objective.loss(net.apply(batch.inputs()), batch));
        return new DivergedException(steps, "the loss became " + loss + " at step " + steps + ": "
            + (found == null ? "" : found.origin() + "; ") + CURE);
    }

    /// A loss need not leave the range of numbers to be lost: saturated units can keep it finite at any height.
    private void requireNoExplosion(double first, double now) {
        if (now > EXPLODED * Math.max(1, first)) throw new DivergedException(steps, "the loss grew to "
            + String.format(Locale.ROOT, "%.3g by step %d, from %.3g; ", now, steps, first) + CURE);
    }
}
