package gradus.experiments.reproduce;

import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Toy;
import gradus.experiments.reproduce.Comparison.Rule;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.viz.charts.Chart;
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// Rates that are too small, right and too large, and where the border to the last lies.
///
/// LeCun, Bottou, Orr & Müller, *Efficient BackProp*, 1998, section 5: on a quadratic, descent converges for rates below 2 / λ, λ being
/// the largest eigenvalue of the Hessian.
///
/// @param descent  steps after which descent on the linear regression is said to have diverged or not
/// @param steps    steps on the moons
record LearningRates(int descent, int steps) implements Study {
    /// Seconds: there is nothing to reduce.
    static final LearningRates USUAL = new LearningRates(500, 2000);

    /// At 1 + ε times the edge, the error grows by 1 + 2ε a step, and the loss by its square: to grow by 1/p in n steps takes
    /// ε = ln(1/p) / 4n, a quarter of a percent for p of one percent and 500 steps.
    private static final double EDGE_TOLERANCE = 0.02;
    /// Descent follows the gradient's flow, whose time is rate · steps, the better the smaller the rate; at 0.1 it is still some
    /// percent off.
    private static final double FLOW_TOLERANCE = 1;
    /// Learning nothing is a loss of ln 2: a rate that is too large ends no lower than that, or beyond all numbers.
    private static final double GUESSING = StrictMath.log(2);

    private static final int ROWS = 200, WIDTH = 8;
    private static final int HALVINGS = 16, POWERS = 300;
    private static final double SMALL = 0.01, LARGER = 0.1, RIGHT = 1, LARGE = 30;
    /// A loss on the way, which small rates reach, too.
    private static final double MARK = 0.4;

    @Override public Findings run(Conditions conditions) {
        List<Double> edges = new ArrayList<>(), times = new ArrayList<>(), left = new ArrayList<>(), gained = new ArrayList<>();
        var lines = new ArrayList<Line>();
        var regressions = new ArrayList<Line>();
        for (long seed : conditions.seeds()) {
            var random = Random.seeded(seed);
            var regression = Regression.drawn(random.at("regression"));
            double border = 2 / regression.curvature();
            edges.add(edge(regression) / border);
            var curves = new ArrayList<Line>();
            for (double rate : new double[] {SMALL, LARGER, RIGHT, LARGE})
                curves.add(Line.counted("rate " + word(rate), moons(rate, random.at("moons"))));
            times.add(time(curves.get(0).y()) / time(curves.get(1).y()));
            gained.add(last(curves.get(2)) / last(curves.get(1)));
            left.add(last(curves.get(3)) / GUESSING);
            conditions.say().accept(String.format(Locale.ROOT,
                "seed %d: diverges from %.4f of 2/λ on; moons at rates %s, %s, %s, %s end at "
                + "losses of %.3g, %.3g, %.3g, %.3g", seed, edges.getLast(), word(SMALL), word(LARGER), word(RIGHT), word(LARGE),
                last(curves.get(0)), last(curves.get(1)), last(curves.get(2)), last(curves.get(3))));
            if (lines.isEmpty()) {
                lines.addAll(curves.subList(0, 3));
                lines.add(curves.getLast().inBackground());          // it jumps over all the others
                for (double share : new double[] {0.05, 0.5, 0.98, 1.02})
                    regressions.add(Line.counted(word(share) + " · 2/λ", Arrays.copyOf(regression.losses(share * border, descent),
                        Math.min(descent, 100))));
            }
        }
        var charts = new LinkedHashMap<String, Chart>();
        charts.put("learning-rate", Curves.of("Three rates that learn, and one that does not", "step", "loss on the moons",
            lines.toArray(Line[]::new)).logarithmically());
        charts.put("learning-rate-edge", Curves.of("Linear regression on both sides of the edge", "step", "loss",
            regressions.toArray(Line[]::new)).logarithmically());
        return Findings.of(String.format(Locale.ROOT, "linear regression of %d rows with %d inputs of different scales, %d steps a trial, "
                + "%d bisections; %d moons, 2-16-16-2, tanh, plain descent with all rows in a batch, %d steps", ROWS, WIDTH, descent,
                HALVINGS, ROWS, steps),
            List.of(Comparison.theory("the rate from which descent diverges, times λ / 2", "", 1, edges, Rule.WITHIN, EDGE_TOLERANCE),
                Comparison.theory("steps to a loss of " + word(MARK) + ", rate " + word(SMALL) + " over rate " + word(LARGER), "",
                    LARGER / SMALL, times, Rule.WITHIN, FLOW_TOLERANCE),
                Comparison.chosen("last loss, rate " + word(RIGHT) + " over rate " + word(LARGER), "", 1, gained, Rule.AT_MOST),
                Comparison.chosen("last loss, rate " + word(LARGE) + " over guessing (ln 2)", "", 1, left, Rule.AT_LEAST)),
            charts, EXPLANATION);
    }

    /// The least rate from which descent diverges, found by halving the stretch that it lies in.
    private double edge(Regression regression) {
        double converges = 1e-3, diverges = 10;
        for (int i = 0; i < HALVINGS; i++) {
            double rate = StrictMath.sqrt(converges * diverges);
            var losses = regression.losses(rate, descent);
            if (losses[descent - 1] < losses[0]) converges = rate;
            else diverges = rate;
        }
        return diverges;
    }

    /// The losses of a net on the moons, before each step.
    private double[] moons(double rate, Random random) {
        var rows = Toy.moons(ROWS, 0.1, random.at("rows")).all();
        var net = Sequential.of(Linear.of(2, 16, Initializer.GLOROT_NORMAL, random.at(0)), Activation.TANH,
            Linear.of(16, 16, Initializer.GLOROT_NORMAL, random.at(1)), Activation.TANH,
            Linear.of(16, 2, Initializer.GLOROT_NORMAL, random.at(2)));
        var optimizer = new Sgd(net.parameters().values(), rate);
        var losses = new double[steps];
        for (int step = 0; step < steps; step++) {
            var loss = loss(net, rows);
            losses[step] = loss.item();
            optimizer.step(loss.backward());
        }
        return losses;
    }

    private static Value loss(Sequential net, Batch rows) { return Loss.crossEntropy(net.apply(rows.inputs()), rows.labels()); }

    /// When a loss falls below the mark, in steps and parts of steps; never is infinite.
    private static double time(double... losses) {
        for (int i = 1; i < losses.length; i++)
            if (losses[i] <= MARK) return i - (MARK - losses[i]) / (losses[i - 1] - losses[i]);
        return Double.POSITIVE_INFINITY;
    }

    /// The mean of the last twentieth: where a loss jumps about, a single number says little.
    private static double last(Line line) {
        int n = line.y().length;
        return Arrays.stream(line.y(), n - Math.ceilDiv(n, 20), n).average().orElseThrow();
    }

    private static String word(double x) { return x == StrictMath.rint(x) ? String.valueOf((long) x) : String.valueOf(x); }

    /// Mean squared error of a linear model: a quadratic, whose Hessian is the same everywhere.
    ///
    /// @param inputs   `(n, d)`
    /// @param targets  `(n, 1)`
    record Regression(Value inputs, Value targets) {
        /// Inputs whose scales go from 1 to 2, and targets that a linear model meets but for some noise.
        static Regression drawn(Random random) {
            var scales = new double[WIDTH];
            for (int i = 0; i < WIDTH; i++) scales[i] = 1 + (double) i / (WIDTH - 1);
            var inputs = random.at("inputs").normal(Shape.of(ROWS, WIDTH), 0, 1, Precision.DOUBLE).mul(Tensor.of(scales));
            var targets = inputs.matmul(random.at("weights").normal(Shape.of(WIDTH, 1), 0, 1, Precision.DOUBLE))
                .add(random.at("noise").normal(Shape.of(ROWS, 1), 0, 0.1, Precision.DOUBLE));
            return new Regression(Value.of(inputs), Value.of(targets));
        }

        private Value loss(Value weights) { return Loss.meanSquaredError(inputs.matmul(weights), targets); }

        /// The largest eigenvalue of the Hessian, by power iteration; each product H v is the gradient of ∇loss · v.
        double curvature() {
            var weights = Value.parameter(Tensor.zeros(Shape.of(WIDTH, 1), Precision.DOUBLE));
            var slope = loss(weights).differentiate().of(weights);
            var direction = Tensor.full(Shape.of(WIDTH, 1), 1, Precision.DOUBLE);
            double length = 1;
            for (int i = 0; i < POWERS; i++) {
                var product = slope.mul(Value.of(direction)).sum().backward().of(weights).data();
                length = StrictMath.sqrt(product.square().sum().item());
                direction = product.div(length);
            }
            return length;
        }

        /// The losses of plain descent from 0, before each step.
        double[] losses(double rate, int steps) {
            var weights = Value.parameter(Tensor.zeros(Shape.of(WIDTH, 1), Precision.DOUBLE));
            var optimizer = new Sgd(List.of(weights), rate);
            var losses = new double[steps];
            for (int step = 0; step < steps; step++) {
                var loss = loss(weights);
                losses[step] = loss.item();
                // it will not come back, and steps refuse gradients that are not finite
                if (!(losses[step] < 1e100)) {
                    Arrays.fill(losses, step, steps, Double.POSITIVE_INFINITY);
                    return losses;
                }
                optimizer.step(loss.backward());
            }
            return losses;
        }
    }

    private static final String EXPLANATION = """
        A step of descent multiplies the error along each eigenvector of the Hessian by 1 − rate · λ. On a linear regression the Hessian \
        is the same everywhere, so there is an edge: below 2 / λ, λ being the largest eigenvalue, every error shrinks, and above it one \
        grows without end, as the second chart shows for rates two percent to either side. \
        The first row compares the edge, found by bisection with descent alone, to λ, found by power iteration over products of the \
        Hessian with a vector. \
        The others are about rates on the moons: how many times longer a tenth of the rate takes, whether a larger rate ends lower, and \
        whether one that is too large ends worse than guessing.""";
}
