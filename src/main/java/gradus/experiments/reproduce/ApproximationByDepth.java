package gradus.experiments.reproduce;

import gradus.autograd.Value;
import gradus.experiments.reproduce.Comparison.Rule;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.viz.charts.Chart;
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Depth against width, with as many parameters: what weights can say, and what descent finds.
///
/// Telgarsky, *Benefits of depth in neural networks*, 2016 (the sawtooth); Eldan & Shamir, *The power of depth for feedforward neural
/// networks*, 2016 (functions of the distance from a centre).
///
/// @param steps  of Adam, for each network
record ApproximationByDepth(int steps) implements Study {
    /// Of numbers whose exact result is 0.
    private static final double ROUNDING = 1e-12;

    /// Doublings of the sawtooth: 2⁵ = 32 pieces.
    private static final int FOLDS = 5;
    private static final int FINE = 2048;
    private static final double RATE = 0.02;

    /// Three hidden layers of 12 against one of 90 are 361 parameters each.
    private static final int DEEP = 12, SHALLOW = 90;
    private static final int POINTS = 1024;
    /// Among which each network has its own best, by the error on the points that it learned from.
    private static final double[] RATES = {0.01, 0.03};

    /// What came out for a seed.
    ///
    /// @param deep         the deep network, learned, on the sawtooth
    /// @param shallow      the shallow one
    /// @param deepRing     the error of the deep network on the rings, at points that it did not learn from
    /// @param shallowRing  that of the shallow one
    record Run(Fit deep, Fit shallow, double deepRing, double shallowRing) {}

    @Override public Findings run(Conditions conditions) {
        var x = Fit.grid(0, 1, FINE);
        var teeth = Arrays.stream(x).map(ApproximationByDepth::sawtooth).toArray();
        var runs = new ArrayList<Run>();
        for (long seed : conditions.seeds()) {
            var random = Random.seeded(seed).at("sawtooth");
            var rings = Random.seeded(seed).at("rings");
            var run = new Run(Fit.learned(deepNet(random.at("deep")), steps, RATE, Fit.column(x), teeth),
                Fit.learned(shallowNet(random.at("shallow")), steps, RATE, Fit.column(x), teeth),
                rings(3, DEEP, rings), rings(1, SHALLOW, rings));
            runs.add(run);
            conditions.say().accept(String.format(Locale.ROOT, "seed %d: error on the sawtooth %.3g deep, %.3g shallow; on the rings %.3g "
                + "deep, %.3g shallow", seed, run.deep.error(), run.shallow.error(), run.deepRing, run.shallowRing));
        }
        return findings(new Runs<>(runs));
    }

    /// What the table says, from the runs of all seeds.
    Findings findings(Runs<Run> runs) {
        var x = Fit.grid(0, 1, FINE);
        var written = Fit.of(sawtoothNet(), Fit.column(x), Arrays.stream(x).map(ApproximationByDepth::sawtooth).toArray());
        int units = (parameters(sawtoothNet()) - 1) / 3;
        var charts = new LinkedHashMap<String, Chart>();
        charts.put("universal-approximation-depth", Curves.of("A sawtooth of 32 pieces, 31 parameters", "x", "y",
            Line.of("deep, written down", x, written.said()), Line.of("deep, learned", x, runs.first().deep.said()),
            Line.of("shallow, learned", x, runs.first().shallow.said())));
        return Findings.of(String.format(Locale.ROOT, "sawtooth: ReLU, 1-%s1 against 1-%d-1, 31 parameters each, %d points; rings, "
                + "cos 3π|x|: ReLU, 2-%d-%<d-%<d-1 against 2-%d-1, 361 parameters each, both with weights by He and biases that place "
                + "the bends, at the better of the rates %s and %s, %d points of the square from −1 to 1 and as many others to judge by",
                "2-".repeat(FOLDS), units, FINE, DEEP, SHALLOW, RATES[0], RATES[1], POINTS),
            List.of(Comparison.chosen("error on the rings, learned, deep over shallow", "", 1,
                    runs.each(run -> run.deepRing / run.shallowRing), Rule.AT_MOST),
                Comparison.chosen("error on the sawtooth, learned, deep over shallow", "", 1,
                    runs.each(run -> run.deep.error() / run.shallow.error()), Rule.AT_MOST),
                Comparison.theory("error on the sawtooth, deep, written down", "", 0, List.of(written.error()), Rule.WITHIN, ROUNDING),
                Comparison.theory("error on the sawtooth, shallow, whatever its weights", "", leastError(units + 1),
                    runs.each(run -> run.shallow.error()), Rule.AT_LEAST)), charts, explain(runs));
    }

    /// The error on the rings at other points than those learned from, at the rate that is better on these.
    private double rings(int layers, int width, Random random) {
        Value x = square(random.at("learned")), others = square(random.at("judged"));
        double[] y = rings(x), judged = rings(others);
        record Learned(Module net, double error) {}
        return DoubleStream.of(RATES).mapToObj(rate -> {
            var net = ringNet(layers, width, random.at(layers));
            return new Learned(net, Fit.learned(net, steps, rate, x, y).error());
        }).min(Comparator.comparingDouble(Learned::error)).map(best -> Fit.of(best.net, others, judged).error()).orElseThrow();
    }

    private static Value square(Random random) { return Value.of(random.uniform(Shape.of(POINTS, 2), -1, 1, Precision.DOUBLE)); }

    /// Up and down with the distance from 0.
    private static double[] rings(Value points) {
        var x = points.data().toDoubles();
        return IntStream.range(0, x.length / 2)
            .mapToDouble(i -> StrictMath.cos(3 * StrictMath.PI * StrictMath.hypot(x[2 * i], x[2 * i + 1]))).toArray();
    }

    static Sequential ringNet(int layers, int width, Random random) {
        var all = new ArrayList<Module>();
        for (int i = 0; i < layers; i++) all.addAll(List.of(spread(i == 0 ? 2 : width, width, random.at(i)), Activation.RELU));
        all.add(spread(width, 1, random.at(layers)));
        return new Sequential(all);
    }

    /// Weights by He, and biases that put the units' bends at different places.
    private static Linear spread(int in, int out, Random random) {
        double far = 1 / StrictMath.sqrt(in);
        return new Linear(Value.parameter(Initializer.HE_NORMAL.draw(in, out, random.at("weight"), Precision.DOUBLE)),
            Value.parameter(random.at("bias").uniform(Shape.of(out), -far, far, Precision.DOUBLE)));
    }

    /// A hidden layer of as many parameters as the deep network, whose units bend at places spread over the inputs.
    private static Sequential shallowNet(Random random) {
        int width = (parameters(sawtoothNet()) - 1) / 3;
        var slopes = random.at("slope").normal(Shape.of(1, width), 0, width, Precision.DOUBLE);
        var places = random.at("place").uniform(Shape.of(width), 0, 1, Precision.DOUBLE);
        return Sequential.of(new Linear(Value.parameter(slopes), Value.parameter(slopes.reshape(Shape.of(width)).mul(places).neg())),
            Activation.RELU, Linear.of(width, 1, Initializer.LECUN_NORMAL, random.at("out"), Precision.DOUBLE));
    }

    private static Sequential deepNet(Random random) {
        var layers = new ArrayList<Module>();
        for (int fold = 0; fold < FOLDS; fold++) {
            layers.add(Linear.of(fold == 0 ? 1 : 2, 2, Initializer.HE_NORMAL, random.at(fold), Precision.DOUBLE));
            layers.add(Activation.RELU);
        }
        layers.add(Linear.of(2, 1, Initializer.HE_NORMAL, random.at(FOLDS), Precision.DOUBLE));
        return new Sequential(layers);
    }

    /// Telgarsky's: a tooth is `2 relu(x) − 4 relu(x − ½)`, and each layer puts a tooth into each of the last one's slopes.
    static Sequential sawtoothNet() {
        var layers = new ArrayList<Module>();
        for (int fold = 0; fold < FOLDS; fold++) {
            layers.add(linear(fold == 0 ? new double[][] {{1, 1}} : new double[][] {{2, 2}, {-4, -4}}, 0, -0.5));
            layers.add(Activation.RELU);
        }
        layers.add(linear(new double[][] {{2}, {-4}}, 0));
        return new Sequential(layers);
    }

    private static Linear linear(double[][] weight, double... bias) { return new Linear(Value.parameter(weight), Value.parameter(bias)); }

    static int parameters(Module net) { return net.parameters().values().stream().mapToInt(each -> each.data().size()).sum(); }

    /// Between 0 and 1, starting upwards from 0.
    private static double sawtooth(double x) {
        double y = x;
        for (int fold = 0; fold < FOLDS; fold++) y = 1 - Math.abs(2 * y - 1);
        return y;
    }

    /// No function of so few pieces comes nearer to the sawtooth. It crosses ½ at most once a piece, and the sawtooth's 32 pieces make 33
    /// stretches above and below ½ by turns; stretches without a crossing and beside each other are on the same side, so every second one
    /// is on the wrong side, and there the error is at least that of saying ½, a mean square of 1/12. Two may be at the ends, half as long.
    static double leastError(int pieces) {
        int teeth = 1 << FOLDS, wrong = (teeth - 2 * pieces) / 2;
        return wrong < 2 ? 0 : StrictMath.sqrt((wrong - 1) / (12.0 * teeth));
    }

    private static String explain(Runs<Run> runs) {
        return String.format(Locale.ROOT, """
            A shallow network of n ReLUs has at most n + 1 straight pieces, whatever its weights; in a deep one each layer folds what the \
            last one made, so that pieces can double with each layer (Telgarsky's sawtooth). Eleven pieces cannot follow thirty-two and \
            leave an error of at least 0.10; saying ½ everywhere has one of 0.29. \
            The deep network that follows the sawtooth exactly has its weights written down, as in the proof: the theorem is about \
            what a network can express, not about what descent finds. From random weights Adam ends with an error of %.3g for the deep \
            network and of %.3g for the shallow one. \
            The rings, a function of the distance from the centre alone, ask whether depth also helps what is learned: on \
            other points than those learned from, the deep network ends with an error of %.3g, and the shallow one with as many \
            parameters with %.3g. Eldan and Shamir prove for certain functions of the distance, in many dimensions, that one \
            hidden layer needs exponentially more units than two, in the dimension. \
            This target was found by trial, among sawtooths and compositions of fewer folds, where depth won with some first weights and \
            rates and lost with others.""", runs.mean(run -> run.deep.error()), runs.mean(run -> run.shallow.error()),
            runs.mean(Run::deepRing), runs.mean(Run::shallowRing));
    }
}
