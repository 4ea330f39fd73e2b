package gradus.training;

import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.nn.Module;
import gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where the numbers went wrong: the oldest value behind a loss that is not finite although all it was made from is. That is
/// an operation that overflowed or has no answer, or a parameter or an input that was wrong before.
///
/// @param value   what is the first to be not finite
/// @param origin  what it is, in words: the operation with its operands, their shapes, names and module
public record NonFinite(Value value, String origin) {
    /// Finds it in the graph of a loss that is computed here, under a trace, so that modules are known by their paths.
    ///
    /// @param model  whose parameters have names
    /// @return null if the loss is finite
    public static @Nullable NonFinite find(Module model, Supplier<Value> forward) {
        var trace = new Trace();
        var loss = trace.run(forward);
        if (loss.data().isFinite()) return null;
        var graph = Graph.of(loss);
        var oldest = oldest(graph);
        return new NonFinite(oldest, new Words(trace, model.parameters()).origin(oldest));
    }

    /// Goes back from the loss along what is not finite. A value that is not finite but spread no further is no cause.
    private static Value oldest(Graph graph) {
        var spread = new boolean[graph.values().size()];
        spread[spread.length - 1] = true;
        Value oldest = graph.root();
        for (int i = spread.length - 1; i >= 0; i--) {
            if (!spread[i]) continue;
            var value = graph.values().get(i);
            var wrong = value.inputs().stream().filter(in -> !in.data().isFinite()).toList();
            for (var in : wrong) spread[graph.index(in)] = true;
            if (wrong.isEmpty()) oldest = value;
        }
        return oldest;
    }

    /// What values are called where a model and a trace know them.
    private record Words(Trace trace, Map<String, Value> parameters) {
        String origin(Value value) {
            String number = number(value.data());
            if (value.op() == null) return (value.isParameter() ? "parameter " : "an input ") + named(value) + " already holds " + number;
            return value.op().label() + " of " + operands(value.inputs()) + where(value) + " gave " + number + " first";
        }

        private String operands(List<Value> inputs) { return inputs.stream().map(this::named).collect(Collectors.joining(" and ")); }

        @SuppressWarnings("ReferenceEquality")                    // a value is equal only to itself
        private String named(Value value) {
            for (var parameter : parameters.entrySet())
                if (parameter.getValue() == value) return parameter.getKey() + " " + value.shape();
            return value.name() == null ? value.shape().toString() : value.name() + " " + value.shape();
        }

        private String where(Value value) {
            var call = trace.of(value);
            return call == null ? " in the loss" : call.path().isEmpty() ? "" : " in layer " + call.path() + ", " + call.label() + ",";
        }

        private static String number(Tensor tensor) {
            for (int i = 0; i < tensor.size(); i++) if (!Double.isFinite(tensor.at(i))) return Double.toString(tensor.at(i));
            throw new IllegalArgumentException("every number is finite");
        }
    }
}
