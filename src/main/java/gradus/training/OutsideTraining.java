package gradus.training;

import gradus.autograd.Binary;
import gradus.autograd.Graph;
import gradus.autograd.Recording;
import gradus.autograd.Reshape;
import gradus.autograd.Value;
import gradus.autograd.Where;
import gradus.data.Batch;
import gradus.nn.BatchNorm;
import gradus.nn.Dropout;
import gradus.nn.Module;
import gradus.nn.Training;
import gradus.tensor.Tensor;
import gradus.training.Finding.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A step that was computed outside of the [Training] scope, though the network has layers that do something else inside of it.
///
/// The graph tells, and cannot be wrong: batch norm either has divided by a constant there, or by what it computed of the batch; dropout
/// selects by a mask, or passes its input on. What happens to inputs before the first parameter leaves no operation, but its numbers
/// are there, beside those of the batch. Where nobody can tell, nothing is said.
final class OutsideTraining {
    private OutsideTraining() {}

    static List<Finding> findings(Module net, Graph graph, Batch batch, Labels labels) {
        var modules = net.modules().entrySet();
        var norm = modules.stream().filter(part -> part.getValue() instanceof BatchNorm layer && usedStatistics(layer, graph, batch)).findFirst();
        if (norm.isPresent())
            return List.of(finding(norm, "normalised by its running statistics, and kept none of this batch", labels,
                ((BatchNorm) norm.get().getValue()).weight()));
        var dropout = modules.stream().filter(part -> part.getValue() instanceof Dropout layer && layer.rate() > 0).findFirst();
        return dropout.isPresent() && nothingLeftOut(graph, batch) ? List.of(finding(dropout, "left nothing out", labels)) : List.of();
    }

    private static Finding finding(Optional<Map.Entry<String, Module>> part, String did, Labels labels, Value... values) {
        var path = part.orElseThrow().getKey();
        return new Finding(Kind.OUTSIDE_OF_TRAINING, path,
            "Outside of training: " + (path.isEmpty() ? "" : labels.layer(path) + ", ") + part.get().getValue() + ", " + did + ".",
            "The step was computed outside of the training scope, where layers are as they will be used: dropout passes on all numbers,"
                + " and batch norm learns no statistics.",
            "Compute the loss of each step inside, with a random of its own:"
                + " Training.run(random.step(step), () -> Loss.crossEntropy(net.apply(batch.inputs()), batch.labels())).",
            List.of(values));
    }

    private static boolean usedStatistics(BatchNorm layer, Graph graph, Batch batch) {
        var scaled = graph.values().stream().filter(value -> value.op() == Binary.MUL && isOf(value.inputs().getLast(), layer.weight()))
            .findFirst().orElse(null);
        if (scaled == null) return false;
        var standard = scaled.inputs().getFirst();
        if (!standard.isConstant()) return standard.op() == Binary.DIV && standard.inputs().getLast().isConstant();
        // of inputs: are these the numbers that they have outside of the scope?
        var inputs = batch.inputs().data();
        if (inputs.size() != standard.data().size()) return false;
        var outside = Training.off(() -> Recording.off(() -> layer.apply(Value.of(inputs.reshape(standard.shape())))));
        var made = graph.values().stream().filter(value -> value.op() == Binary.ADD && value.inputs().contains(scaled)).findFirst();
        return made.isPresent() && same(made.get().data(), outside.data());
    }

    /// Whether a value is a parameter, or that in another shape.
    @SuppressWarnings("ReferenceEquality")                        // a value is equal only to itself
    private static boolean isOf(Value value, Value parameter) {
        return value == parameter || value.op() instanceof Reshape && value.inputs().getFirst() == parameter;
    }

    private static boolean nothingLeftOut(Graph graph, Batch batch) {
        var inputs = batch.inputs().data();
        return graph.values().stream().noneMatch(value -> value.op() instanceof Where && value.inputs().getFirst().isConstant())
            && graph.values().stream().anyMatch(value -> value.op() == null && value.isConstant() && same(value.data(), inputs));
    }

    /// The same numbers, in any shape, and not all 0: zeros are the same whatever is left out of them.
    private static boolean same(Tensor a, Tensor b) {
        if (a.size() != b.size()) return false;
        boolean some = false;
        for (int i = 0; i < a.size(); i++) {
            if (a.at(i) != b.at(i)) return false;
            some |= a.at(i) != 0;
        }
        return some;
    }
}
