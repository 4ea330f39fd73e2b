package gradus.experiments.reproduce;

import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.data.Dataset;
import gradus.experiments.reproduce.Comparison.Origin;
import gradus.experiments.reproduce.Comparison.Rule;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Where the weights begin: signals that fade, explode or live through 30 layers, and nets that learn by that or do not.
///
/// Glorot & Bengio, *Understanding the difficulty of training deep feedforward neural networks*, 2010; He, Zhang, Ren & Sun, *Delving
/// deep into rectifiers*, 2015.
///
/// @param depth   hidden layers
/// @param width   units of each
/// @param epochs  over the digits
record Initializations(int depth, int width, int epochs) implements Study {
    /// Half a minute: there is nothing to reduce.
    static final Initializations USUAL = new Initializations(30, 128, 20);

    /// A share. The theory is about the mean over draws: in one draw the logarithm of a ReLU layer's factor has a variance of about 5/n, so
    /// that of the mean of 29 layers of 128 units has a deviation of 0.037; twice that is allowed. The first version allowed 0.2, 0.1 and
    /// 0.8 for ReLU, of 1, 0.5 and 4, and 0.05 of a third for tanh.
    private static final double TOLERANCE = 0.08;
    /// A net that learns nothing still finds how often each digit occurs, which is a little less than guessing blindly.
    private static final double STALL_TOLERANCE = 0.01;
    /// The paper's net "is able to converge": a tenth of the loss of guessing is what we take for that.
    private static final double CONVERGED = 0.1;

    private static final int ROWS = 256, PICTURES = 2000, BATCH = 50, UNITS = 16, CLASSES = 10;
    private static final double RATE = 0.002, MOMENTUM = 0.9;
    private static final double GUESSING = StrictMath.log(CLASSES);

    /// Enough to live through many layers: tanh makes every number a little smaller, so that it cannot be 1.
    private static final double ALIVE = 0.8;

    /// How far apart weights begin, in a net of one kind of unit, and what the mean square is multiplied by from layer to layer.
    private record Start(String words, Initializer initializer, Activation activation, double factor, Origin origin) {
        Comparison comparison(List<Double> factors) {
            var figure = "mean square from layer to layer, " + words;
            return origin == Origin.THEORY ? Comparison.theory(figure, "", factor, factors, Rule.WITHIN, TOLERANCE * factor)
                : Comparison.chosen(figure, "", factor, factors, Rule.AT_LEAST);
        }
    }

    private List<Start> starts() {
        return List.of(new Start("ReLU, He", Initializer.HE_NORMAL, Activation.RELU, 1, Origin.THEORY),
            new Start("ReLU, Glorot", Initializer.GLOROT_NORMAL, Activation.RELU, 0.5, Origin.THEORY),
            new Start("ReLU, He's deviation twice", Initializer.normal(2 * Initializer.HE_NORMAL.deviation(width, width)), Activation.RELU,
                4, Origin.THEORY),
            new Start("linear units, Glorot", Initializer.GLOROT_NORMAL, Activation.IDENTITY, 1, Origin.THEORY),
            new Start("tanh, Glorot", Initializer.GLOROT_NORMAL, Activation.TANH, ALIVE, Origin.CHOSEN),
            new Start("tanh, as was usual before Glorot", Initializer.normal(1 / StrictMath.sqrt(3.0 * width)), Activation.TANH, 1.0 / 3,
                Origin.THEORY));
    }

    @Override public Findings run(Conditions conditions) {
        var comparisons = new ArrayList<Comparison>();
        var moments = new ArrayList<Line>();
        for (var start : starts()) {
            var factors = new ArrayList<Double>();
            for (long seed : conditions.seeds()) {
                var byLayer = moments(start.initializer, start.activation, Random.seeded(seed));
                factors.add(LayerStack.perLayer(byLayer));
                if (factors.size() == 1) moments.add(Line.counted(start.words, byLayer));
            }
            comparisons.add(start.comparison(factors));
        }
        List<Double> he = new ArrayList<>(), glorot = new ArrayList<>(), alike = new ArrayList<>();
        var losses = new ArrayList<Line>();
        var digits = Digits.read(conditions.mnist(), 0).train().limit(PICTURES);
        for (long seed : conditions.seeds()) {
            var random = Random.seeded(seed);
            double[] trained = learn(deep(Initializer.HE_NORMAL, random), digits, epochs, random),
                stalled = learn(deep(Initializer.GLOROT_NORMAL, random), digits, epochs, random);
            he.add(trained[epochs] / GUESSING);
            glorot.add(stalled[epochs] / GUESSING);
            alike.add((double) different(digits, random));
            conditions.say().accept(String.format(Locale.ROOT, "seed %d: loss of %d layers %.3g with He, %.4g with Glorot; from zeros, "
                + "%.0f of %d units differ", seed, depth, trained[epochs], stalled[epochs], alike.getLast(), UNITS));
            if (!losses.isEmpty()) continue;
            var epoch = IntStream.rangeClosed(0, epochs).asDoubleStream().toArray();
            losses.addAll(List.of(Line.of("He", epoch, trained), Line.of("Glorot", epoch, stalled)));
        }
        comparisons.add(Comparison.chosen("last training loss over that of guessing, He", "", CONVERGED, he, Rule.AT_MOST));
        comparisons.add(Comparison.chosen("last training loss over that of guessing, Glorot", "", 1, glorot, Rule.WITHIN,
            STALL_TOLERANCE));
        comparisons.add(Comparison.theory("different units, of 16 that began at 0", "", 1, alike, Rule.WITHIN));
        var charts = new LinkedHashMap<String, Chart>();
        charts.put("initialization", new Curves("What is left of a signal", "layer", "mean square of the outputs", moments, true));
        charts.put("initialization-learning", new Curves("Deep ReLU networks learn, or stall", "epoch", "training loss", losses, false));
        return Findings.of(String.format(Locale.ROOT, "%d layers of %d units, %d normal rows; then 784-%s10 learns %,d digits by descent "
            + "at %s with momentum %s, batches of %d, %d epochs; 784-%d-10 of sigmoids from zeros", depth, width, ROWS,
            width + "-…-" + width + "-", PICTURES, RATE, MOMENTUM, BATCH, epochs, UNITS), comparisons, charts, EXPLANATION);
    }

    /// The second moment of what each layer makes of normal rows.
    private double[] moments(Initializer initializer, Activation activation, Random random) {
        var chain = LayerStack.of(depth, i -> layer(width, initializer, activation, Precision.DOUBLE, random.at("layer").at(i)));
        var x = Value.of(random.at("rows").normal(Shape.of(ROWS, width), 0, 1, Precision.DOUBLE));
        return Recording.off(() -> chain.outputs(x)).stream().mapToDouble(LayerStack::square).toArray();
    }

    private Module layer(int in, Initializer initializer, Activation activation, Precision precision, Random random) {
        return Sequential.of(Linear.of(in, width, initializer, random, precision), activation);
    }

    private Sequential deep(Initializer initializer, Random random) {
        return LayerStack.of(depth, i -> layer(i == 0 ? 28 * 28 : width, initializer, Activation.RELU, Precision.FLOAT,
            random.at("net").at(i))).then(Linear.of(width, CLASSES, initializer, random.at("net").at(depth)));
    }

    private static double[] learn(Sequential net, Dataset digits, int epochs, Random random) {
        return Digits.losses(net, new Sgd(net.parameters().values(), RATE, MOMENTUM), digits, BATCH, epochs, random);
    }

    /// How many different units a hidden layer has after an epoch, if all weights began at 0.
    private static int different(Dataset digits, Random random) {
        var hidden = Linear.of(28 * 28, UNITS, Initializer.ZEROS, random);
        learn(Sequential.of(hidden, Activation.SIGMOID, Linear.of(UNITS, CLASSES, Initializer.ZEROS, random)), digits, 1, random);
        var units = hidden.weight().data().transpose().toDoubles();
        var different = new LinkedHashSet<List<Double>>();
        for (int i = 0; i < UNITS; i++)
            different.add(Arrays.stream(units, 28 * 28 * i, 28 * 28 * (i + 1)).boxed().toList());
        return different.size();
    }

    private static final String EXPLANATION = """
        A unit adds n products, so its sum has n times the variance of a weight times the mean square of an input; a ReLU then drops \
        half of it. He's weights, of variance 2/n, make that exactly 1 on average, and the signal is as strong after thirty layers as \
        before. Glorot's, of 1/n here, are right for linear units and nearly so for tanh, and lose a half in each layer of ReLU; \
        what was usual before them, a variance of 1/3n, loses two thirds even with tanh. Twice He's deviation \
        multiplies the mean square by 4 a layer, which comes to 10¹⁸ in thirty. \
        The second chart and its two rows ask what that means for learning. A loss as large as that of guessing is that of a net \
        that has learned no more than how often each digit occurs. \
        Weights of 0 are another trap: units that begin the same get the same gradients, and stay the same, one unit sixteen times. \
        The tolerances of the mean squares were made stricter after a first run, when they were derived from the width.""";
}
