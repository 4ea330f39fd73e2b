package gradus.training;

import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.nn.Module;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What values and layers are called, where a model and a trace know them.
final class Labels {
    private final IdentityHashMap<Value, String> names = new IdentityHashMap<>();            // looked up, never walked
    private final Map<String, String> modules = new TreeMap<>();
    private final Trace trace;

    Labels(Module model, Graph graph, Trace trace) {
        this.trace = trace;
        model.parameters().forEach((name, parameter) -> names.put(parameter, name));
        for (var value : graph.values())
            for (var call = trace.of(value); call != null; call = call.parent()) modules.putIfAbsent(call.path(), call.label());
    }

    /// Its name and shape: `0.weight (2, 3)`, or the shape alone.
    String named(Value value) {
        var name = names.getOrDefault(value, value.name());
        return name == null ? value.shape().toString() : name + " " + value.shape();
    }

    String operands(List<Value> inputs) { return inputs.stream().map(this::named).collect(Collectors.joining(" and ")); }

    /// The path of the module that computed a value; empty for the outermost, null outside of any.
    @Nullable String path(Value value) {
        var call = trace.of(value);
        return call == null ? null : call.path();
    }

    /// A module by its path: `layer 0, Linear(2 → 3)`.
    String layer(String path) {
        var label = modules.get(path);
        return path.isEmpty() ? label == null ? "the model" : label : "layer " + path + (label == null ? "" : ", " + label);
    }

    /// Where a value was computed: ` in layer 0, Linear(2 → 3), at Linear.java:66,`.
    String where(Value value) {
        String path = path(value), line = trace.line(value);
        var module = path == null ? " in the loss" : path.isEmpty() ? "" : " in " + layer(path) + ",";
        return line == null ? module : module + (module.isEmpty() || module.endsWith(",") ? "" : ",") + " at " + line + ",";
    }
}
