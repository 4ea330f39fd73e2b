package gradus.autograd;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// Everything a value was computed from, as a list to read: for pictures, checks and diagnoses.
///
/// Every value stands behind its inputs; a constant stands where it is first used, the root last.
public final class Graph {
    private final Value root;
    private final List<Value> values;
    private final IdentityHashMap<Value, Integer> places = new IdentityHashMap<>();          // looked up, never walked

    private Graph(Value root, List<Value> values) {
        this.root = root;
        this.values = List.copyOf(values);
        for (int i = 0; i < values.size(); i++) places.put(values.get(i), i);
    }

    /// The graph behind a value; of a constant, the constant alone.
    public static Graph of(Value root) {
        if (!(root instanceof Recorded recorded)) return new Graph(root, List.of(root));
        var seen = new Ledger<Boolean>();
        var youngestFirst = new ArrayList<Recorded>();
        seen.put(recorded, true);
        for (Recorded v; (v = seen.next()) != null; ) {
            youngestFirst.add(v);
            for (var in : v.inputs) if (in instanceof Recorded r) seen.put(r, true);
        }
        var values = new ArrayList<Value>();
        var constants = new IdentityHashMap<Value, Boolean>();
        for (var v : youngestFirst.reversed()) {
            for (var in : v.inputs) if (!(in instanceof Recorded) && constants.put(in, true) == null) values.add(in);
            values.add(v);
        }
        return new Graph(root, values);
    }

    /// The value whose graph this is.
    public Value root() { return root; }

    /// All values, each behind its inputs.
    public List<Value> values() { return values; }

    /// Where a value stands in [#values]; an error for one that is not in this graph.
    public int index(Value v) {
        var place = places.get(v);
        if (place == null) throw new IllegalArgumentException(v + " is not in this graph");
        return place;
    }
}
