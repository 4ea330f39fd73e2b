package gradus.experiments.reproduce;

import gradus.autograd.Value;
import gradus.experiments.reproduce.Comparison.Rule;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.viz.charts.Chart;
import gradus.viz.charts.Curves;
import gradus.viz.charts.Line;
import gradus.viz.charts.Panels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// One hidden layer, growing, and three functions.
///
/// Cybenko, *Approximation by superpositions of a sigmoidal function*, 1989; Hornik, Stinchcombe & White, *Multilayer feedforward networks
/// are universal approximators*, 1989.
///
/// @param steps  of Adam, for each network
record ApproximationByWidth(int steps) implements Study {
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

    private static final int POINTS = 256, LEAST = 1, MIDDLE = 6, MOST = 8;
    private static final double RATE = 0.02;

    @Override public Findings run(Conditions conditions) {
        var comparisons = new ArrayList<Comparison>();
        var panels = new ArrayList<Chart>();
        var errors = new ArrayList<Line>();
        for (var target : Target.values()) comparisons.addAll(widths(target, conditions, panels, errors));
        panels.add(new Curves("Wider is nearer", "log₂ of the hidden units", "root mean squared error", errors, true));
        var charts = new LinkedHashMap<String, Chart>();
        charts.put("universal-approximation", new Panels("One hidden layer, growing", 2, panels));
        return Findings.of(String.format(Locale.ROOT, "tanh, 1-n-1, n from %d to %d, %d points of [−1, 1], %d steps of Adam over all of "
            + "them, rate %s falling to 0", 1 << LEAST, 1 << MOST, POINTS, steps, RATE), comparisons, charts, EXPLANATION);
    }

    private List<Comparison> widths(Target target, Conditions conditions, List<Chart> panels, List<Line> errors) {
        var x = Fit.grid(-1, 1, POINTS);
        var y = Arrays.stream(x).map(target.function).toArray();
        List<Double> some = new ArrayList<>(), many = new ArrayList<>();
        for (long seed : conditions.seeds()) {
            var error = new double[MOST - LEAST + 1];
            var powers = new double[error.length];
            var lines = new ArrayList<Line>(List.of(Line.of(target.toString(), x, y)));
            for (int power = LEAST; power <= MOST; power++) {
                int i = power - LEAST, width = 1 << power;
                var net = net(width, Random.seeded(seed).at(target.toString()).at(width));
                var fit = Fit.learned(net, steps, RATE, Fit.column(x), y);
                powers[i] = power;
                error[i] = fit.error();
                if (power == LEAST || power == 3 || power == MOST) lines.add(Line.of(width + " units", x, fit.said()));
            }
            some.add(error[MIDDLE - LEAST] / error[0]);
            many.add(error[MOST - LEAST] / error[0]);
            conditions.say().accept(String.format(Locale.ROOT, "%s, seed %d: error %.3g with %d units, %.3g with %d", target, seed,
                error[0], 1 << LEAST, error[error.length - 1], 1 << MOST));
            if (many.size() > 1) continue;
            panels.add(new Curves(target.toString(), "x", "y", lines, false));
            errors.add(Line.of(target.toString(), powers, error));
        }
        return List.of(fallen(target, MIDDLE, some), fallen(target, MOST, many));
    }

    private static Comparison fallen(Target target, int power, List<Double> ratios) {
        return Comparison.chosen("error on the " + target + ", " + (1 << power) + " units over " + (1 << LEAST), "", FALLEN, ratios,
            Rule.AT_MOST);
    }

    /// A hidden layer whose units bend at places spread over the inputs, the steeper the more there are.
    private static Sequential net(int width, Random random) {
        var slopes = random.at("slope").normal(Shape.of(1, width), 0, StrictMath.max(4, width), Precision.DOUBLE);
        var places = random.at("place").uniform(Shape.of(width), -1, 1, Precision.DOUBLE);
        var bias = slopes.reshape(Shape.of(width)).mul(places).neg();
        return Sequential.of(new Linear(Value.parameter(slopes), Value.parameter(bias)), Activation.TANH,
            Linear.of(width, 1, Initializer.LECUN_NORMAL, random.at("out"), Precision.DOUBLE));
    }

    private static final String EXPLANATION = """
        The theorem says that some wide enough layer comes as near to a continuous function as one likes; it does not say how wide, nor \
        that descent finds it. So the table compares errors after training: with 64 units, and with 256, against those with 2. The \
        stairs jump: the theorem does not promise that the greatest error falls, but in the mean square they can be approached. \
        The slopes of wider nets begin steeper, as in the theorem's proof. \
        64 units were tried first, then up to 256 for the sake of the stairs; both are in the table.""";
}
