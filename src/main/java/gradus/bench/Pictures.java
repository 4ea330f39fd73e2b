package gradus.bench;

import gradus.autograd.Graph;
import gradus.autograd.Value;
import gradus.viz.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Graphs of scalars with their gradients as SVG, through everything a user's picture goes through: neurons in layers of four, of
/// 20 and of 300 nodes, laid out by `dot` where it is there, and in pure Java. The small one, laid out as a user's would be,
/// stands for all in the figure at the top.
final class Pictures {
    private static final int SMALL = 20, LARGE = 300;
    /// How many neurons stand beside each other, and how many values a neuron adds at most.
    private static final int WIDE = 2, MORE = 5;
    private static final double WARM_UP = 0.5;

    private Pictures() {}

    static Measurement measure(Plan plan) {
        var small = picture(SMALL);
        var runs = times(plan.runs(), small);
        var details = new ArrayList<String>();
        var listed = new ArrayList<LinkedHashMap<String, Object>>();
        var check = check(small, SMALL);
        for (int nodes : new int[] {SMALL, LARGE})
            for (boolean java : new boolean[] {false, true}) {
                var picture = java ? picture(nodes).inPureJava() : picture(nodes);
                double median = Timing.median(nodes == SMALL && !java ? runs : times(plan.runs(), picture));
                var by = java ? "in pure Java" : "with dot if it is there";
                details.add(String.format(Locale.ROOT, "%3d nodes %-24s %8.1f ms", nodes, by, median));
                var fields = new LinkedHashMap<String, Object>();
                fields.put("nodes", nodes);
                fields.put("pure_java", java);
                fields.put("ms", median);
                listed.add(fields);
                check = check.and(check(picture, nodes));
            }
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("pictures", listed);
        return new Measurement(runs, "ms", check, List.copyOf(details), fields);
    }

    private static double[] times(int count, Picture picture) {
        Timing.warmUp(WARM_UP, picture::svg);
        return Timing.runs(count, () -> 1e3 * Timing.seconds(picture::svg));
    }

    /// Neurons of one weight beside each other and behind each other, until there are as many values.
    private static Picture picture(int nodes) {
        var layer = new ArrayList<Value>();
        for (int i = 0; i < WIDE; i++) layer.add(Value.parameter(i + 0.5).named("x" + i));
        Value last = layer.getFirst();
        for (int made = 0; Graph.of(last).values().size() + MORE <= nodes; made++) {
            Value one = layer.removeFirst(), other = layer.getFirst();
            var weight = Value.parameter(0.3 * made % 1.3 - 0.5).named("w" + made);
            last = one.mul(weight).add(other).tanh();
            layer.add(last);
        }
        while (Graph.of(last).values().size() < nodes) last = last.tanh();
        return Picture.of(last.named("y")).gradients(last.backwardKeepingAll()).unfolded();
    }

    private static Check check(Picture picture, int nodes) {
        int drawn = picture.svg().split("class=\"node [a-z]", -1).length - 1, there = Graph.of(picture.root()).values().size();
        return new Check(drawn == nodes && there == nodes, drawn + " of " + there + " nodes are drawn");
    }
}
