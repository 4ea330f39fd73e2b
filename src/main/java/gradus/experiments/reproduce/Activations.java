package gradus.experiments.reproduce;

import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Dataset;
import gradus.data.Toy;
import gradus.experiments.reproduce.Comparison.Rule;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.optim.Adam;
import gradus.optim.Sgd;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.viz.charts.ActivationCurves;
import gradus.viz.charts.Chart;
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;
import gradus.viz.charts.Panels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Units that no longer learn: saturated sigmoids, dead ReLUs, and what a leak does for these.
///
/// Maas, Hannun & Ng, *Rectifier nonlinearities improve neural network acoustic models*, 2013 (leaky ReLU); Glorot & Bengio,
/// *Understanding the difficulty of training deep feedforward neural networks*, 2010 (saturation).
///
/// @param steps     of Adam on the moons
/// @param pictures  digits that the saturated and the dying nets see
record Activations(int steps, int pictures) implements Study {
    /// Some ten seconds: there is nothing to reduce.
    static final Activations USUAL = new Activations(3000, 2000);

    /// Well above the half of guessing; a line between the moons has some 88 %.
    private static final double CURED = 80;
    /// Most units, and next to none.
    private static final double MOST = 50, FEW = 1;

    private static final int ROWS = 200, HIDDEN = 16, WIDE = 100, BATCH = 50, EPOCHS = 2;
    private static final double RATE = 0.01, DEAD_BIAS = -10;
    private static final int LEAST_POWER = -6, MOST_POWER = 2;
    /// Of the rates' powers, the one where ReLUs die and a net still learns: 1.
    private static final int DEADLY = -LEAST_POWER;

    /// What came out for a seed.
    ///
    /// @param usual      ReLUs on the moons, with biases from 0
    /// @param dead       ReLUs on the moons, from biases that leave none of them a slope
    /// @param leaky      leaky ReLUs from the same weights
    /// @param large      saturated sigmoids, in percent, with weights of deviation 1
    /// @param glorot     the same with Glorot's weights
    /// @param byRate     ReLUs on digits, a net for each rate
    /// @param leakyByRate  leaky ReLUs from the same weights
    record Run(Learned usual, Learned dead, Learned leaky, double large, double glorot, List<Learned> byRate, List<Learned> leakyByRate) {}

    @Override public Findings run(Conditions conditions) {
        var digits = Digits.read(conditions.mnist(), 0).train().limit(pictures);
        var runs = new ArrayList<Run>();
        for (long seed : conditions.seeds()) {
            var random = Random.seeded(seed);
            var rows = Toy.moons(ROWS, 0.1, random.at("rows"));
            var run = new Run(learn(moons(Activation.RELU, 0, random), rows), learn(moons(Activation.RELU, DEAD_BIAS, random), rows),
                learn(moons(Activation.LEAKY_RELU, DEAD_BIAS, random), rows), saturated(digits, Initializer.normal(1), random),
                saturated(digits, Initializer.GLOROT_NORMAL, random), byRate(digits, Activation.RELU, random),
                byRate(digits, Activation.LEAKY_RELU, random));
            runs.add(run);
            conditions.say().accept(String.format(Locale.ROOT,
                "seed %d: from biases of %.0f, ReLU %.1f %% right, leaky ReLU %.1f %%; at a rate of 1, %.0f %% of the ReLUs are dead, and "
                + "%.1f %% right, leaky %.1f %%; %.1f %% of sigmoids saturated by weights of deviation 1, %.2f %% by Glorot's", seed,
                DEAD_BIAS, run.dead.accuracy, run.leaky.accuracy, run.byRate.get(DEADLY).dead, run.byRate.get(DEADLY).accuracy,
                run.leakyByRate.get(DEADLY).accuracy, run.large, run.glorot));
        }
        return findings(new Runs<>(runs));
    }

    /// What the table says, from the runs of all seeds.
    Findings findings(Runs<Run> runs) {
        var first = runs.first();
        var charts = new LinkedHashMap<String, Chart>();
        var slopes = List.<Chart>of(ActivationCurves.of("sigmoid", Value::sigmoid, -6, 6), ActivationCurves.of("tanh", Value::tanh, -6, 6),
            ActivationCurves.of("relu", Value::relu, -6, 6), ActivationCurves.of("leaky relu", x -> x.leakyRelu(0.01), -6, 6));
        charts.put("activations", new Panels("Functions and their slopes", 2, slopes));
        charts.put("activations-dead", Curves.of("Three nets on the moons", "step", "loss",
            Line.counted("ReLU, biases from 0", first.usual.losses), Line.counted("ReLU, biases from −10", first.dead.losses),
            Line.counted("leaky ReLU, biases from −10", first.leaky.losses)));
        charts.put("activations-rates", new Panels("ReLUs die by steps that are too large: means over the seeds", 2, List.of(
            Curves.of("Units without a slope", "log₂ of the learning rate", "dead units, %", line("ReLU", runs, Run::byRate, Learned::dead),
                line("leaky ReLU", runs, Run::leakyByRate, Learned::dead)),
            Curves.of("What the nets learned", "log₂ of the learning rate", "training accuracy, %",
                line("ReLU", runs, Run::byRate, Learned::accuracy), line("leaky ReLU", runs, Run::leakyByRate, Learned::accuracy)))));
        return Findings.of(String.format(Locale.ROOT, "%d moons, 2-%d-2, hidden biases from %.0f, %d steps of Adam at %s over all rows; "
                + "%,d digits through %d units, whose weights have a deviation of 1, or Glorot's; 784-%d-10 learns them for %d epochs at "
                + "each rate; every accuracy is that on the examples learned from", ROWS, HIDDEN, DEAD_BIAS, steps, RATE, pictures, WIDE,
                WIDE, EPOCHS),
            List.of(Comparison.theory("accuracy of ReLUs that began dead", "%", 50, runs.each(run -> run.dead.accuracy), Rule.WITHIN),
                Comparison.theory("dead units in the end", "%", 100, runs.each(run -> run.dead.dead), Rule.WITHIN),
                Comparison.chosen("accuracy of leaky ReLUs from the same weights", "%", CURED, runs.each(run -> run.leaky.accuracy),
                    Rule.AT_LEAST),
                Comparison.chosen("ReLUs that died at a rate of 4", "%", MOST, runs.each(run -> run.byRate.getLast().dead), Rule.AT_LEAST),
                Comparison.chosen("ReLUs that died at a rate of 1", "%", FEW, runs.each(run -> run.byRate.get(DEADLY).dead),
                    Rule.AT_LEAST),
                Comparison.chosen("accuracy at a rate of 1, leaky ReLU less ReLU", "points", 0,
                    runs.each(run -> run.leakyByRate.get(DEADLY).accuracy - run.byRate.get(DEADLY).accuracy), Rule.AT_LEAST),
                Comparison.chosen("saturated sigmoids, weights of deviation 1", "%", MOST, runs.each(Run::large), Rule.AT_LEAST),
                Comparison.chosen("saturated sigmoids, Glorot's weights", "%", FEW, runs.each(Run::glorot), Rule.AT_MOST)), charts,
            explain(runs));
    }

    /// The mean over all seeds at each rate.
    private static Line line(String name, Runs<Run> runs, Function<Run, List<Learned>> byRate, ToDoubleFunction<Learned> figure) {
        return Line.of(name, IntStream.rangeClosed(LEAST_POWER, MOST_POWER).asDoubleStream().toArray(),
            IntStream.rangeClosed(0, MOST_POWER - LEAST_POWER)
                .mapToDouble(i -> runs.mean(run -> figure.applyAsDouble(byRate.apply(run).get(i)))).toArray());
    }

    /// @param losses    before each step; none where they were not looked at
    /// @param accuracy  on what it learned from, in percent
    /// @param dead      the share of hidden units without a slope, in percent
    record Learned(double[] losses, double accuracy, double dead) {}

    private static Sequential moons(Activation activation, double bias, Random random) {
        var hidden = new Linear(Value.parameter(Initializer.HE_NORMAL.draw(2, HIDDEN, random.at("hidden"), Precision.FLOAT)),
            Value.parameter(Tensor.full(Shape.of(HIDDEN), bias, Precision.FLOAT)));
        return Sequential.of(hidden, activation, Linear.of(HIDDEN, 2, Initializer.GLOROT_NORMAL, random.at("out")));
    }

    private Learned learn(Sequential net, Dataset moons) {
        var rows = moons.all();
        var optimizer = new Adam(net.parameters().values(), RATE);
        var losses = new double[steps];
        for (int step = 0; step < steps; step++) {
            var loss = Loss.crossEntropy(net.apply(rows.inputs()), rows.labels());
            losses[step] = loss.item();
            optimizer.step(loss.backward());
        }
        return new Learned(losses, Digits.accuracy(net, moons), dead(net, rows));
    }

    /// The share of hidden units, in percent, that have no slope at any of the rows.
    private static double dead(Sequential net, Batch rows) {
        var sums = Value.parameter(Recording.off(() -> net.layers().getFirst().apply(rows.inputs())).data());
        var slopes = net.layers().get(1).apply(sums).sum().backward().of(sums).data().max(Axes.of(0)).toDoubles();
        return 100.0 * Arrays.stream(slopes).filter(slope -> slope == 0).count() / slopes.length;
    }

    /// After training at each rate.
    private static List<Learned> byRate(Dataset digits, Activation activation, Random random) {
        return IntStream.rangeClosed(LEAST_POWER, MOST_POWER).mapToObj(power -> {
            var net = Sequential.of(Linear.of(28 * 28, WIDE, Initializer.HE_NORMAL, random.at("net").at(0)), activation,
                Linear.of(WIDE, 10, Initializer.GLOROT_NORMAL, random.at("net").at(1)));
            var optimizer = new Sgd(net.parameters().values(), StrictMath.pow(2, power));
            for (int epoch = 0; epoch < EPOCHS; epoch++)
                for (var batch : digits.batches(BATCH, random.epoch(epoch)))
                    optimizer.step(Loss.crossEntropy(net.apply(batch.inputs()), batch.labels()).backward());
            return new Learned(new double[0], Digits.accuracy(net, digits), dead(net, digits.all()));
        }).toList();
    }

    /// The share of units and pictures, in percent, at which the sigmoid's slope is less than a tenth of its greatest.
    private static double saturated(Dataset digits, Initializer initializer, Random random) {
        var sums = Value.parameter(digits.all().inputs().matmul(
            Value.of(initializer.draw(28 * 28, WIDE, random.at("saturated"), Precision.FLOAT))).data());
        var slopes = sums.sigmoid().sum().backward().of(sums).data().toDoubles();
        return 100.0 * Arrays.stream(slopes).filter(slope -> slope < 0.025).count() / slopes.length;
    }

    private static String explain(Runs<Run> runs) {
        return String.format(Locale.ROOT, """
            A ReLU whose sum is below 0 for every example has no slope there, gets no gradient, and is dead: descent cannot bring it back. \
            With biases of −10 all units begin so, and the net learns no more than how often each class occurs. A leaky ReLU from the same \
            weights has a hundredth of the slope there, which is enough to come back. \
            Units also die by steps that are too large: at a rate of 1, %.0f %% of the ReLUs are dead after training, and their nets \
            classify %.1f %% of the digits that they learned from correctly, leaky ones %.1f %%; at a rate of 4 it is %.0f %% of the \
            ReLUs, and %.1f and %.1f %%. A leak keeps a slope, but it does not help where the rate itself is too large. \
            Sigmoids and tanh have slopes everywhere, but tiny ones far from 0. Weights of deviation 1 over 784 pixels make large sums, \
            so that %.0f %% of the sigmoids have less than a tenth of their greatest slope; with Glorot's weights it is %.1f %%.""",
            runs.mean(run -> run.byRate.get(DEADLY).dead), runs.mean(run -> run.byRate.get(DEADLY).accuracy),
            runs.mean(run -> run.leakyByRate.get(DEADLY).accuracy), runs.mean(run -> run.byRate.getLast().dead),
            runs.mean(run -> run.byRate.getLast().accuracy), runs.mean(run -> run.leakyByRate.getLast().accuracy),
            runs.mean(Run::large), runs.mean(Run::glorot));
    }
}
