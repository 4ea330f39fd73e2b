package gradus.experiments.reproduce;

import gradus.data.Dataset;
import gradus.experiments.reproduce.Comparison.Rule;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Random;
import gradus.tensor.Tensor;
import gradus.viz.charts.Chart;
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;
import gradus.viz.charts.Panels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Descent by all examples, by some and by one, and the noise of their gradients.
///
/// Bottou, Curtis & Nocedal, *Optimization methods for large-scale machine learning*, 2018; McCandlish and others, *An empirical model
/// of large-batch training*, 2018 (noise falls with the root of the batch); Goyal and others, *Accurate, large minibatch SGD*, 2017
/// (a batch k times as large wants k times the rate).
///
/// @param pictures  how many digits it learns from
/// @param epochs    how often it goes through them
/// @param draws     batches whose gradients are compared
record BatchSizes(int pictures, int epochs, int draws) implements Study {
    /// Some ten seconds: there is nothing to reduce.
    static final BatchSizes USUAL = new BatchSizes(1000, 10, 200);

    /// A deviation of 200 vectors with some ten directions is known to about two percent, a ratio of two to three.
    private static final double NOISE_TOLERANCE = 0.4;
    /// The rule holds for small steps; it is a rule of thumb.
    private static final double SCALING_TOLERANCE = 0.15;

    private static final int MEDIUM = 16, LARGE = 64;
    private static final double RATE = 0.05;
    /// Powers of two, times the rate, among which each kind of descent has its own.
    private static final int LEAST_POWER = -2, MOST_POWER = 5;
    private static final int[] POWERS = {0, 2, 4, 6, 8};

    /// What came out for a seed.
    ///
    /// @param noises  the gradient's, for each power of two
    /// @param usual   the last loss with batches of 16 at the usual rate
    /// @param large   the last loss with batches of 64 at four times the rate
    record Run(double[] noises, Descent all, Descent medium, Descent single, double usual, double large) {}

    @Override public Findings run(Conditions conditions) {
        var digits = Digits.read(conditions.mnist(), 0).train().limit(pictures);
        var runs = new ArrayList<Run>();
        for (long seed : conditions.seeds()) {
            var random = Random.seeded(seed);
            var run = new Run(IntStream.of(POWERS).mapToDouble(power -> noise(digits, 1 << power, random)).toArray(),
                best(digits, pictures, random), best(digits, MEDIUM, random), best(digits, 1, random),
                learn(digits, MEDIUM, RATE, random)[epochs], learn(digits, LARGE, RATE * LARGE / MEDIUM, random)[epochs]);
            runs.add(run);
            conditions.say().accept(String.format(Locale.ROOT,
                "seed %d: losses after %d epochs: all %.3g at rate %s, batches of %d %.3g at rate %s, single %.3g at rate %s; after %d "
                + "steps: %.3g, %.3g, %.3g", seed, epochs, run.all.last(), run.all.rate, MEDIUM, run.medium.last(), run.medium.rate,
                run.single.last(), run.single.rate, epochs, run.all.early[epochs - 1], run.medium.early[epochs - 1],
                run.single.early[epochs - 1]));
        }
        return findings(new Runs<>(runs));
    }

    /// What the table says, from the runs of all seeds.
    Findings findings(Runs<Run> runs) {
        var first = runs.first();
        double[] x = IntStream.of(POWERS).asDoubleStream().toArray();
        var theory = IntStream.of(POWERS).mapToDouble(power -> first.noises[0] / StrictMath.sqrt(1 << power)).toArray();
        var descents = List.of(first.all, first.medium, first.single);
        var charts = new LinkedHashMap<String, Chart>();
        charts.put("batch-size", new Panels("Descent by all examples, by some, by one", 2, List.of(
            new Curves("by epochs", "epoch", "training loss", descents.stream().map(this::byEpoch).toList(), true),
            new Curves("by steps", "log₁₀ of steps", "training loss", descents.stream().map(this::byStep).toList(), true))));
        charts.put("batch-size-noise", Curves.of("Noise of the gradient", "log₂ of the batch size", "deviation",
            Line.of("measured", x, first.noises), Line.of("first / √batch", x, theory)).logarithmically());
        return Findings.of(String.format(Locale.ROOT, "%,d digits, 784-32-10, ReLU, plain descent, %d epochs; each size at its "
                + "own best of %d rates from %s to %s, by the training loss, the rule of scaling from %s; noise from %d batches of each "
                + "size, drawn with replacement at the first weights", pictures, epochs, MOST_POWER - LEAST_POWER + 1, rate(LEAST_POWER),
                rate(MOST_POWER), RATE, draws),
            List.of(Comparison.theory("noise of the gradient, batches of 4 over batches of 64", "", 4,
                    runs.each(run -> run.noises[1] / run.noises[3]), Rule.WITHIN, NOISE_TOLERANCE),
                Comparison.chosen("loss after equal epochs, all over batches of 16", "", 1,
                    runs.each(run -> run.all.last() / run.medium.last()), Rule.AT_LEAST),
                Comparison.chosen("loss after equal steps, one an epoch of all, all over single", "", 1,
                    runs.each(run -> run.all.last() / run.single.early[epochs - 1]), Rule.AT_MOST),
                Comparison.chosen("loss, all after the last epoch over single after the first", "", 1,
                    runs.each(run -> run.all.last() / run.single.losses[1]), Rule.AT_LEAST),
                Comparison.chosen("loss after equal epochs, batches of 64 at 4 times the rate over batches of 16", "", 1,
                    runs.each(run -> run.large / run.usual), Rule.WITHIN, SCALING_TOLERANCE)),
            charts, explain(runs));
    }

    private Line byEpoch(Descent descent) {
        return Line.of(descent.name(pictures), IntStream.rangeClosed(0, epochs).asDoubleStream().toArray(), descent.losses);
    }

    /// Step by step at first, then at the end of each epoch. A logarithm has no place for no step.
    private Line byStep(Descent descent) {
        int anEpoch = Math.ceilDiv(pictures, descent.batch);
        int[] later = IntStream.rangeClosed(1, epochs).filter(epoch -> epoch * anEpoch > descent.early.length).toArray();
        var steps = IntStream.concat(IntStream.rangeClosed(1, descent.early.length), IntStream.of(later).map(epoch -> epoch * anEpoch));
        var losses = DoubleStream.concat(Arrays.stream(descent.early), IntStream.of(later).mapToDouble(epoch -> descent.losses[epoch]));
        return Line.of(descent.name(pictures), steps.mapToDouble(StrictMath::log10).toArray(), losses.toArray());
    }

    private static Sequential net(Random random) {
        return Sequential.of(Linear.of(28 * 28, 32, Initializer.HE_NORMAL, random.at("net").at(0)), Activation.RELU,
            Linear.of(32, 10, Initializer.GLOROT_NORMAL, random.at("net").at(1)));
    }

    /// @param losses  before the first epoch and after each
    /// @param early   after each of the first steps, as many as all pictures in a batch take in all
    record Descent(int batch, double rate, double[] losses, double[] early) {
        double last() { return losses[losses.length - 1]; }

        String name(int pictures) {
            return (batch == pictures ? "all " + pictures : batch == 1 ? "single" : "batches of " + batch) + ", rate " + rate;
        }
    }

    private static double rate(int power) { return RATE * StrictMath.pow(2, power); }

    /// At the rate that ends with the least training loss; those that diverge have none.
    private Descent best(Dataset digits, int batch, Random random) {
        return IntStream.rangeClosed(LEAST_POWER, MOST_POWER)
            .mapToObj(power -> new Descent(batch, rate(power), learn(digits, batch, rate(power), random), new double[0]))
            .filter(each -> Double.isFinite(each.last())).min(Comparator.comparingDouble(Descent::last))
            .map(each -> new Descent(batch, each.rate, each.losses, early(digits, batch, each.rate, random))).orElseThrow();
    }

    /// The losses on all pictures after each of the first steps.
    private double[] early(Dataset digits, int batch, double rate, Random random) {
        var net = net(random);
        var optimizer = new Sgd(net.parameters().values(), rate);
        var losses = new double[epochs];
        int step = 0;
        for (int epoch = 0; step < epochs; epoch++)
            for (var each : digits.batches(batch, random.epoch(epoch))) {
                if (step == epochs) break;
                optimizer.step(Loss.crossEntropy(net.apply(each.inputs()), each.labels()).backward());
                losses[step++] = Digits.loss(net, digits);
            }
        return losses;
    }

    private double[] learn(Dataset digits, int batch, double rate, Random random) {
        var net = net(random);
        return Digits.losses(net, new Sgd(net.parameters().values(), rate), digits, batch, epochs, random);
    }

    /// The root of the mean squared distance between the gradient of a batch and that of all pictures.
    private double noise(Dataset digits, int batch, Random random) {
        var net = net(random);
        var mean = gradient(net, digits, IntStream.range(0, digits.size()).toArray());
        double squares = 0;
        for (int draw = 0; draw < draws; draw++) {
            var places = random.at("noise").at(batch).at(draw);
            var one = gradient(net, digits, IntStream.range(0, batch).map(i -> places.below(digits.size(), i)).toArray());
            for (int i = 0; i < one.size(); i++) squares += one.get(i).sub(mean.get(i)).square().sum().item();
        }
        return StrictMath.sqrt(squares / draws);
    }

    private static List<Tensor> gradient(Module net, Dataset digits, int... places) {
        var batch = digits.batch(places);
        var gradients = Loss.crossEntropy(net.apply(batch.inputs()), batch.labels()).backward();
        return net.parameters().values().stream().map(each -> gradients.of(each).data()).toList();
    }

    private String explain(Runs<Run> runs) {
        return String.format(Locale.ROOT, """
            The gradient of a batch is the mean of its examples' gradients, so its noise falls with the square root of the batch size: \
            sixteen times the examples, and the work, for a quarter of the noise. \
            Descent by all examples follows the exact gradient, but takes one step an epoch, while batches of 16 take %d. After %d epochs, \
            each size at its own best rate, the training loss is %.3g by all examples, %.3g by batches of 16 and %.3g by single ones. \
            By steps the order is another: after %d steps it is %.3g by all examples, %.3g by batches of 16 and %.3g by single ones. But a \
            step of all examples costs as much as %,d single ones, and after these, one epoch, descent by single examples is at %.3g. \
            The linear scaling rule of Goyal and others, a batch four times as large with four times the rate, is the last row.""",
            Math.ceilDiv(pictures, MEDIUM), epochs, runs.mean(run -> run.all.last()), runs.mean(run -> run.medium.last()),
            runs.mean(run -> run.single.last()), epochs, runs.mean(run -> run.all.early[epochs - 1]),
            runs.mean(run -> run.medium.early[epochs - 1]), runs.mean(run -> run.single.early[epochs - 1]), pictures,
            runs.mean(run -> run.single.losses[1]));
    }
}
