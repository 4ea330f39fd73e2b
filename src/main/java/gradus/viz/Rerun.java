package gradus.viz;

import gradus.autograd.Binary;
import gradus.autograd.Broadcast;
import gradus.autograd.Clamp;
import gradus.autograd.Elu;
import gradus.autograd.Extremum;
import gradus.autograd.Graph;
import gradus.autograd.LeakyRelu;
import gradus.autograd.LogSumExp;
import gradus.autograd.Norm;
import gradus.autograd.Op;
import gradus.autograd.Permute;
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
            case Sum _, Extremum _, LogSumExp _, Reshape _, Broadcast _, Permute _ -> new Rerun("same");        // of one number
            case Norm _ -> new Rerun("abs");
            default -> null;
        };
    }

    /// Why a graph of plain numbers cannot be computed again in the page, or null if it can.
    static @Nullable String hindrance(Graph graph) {
        for (var v : graph.values()) {
            Op op = v.op();
            if (op != null && of(op) == null)
                return "Numbers cannot be changed here: the page cannot compute " + Shown.of(op.label(), 60)
                    + " again" + (op instanceof Op.Custom ? ", an operation of your own."
                    : ", whose choice was made outside of this graph.");
            if (v.isConstant() && isDetached(graph, v))
                return "Numbers cannot be changed here: one was detached from another, and would not follow it.";
        }
        return graph.root().isConstant() ? "Nothing was computed here." : null;
    }

    /// Detached values have the numbers of the one they came from, themselves and no copy.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isDetached(Graph graph, Value constant) {
        return graph.values().stream().anyMatch(v -> !v.isConstant() && v.data() == constant.data());
    }

    /// What a reader who changes numbers has to know, or null. A constant does not tell what it was computed from.
    static @Nullable String caution(Graph graph) {
        return graph.values().stream().noneMatch(v -> v.isConstant() && v.name() == null) ? null
            : "Numbers without a name stay as they are, even those that were computed from another, as a sign or a mask is.";
    }

    /// Whether every value is one plain number.
    static boolean numbersOnly(Graph graph) { return graph.values().stream().map(Value::shape).allMatch(shape -> shape.rank() == 0); }
}
