package gradus.viz;

import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values that one call of a module recorded, and the calls inside of it. Parameters and plain numbers are drawn where they
/// are used: in the innermost call that holds all of their uses. Named constants are inputs and stay outside.
final class Cluster {
    /// The call, or null for the outside.
    final Trace.@Nullable Call call;
    private final @Nullable Cluster around;
    private final int depth;
    private final List<Cluster> inner = new ArrayList<>();
    private final List<Value> members = new ArrayList<>();

    private Cluster(Trace.@Nullable Call call, @Nullable Cluster around) {
        this.call = call;
        this.around = around;
        depth = around == null ? 0 : around.depth + 1;
        if (around != null) around.inner.add(this);
    }

    /// Everything that is outside of all calls, with all calls in it.
    static Cluster outside(Graph graph, @Nullable Trace trace) {
        var outside = new Cluster(null, null);
        var places = new Cluster[graph.values().size()];
        var clusters = new IdentityHashMap<Trace.Call, Cluster>();          // looked up, never walked
        for (var v : graph.values()) {
            if (v.op() == null) continue;
            var place = outside.of(trace == null ? null : trace.of(v), clusters);
            places[graph.index(v)] = place;
            for (var in : v.inputs()) if (in.op() == null) {
                int i = graph.index(in);
                boolean stays = in.isConstant() && in.name() != null;
                places[i] = stays ? outside : places[i] == null ? place : places[i].common(place);
            }
        }
        for (var v : graph.values()) {
            var place = places[graph.index(v)];
            (place == null ? outside : place).members.add(v);
        }
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

    /// The values directly inside, each behind its inputs.
    List<Value> members() { return members; }
}
