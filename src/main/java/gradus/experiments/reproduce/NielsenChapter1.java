package gradus.experiments.reproduce;

import gradus.autograd.Value;
import gradus.experiments.reproduce.Comparison.Rule;
import gradus.nn.Activation;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.viz.charts.Chart;
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// The first network of Nielsen's book: sigmoid units, squared error, plain descent, batches of 10 at a rate of 3.
///
/// Nielsen, *Neural Networks and Deep Learning*, chapter 1, 2015.
///
/// @param learned  how many pictures it learns from: 50,000 in the book
/// @param judged   how many it is judged by: 10,000
/// @param epochs   30
record NielsenChapter1(int learned, int judged, int epochs) implements Study {
    /// The book's setting; there is no reduction, since its eighteen runs take minutes.
    static final NielsenChapter1 PUBLISHED = new NielsenChapter1(50_000, 10_000, 30);

    private static final int BATCH = 10;
    private static final double RATE = 3;

    /// "To generate results in this chapter I've taken best-of-three runs."
    private static final int RUNS = 3;

    /// In points: about two standard deviations of 95 % of 10,000 pictures, which is 0.22 points.
    private static final double TOLERANCE = 0.4;

    /// Of a network.
    ///
    /// @param accuracy  on the test pictures, in percent, after each epoch
    /// @param silent    how many digits it never says of them in the end
    record Outcome(double[] accuracy, int silent) {
        double peak() { return Arrays.stream(accuracy).max().orElseThrow(); }
    }

    /// The networks of a seed.
    record Run(List<Outcome> small, List<Outcome> large) {}

    @Override public Findings run(Conditions conditions) {
        var digits = Digits.read(conditions.mnist(), 10_000).limit(learned, judged);
        var runs = new ArrayList<Run>();
        for (long seed : conditions.seeds()) runs.add(new Run(train(30, seed, digits, conditions), train(100, seed, digits, conditions)));
        return findings(new Runs<>(runs));
    }

    /// What the table says, from the networks of all seeds.
    Findings findings(Runs<Run> runs) {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < RUNS; i++) lines.add(Line.counted("30 hidden units, run " + (i + 1), runs.first().small.get(i).accuracy));
        for (int i = 0; i < RUNS; i++) lines.add(Line.counted("100 hidden units, run " + (i + 1), runs.first().large.get(i).accuracy));
        var charts = new LinkedHashMap<String, Chart>();
        charts.put("nielsen-1", new Curves("Nielsen's first network", "epoch", "test accuracy, %", lines, false));
        return Findings.of(String.format(Locale.ROOT, "the book's: 784-30-10 and 784-100-10, sigmoid, squared error, %d epochs over %,d "
                + "pictures, batches of %d, rate %s, weights and biases N(0, 1); %d runs for each seed", epochs, learned, BATCH, RATE,
                RUNS),
            List.of(compared("30 hidden units", 95.42, runs.each(run -> best(run.small).peak())),
                compared("100 hidden units", 96.59, runs.each(run -> best(run.large).peak()))), charts, explain(runs));
    }

    private static Comparison compared(String units, double published, List<Double> peaks) {
        return Comparison.printed("test accuracy, " + units + ", best epoch of the best of three runs", "%", published, peaks, Rule.WITHIN,
            TOLERANCE);
    }

    private static Outcome best(List<Outcome> runs) { return Collections.max(runs, Comparator.comparingDouble(Outcome::peak)); }

    private List<Outcome> train(int hidden, long seed, Digits digits, Conditions conditions) {
        var outcomes = new ArrayList<Outcome>();
        for (int run = 1; run <= RUNS; run++) {
            var outcome = train(hidden, Random.seeded(seed).at("run").at(run), digits);
            outcomes.add(outcome);
            conditions.say().accept(String.format(Locale.ROOT, "784-%d-10, seed %d, run %d: %.2f %% at its peak, digits never said: %d",
                hidden, seed, run, outcome.peak(), outcome.silent));
        }
        return outcomes;
    }

    private Outcome train(int hidden, Random random, Digits digits) {
        var net = Sequential.of(layer(28 * 28, hidden, random.at(0)), Activation.SIGMOID,
            layer(hidden, 10, random.at(1)), Activation.SIGMOID);
        var optimizer = new Sgd(net.parameters().values(), RATE);
        var accuracy = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (var batch : digits.train().batches(BATCH, random.epoch(epoch)))
                optimizer.step(cost(net.apply(batch.inputs()), batch.targets()).backward());
            accuracy[epoch] = Digits.accuracy(net, digits.test());
        }
        return new Outcome(accuracy, Digits.silent(net, digits.test()));
    }

    /// The book's cost: the mean over examples of `½ |y − a|²`. (The usual mean squared error also divides by the number of outputs.)
    static Value cost(Value outputs, Value targets) { return outputs.sub(targets).square().sum().div(2.0 * outputs.shape().dim(0)); }

    /// A layer whose weights and biases are drawn from N(0, 1), however many inputs it has.
    static Linear layer(int in, int out, Random random) {
        return new Linear(Value.parameter(random.at("weight").normal(Shape.of(in, out), 0, 1, Precision.FLOAT)).named("weight"),
            Value.parameter(random.at("bias").normal(Shape.of(out), 0, 1, Precision.FLOAT)).named("bias"));
    }

    private static String explain(Runs<Run> runs) {
        var large = runs.all().stream().map(Run::large).flatMap(List::stream).toList();
        return String.format(Locale.ROOT, """
            The book reports the best epoch, judged on the test pictures, of the best of three runs; so do we for each seed, and the chart \
            shows the runs of the first. \
            With 100 hidden units our %d runs peak between %.2f and %.2f %%. In the end %d of them never say at least one of the ten \
            digits; each digit that is never said costs about ten points. Of the best runs of each seed it is %d, and of those with 30 \
            hidden units %d. \
            Chapter 3 of the book says why an output can get stuck: where a sigmoid is saturated and wrong, the squared error has next to \
            no slope. It replaces this cost there, see `nielsen-3`. \
            The book has a footnote on "quite some variation in results for this experiment".""",
            large.size(), large.stream().mapToDouble(Outcome::peak).min().orElseThrow(), best(large).peak(),
            large.stream().filter(each -> each.silent > 0).count(),
            runs.all().stream().filter(run -> best(run.large).silent > 0).count(),
            runs.all().stream().filter(run -> best(run.small).silent > 0).count());
    }
}
