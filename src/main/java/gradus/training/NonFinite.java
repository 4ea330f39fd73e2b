package gradus.training;

import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.nn.Module;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the numbers went wrong.
///
/// On the way forward it is the oldest value behind a loss that is not finite although all it was made from is: an operation
/// that overflowed or has no answer, or a parameter or an input that was wrong before. On the way back it is the operation
/// whose rule made a gradient that is not finite of one that was.
///
/// @param value   what is the first to be not finite; of gradients, the result of the operation whose rule it was
/// @param path    what it spread along, from there to the loss, or of gradients back to a parameter
/// @param origin  what it is, in words: the operation with its operands, their shapes, names, module and line of code
public record NonFinite(Value value, List<Value> path, String origin) {
    /// Takes the path as it is now.
    public NonFinite { path = List.copyOf(path); }

    /// Finds it in the graph of a loss that is computed here, under a trace that knows modules and lines of code.
    ///
    /// A step of training is computed once more in [gradus.nn.Training#frozen] with the `random` that it had: it drops the same units,
    /// normalises by the same batch, and changes no running statistics.
    ///
    /// @param model  whose parameters have names
    /// @return null if the loss is finite
    public static @Nullable NonFinite find(Module model, Supplier<Value> forward) {
        var trace = Trace.withLines();
        return find(model, trace.run(forward), trace);
    }

    /// Finds it in the graph of a loss that was computed under a trace.
    ///
    /// @return null if the loss is finite
    public static @Nullable NonFinite find(Module model, Value loss, Trace trace) {
        if (loss.data().isFinite()) return null;
        var graph = Graph.of(loss);
        var path = forwards(graph);
        return new NonFinite(path.getFirst(), path, origin(path.getFirst(), new Labels(model, graph, trace)));
    }

    /// Finds it in the gradients of a finite loss, which must be those of [Value#backwardKeepingAll], and the parameters those
    /// that the loss was computed from. A gradient that is not finite but reaches no parameter is no cause.
    ///
    /// @return null if the gradients of all parameters are finite
    public static @Nullable NonFinite inGradients(Module model, Value loss, Gradients gradients, Trace trace) {
        var graph = Graph.of(loss);
        var path = backwards(graph, gradients);
        if (path.isEmpty()) return null;
        var wrong = path.getFirst();
        var labels = new Labels(model, graph, trace);
        var gave = " gave the gradient " + number(gradients.of(wrong).data()) + " first";
        var rule = rule(graph, gradients, wrong);
        if (rule == null) return new NonFinite(wrong, path, "the sum of the gradients of " + labels.named(wrong) + gave);
        var whole = new ArrayList<Value>(List.of(rule));
        whole.addAll(path);
        return new NonFinite(rule, whole,
            "the rule of " + label(rule) + " of " + labels.operands(rule.inputs()) + labels.where(rule) + gave);
    }

    /// Goes back from the loss along what is not finite, to the oldest; and forwards again, along the oldest user of each. A
    /// value that is not finite but spread no further is no cause.
    private static List<Value> forwards(Graph graph) {
        int last = graph.values().size() - 1, oldest = last;
        var spread = new boolean[last + 1];
        var user = new int[last + 1];
        spread[last] = true;
        for (int i = last; i >= 0; i--) {
            if (!spread[i]) continue;
            oldest = i;
            for (var in : graph.values().get(i).inputs()) {
                if (in.data().isFinite()) continue;
                spread[graph.index(in)] = true;
                user[graph.index(in)] = i;
            }
        }
        var path = new ArrayList<Value>();
        for (int i = oldest; i < last; i = user[i]) path.add(graph.values().get(i));
        path.add(graph.root());
        return path;
    }

    /// From the youngest value whose gradient is not finite, though those of all its users are, down to a parameter; empty if
    /// there is none.
    private static List<Value> backwards(Graph graph, Gradients gradients) {
        int size = graph.values().size(), born = -1;
        var leads = new boolean[size];
        var next = new int[size];
        for (int i = 0; i < size; i++) {
            var value = graph.values().get(i);
            if (!wrong(gradients, value)) continue;
            leads[i] = value.isParameter();
            for (var in : value.inputs()) {
                int at = graph.index(in);
                if (!leads[at]) continue;
                leads[i] = true;
                next[i] = at;
            }
            if (leads[i]) born = i;
        }
        var path = new ArrayList<Value>();
        if (born < 0) return path;
        for (int i = born; ; i = next[i]) {
            path.add(graph.values().get(i));
            if (graph.values().get(i).isParameter()) return path;
        }
    }

    private static boolean wrong(Gradients gradients, Value value) {
        return gradients.reaches(value) && !gradients.of(value).data().isFinite();
    }

    /// The user whose rule made the gradient, asked once more; null if every part is finite, and their sum is not.
    @SuppressWarnings("ReferenceEquality")                        // a value is equal only to itself
    private static @Nullable Value rule(Graph graph, Gradients gradients, Value wrong) {
        for (var user : graph.values().reversed()) {
            if (user.op() == null || !gradients.reaches(user)) continue;
            for (int i = 0; i < user.inputs().size(); i++)
                if (user.inputs().get(i) == wrong && !gradients.part(user, i).data().isFinite()) return user;
        }
        return null;
    }

    private static String origin(Value value, Labels labels) {
        var number = number(value.data());
        if (value.op() == null)
            return (value.isParameter() ? "parameter " : "an input ") + labels.named(value) + " already holds " + number;
        return label(value) + " of " + labels.operands(value.inputs()) + labels.where(value) + " gave " + number + " first";
    }

    /// What an operation's result is called by itself.
    static String label(Value value) {
        var op = value.op();
        return op == null ? "a value" : op.label();
    }

    private static String number(Tensor tensor) { return Double.toString(tensor.at(first(tensor))); }

    /// Where the first number stands that is not finite.
    static int first(Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) if (!Double.isFinite(tensor.at(i))) return i;
        throw new IllegalArgumentException("every number is finite");
    }
}
