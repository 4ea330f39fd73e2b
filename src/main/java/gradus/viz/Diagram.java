package gradus.viz;

import gradus.autograd.Gather;
import gradus.autograd.Graph;
import gradus.autograd.Reshape;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is drawn of a graph: nodes, each behind its inputs, in boxes of modules, with what flows along the arrows between them.
final class Diagram {
    /// So many nodes are legible on one screen; beyond it, repeated structure is folded.
    static final int LEGIBLE = 60;

    final Picture picture;
    /// Every single number was asked for: then repetitions are drawn while there is room.
    private final boolean scalars;
    final Graph graph;
    final List<Node> nodes;
    final Cluster outside;
    final ArrowNorms flow;
    /// What the reader has to know of how it was drawn, and of what was found.
    final List<String> notes = new ArrayList<>();

    private Diagram(Picture picture, boolean scalars) {
        this.picture = picture;
        this.scalars = scalars;
        graph = Graph.of(picture.root());
        nodes = fitting();
        outside = Cluster.outside(nodes, picture.trace());
        flow = ArrowNorms.of(this);
        notes.addAll(picture.notes());
    }

    /// What a picture shows.
    ///
    /// @throws PictureException if that is more than the picture's limit
    static Diagram of(Picture picture) {
        return picture.level() == Level.SCALARS ? new Diagram(Scalars.of(picture), true) : new Diagram(picture, false);
    }

    /// The identifier of a node, in DOT and in SVG: `v` and its value's number in the graph.
    String id(Node node) { return "v" + graph.index(node.value()); }

    /// Whether it is drawn from top to bottom: modules are wide and low, and a long row of them fits on no page.
    boolean isTall() {
        if (nodes.stream().noneMatch(node -> node.module != null && !isMove(node.values))) return false;
        var length = new IdentityHashMap<Node, Integer>();                      // of the longest way to a node; looked up, never walked
        int longest = 0;
        for (var node : nodes) {
            int before = 0;
            for (var in : node.inputs) before = Math.max(before, length.getOrDefault(in, 0));
            length.put(node, before + 1);
            longest = Math.max(longest, before + 1);
        }
        return longest > IN_A_ROW;
    }

    private static final int IN_A_ROW = 8;

    /// The first mark of anything that a node shows, the parameters in a module among it, or null.
    @Nullable String mark(Node node) {
        if (!picture.hasMarks()) return null;
        for (var v : node.values) {
            var mark = picture.mark(v);
            for (var in : v.inputs()) if (mark == null && nodeOf(in) == node) mark = picture.mark(in);
            if (mark != null) return mark;
        }
        return null;
    }

    private List<Node> fitting() {
        int legible = scalars ? picture.limit() : LEGIBLE;
        var trace = picture.trace();
        var drawn = picture.level() == Level.MODULES ? modules(trace) : values();
        if (picture.folds() && drawn.size() > Math.min(legible, picture.limit())) drawn = folded(drawn);
        if (picture.folds() && drawn.size() > picture.limit() && picture.level() != Level.MODULES && trace != null) {
            int before = drawn.size();
            notes.clear();                                            // what was folded is not drawn
            drawn = modules(trace);
            if (drawn.size() > legible) drawn = folded(drawn);
            if (drawn.size() <= picture.limit())
                notes.add(String.format(Locale.ROOT, "drawn by modules: %,d nodes are more than %,d", before, picture.limit()));
        }
        if (drawn.size() > picture.limit())
            throw new PictureException(String.format(Locale.ROOT,
                "a graph of %,d nodes is too large for a picture of at most %,d: draw it by modules, or a value nearer to the inputs, or a"
                    + " smaller model, or allow it by --budget %d, Picture.upTo(%d)",
                drawn.size(), picture.limit(), drawn.size(), drawn.size()));
        return drawn;
    }

    private List<Node> folded(List<Node> all) {
        int before = all.size();
        var left = Folding.of(all, this::mark);
        if (left.size() < before)
            notes.add(String.format(Locale.ROOT, "× N: repeated N times and drawn once; %,d nodes instead of %,d", left.size(), before));
        return left;
    }

    /// A node for each value, but one for a call of a module that only moves numbers: a max-pool, a flattening.
    private List<Node> values() {
        var of = new Node[graph.values().size()];
        var trace = picture.trace();
        if (trace == null || scalars) return joined(of);
        var calls = new IdentityHashMap<Trace.Call, Node>();                    // looked up, never walked
        for (var v : graph.values()) {
            var call = trace.of(v);
            if (call == null) continue;
            var node = calls.computeIfAbsent(call, Node::new);
            node.values.add(v);
            of[graph.index(v)] = node;
        }
        for (int i = 0; i < of.length; i++) if (of[i] != null && !isMove(of[i].values)) of[i] = null;
        return joined(of);
    }

    /// Whether values are nothing but others in another order, or some of them.
    static boolean isMove(List<Value> values) {
        return values.stream().allMatch(v -> v.op() instanceof Reshape || v.op() instanceof Gather);
    }

    /// A node for each call of a module in which no other was called. What only it uses of parameters and plain constants is in it.
    private List<Node> modules(@Nullable Trace trace) {
        var of = new Node[graph.values().size()];
        if (trace == null) return joined(of);
        var around = new IdentityHashMap<Trace.Call, Boolean>();                // looked up, never walked
        for (var v : graph.values()) {
            var call = trace.of(v);
            for (var outer = call == null ? null : call.parent(); outer != null; outer = outer.parent()) around.put(outer, true);
        }
        var known = new IdentityHashMap<Trace.Call, Node>();
        for (var v : graph.values()) {
            var call = trace.of(v);
            if (call == null || around.containsKey(call)) continue;
            var node = known.computeIfAbsent(call, Node::new);
            node.values.add(v);
            of[graph.index(v)] = node;
        }
        for (var v : graph.values())
            for (var in : v.inputs()) {
                int i = graph.index(in);
                boolean inside = in.op() == null && !Kind.isInput(in);
                if (!inside) continue;
                var user = of[graph.index(v)];
                of[i] = user != null && (of[i] == null || of[i] == user) ? user : SHARED;
            }
        for (int i = 0; i < of.length; i++) if (of[i] == SHARED) of[i] = null;
        return joined(of);
    }

    /// Of what is used outside of modules, or in several.
    private static final Node SHARED = new Node(Value.of(0));

    /// Nodes of their own for values that have none, and the inputs of all.
    private List<Node> joined(@Nullable Node... of) {
        var all = new ArrayList<Node>();
        for (var v : graph.values()) {
            int i = graph.index(v);
            var node = of[i];
            if (node == null) all.add(of[i] = node = new Node(v));
            else if (node.value() == v) all.add(node);
            for (var in : v.inputs()) {
                var from = of[graph.index(in)];
                if (from == null || from == node) continue;
                if (node.module == null) node.inputs.add(from);
                else node.addInput(from);
            }
        }
        nodeOf = of;
        return all;
    }

    private @Nullable Node[] nodeOf = {};

    /// The node that shows a value.
    @Nullable Node nodeOf(Value v) {
        var node = nodeOf[graph.index(v)];
        return node == null ? null : node.shown();
    }
}
