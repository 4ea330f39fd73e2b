package gradus.viz;

import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.Op;
import gradus.autograd.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step through a graph: an operation computes its value, or passes the gradient that arrived at it on to its inputs.
///
/// @param value     of the operation
/// @param backward  whether this is a step of backpropagation
/// @param rule      the operation's rule
record Step(Value value, boolean backward, ChainRule rule) {
    /// All steps: forward in the order of the graph, then, if there are gradients, backward from the result.
    static List<Step> through(Graph graph, @Nullable Gradients gradients) {
        var forward = new ArrayList<Step>();
        for (var v : graph.values()) {
            Op op = v.op();
            if (op != null) forward.add(new Step(v, false, ChainRule.of(op, v)));
        }
        var all = new ArrayList<>(forward);
        for (var step : forward.reversed())
            if (gradients != null && gradients.reaches(step.value)) all.add(new Step(step.value, true, step.rule));
        return all;
    }
}
