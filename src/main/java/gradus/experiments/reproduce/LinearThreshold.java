package gradus.experiments.reproduce;

import gradus.autograd.Value;
import gradus.data.Gate;
import gradus.experiments.reproduce.Comparison.Rule;
import gradus.nn.Perceptron;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.viz.charts.Chart;
import gradus.viz.charts.DecisionBoundary;
import gradus.viz.charts.Panels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Rosenblatt's rule on AND, OR and XOR.
///
/// Rosenblatt, *The perceptron*, 1958; Novikoff, *On convergence proofs on perceptrons*, 1962; Minsky & Papert, *Perceptrons*, 1969.
///
/// @param epochs  how often the four rows are gone through
record LinearThreshold(int epochs) implements Study {
    /// A cycle of XOR's mistakes is a few epochs long: 100 are many of them.
    static final LinearThreshold USUAL = new LinearThreshold(100);

    /// Novikoff: no more than (R / γ)² mistakes. With a 1 beside the inputs R² = 3; the widest margin of AND, by the weights
    /// (2, 2, −3), has γ² = 1/17.
    private static final double AND_MISTAKES = 51;
    /// The same with the weights (2, 2, −1), γ² = 1/9.
    private static final double OR_MISTAKES = 27;
    /// Theorems have no tolerance.
    private static final double NONE = 0;

    private static final int SIDE = 60;
    private static final List<Integer> FRAMES = List.of(1, 2, 4, 100);

    private record Learned(int best, int mistakes) {}

    @Override public Findings run(Conditions conditions) {
        var comparisons = new ArrayList<Comparison>();
        var frames = new ArrayList<Chart>();
        for (var gate : Gate.values()) {
            var best = new ArrayList<Double>();
            var mistakes = new ArrayList<Double>();
            for (long seed : conditions.seeds()) {
                var learned = learn(gate, seed, best.isEmpty() ? frames : new ArrayList<>());
                conditions.say().accept(gate + ", seed " + seed + ": " + learned.best() + " of 4 rows right, " + learned.mistakes()
                    + " mistakes");
                best.add((double) learned.best());
                mistakes.add((double) learned.mistakes());
            }
            comparisons.add(new Comparison("rows of " + gate + " right at best", "of 4", gate == Gate.XOR ? 3 : 4, best,
                gate == Gate.XOR ? Rule.AT_MOST : Rule.AT_LEAST, NONE));
            if (gate != Gate.XOR) comparisons.add(new Comparison("mistakes until " + gate + " is learned", "",
                gate == Gate.AND ? AND_MISTAKES : OR_MISTAKES, mistakes, Rule.AT_MOST, NONE));
        }
        var charts = new LinkedHashMap<String, String>();
        charts.put("perceptron", new Panels("The line moves with each mistake", FRAMES.size(), frames).svg());
        return new Findings("the published setting: weights from 0, rate 1, rows in an order drawn for each seed, " + epochs
            + " epochs", comparisons, charts,
            "A perceptron says 1 on one side of a line. Each mistake moves the line towards the row that it got wrong. Where a line divides"
            + " the answers, as for AND and OR, the number of mistakes is bounded whatever the order of the rows (Novikoff), so one day"
            + " there are none left and the line stands still. XOR has its ones on one diagonal and its zeros on the other: no line divides"
            + " them, three rows of four are the most that a line can have, and the rule goes on for ever.");
    }

    private Learned learn(Gate gate, long seed, List<Chart> frames) {
        var rows = gate.dataset().select(Random.seeded(seed).at("order").permutation(4)).all();
        var unit = Perceptron.of(2);
        int best = 0, mistakes = 0;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            mistakes += unit.epoch(rows.inputs(), rows.labels(), 1);
            int right = 0;
            var said = unit.predict(rows.inputs());
            for (int i = 0; i < said.length; i++) if (said[i] == rows.labels()[i]) right++;
            best = Math.max(best, right);
            if (FRAMES.contains(epoch)) frames.add(frame(gate + ", epoch " + epoch + ": " + right + " of 4", unit, gate));
        }
        return new Learned(best, mistakes);
    }

    private static Chart frame(String title, Perceptron unit, Gate gate) {
        double low = -0.5, high = 1.5, cell = (high - low) / SIDE;
        var grid = new double[2 * SIDE * SIDE];
        for (int row = 0; row < SIDE; row++)
            for (int column = 0; column < SIDE; column++) {
                grid[2 * (row * SIDE + column)] = low + cell * (column + 0.5);
                grid[2 * (row * SIDE + column) + 1] = low + cell * (row + 0.5);
            }
        var said = unit.predict(Value.of(Tensor.of(Shape.of(SIDE * SIDE, 2), grid).to(Precision.FLOAT)));
        return new DecisionBoundary(title, new DecisionBoundary.Region(low, low, high, high, SIDE, said), List.of("0", "1"),
            new double[] {0, 0, 1, 1}, new double[] {0, 1, 0, 1}, gate.dataset().labels());
    }
}
