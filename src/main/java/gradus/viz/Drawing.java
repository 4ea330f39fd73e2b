package gradus.viz;

import static guru.nidi.graphviz.attribute.Attributes.attr;
import static guru.nidi.graphviz.model.Factory.mutGraph;
import static guru.nidi.graphviz.model.Factory.mutNode;
import static guru.nidi.graphviz.model.Factory.to;

import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import guru.nidi.graphviz.attribute.Label;
import guru.nidi.graphviz.model.MutableAttributed;
import guru.nidi.graphviz.model.MutableGraph;
import guru.nidi.graphviz.model.MutableNode;
import guru.nidi.graphviz.model.Serializer;
import java.util.Collection;
import java.util.TreeMap;

/// A picture as a graph of DOT: nodes, arrows and clusters, named by their place in the graph, so that the same graph gives the
/// same text.
final class Drawing {
    /// Wide, and on most machines: text laid out with it is cut on none.
    static final String FONT = "DejaVu Sans";
    static final int LONGEST_TITLE = 80;
    private static final int LONGEST_MODULE = 60;
    private static final String MODULE = "#0072b2";

    private final Graph graph;
    private final Picture picture;
    private int clusters;

    private Drawing(Picture picture, Graph graph) {
        this.picture = picture;
        this.graph = graph;
    }

    /// The picture in DOT.
    static String dot(Picture picture, Graph graph) {
        return new Serializer().notValidating().serialize(new Drawing(picture, graph).all()).replace("\r\n", "\n") + "\n";
    }

    /// The identifier of a value's node, in DOT and in SVG.
    static String id(int index) { return "v" + index; }

    private MutableGraph all() {
        var all = mutGraph("gradus").setDirected(true);
        set(all.graphAttrs(), "rankdir", "LR", "nodesep", "0.22", "ranksep", "0.42", "pad", "0.2", "fontname", FONT,
            "fontsize", "14");
        var title = picture.title();
        if (title != null)
            set(all.graphAttrs(), "labelloc", "t", "label", Label.html(Markup.bold(Markup.escape(title, LONGEST_TITLE))));
        set(all.nodeAttrs(), "fontname", FONT, "fontsize", "11", "margin", "0.05,0.05", "width", "0.4", "height", "0.3");
        set(all.linkAttrs(), "arrowsize", "0.7");
        fill(all, Cluster.outside(graph, picture.trace()));
        for (var start : arrows()) all.add(start);
        return all;
    }

    private void fill(MutableGraph part, Cluster cluster) {
        for (var v : cluster.members()) part.add(node(v));
        for (var inner : cluster.inner()) if (inner.call != null) part.add(module(inner, inner.call));
    }

    private MutableGraph module(Cluster cluster, Trace.Call call) {
        var box = mutGraph(Integer.toString(clusters++)).setDirected(true).setCluster(true);
        set(box.graphAttrs(), "label", Label.html(name(call)), "labeljust", "l", "style", "rounded", "color", MODULE,
            "fontcolor", MODULE, "fontsize", "10", "penwidth", "1");
        fill(box, cluster);
        return box;
    }

    private static String name(Trace.Call call) {
        var label = Markup.escape(call.label(), LONGEST_MODULE);
        var path = call.path().isEmpty() ? "" : Markup.bold(Markup.escape(call.path(), LONGEST_MODULE)) + Markup.SPACE;
        return Markup.SPACE.repeat(2) + path + label + Markup.SPACE.repeat(2);
    }

    private MutableNode node(Value v) {
        var kind = Kind.of(v, graph.root());
        var node = named(v);
        set(node, "id", id(graph.index(v)), "label", Label.html(Caption.of(v, picture.gradients())), "shape", kind.shape,
            "style", kind.style, "fillcolor", kind.fill, "color", kind.outline, "penwidth", Double.toString(kind.width));
        return node;
    }

    /// All arrows, by the node they start from. These nodes only share the names of those that are drawn, since graphviz-java
    /// follows links by recursion: a long chain of nodes would overflow the stack.
    private Collection<MutableNode> arrows() {
        var starts = new TreeMap<Integer, MutableNode>();
        for (var v : graph.values()) for (var in : v.inputs()) {
            var arrow = Arrow.from(in);
            starts.computeIfAbsent(graph.index(in), _ -> named(in)).addLink(to(named(v))
                .with(attr("color", arrow.colour())).with(attr("penwidth", Double.toString(arrow.width()))));
        }
        return starts.values();
    }

    private static void set(MutableAttributed<?, ?> what, Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) what.add((String) namesAndValues[i], namesAndValues[i + 1]);
    }

    private MutableNode named(Value v) { return mutNode(id(graph.index(v))); }
}
