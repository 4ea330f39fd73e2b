package gradus.training;

import gradus.autograd.Binary;
import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.Unary;
import gradus.autograd.Value;
import gradus.tensor.Axes;
import gradus.tensor.Tensor;
import gradus.training.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Units that cannot learn: a unit is a column of what an activation gave, seen over all rows, the examples; of pictures
/// `(n, channels, height, width)` it is a channel, seen over all pictures and everywhere in them.
record Units(Graph graph, Labels labels) {
    /// From this share of a layer's ReLU units on it is an illness (*CS231n* names it). A few are silent in any network: up to
    /// one in twenty in MNIST's, which detect what no digit of the batch shows.
    static final double DEAD = 0.4;
    /// The same of tanh and sigmoid: half of the units or more are at a bound in networks that learned to draw sharp borders.
    static final double SATURATED = 0.75;
    /// With fewer examples than this, that a unit is silent for all of them says nothing.
    static final int EXAMPLES = 4;
    /// A tanh beyond this has a slope below 0.02, a fiftieth of that in the middle.
    static final double TANH_BOUND = 0.99;
    /// A sigmoid with less slope than this, where it could be 0.25, is within about 0.01 of 0 or 1.
    static final double SIGMOID_SLOPE = 0.01;

    /// Dead and saturated units, a finding for each layer that has many.
    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        boolean sure = Math.abs(graph.root().item()) < LayerFlow.LEARNED;             // who is right may be sure: units may saturate
        for (var value : graph.values()) {
            var path = labels.path(value);
            if (path == null) continue;                                        // a relu in the loss is at rest where the answer is right
            if (examples(value) < EXAMPLES) continue;
            if (value.op() == Unary.RELU) add(findings, Kind.DEAD_UNITS, path, value, y -> y == 0);
            if (value.op() == Unary.TANH && !sure) add(findings, Kind.SATURATED_UNITS, path, value, y -> Math.abs(y) > TANH_BOUND);
            if (value.op() == Unary.SIGMOID && !sure && !isGate(value))
                add(findings, Kind.SATURATED_UNITS, path, value, y -> y * (1 - y) < SIGMOID_SLOPE);
        }
        return findings;
    }

    private void add(List<Finding> findings, Kind kind, String path, Value value, DoublePredicate ill) {
        int units = units(value), count = always(value.data(), units, pixels(value), ill);
        if (count < (kind == Kind.DEAD_UNITS ? DEAD : SATURATED) * units) return;
        var share = "%s of %s %s (%s %%)".formatted(count, units, isPictures(value) ? "channels" : "units",
            Math.round(100.0 * count / units));
        var where = labels.layer(path);
        if (kind == Kind.DEAD_UNITS)
            findings.add(new Finding(kind, path, "Dead units: in %s, %s are 0 for all %s examples.".formatted(where, share, examples(value)),
                "What goes into them is never above 0, so relu passes no gradient back and they do not learn: a step that was too"
                    + " large, or a bias far below 0, pushed them there.",
                "A smaller learning rate, He initialisation with biases of 0, or a leaky ReLU, which always passes some gradient.",
                List.of(value, value.inputs().getFirst())));
        else
            findings.add(new Finding(kind, path, 
                "Saturated units: in %s, %s are at their bounds for all %s examples.".formatted(where, share, examples(value)),
                "What goes into them lies so far from 0 that the curve is flat, with a slope below "
                + (value.op() == Unary.TANH ? "0.02" : "0.01")
                    + ", and next to no gradient passes.",
                "Smaller weights (Glorot initialisation), inputs normalised to about -1 to 1, a smaller learning rate, or ReLU.",
                List.of(value, value.inputs().getFirst())));
    }

    private static boolean isPictures(Value value) { return value.shape().rank() == 4; }

    private static int units(Value value) {
        return value.shape().rank() == 0 ? 1 : Math.max(1, value.shape().dim(isPictures(value) ? 1 : -1));
    }

    /// How many numbers of a unit stand side by side in an example.
    private static int pixels(Value value) { return isPictures(value) ? Math.max(1, value.shape().dim(2) * value.shape().dim(3)) : 1; }

    private static int examples(Value value) { return value.shape().size() / (units(value) * pixels(value)); }

    /// How many units are ill wherever they are seen.
    private static int always(Tensor data, int units, int pixels, DoublePredicate ill) {
        var well = new boolean[units];
        for (int i = 0; i < data.size(); i++) if (!ill.test(data.at(i))) well[i / pixels % units] = true;
        int count = 0;
        for (boolean w : well) if (!w) count++;
        return count;
    }

    /// A sigmoid that multiplies its own operand, as in SiLU, is no unit: it is open or shut, and may stay so.
    private boolean isGate(Value sigmoid) {
        return graph.values().stream().anyMatch(user -> user.op() == Binary.MUL && user.inputs().contains(sigmoid)
            && user.inputs().contains(sigmoid.inputs().getFirst()));
    }

    /// Weight matrices whose columns are all alike, and kernels whose filters are, if their gradients are too: such units do the same
    /// for ever.
    List<Finding> equal(SequencedMap<String, Value> parameters, Gradients gradients) {
        var names = new ArrayList<String>();
        var values = new ArrayList<Value>();
        parameters.forEach((name, w) -> {
            if (!gradients.reaches(w) || !alike(w.data()) || !alike(gradients.of(w).data())) return;
            names.add(name);
            values.add(w);
        });
        if (names.isEmpty()) return List.of();
        boolean zero = values.stream().allMatch(w -> w.data().abs().max(Axes.all()).item() == 0);
        return List.of(new Finding(Kind.EQUAL_UNITS, names.getFirst(),
            "Equal units: " + Stream.of(all("columns", 2, values), all("filters", 4, values)).flatMap(Optional::stream)
                .collect(Collectors.joining(" and ")) + (zero ? " are 0" : " are alike") + ", and so are those of the gradient.",
            "Units that begin the same get the same gradient and stay the same: a layer of them is no more than one unit.",
            "Begin with random weights: Initializer.HE_NORMAL before ReLU, GLOROT_NORMAL before tanh and sigmoid; only biases begin at 0.",
            values));
    }

    /// As `all columns of 0.weight (2, 3) and of 2.weight (3, 2)`, of the weights of a rank, if there are any.
    private Optional<String> all(String units, int rank, List<Value> values) {
        return values.stream().filter(w -> w.shape().rank() == rank).map(labels::named).reduce((one, other) -> one + " and of " + other)
            .map(names -> "all " + units + " of " + names);
    }

    /// Whether there are several units, the columns of a matrix `(in, out)` or the filters of a kernel `(out, in, height, width)`, and
    /// all are alike.
    private static boolean alike(Tensor weight) {
        var shape = weight.shape();
        boolean matrix = shape.rank() == 2;
        if (!matrix && shape.rank() != 4 || shape.dim(matrix ? 1 : 0) < 2) return false;
        int columns = shape.dim(-1), filter = weight.size() / shape.dim(0);
        for (int i = 0; i < weight.size(); i++) if (weight.at(i) != weight.at(matrix ? i - i % columns : i % filter)) return false;
        return true;
    }
}
