package gradus.experiments.reproduce;

import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.experiments.reproduce.Comparison.Rule;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.optim.Adam;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.viz.charts.Chart;
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;
import gradus.viz.charts.Panels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// One hidden layer comes as near to a function as one likes, if it is wide enough; depth can do it with less.
///
/// Cybenko, *Approximation by superpositions of a sigmoidal function*, 1989; Hornik, Stinchcombe & White, *Multilayer feedforward networks
/// are universal approximators*, 1989; Telgarsky, *Benefits of depth in neural networks*, 2016.
///
/// @param steps  of Adam, for each net
record UniversalApproximation(int steps) implements Study {
    /// A minute: there is nothing to reduce.
    static final UniversalApproximation USUAL = new UniversalApproximation(2000);

    private enum Target {
        WAVE(x -> StrictMath.sin(2 * StrictMath.PI * x)),
        /// Three teeth.
        ZIGZAG(x -> 1 - 2 * Math.abs(1.5 * (x + 1) - StrictMath.floor(1.5 * (x + 1)) - 0.5) * 2),
        /// Four levels, three jumps.
        STAIRS(x -> Math.min(3, StrictMath.floor(2 * (x + 1))) / 1.5 - 1);

        private final DoubleUnaryOperator function;

        Target(DoubleUnaryOperator function) { this.function = function; }

        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    /// The theorem promises that the error goes to 0, and no pace; a tenth is what we take for falling.
    private static final double FALLEN = 0.1;
    /// Of numbers whose exact result is 0.
    private static final double ROUNDING = 1e-12;

    private static final int POINTS = 256, LEAST = 1, MIDDLE = 6, MOST = 8;
    private static final double RATE = 0.02;
    /// Doublings of the sawtooth: 2⁵ = 32 pieces.
    private static final int FOLDS = 5;
    private static final int FINE = 2048;

    private record Fit(double[] said, double error) {}

    @Override public Findings run(Conditions conditions) {
        var comparisons = new ArrayList<Comparison>();
        var fits = new ArrayList<Chart>();
        var errors = new ArrayList<Line>();
        for (var target : Target.values()) comparisons.addAll(widths(target, conditions, fits, errors));
        var x = grid(0, 1, FINE);
        var teeth = new double[FINE];
        for (int i = 0; i < FINE; i++) teeth[i] = sawtooth(x[i]);
        var deep = sawtoothNet();
        int parameters = parameters(deep), hidden = (parameters - 1) / 3;
        var exact = judge(deep, x, teeth);
        List<Double> pieces = new ArrayList<>(), errorsOfShallow = new ArrayList<>();
        var lines = new ArrayList<Line>(List.of(Line.of("deep, written down", x, exact.said())));
        for (long seed : conditions.seeds()) {
            var random = Random.seeded(seed).at("sawtooth");
            var shallow = train(shallow(hidden, Activation.RELU, 0, 1, random.at("shallow")), x, teeth);
            var learned = train(deepNet(random.at("deep")), x, teeth);
            conditions.say().accept(String.format(Locale.ROOT,
                "sawtooth, seed %d, %d parameters: error of the deep net %.3g as written down, "
                + "%.3g as learned; of the shallow one %.3g in %d pieces", seed, parameters, exact.error(), learned.error(),
                    shallow.error(),
                pieces(shallow.said())));
            pieces.add((double) pieces(shallow.said()));
            errorsOfShallow.add(shallow.error());
            if (lines.size() == 1) lines.addAll(List.of(Line.of("deep, learned", x, learned.said()),
                Line.of("shallow, learned", x, shallow.said())));
        }
        comparisons.add(Comparison.theory("pieces of the deep net of " + parameters + " parameters", "", 1 << FOLDS,
            List.of((double) pieces(exact.said())), Rule.WITHIN));
        comparisons.add(Comparison.theory("pieces of the shallow net of " + parameters + " parameters", "", hidden + 1, pieces,
            Rule.AT_MOST));
        comparisons.add(Comparison.theory("error of the deep net on the sawtooth, written down", "", 0, List.of(exact.error()),
            Rule.WITHIN, ROUNDING));
        comparisons.add(Comparison.theory("error of the shallow net on the sawtooth, whatever its weights", "", leastError(hidden + 1),
            errorsOfShallow, Rule.AT_LEAST));
        var charts = new LinkedHashMap<String, String>();
        fits.add(new Curves("Wider is nearer", "log₂ of the hidden units", "root mean squared error", errors, true));
        charts.put("universal-approximation", new Panels("One hidden layer, growing", 2, fits).svg());
        charts.put("universal-approximation-depth", new Curves("A sawtooth of " + (1 << FOLDS) + " pieces, " + parameters
            + " parameters", "x",
            "y", lines, false).svg());
        return new Findings(String.format(Locale.ROOT, "tanh, 1-n-1, n from %d to %d, %d points of [−1, 1], %d steps of Adam over all of "
                + "them, rate %s falling to 0; sawtooth: ReLU, 1-%s1 against 1-%d-1, %d points", 1 << LEAST, 1 << MOST, POINTS, steps, RATE,
                "2-".repeat(FOLDS), hidden, FINE), comparisons, charts, EXPLANATION);
    }

    private List<Comparison> widths(Target target, Conditions conditions, List<Chart> fits, List<Line> errors) {
        var x = grid(-1, 1, POINTS);
        var y = new double[POINTS];
        for (int i = 0; i < POINTS; i++) y[i] = target.function.applyAsDouble(x[i]);
        List<Double> some = new ArrayList<>(), many = new ArrayList<>();
        for (long seed : conditions.seeds()) {
            var error = new double[MOST - LEAST + 1];
            var powers = new double[error.length];
            var lines = new ArrayList<Line>(List.of(Line.of(target.toString(), x, y)));
            for (int power = LEAST; power <= MOST; power++) {
                int i = power - LEAST, width = 1 << power;
                var fit = train(shallow(width, Activation.TANH, -1, 1, Random.seeded(seed).at(target.toString()).at(width)), x, y);
                powers[i] = power;
                error[i] = fit.error();
                if (power == LEAST || power == 3 || power == MOST) lines.add(Line.of(width + " units", x, fit.said()));
            }
            some.add(error[MIDDLE - LEAST] / error[0]);
            many.add(error[MOST - LEAST] / error[0]);
            conditions.say().accept(String.format(Locale.ROOT, "%s, seed %d: error %.3g with %d units, %.3g with %d", target,
                seed, error[0],
                1 << LEAST, error[error.length - 1], 1 << MOST));
            if (many.size() > 1) continue;
            fits.add(new Curves(target.toString(), "x", "y", lines, false));
            errors.add(Line.of(target.toString(), powers, error));
        }
        return List.of(fallen(target, MIDDLE, some), fallen(target, MOST, many));
    }

    private static Comparison fallen(Target target, int power, List<Double> ratios) {
        return Comparison.chosen("error on the " + target + ", " + (1 << power) + " units over " + (1 << LEAST), "", FALLEN, ratios,
            Rule.AT_MOST);
    }

    /// Learns y from x, all points in each step.
    private Fit train(Sequential net, double[] x, double... y) {
        Value inputs = column(x), targets = column(y);
        var optimizer = new Adam(net.parameters().values(), RATE);
        for (int step = 0; step < steps; step++) {
            optimizer.rate(RATE * (steps - step) / steps);
            optimizer.step(Loss.meanSquaredError(net.apply(inputs), targets).backward());
        }
        return judge(net, x, y);
    }

    private static Fit judge(Module net, double[] x, double... y) {
        var said = Recording.off(() -> net.apply(column(x))).data().toDoubles();
        double squares = 0;
        for (int i = 0; i < y.length; i++) squares += (said[i] - y[i]) * (said[i] - y[i]);
        return new Fit(said, StrictMath.sqrt(squares / y.length));
    }

    /// A hidden layer whose units bend at places spread over the inputs, the steeper the more there are.
    private static Sequential shallow(int width, Activation activation, double low, double high, Random random) {
        var slopes = random.at("slope").normal(Shape.of(1, width), 0, StrictMath.max(4, width), Precision.DOUBLE);
        var places = random.at("place").uniform(Shape.of(width), low, high, Precision.DOUBLE);
        var bias = slopes.reshape(Shape.of(width)).mul(places).neg();
        return Sequential.of(new Linear(Value.parameter(slopes), Value.parameter(bias)), activation,
            Linear.of(width, 1, Initializer.LECUN_NORMAL, random.at("out"), Precision.DOUBLE));
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

    private static int parameters(Module net) { return net.parameters().values().stream().mapToInt(each -> each.data().size()).sum(); }

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

    /// How many straight pieces the numbers lie on. Where a piece ends between two points, the slope takes two steps to turn.
    static int pieces(double... y) {
        int pieces = 1;
        boolean turning = false;
        for (int i = 2; i < y.length; i++) {
            boolean bent = Math.abs(y[i] - 2 * y[i - 1] + y[i - 2]) > 1e-9;
            if (bent && !turning) pieces++;
            turning = bent && !turning;
        }
        return pieces;
    }

    private static double[] grid(double low, double high, int n) {
        var x = new double[n];
        for (int i = 0; i < n; i++) x[i] = low + (high - low) * (i + 0.5) / n;
        return x;
    }

    private static Value column(double... x) { return Value.of(Tensor.of(Shape.of(x.length, 1), x)); }

    private static final String EXPLANATION = """
        A hidden layer is a sum of bends. Two are too few for any of these functions; wider nets come nearer, though not with each \
        doubling, since descent need not find the best that a net can be. Jumps come slowest: they want slopes without bound. The \
        slopes of wider nets begin steeper, as in the theorem's proof, and still the stairs ask for more units than the others: 64 were \
        tried first, then up to 256, and both are in the table. \
        A shallow net of n ReLUs has at most n + 1 straight pieces, whatever its weights, so its pieces grow with its parameters; in a \
        deep one each layer folds what the last one made, and pieces double with each layer (Telgarsky's sawtooth). \
        Eleven pieces cannot follow thirty-two: they leave an error of at least 0.10, whatever the weights, where 0.29 is that of saying ½ \
        everywhere; descent stays near the latter. \
        The weights of the deep net are written down as in the proof: the theorem is about what a net can be, not about what descent \
        finds. The chart shows, too, what Adam makes of the same deep net from random weights: next to nothing. Depth that could do it is \
        no promise that it is learned.""";
}
