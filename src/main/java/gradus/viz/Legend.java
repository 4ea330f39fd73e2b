package gradus.viz;

import java.util.ArrayList;
import java.util.EnumSet;

/// What the looks of a picture mean, below it, and its notes: kinds of nodes that are there, the scale of the arrows, signs.
final class Legend {
    private static final int SIZE = 9, LINE = 15, GAP = 14, SWATCH = 18, NOTE = 11;
    private static final double CHARACTER = 0.57, NARROWEST = 460;
    private static final String QUIET = "#555555";

    private final Svg svg;
    private final double left, right;
    private double x, y;

    private Legend(Svg svg, double left, double right, double y) {
        this.svg = svg;
        this.left = x = left;
        this.right = right;
        this.y = y;
    }

    /// Puts it below what is drawn, and makes room for it.
    static void below(Svg svg, Diagram diagram) {
        var view = svg.view();
        double wide = Math.max(view[2], NARROWEST);
        var legend = new Legend(svg, view[0] + 8, view[0] + wide - 8, view[1] + view[3] + 6);
        legend.kinds(diagram);
        legend.arrows(diagram);
        legend.signs(diagram);
        for (var note : diagram.notes) legend.note(note);
        svg.show(view[0], view[1], wide, legend.y + LINE + 8 - view[1]);
    }

    private void kinds(Diagram diagram) {
        var there = EnumSet.noneOf(Kind.class);
        for (var node : diagram.nodes) there.add(Kind.of(node, diagram.graph.root()));
        for (var kind : there) {
            room(SWATCH + 4 + width(kind.word()));
            svg.swatch(kind, x, y + 2, SWATCH, 10);
            text(kind.word(), SWATCH + 4);
        }
    }

    private void arrows(Diagram diagram) {
        var flow = diagram.flow;
        if (!flow.isKnown()) return;
        line();
        text((flow.hasScale() ? "norm of the " : "") + "gradient along an arrow:", 0);
        if (flow.hasScale()) scale(flow);
        var there = new ArrayList<Arrow>();
        for (var node : diagram.nodes) for (var in : node.inputs) there.add(Drawing.arrow(diagram, in, node));
        text("", 0);
        if (there.contains(Arrow.ZERO)) arrow(Arrow.ZERO, "zero");
        if (there.contains(Arrow.NOT_FINITE)) arrow(Arrow.NOT_FINITE, "not finite");
        if (there.contains(Arrow.NO_GRADIENT)) arrow(Arrow.NO_GRADIENT, "no gradient");
    }

    private void scale(ArrowNorms flow) {
        int low = flow.lowest(), high = flow.highest();
        int by = Math.ceilDiv(high - low, 5);
        for (int decade = low; decade <= high; decade += by)
            arrow(Arrow.of((decade - low) / (double) (high - low)), Digits.number(StrictMath.pow(10, decade)));
    }

    private void arrow(Arrow arrow, String label) {
        room(22 + 4 + width(label));
        svg.line(arrow, x, y + 7, 22);
        text(label, 26);
    }

    private void signs(Diagram diagram) {
        var maps = diagram.nodes.stream().filter(node -> HeatMap.fits(diagram, node)).toList();
        boolean heat = !maps.isEmpty(), broken = maps.stream().anyMatch(node -> !HeatMap.isFinite(diagram, node));
        boolean modules = diagram.nodes.stream().anyMatch(node -> node.module != null && !Bars.parameters(diagram, node).isEmpty());
        if (diagram.picture.gradients() == null && !heat) return;
        line();
        if (diagram.picture.gradients() != null) text("∇ slope of the result by this value", 0);
        if (heat) text("maps: blue below 0, orange above" + (broken ? ", purple where a number is not finite" : ""), 0);
        if (maps.stream().anyMatch(node -> Mosaic.fits(node.value().shape())))
            text("pictures: a column for each channel; rows are examples, or of kernels the channels they see", 0);
        boolean cut = maps.stream().anyMatch(node -> Mosaic.fits(node.value().shape()) && !Mosaic.of(node.value().shape(),
            node.value().isParameter()).isWhole());
        if (cut) text("of many the first", 0);
        if (modules && diagram.picture.gradients() != null) text("bars: norms of gradient and parameters, log scale", 0);
        if (modules && !Double.isNaN(diagram.picture.rate())) text("η∇/w next step beside the parameters", 0);
    }

    /// A note, in as many lines as it needs.
    private void note(String words) {
        line();
        int most = (int) ((right - left) / (NOTE * CHARACTER));
        for (var line : Shown.lines(words, most, Drawing.LONGEST_NOTE)) {
            svg.words(line, left, y + 10, NOTE, "#222222");
            y += LINE;
        }
        x = left;
        y -= LINE;
    }

    private static double width(String words) { return words.codePointCount(0, words.length()) * SIZE * CHARACTER; }

    /// Begins a new line where there is no room for something so wide.
    private void room(double wide) { if (x > left && x + wide > right) line(); }

    private void line() {
        x = left;
        y += LINE;
    }

    private void text(String words, double indent) {
        room(indent + width(words));
        if (!words.isEmpty()) svg.words(words, x + indent, y + 10, SIZE, QUIET);
        x += indent + width(words) + (words.isEmpty() ? 0 : GAP);
    }
}
