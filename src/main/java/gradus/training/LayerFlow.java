package gradus.training;

import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.Unary;
import gradus.autograd.Value;
import gradus.nn.BatchNorm;
import gradus.nn.LayerNorm;
import gradus.nn.Module;
import gradus.tensor.Tensor;
import gradus.training.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/// How the gradient flows through the modules that have parameters, and what is wrong with it.
final class LayerFlow {
    /// Below this share of the last layer's gradient the first layer's has vanished: at one rate for all it needs a thousand
    /// steps for what the last one does in one. Five sigmoids come to that, whose slope is at most a quarter.
    static final double VANISHED = 1e-3;
    /// Beyond this, of the last layer's gradient or of the weights, gradients have exploded.
    static final double EXPLODED = 1e3;
    /// Updates are healthy near 10⁻³ of the weights (Karpathy, *CS231n*, 2016). A thousand times that, and nothing is left of
    /// what was learned. Small networks do well with a hundred times that, so it is no illness yet.
    static final double LARGE = 1;
    /// A hundredth of 10⁻³: a hundred thousand steps to change a weight by its own size.
    static final double SMALL = 1e-5;
    /// Where the loss is below this there may be nothing left to learn, and a small step is none too small.
    static final double LEARNED = 0.01;
    /// A loss that changes by less than this share where all weights change by their own size is at rest.
    static final double RESTS = 0.1;

    /// The parameters of one module, with their numbers and gradients as they were.
    ///
    /// @param place  where in the graph they are first used, −1 if they are not
    record Part(String path, List<Value> parameters, List<Tensor> weights, List<Tensor> gradients, int place) {
        double gradientNorm() { return Tensor.norm(gradients); }

        double parameterNorm() { return Tensor.norm(weights); }

        ModuleFlow flow(double update) {
            double size = parameterNorm();
            return new ModuleFlow(path, gradientNorm(), size, size == 0 ? Double.NaN : update / size);
        }

        /// How far the parameters have moved since.
        double moved() {
            var moves = new ArrayList<Tensor>();
            for (int i = 0; i < weights.size(); i++) moves.add(parameters.get(i).data().sub(weights.get(i)));
            return Tensor.norm(moves);
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private final Set<String> normalising = new TreeSet<>();           // they scale what passes: no depth of their own
    private final Graph graph;
    private final Labels labels;

    LayerFlow(Module net, Graph graph, Gradients gradients, Labels labels) {
        this.graph = graph;
        this.labels = labels;
        var places = firstUses(graph);
        net.modules().forEach((path, module) -> {
            if (module instanceof BatchNorm || module instanceof LayerNorm) normalising.add(path);
        });
        var byPath = new LinkedHashMap<String, List<Value>>();
        net.parameters().forEach((name, w) ->
            byPath.computeIfAbsent(name.substring(0, Math.max(0, name.lastIndexOf('.'))), _ -> new ArrayList<>()).add(w));
        byPath.forEach((path, all) -> parts.add(new Part(path, all, all.stream().map(Value::data).toList(),
            all.stream().map(w -> gradients.of(w).data()).toList(),
            all.stream().mapToInt(w -> places.getOrDefault(w, -1)).max().orElse(-1))));
    }

    private static IdentityHashMap<Value, Integer> firstUses(Graph graph) {
        var places = new IdentityHashMap<Value, Integer>();                                  // looked up, never walked
        for (int i = 0; i < graph.values().size(); i++)
            for (var in : graph.values().get(i).inputs()) if (in.isParameter()) places.putIfAbsent(in, i);
        return places;
    }

    /// In the order of the state dict, with the length of the step that each makes.
    List<ModuleFlow> flows(ToDoubleFunction<Part> update) {
        return parts.stream().map(part -> part.flow(update.applyAsDouble(part))).toList();
    }

    /// Vanishing and exploding gradients, from the first layer that computes to the last, normalising ones apart.
    List<Finding> gradients() {
        var findings = new ArrayList<Finding>();
        var deep = parts.stream().filter(part -> part.place >= 0 && !normalising.contains(part.path))
            .sorted(Comparator.comparingInt(Part::place)).toList();
        if (deep.size() > 1) between(findings, deep.getFirst(), deep.getLast(), deep.size());
        double gradient = StrictMath.sqrt(parts.stream().mapToDouble(part -> part.gradientNorm() * part.gradientNorm()).sum());
        double size = StrictMath.sqrt(parts.stream().mapToDouble(part -> part.parameterNorm() * part.parameterNorm()).sum());
        if (findings.isEmpty() && gradient > EXPLODED * Math.max(1, size))
            findings.add(new Finding(Kind.EXPLODING_GRADIENTS, "",
                "Exploding gradients: their norm is %s, where the parameters have %s and the loss is %s.".formatted(
                    text(gradient), text(size), text(loss())),
                "The loss is steep here: targets or inputs far from the range -1 to 1, weights too large, or a step that overshot.",
                "Normalise inputs and targets, clip the gradients, and lower the learning rate.",
                deep.stream().flatMap(part -> part.parameters.stream()).toList()));
        return findings;
    }

    private void between(List<Finding> findings, Part first, Part last, int layers) {
        double below = first.gradientNorm(), above = last.gradientNorm(), ratio = below / above;
        if (!(above > 0) || (ratio >= VANISHED && ratio <= EXPLODED)) return;
        var seen = "the gradient of %s has the norm %s, that of %s %s: a ratio of %s, over %s layers.".formatted(
            labels.layer(first.path), text(below), labels.layer(last.path), text(above), text(ratio), layers);
        if (ratio < VANISHED)
            findings.add(new Finding(Kind.VANISHING_GRADIENTS, first.path, "Vanishing gradients: " + seen, vanishing(first, last, layers),
                "ReLU with He initialisation keeps the size of the gradient; so do tanh with Glorot initialisation where a network is not"
                    + " deep, and skip connections, x + f(x).", first.parameters));
        else
            findings.add(new Finding(Kind.EXPLODING_GRADIENTS, first.path, "Exploding gradients: " + seen,
                "Each layer makes the gradient about " + text(StrictMath.pow(ratio, 1.0 / (layers - 1)))
                    + " times larger on its way back: the weights are too large.",
                "Smaller first weights (He initialisation before ReLU, Glorot before tanh and sigmoid), and clipped gradients.",
                first.parameters));
    }

    private String vanishing(Part first, Part last, int layers) {
        long sigmoids = between(first, Unary.SIGMOID), tanhs = between(first, Unary.TANH);
        double factor = StrictMath.pow(first.gradientNorm() / last.gradientNorm(), 1.0 / (layers - 1));
        var each = "Each layer passes on about " + text(factor) + " of the gradient";
        if (sigmoids > 0) return each + ": a sigmoid's slope is at most a quarter, and here are " + sigmoids + " in a row.";
        if (tanhs > 0) return each + ": a tanh's slope is 1 in the middle alone, and here are " + tanhs + " in a row.";
        return each + ": the weights are too small for it.";
    }

    /// How many activations of a kind stand behind a layer.
    private long between(Part first, Unary op) {
        return graph.values().stream().skip(first.place).filter(value -> value.op() == op).count();
    }

    /// Steps that are too large: the worst module's.
    List<Finding> large(List<ModuleFlow> flows) {
        var largest = flows.stream().filter(flow -> flow.updateRatio() > LARGE).max(Comparator.comparingDouble(ModuleFlow::updateRatio));
        return largest.stream().map(flow -> new Finding(Kind.LARGE_UPDATES, flow.path(),
            "Large updates: a step changes %s by %s times its size, where about 0.001 is healthy.".formatted(
                labels.layer(flow.path()), text(flow.updateRatio())),
            "The learning rate is too large for this gradient (norm %s): a step leaves nothing of what was learned.".formatted(
                text(flow.gradientNorm())),
            "A smaller learning rate, about " + text(0.01 / flow.updateRatio()) + " times this one, or clipped gradients.",
            parameters(flow.path()))).toList();
    }

    /// Steps that are too small, of all modules together.
    List<Finding> small(List<ModuleFlow> flows) {
        double gradient = 0, size = 0, move = 0;
        for (var flow : flows) {
            gradient += flow.gradientNorm() * flow.gradientNorm();
            size += flow.parameterNorm() * flow.parameterNorm();
            if (flow.parameterNorm() > 0) move += StrictMath.pow(flow.updateRatio() * flow.parameterNorm(), 2);
        }
        double ratio = StrictMath.sqrt(move / size), pull = StrictMath.sqrt(gradient * size) / Math.abs(loss());
        if (!(ratio < SMALL && pull > RESTS && Math.abs(loss()) > LEARNED)) return List.of();
        if (ratio == 0) return List.of(new Finding(Kind.SMALL_UPDATES, "",
            "Small updates: the parameters are where they were, though the gradient is not zero.",
            "No step was made since, or its learning rate is 0, or too small for any digit to change.",
            "A step with a larger learning rate.", all()));
        return List.of(new Finding(Kind.SMALL_UPDATES, "",
            "Small updates: a step changes the parameters by " + text(ratio) + " of their size, where about 0.001 is healthy.",
            "The gradient is not small (norm %s at a loss of %s): the learning rate is.".formatted(
                text(StrictMath.sqrt(gradient)), text(loss())),
            "A larger learning rate, up to " + text(1e-3 / ratio) + " times this one.", all()));
    }

    private List<Value> all() { return parts.stream().flatMap(part -> part.parameters.stream()).toList(); }

    private List<Value> parameters(String path) {
        return parts.stream().filter(part -> part.path.equals(path)).findFirst().orElseThrow().parameters;
    }

    private double loss() { return graph.root().item(); }

    private static String text(double x) { return String.format(Locale.ROOT, "%.2g", x); }
}
