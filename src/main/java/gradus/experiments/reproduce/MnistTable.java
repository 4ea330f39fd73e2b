package gradus.experiments.reproduce;

import gradus.experiments.reproduce.Comparison.Rule;
import gradus.nn.Activation;
import gradus.nn.Conv2d;
import gradus.nn.Dropout;
import gradus.nn.Flatten;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.MaxPool2d;
import gradus.nn.Sequential;
import gradus.nn.Training;
import gradus.nn.Unflatten;
import gradus.optim.Adam;
import gradus.optim.Schedule;
import gradus.tensor.Random;
import gradus.tensor.Window;
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// The course's table of what reads handwritten digits how well: guessing, a linear network, one of two layers, convolutions.
///
/// The convolutional network is LeCun's of 1998 with today's parts: ReLU, the largest of a window, dropout, Adam.
///
/// @param learned   how many pictures they learn from: all 60,000
/// @param judged    how many they are judged by: 10,000
/// @param epochs    how often they see them
/// @param channels  pictures that the first convolution makes; the second makes twice as many
/// @param lacking   how far the convolutional network may stay below the best, in points
record MnistTable(int learned, int judged, int epochs, int channels, double lacking) implements Study {
    /// A single network of this size, without distorted pictures, is not the 99.8 % of the best: 99.4 % is asked.
    static final MnistTable PUBLISHED = new MnistTable(60_000, 10_000, 20, 32, 0.4);

    /// Half the channels, and 4 epochs: 99 % is asked.
    static final MnistTable REDUCED = new MnistTable(60_000, 10_000, 4, 16, 0.8);

    private static final int BATCH = 100;
    private static final double RATE = 2e-3;

    /// In points. Guessing right once in ten has a deviation of 0.3 over 10,000 pictures. The course says "about" 92 and 97 %: half a unit
    /// of the last place printed, and 0.5 more for other settings; two layers may also do better.
    private static final double TOLERANCE = 1;

    @Override public Findings run(Conditions conditions) {
        var digits = Digits.read(conditions.mnist(), 0).limit(learned, judged);
        var guessing = new ArrayList<Double>();
        var linear = new ArrayList<Double>();
        var layers = new ArrayList<Double>();
        var convolutional = new ArrayList<Double>();
        var lines = new ArrayList<Line>();
        for (long seed : conditions.seeds()) {
            var random = Random.seeded(seed);
            guessing.add(guess(random.at("guess"), digits.test().labels()));
            linear.add(last(train(linear(random), random, digits), "linear", seed, conditions, lines));
            layers.add(last(train(twoLayers(random), random, digits), "two layers", seed, conditions, lines));
            convolutional.add(last(train(convolutional(random), random, digits), "convolutional", seed, conditions, lines));
        }
        var charts = new LinkedHashMap<String, String>();
        charts.put("mnist-table", new Curves("Reading digits", "epoch", "test accuracy, %", lines, false).svg());
        return new Findings(String.format(Locale.ROOT, "784-10, 784-128-10 and a network of two convolutions of %d and %d channels, Adam "
                + "at %s falling to 0, %d epochs over %,d pictures, batches of %d%s", channels, 2 * channels, RATE, epochs, learned, BATCH,
                equals(PUBLISHED) ? "" : " (reduced)"),
            List.of(Comparison.printed("convolutional", "%", 99.8, convolutional, Rule.AT_LEAST, lacking),
                Comparison.printed("two layers", "%", 97, layers, Rule.AT_LEAST, TOLERANCE),
                Comparison.printed("linear", "%", 92, linear, Rule.WITHIN, TOLERANCE),
                Comparison.theory("random guessing", "%", 10, guessing, Rule.WITHIN, TOLERANCE)), charts,
            EXPLANATION);
    }

    private static double last(double[] accuracy, String what, long seed, Conditions conditions, List<Line> lines) {
        if (seed == conditions.seeds().getFirst()) lines.add(Line.counted(what, accuracy));
        conditions.say().accept(String.format(Locale.ROOT, "%s, seed %d: %.2f %%", what, seed, accuracy[accuracy.length - 1]));
        return accuracy[accuracy.length - 1];
    }

    /// The share of right answers, in percent, of who draws lots.
    private static double guess(Random random, int... labels) {
        int right = 0;
        for (int i = 0; i < labels.length; i++) if (random.below(10, i) == labels[i]) right++;
        return 100.0 * right / labels.length;
    }

    private static Sequential linear(Random random) { return Sequential.of(Linear.of(28 * 28, 10, Initializer.ZEROS, random.at(0))); }

    private static Sequential twoLayers(Random random) {
        return Sequential.of(Linear.of(28 * 28, 128, Initializer.HE_NORMAL, random.at(0)), Activation.RELU,
            Linear.of(128, 10, Initializer.HE_NORMAL, random.at(1)));
    }

    private Sequential convolutional(Random random) {
        return Sequential.of(Unflatten.of(1, 28, 28),
            Conv2d.of(1, channels, Window.of(5), Initializer.HE_NORMAL, random.at(0)), Activation.RELU, MaxPool2d.of(2),
            Conv2d.of(channels, 2 * channels, Window.of(5), Initializer.HE_NORMAL, random.at(1)), Activation.RELU, MaxPool2d.of(2),
            new Flatten(), Linear.of(2 * channels * 4 * 4, 128, Initializer.HE_NORMAL, random.at(2)), Activation.RELU, new Dropout(0.5),
            Linear.of(128, 10, Initializer.HE_NORMAL, random.at(3)));
    }

    /// Test accuracy in percent after each epoch.
    private double[] train(Sequential net, Random random, Digits digits) {
        var optimizer = new Adam(net.parameters().values(), RATE);
        var schedule = Schedule.linear();
        int step = 0, steps = epochs * Math.ceilDiv(digits.train().size(), BATCH);
        var accuracy = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (var batch : digits.train().batches(BATCH, random.epoch(epoch))) {
                optimizer.rate(RATE * schedule.factor(step, steps));
                var loss = Training.run(random.step(step++), () -> Loss.crossEntropy(net.apply(batch.inputs()), batch.labels()));
                optimizer.step(loss.backward());
            }
            accuracy[epoch] = Digits.accuracy(net, digits.test());
        }
        return accuracy;
    }

    private static final String EXPLANATION = """
        A guess is right once in ten. \
        A linear network weighs each pixel for each digit and adds: it cannot say that a stroke counts only beside another. \
        A hidden layer can, and takes away most of the mistakes; convolutions look for the same strokes everywhere and need not learn \
        them anew in each place, which takes away most of the rest. \
        The 99.8 % of the state of the art join several such networks that learned from distorted pictures too; a single one of this \
        size, without them, may stay some tenths of a point below, which is the tolerance. \
        (`gradus train mnist-cnn` is the nearest here: one network, with distorted pictures.)""";
}
