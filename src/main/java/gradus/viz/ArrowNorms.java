package gradus.viz;

import gradus.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much gradient flows back along each arrow: the Euclidean norm of what an operation's rule hands to that input; where several
/// arrows are drawn as one, the largest. A rule is asked once more for it, so this is the gradient that backward passed on, and not
/// the sum that arrives.
final class ArrowNorms {
    private final IdentityHashMap<Node, IdentityHashMap<Node, Double>> norms = new IdentityHashMap<>();   // looked up, never walked
    private double least = Double.POSITIVE_INFINITY, most;

    private ArrowNorms() {}

    /// Of a diagram with the gradients of all its values; nothing where there are none.
    static ArrowNorms of(Diagram diagram) {
        var flow = new ArrowNorms();
        var gradients = diagram.picture.gradients();
        if (gradients == null) return flow;
        for (var v : diagram.graph.values()) {
            if (v.op() == null || !gradients.keeps(v) || !gradients.reaches(v)) continue;
            for (int i = 0; i < v.inputs().size(); i++) {
                var in = v.inputs().get(i);
                Node from = diagram.nodeOf(in), to = diagram.nodeOf(v);
                if (!in.isConstant() && from != null && to != null && from != to) flow.add(from, to,
                    Tensor.norm(List.of(gradients.part(v, i).data())));
            }
        }
        return flow;
    }

    private void add(Node from, Node to, double norm) {
        norms.computeIfAbsent(to, _ -> new IdentityHashMap<>()).merge(from, norm, Math::max);            // NaN stays NaN
        if (norm > 0 && Double.isFinite(norm)) {
            least = Math.min(least, norm);
            most = Math.max(most, norm);
        }
    }

    /// Whether anything is known of the gradient.
    boolean isKnown() { return !norms.isEmpty(); }

    /// The norm along the arrow between two nodes, or null where it is not known.
    @Nullable Double along(Node from, Node to) {
        var known = norms.get(to);
        return known == null ? null : known.get(from);
    }

    /// Decades from the smallest norm to the largest: log₁₀, whole numbers; the widths and colours of arrows are spread over them.
    int lowest() { return Math.max(decade(least), highest() - MOST_DECADES); }
    int highest() { return Math.max(decade(least) + 1, (int) StrictMath.ceil(StrictMath.log10(most) - 1e-9)); }

    private static final int MOST_DECADES = 12;

    private static int decade(double norm) { return (int) StrictMath.floor(StrictMath.log10(norm) + 1e-9); }

    /// Where a norm stands between the lowest decade, 0, and the highest, 1.
    double share(double norm) {
        double at = (StrictMath.log10(norm) - lowest()) / (highest() - lowest());
        return Math.clamp(at, 0, 1);
    }

    /// Whether there is a norm to spread the others by.
    boolean hasScale() { return most > 0; }
}
