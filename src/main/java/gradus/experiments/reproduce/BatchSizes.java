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
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;
import gradus.viz.charts.Panels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    @Override public Findings run(Conditions conditions) {
        var digits = Digits.read(conditions.mnist(), 0).train().limit(pictures);
        List<Double> noise = new ArrayList<>(), full = new ArrayList<>(), steps = new ArrayList<>(), scaled = new ArrayList<>();
        List<Line> byEpoch = new ArrayList<>(), byStep = new ArrayList<>(), noises = new ArrayList<>();
        for (long seed : conditions.seeds()) {
            var random = Random.seeded(seed);
            var deviations = new double[POWERS.length];
            for (int i = 0; i < POWERS.length; i++) deviations[i] = noise(digits, 1 << POWERS[i], random);
            noise.add(deviations[1] / deviations[3]);
            Descent all = best(digits, pictures, random), medium = best(digits, MEDIUM, random), single = best(digits, 1, random);
            double[] usual = learn(digits, MEDIUM, RATE, random), large = learn(digits, LARGE, RATE * LARGE / MEDIUM, random);
            full.add(all.last() / medium.last());
            steps.add(all.last() / single.losses[1]);
            scaled.add(large[epochs] / usual[epochs]);
            conditions.say().accept(String.format(Locale.ROOT,
                "seed %d: noise of 4 over 64 %.3g; losses after %d epochs: all %.3g at rate %s, batches of %d %.3g at rate %s, single %.3g "
                + "at rate %s; batches of %d at rate %s %.3g, of %d at rate %s %.3g", seed, noise.getLast(), epochs, all.last(), all.rate,
                MEDIUM, medium.last(), medium.rate, single.last(), single.rate, MEDIUM, RATE, usual[epochs], LARGE, RATE * LARGE / MEDIUM,
                large[epochs]));
            if (!noises.isEmpty()) continue;
            double[] x = IntStream.of(POWERS).asDoubleStream().toArray(), theory = new double[POWERS.length];
            for (int i = 0; i < x.length; i++) theory[i] = deviations[0] / StrictMath.sqrt(1 << POWERS[i]);
            noises.addAll(List.of(Line.of("measured", x, deviations), Line.of("first / √batch", x, theory)));
            add("all " + pictures + ", rate " + all.rate, pictures, all.losses, byEpoch, byStep);
            add("batches of " + MEDIUM + ", rate " + medium.rate, MEDIUM, medium.losses, byEpoch, byStep);
            add("single, rate " + single.rate, 1, single.losses, byEpoch, byStep);
        }
        var charts = new LinkedHashMap<String, String>();
        charts.put("batch-size", new Panels("Descent by all examples, by some, by one", 2, List.of(
            new Curves("by epochs", "epoch", "training loss", byEpoch, true),
            new Curves("by steps", "log₁₀ of steps", "training loss", byStep, true))).svg());
        charts.put("batch-size-noise", new Curves("Noise of the gradient", "log₂ of the batch", "deviation", noises, true).svg());
        return new Findings(String.format(Locale.ROOT, "%,d digits, 784-32-10, ReLU, plain descent, %d epochs; each size at its "
                + "own best of %d rates from %s to %s, by the training loss, the rule of scaling from %s; noise from %d batches of each "
                + "size, drawn with replacement at the first weights", pictures, epochs, MOST_POWER - LEAST_POWER + 1, rate(LEAST_POWER),
                rate(MOST_POWER), RATE, draws),
            List.of(Comparison.theory("noise of the gradient, batches of 4 over batches of 64", "", 4, noise, Rule.WITHIN, NOISE_TOLERANCE),
                Comparison.chosen("loss after equal epochs, all over batches of " + MEDIUM, "", 1, full, Rule.AT_LEAST),
                Comparison.chosen("loss after equal epochs, batches of " + LARGE + " at " + LARGE / MEDIUM
                    + " times the rate over batches of "
                    + MEDIUM, "", 1, scaled, Rule.WITHIN, SCALING_TOLERANCE),
                Comparison.chosen("loss, all after " + epochs + " epochs over single after one", "", 1, steps, Rule.AT_LEAST)),
            charts, EXPLANATION);
    }

    /// From the first step on: a logarithm has no place for none.
    private void add(String name, int batch, double[] losses, List<Line> byEpoch, List<Line> byStep) {
        double[] epoch = new double[epochs + 1], step = new double[epochs], after = new double[epochs];
        for (int i = 0; i <= epochs; i++) epoch[i] = i;
        for (int i = 0; i < epochs; i++) {
            step[i] = StrictMath.log10((i + 1) * (double) Math.ceilDiv(pictures, batch));
            after[i] = losses[i + 1];
        }
        byEpoch.add(Line.of(name, epoch, losses));
        byStep.add(Line.of(name, step, after));
    }

    private static Sequential net(Random random) {
        return Sequential.of(Linear.of(28 * 28, 32, Initializer.HE_NORMAL, random.at("net").at(0)), Activation.RELU,
            Linear.of(32, 10, Initializer.GLOROT_NORMAL, random.at("net").at(1)));
    }

    /// @param losses  before the first epoch and after each
    private record Descent(double rate, double[] losses) {
        double last() { return losses[losses.length - 1]; }
    }

    private static double rate(int power) { return RATE * StrictMath.pow(2, power); }

    /// At the rate that ends with the least training loss; those that diverge have none.
    private Descent best(Dataset digits, int batch, Random random) {
        return IntStream.rangeClosed(LEAST_POWER, MOST_POWER)
            .mapToObj(power -> new Descent(rate(power), learn(digits, batch, rate(power), random)))
            .filter(each -> Double.isFinite(each.last())).min(Comparator.comparingDouble(Descent::last)).orElseThrow();
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

    private static final String EXPLANATION = """
        The gradient of a batch is the mean of its examples' gradients, so its noise falls with the root of the batch: sixteen times the \
        examples, and the work, for a quarter of the noise. \
        Descent by all examples follows the truest slope, but takes one step an epoch; batches take many steps in the same time, \
        and each is good enough, so after equal epochs they are far ahead. \
        That is so though each has the rate that suits it best; single examples bear only small ones. \
        By steps the picture turns around: a step of all examples is worth more than one of a single example, but not as much more as it \
        costs. \
        Batches four times as large with four times the rate go nearly the same way (the linear scaling rule), as long as steps \
        are small.""";
}
