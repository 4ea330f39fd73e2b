package gradus.viz;

import gradus.autograd.Binary;
import gradus.autograd.Broadcast;
import gradus.autograd.Clamp;
import gradus.autograd.Elu;
import gradus.autograd.Graph;
import gradus.autograd.LeakyRelu;
import gradus.autograd.Op;
import gradus.autograd.Power;
import gradus.autograd.Reshape;
import gradus.autograd.Sum;
import gradus.autograd.Unary;
import gradus.autograd.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the page computes an operation on plain numbers again: the name of the function in `rerun.js`, and its settings.
record Rerun(String function, List<Double> settings) {
    private Rerun(String function, Double... settings) { this(function, List.of(settings)); }

    /// The function, or null where there is none.
    static @Nullable Rerun of(Op op) {
        return switch (op) {
            case Unary unary -> new Rerun(unary.label());
            case Binary binary -> new Rerun(binary.label());
            case Power(double exponent) -> new Rerun("power", exponent);
            case LeakyRelu(double slope) -> new Rerun("leakyRelu", slope);
            case Elu(double alpha) -> new Rerun("elu", alpha);
            case Clamp(double low, double high) -> new Rerun("clamp", low, high);
            case Sum _, Reshape _, Broadcast _ -> new Rerun("same");            // of one number
            default -> null;
        };
    }

    /// Why a graph cannot be computed again in the page, or null if it can.
    static @Nullable String hindrance(Graph graph) {
        if (!numbersOnly(graph)) return "Numbers can be changed only in graphs of plain numbers; this one has matrices or vectors.";
        for (var v : graph.values()) {
            Op op = v.op();
            if (op != null && of(op) == null)
                return "Numbers cannot be changed here: the page cannot compute " + Shown.of(op.label(), 60)
                    + " again" + (op instanceof Op.Custom ? ", an operation of your own."
                    : ", whose choice was made outside of this graph.");
        }
        return graph.root().isConstant() ? "Nothing was computed here." : null;
    }

    /// Whether every value is one plain number.
    static boolean numbersOnly(Graph graph) { return graph.values().stream().map(Value::shape).allMatch(shape -> shape.rank() == 0); }
}
