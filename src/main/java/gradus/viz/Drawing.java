package gradus.viz;

import static guru.nidi.graphviz.attribute.Attributes.attr;
import static guru.nidi.graphviz.model.Factory.mutGraph;
import static guru.nidi.graphviz.model.Factory.mutNode;
import static guru.nidi.graphviz.model.Factory.to;

import gradus.autograd.Trace;
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
    static final int LONGEST_NOTE = 2000;
    private static final int LONGEST_MODULE = 60, NOTE = 11, WIDEST_NOTE = 100;
    private static final String MODULE = "#0072b2";

    private static final String MARKED = "#c00000";

    private final Diagram diagram;
    private final Bars bars;
    /// With what is otherwise put around it, and into it, in SVG: title and notes, and no room for heat maps.
    private final boolean whole;
    private int clusters;

    private Drawing(Diagram diagram, boolean whole) {
        this.diagram = diagram;
        this.whole = whole;
        bars = new Bars(diagram);
    }

    /// The picture in DOT; whole, or as it is laid out to be finished in SVG.
    static String dot(Diagram diagram, boolean whole) {
        var all = new Drawing(diagram, whole).all();
        return new Serializer().notValidating().serialize(all).replace("\r\n", "\n") + "\n";
    }

    private MutableGraph all() {
        var all = mutGraph("gradus").setDirected(true);
        boolean tall = diagram.isTall();
        set(all.graphAttrs(), "rankdir", tall ? "TB" : "LR", "nodesep", "0.22", "ranksep", tall ? "0.3" : "0.42", "pad", "0.2",
            "fontname", FONT, "fontsize", "14");
        var around = around();
        if (!around.isEmpty()) set(all.graphAttrs(), "labelloc", "t", "label", Label.html(around));
        set(all.nodeAttrs(), "fontname", FONT, "fontsize", "11", "margin", "0.05,0.05", "width", "0.4", "height", "0.3");
        set(all.linkAttrs(), "arrowsize", "0.7");
        fill(all, diagram.outside);
        for (var start : arrows()) all.add(start);
        return all;
    }

    /// The title, and the notes below it.
    private String around() {
        if (!whole) return "";
        var words = new StringBuilder();
        var title = diagram.picture.title();
        if (title != null) words.append(Markup.bold(Markup.escape(title, LONGEST_TITLE))).append(diagram.notes.isEmpty() ? "" : "<br/>");
        for (var note : diagram.notes)
            for (var line : Shown.lines(note, WIDEST_NOTE, LONGEST_NOTE))
                words.append(Markup.sized(NOTE, Markup.escape(line, LONGEST_NOTE))).append("<br align=\"left\"/>");
        return words.toString();
    }

    private void fill(MutableGraph part, Cluster cluster) {
        for (var node : cluster.members()) part.add(drawn(node));
        for (var inner : cluster.inner()) if (inner.call != null) part.add(module(inner, inner.call));
    }

    private MutableGraph module(Cluster cluster, Trace.Call call) {
        var box = mutGraph(Integer.toString(clusters++)).setDirected(true).setCluster(true);
        var side = diagram.isTall() ? "r" : "l";                     // where arrows enter seldom
        set(box.graphAttrs(), "id", "m" + (clusters - 1), "label", Label.html(name(call, cluster.label())), "labeljust", side,
            "style", "rounded",
            "color", MODULE, "fontcolor", MODULE, "fontsize", "10", "penwidth", "1");
        fill(box, cluster);
        return box;
    }

    private static String name(Trace.Call call, String kind) {
        var label = Markup.escape(kind, LONGEST_MODULE);
        var path = call.path().isEmpty() ? "" : Markup.bold(Markup.escape(call.path(), LONGEST_MODULE)) + Markup.SPACE;
        return Markup.SPACE.repeat(2) + path + label + Markup.SPACE.repeat(2);
    }

    private MutableNode drawn(Node node) {
        var kind = Kind.of(node, diagram.graph.root());
        boolean marked = diagram.mark(node) != null;
        var drawn = named(node);
        set(drawn, "id", diagram.id(node), "label", Label.html(Caption.of(diagram, node, bars, !whole)), "shape", kind.shape,
            "style", kind.style, "fillcolor", kind.fill, "color", marked ? MARKED : kind.outline,
            "penwidth", Double.toString(marked ? 4 : kind.width));
        return drawn;
    }

    /// All arrows, by the node they start from. These nodes only share the names of those that are drawn, since graphviz-java
    /// follows links by recursion: a long chain of nodes would overflow the stack.
    private Collection<MutableNode> arrows() {
        var starts = new TreeMap<Integer, MutableNode>();
        var known = new TreeMap<String, Integer>();
        boolean modules = diagram.picture.level() == Level.MODULES;
        for (var node : diagram.nodes) for (var in : node.inputs) {
            var arrow = arrow(diagram, in, node);
            var id = diagram.id(in) + "-" + diagram.id(node);
            int before = known.merge(id, 1, Integer::sum);
            var link = to(named(node)).with(attr("id", before == 1 ? id : id + "-" + before)).with(attr("color", arrow.colour()))
                .with(attr("penwidth", Double.toString(arrow.width()))).with(attr("style", arrow.line()));
            if (modules && in.value().shape().rank() > 0)
                link = link.with(attr("label", Markup.SPACE + in.value().shape() + Markup.SPACE))
                    .with(attr("fontsize", "9")).with(attr("fontname", FONT));
            starts.computeIfAbsent(diagram.graph.index(in.value()), _ -> named(in)).addLink(link);
        }
        return starts.values();
    }

    /// Gives nodes and arrows in SVG the classes of their kinds, whichever engine drew them.
    static void classify(Svg svg, Diagram diagram) {
        var classes = new TreeMap<String, String>();
        for (var node : diagram.nodes) {
            classes.put(diagram.id(node), "node " + Kind.of(node, diagram.graph.root()).word());
            for (var in : node.inputs)
                classes.put(diagram.id(in) + "-" + diagram.id(node), "edge " + arrow(diagram, in, node).style());
        }
        svg.classify(classes);
    }

    static Arrow arrow(Diagram diagram, Node in, Node node) {
        return Arrow.of(in.value().isConstant(), diagram.flow.along(in, node), diagram.flow);
    }

    private static void set(MutableAttributed<?, ?> what, Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) what.add((String) namesAndValues[i], namesAndValues[i + 1]);
    }

    private MutableNode named(Node node) { return mutNode(diagram.id(node)); }
}
