package gradus.viz;

import gradus.autograd.Trace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The nodes that one call of a module recorded, and the calls inside of it. Parameters and plain numbers are drawn where they
/// are used: in the innermost call that holds all of their uses. Named constants are inputs and stay outside.
final class Cluster {
    /// The call, or null for the outside.
    final Trace.@Nullable Call call;
    private final @Nullable Cluster around;
    private final int depth;
    private final List<Cluster> inner = new ArrayList<>();
    private final List<Node> members = new ArrayList<>();

    private Cluster(Trace.@Nullable Call call, @Nullable Cluster around) {
        this.call = call;
        this.around = around;
        depth = around == null ? 0 : around.depth + 1;
        if (around != null) around.inner.add(this);
    }

    /// Everything that is outside of all calls, with all calls in it.
    static Cluster outside(List<Node> nodes, @Nullable Trace trace) {
        var outside = new Cluster(null, null);
        var clusters = new IdentityHashMap<Trace.Call, Cluster>();          // looked up, never walked
        for (var node : nodes) {
            if (node.isLeaf()) continue;
            var call = node.module != null ? node.module.parent() : trace == null ? null : trace.of(node.value());
            var place = node.place = outside.of(call, clusters);
            for (var in : node.inputs)
                if (in.isLeaf()) {
                    boolean stays = Kind.isInput(in.value());
                    in.place = stays ? outside : in.place == null ? place : in.place.common(place);
                }
        }
        for (var node : nodes) (node.place == null ? outside : node.place).members.add(node);
        return outside;
    }

    private Cluster of(Trace.@Nullable Call call, IdentityHashMap<Trace.Call, Cluster> clusters) {
        if (call == null) return this;
        var known = clusters.get(call);
        if (known != null) return known;
        var made = new Cluster(call, of(call.parent(), clusters));
        clusters.put(call, made);
        return made;
    }

    private Cluster common(Cluster other) {
        Cluster a = this, b = other;
        while (a != b) {
            if (a.depth >= b.depth && a.around != null) a = a.around;
            else if (b.around != null) b = b.around;
        }
        return a;
    }

    /// The calls directly inside of this one, in the order in which they were made.
    List<Cluster> inner() { return inner; }

    /// What the box is called: a module whose parts are drawn inside by its kind alone, as `Sequential`, since they would be named twice.
    String label() {
        if (call == null) return "";
        var label = call.label();
        int end = label.indexOf('(');
        boolean namesParts = inner.stream().anyMatch(part -> part.call != null && label.contains(kind(part.call)))
            || members.stream().anyMatch(node -> node.module != null && label.contains(kind(node.module)));
        return end > 0 && namesParts ? label.substring(0, end) : label;
    }

    private static String kind(Trace.Call call) {
        int end = call.label().indexOf('(');
        return end > 0 ? call.label().substring(0, end) : call.label();
    }

    /// The nodes directly inside, each behind its inputs.
    List<Node> members() { return members; }
}
