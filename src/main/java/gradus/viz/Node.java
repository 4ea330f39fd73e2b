package gradus.viz;

import gradus.autograd.Trace;
import gradus.autograd.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a picture shows as one: a value; all that a module's call recorded; or either of them, once for all repetitions of a
/// structure that occurs several times in a row.
final class Node {
    /// The value's, or all of the module's; of a folded structure those of every repetition.
    final List<Value> values = new ArrayList<>();
    /// The call that this node stands for as a whole, or null.
    final Trace.@Nullable Call module;
    /// Nodes that an arrow leads from.
    final List<Node> inputs = new ArrayList<>();
    /// The same, to look up in, where they are many.
    private @Nullable Set<Node> known;
    private static final int MANY = 8;
    /// How many repetitions are drawn as this one.
    int times = 1;
    /// The node that this one was folded into, or itself.
    private Node shownAs = this;
    /// Its place among the nodes that compute, for [Folding]; −1 for others.
    int order = -1;
    /// The box that it stands in, once that is known.
    @Nullable Cluster place;

    Node(Value value) {
        module = null;
        values.add(value);
    }

    Node(Trace.Call module) { this.module = module; }

    /// What stands for it: the last value of a module is its result.
    Value value() { return module == null ? values.getFirst() : values.getLast(); }

    /// Whether it computes nothing: a parameter, an input or a constant.
    boolean isLeaf() { return module == null && value().op() == null; }

    /// Draws this as another node from now on.
    void foldInto(Node other) {
        shownAs = other;
        other.values.addAll(values);
        other.times += times;
    }

    /// The node that is drawn for this one.
    Node shown() {
        var node = this;
        while (node.shownAs != node) node = node.shownAs;
        return node;
    }

    /// Adds an input that is not there yet.
    void addInput(Node from) {
        if (from == this) return;
        if (inputs.size() < MANY) {
            if (!inputs.contains(from)) inputs.add(from);
            return;
        }
        if (known == null) {
            known = Collections.newSetFromMap(new IdentityHashMap<>());
            known.addAll(inputs);
        }
        if (known.add(from)) inputs.add(from);
    }

    void clearInputs() {
        inputs.clear();
        known = null;
    }
}
