package gradus.experiments.reproduce;

import gradus.autograd.Value;
import gradus.data.Batch;
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
import java.util.stream.IntStream;

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

    private static final int SIDE = 90, COLUMNS = 4;
    private static final double LOW = -0.5, HIGH = 1.5;
    private static final Value GRID = grid();
    /// Of a unit that goes on for ever, the first mistakes and the last are shown.
    private static final int SHOWN = 10;

    private record Learned(int best, int mistakes) {}

    @Override public Findings run(Conditions conditions) {
        var comparisons = new ArrayList<Comparison>();
        var frames = new ArrayList<Chart>();
        for (var gate : Gate.values()) {
            var best = new ArrayList<Double>();
            var mistakes = new ArrayList<Double>();
            for (long seed : conditions.seeds()) {
                var moves = new ArrayList<Chart>();
                var learned = learn(gate, seed, moves);
                if (best.isEmpty()) for (int i = 0; i < COLUMNS; i++) frames.add(moves.get(i * (moves.size() - 1) / (COLUMNS - 1)));
                conditions.say().accept(gate + ", seed " + seed + ": " + learned.best() + " of 4 rows right, " + learned.mistakes()
                    + " mistakes");
                best.add((double) learned.best());
                mistakes.add((double) learned.mistakes());
            }
            boolean xor = gate == Gate.XOR;
            comparisons.add(Comparison.theory("rows of " + gate + " right at best, by the plain rule", "of 4", xor ? 3 : 4, best,
                xor ? Rule.AT_MOST : Rule.AT_LEAST));
            if (!xor) comparisons.add(Comparison.theory("mistakes until " + gate + " is learned, Novikoff's bound", "",
                gate == Gate.AND ? AND_MISTAKES : OR_MISTAKES, mistakes, Rule.AT_MOST));
        }
        var charts = new LinkedHashMap<String, Chart>();
        charts.put("perceptron", new Panels("The line moves with each mistake", COLUMNS, frames));
        return Findings.of("weights from 0, rate 1, rows in an order drawn for each seed, " + epochs + " epochs", comparisons, charts,
            "A perceptron says 1 on one side of a line. Each mistake moves the line towards the row that it got wrong. Where a line divides"
            + " the answers, as for AND and OR, the number of mistakes is bounded whatever the order of the rows (Novikoff), and after the"
            + " last one the line stands still. XOR has its ones on one diagonal and its zeros on the other: no line divides them, a line"
            + " can get three rows of four right at most, and so the rule never stops making mistakes.");
    }

    /// Row by row: a mistake moves the line, and what is right then is counted.
    private Learned learn(Gate gate, long seed, List<Chart> moves) {
        var rows = gate.dataset().select(Random.seeded(seed).at("order").permutation(4));
        var unit = Perceptron.of(2);
        int best = 0, mistakes = 0;
        for (int epoch = 1; epoch <= epochs; epoch++)
            for (var row : rows.batches(1)) {
                if (unit.epoch(row.inputs(), row.labels(), 1) == 0) continue;
                mistakes++;
                int right = right(unit, rows.all());
                best = Math.max(best, right);
                int[] plane = unit.predict(GRID);
                // at times the line is somewhere else
                if (!moves.isEmpty() && IntStream.of(plane).distinct().count() == 1) continue;
                if (moves.size() == SHOWN) moves.removeLast();
                moves.add(frame(gate + ", mistake " + mistakes + ": " + right + " of 4", plane, gate));
            }
        return new Learned(best, mistakes);
    }

    private static int right(Perceptron unit, Batch rows) {
        int[] said = unit.predict(rows.inputs());
        int right = 0;
        for (int i = 0; i < said.length; i++) if (said[i] == rows.labels()[i]) right++;
        return right;
    }

    private static Chart frame(String title, int[] plane, Gate gate) {
        return new DecisionBoundary(title, new DecisionBoundary.Region(LOW, LOW, HIGH, HIGH, SIDE, plane), List.of("0", "1"),
            new double[] {0, 0, 1, 1}, new double[] {0, 1, 0, 1}, gate.dataset().labels());
    }

    private static Value grid() {
        double cell = (HIGH - LOW) / SIDE;
        var grid = new double[2 * SIDE * SIDE];
        for (int row = 0; row < SIDE; row++)
            for (int column = 0; column < SIDE; column++) {
                grid[2 * (row * SIDE + column)] = LOW + cell * (column + 0.5);
                grid[2 * (row * SIDE + column) + 1] = LOW + cell * (row + 0.5);
            }
        return Value.of(Tensor.of(Shape.of(SIDE * SIDE, 2), grid).to(Precision.FLOAT));
    }
}
