package gradus.viz;

import gradus.autograd.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds structure that is repeated in a row, and draws it once: thirty equal layers, a thousand equal steps, the neurons of a layer.
///
/// Nodes stand in the order of computation. Where at least three stretches of the same length follow each other that do the same
/// (equal operations and shapes, inputs from equally far back within a stretch), the first stands for all. This is done until
/// nothing is repeated any more, since what is folded may be repeated as well: neurons in a layer, layers in a network.
final class Folding {
    private static final int LEAST = 3;
    /// The longest stretch that is looked for; in large graphs a shorter one, so that looking takes no longer than seconds.
    private static final int LONGEST = 4096, LOOKS = 60_000_000, SHORTEST = 64;

    private final List<Node> nodes;
    private final List<Node> computing;
    private final Function<Node, @Nullable String> mark;
    private final IdentityHashMap<Node, Node> users = new IdentityHashMap<>();            // the only one, or SEVERAL; never walked
    private static final Node SEVERAL = new Node(Value.of(0));
    private final int[] kinds;
    private boolean folded;

    private Folding(List<Node> nodes, Function<Node, @Nullable String> mark) {
        this.nodes = nodes;
        this.mark = mark;
        computing = nodes.stream().filter(node -> !node.isLeaf()).toList();
        for (int i = 0; i < computing.size(); i++) computing.get(i).order = i;
        for (var node : nodes) for (var in : node.inputs) users.merge(in, node, (one, other) -> one == other ? one : SEVERAL);
        kinds = kinds();
    }

    /// The nodes that are left when all repetitions are folded. What differs in its mark, which may be null, is not repeated.
    static List<Node> of(List<Node> nodes, Function<Node, @Nullable String> mark) {
        var left = nodes;
        while (true) {
            var folding = new Folding(left, mark);
            folding.search();
            if (!folding.folded) return left;
            left = folding.left();
        }
    }

    /// A number for everything that must be equal in two nodes, themselves alone.
    private int[] kinds() {
        var known = new TreeMap<String, Integer>();
        var out = new int[computing.size()];
        for (int i = 0; i < out.length; i++) {
            var node = computing.get(i);
            var words = new StringBuilder(node.module != null ? node.module.label() : Symbol.of(node.value()));
            words.append(node.value().shape()).append(node.times).append(mark.apply(node));
            for (var in : node.inputs) words.append(in.isLeaf() ? "leaf" + in.value().isParameter() + mark.apply(in) : "node");
            out[i] = known.computeIfAbsent(words.toString(), _ -> known.size());
        }
        return out;
    }

    private void search() {
        int n = computing.size(), longest = Math.min(LONGEST, Math.max(SHORTEST, LOOKS / Math.max(n, 1)));
        for (int at = 0; at < n; ) {
            int best = 0, times = 0;
            for (int period = 1; period <= longest && at + LEAST * period <= n; period++) {
                if (best > 0 && period % best == 0) continue;                 // what is repeated is repeated in twos as well, to less gain
                int found = 1 + alike(at, period) / period;
                if (found >= LEAST && (found - 1) * period > (times - 1) * best) {
                    best = period;
                    times = found;
                }
            }
            if (times > 0) fold(at, best, times);
            at += Math.max(1, best * times);
        }
    }

    /// How many nodes from here on are like those one period later.
    private int alike(int at, int period) {
        int i = at;
        while (i + period < computing.size() && kinds[i] == kinds[i + period] && alike(i, i + period, period)) i++;
        return i - at;
    }

    private boolean alike(int i, int j, int period) {
        List<Node> a = computing.get(i).inputs, b = computing.get(j).inputs;
        for (int k = 0; k < a.size(); k++) {
            if (a.get(k).isLeaf()) continue;                                  // their kinds say that the other is one, too
            int near = i - a.get(k).order, far = j - b.get(k).order;
            if (near != far && (near <= period || far <= period)) return false;
        }
        return true;
    }

    private boolean hasOneUser(Node node) { return users.get(node) != SEVERAL; }

    private void fold(int at, int period, int times) {
        folded = true;
        for (int i = at + period; i < at + period * times; i++) {
            var node = computing.get(i);
            var first = computing.get(at + (i - at) % period);
            for (int k = 0; k < Math.min(node.inputs.size(), first.inputs.size()); k++) {
                Node in = node.inputs.get(k), firstIn = first.inputs.get(k);
                if (in != firstIn && in.isLeaf() && firstIn.isLeaf() && hasOneUser(in) && hasOneUser(firstIn) && in.shown() == in)
                    in.foldInto(firstIn);
            }
            for (var in : node.inputs) {
                int from = in.order;
                if (in.shown() == in && (from < at || from >= at + period * times)) first.addInput(in);
            }
            node.foldInto(first);
        }
    }

    private List<Node> left() {
        var left = new ArrayList<Node>();
        for (var node : nodes) {
            if (node.shown() != node) continue;
            var inputs = List.copyOf(node.inputs);
            node.clearInputs();
            for (var in : inputs)
                if (node.times > 1) node.addInput(in.shown());
                else node.inputs.add(in.shown());
            left.add(node);
        }
        return left;
    }
}
