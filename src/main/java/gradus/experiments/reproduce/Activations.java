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
import java.util.stream.IntStream;

/// Units that no longer learn: sigmoids that are saturated, ReLUs that are dead, and what a leak does for these.
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

    @Override public Findings run(Conditions conditions) {
        List<Double> asleep = new ArrayList<>(), relu = new ArrayList<>(), leaky = new ArrayList<>();
        List<Double> large = new ArrayList<>(), glorot = new ArrayList<>(), killed = new ArrayList<>(), alive = new ArrayList<>();
        List<Line> lines = new ArrayList<>(), deaths = new ArrayList<>();
        var digits = Digits.read(conditions.mnist(), 0).train().limit(pictures);
        for (long seed : conditions.seeds()) {
            var random = Random.seeded(seed);
            var rows = Toy.moons(ROWS, 0.1, random.at("rows"));
            Learned dead = learn(moons(Activation.RELU, DEAD_BIAS, random), rows),
                saved = learn(moons(Activation.LEAKY_RELU, DEAD_BIAS, random), rows);
            asleep.add(dead.dead);
            relu.add(dead.accuracy);
            leaky.add(saved.accuracy);
            large.add(saturated(digits, Initializer.normal(1), random));
            glorot.add(saturated(digits, Initializer.GLOROT_NORMAL, random));
            conditions.say().accept(String.format(Locale.ROOT,
                "seed %d: from biases of %.0f, ReLU %.1f %% right, leaky ReLU %.1f %%; %.1f %% "
                + "of sigmoids saturated by weights of deviation 1, %.2f %% by Glorot's", seed, DEAD_BIAS, dead.accuracy, saved.accuracy,
                large.getLast(), glorot.getLast()));
            Line relus = deaths(digits, Activation.RELU, random), leaks = deaths(digits, Activation.LEAKY_RELU, random);
            killed.add(relus.y()[relus.y().length - 1]);
            alive.add(leaks.y()[leaks.y().length - 1]);
            if (!lines.isEmpty()) continue;
            deaths.addAll(List.of(relus, leaks));
            lines.addAll(List.of(Line.counted("ReLU, biases from 0", learn(moons(Activation.RELU, 0, random), rows).losses),
                Line.counted("ReLU, biases from −10", dead.losses), Line.counted("leaky ReLU, biases from −10", saved.losses)));
        }
        var charts = new LinkedHashMap<String, String>();
        var slopes = List.<Chart>of(ActivationCurves.of("sigmoid", Value::sigmoid, -6, 6), ActivationCurves.of("tanh", Value::tanh, -6, 6),
            ActivationCurves.of("relu", Value::relu, -6, 6), ActivationCurves.of("leaky relu", x -> x.leakyRelu(0.01), -6, 6));
        charts.put("activations", new Panels("Functions and their slopes", 2, slopes).svg());
        charts.put("activations-dead", new Panels("", 2, List.of(
            new Curves("Three nets on the moons", "step", "loss", lines, false),
            new Curves("ReLUs die by steps that are too large", "log₂ of the learning rate", "units without a slope, %", deaths,
                false))).svg());
        return new Findings(String.format(Locale.ROOT, "%d moons, 2-%d-2, hidden biases from %.0f, %d steps of Adam at %s over all rows; "
                + "%,d digits through %d units, whose weights have a deviation of 1, or Glorot's; 784-%d-10 learns them for %d epochs at "
                + "each rate", ROWS, HIDDEN, DEAD_BIAS, steps, RATE, pictures, WIDE, WIDE, EPOCHS),
            List.of(Comparison.theory("accuracy of ReLUs that began dead", "%", 50, relu, Rule.WITHIN),
                Comparison.theory("dead units at the end", "%", 100, asleep, Rule.WITHIN),
                Comparison.chosen("accuracy of leaky ReLUs from the same weights", "%", CURED, leaky, Rule.AT_LEAST),
                Comparison.chosen("ReLUs that died, rate " + (1 << MOST_POWER), "%", MOST, killed, Rule.AT_LEAST),
                Comparison.theory("leaky ReLUs that died, rate " + (1 << MOST_POWER), "%", 0, alive, Rule.WITHIN),
                Comparison.theory("greatest slope of the sigmoid", "", 0.25, List.of(greatestSlope(Activation.SIGMOID)), Rule.WITHIN),
                Comparison.theory("greatest slope of tanh", "", 1, List.of(greatestSlope(Activation.TANH)), Rule.WITHIN),
                Comparison.chosen("saturated sigmoids, weights of deviation 1", "%", MOST, large, Rule.AT_LEAST),
                Comparison.chosen("saturated sigmoids, Glorot's weights", "%", FEW, glorot, Rule.AT_MOST)), charts,
                    EXPLANATION);
    }

    private record Learned(double[] losses, double accuracy, double dead) {}

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

    /// The share of dead units after training at each rate.
    private static Line deaths(Dataset digits, Activation activation, Random random) {
        int n = MOST_POWER - LEAST_POWER + 1;
        double[] powers = new double[n], dead = new double[n];
        for (int i = 0; i < n; i++) {
            powers[i] = LEAST_POWER + i;
            var net = Sequential.of(Linear.of(28 * 28, WIDE, Initializer.HE_NORMAL, random.at("net").at(0)), activation,
                Linear.of(WIDE, 10, Initializer.GLOROT_NORMAL, random.at("net").at(1)));
            var optimizer = new Sgd(net.parameters().values(), StrictMath.pow(2, powers[i]));
            for (int epoch = 0; epoch < EPOCHS; epoch++)
                for (var batch : digits.batches(BATCH, random.epoch(epoch)))
                    optimizer.step(Loss.crossEntropy(net.apply(batch.inputs()), batch.labels()).backward());
            dead[i] = dead(net, digits.all());
        }
        return Line.of(activation == Activation.RELU ? "ReLU" : "leaky ReLU", powers, dead);
    }

    /// The share of units and pictures, in percent, at which the sigmoid's slope is less than a tenth of its greatest.
    private static double saturated(Dataset digits, Initializer initializer, Random random) {
        var sums = Value.parameter(digits.all().inputs().matmul(
            Value.of(initializer.draw(28 * 28, WIDE, random.at("saturated"), Precision.FLOAT))).data());
        var slopes = sums.sigmoid().sum().backward().of(sums).data().toDoubles();
        return 100.0 * Arrays.stream(slopes).filter(slope -> slope < 0.025).count() / slopes.length;
    }

    private static double greatestSlope(Module activation) {
        var x = Value.parameter(IntStream.rangeClosed(-800, 800).mapToDouble(i -> i / 100.0).toArray());
        return activation.apply(x).sum().backward().of(x).data().max(Axes.all()).item();
    }

    private static final String EXPLANATION = """
        A ReLU whose sum is below 0 for every example has no slope, gets no gradient, and is dead: nothing can wake it. With biases of −10 \
        all units begin so, and the net learns nothing but how often each class occurs. A leaky ReLU from the same weights has a \
        hundredth of the slope there, which is enough to come back. In practice units die by steps that are too large, as the last chart \
        shows; leaky ones never do. \
        Sigmoids and tanh have slopes everywhere, but tiny ones far from 0: weights of deviation 1 over 784 pixels make sums so large that \
        most units sit where the slope is less than a tenth of its greatest; Glorot's weights keep them in the middle.""";
}
