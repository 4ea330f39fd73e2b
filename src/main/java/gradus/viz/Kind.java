package gradus.viz;

import gradus.autograd.Value;
import java.util.Locale;

/// What a node is, and how that looks: in colours that colour-blind people tell apart (Okabe and Ito's), and in black and
/// white by its outline.
enum Kind {
    PARAMETER("box",  "filled",         "#cfe4f3", "#0072b2", 1.5),
    INPUT    ("note", "filled",         "#e9e9e9", "#555555", 1),
    CONSTANT ("box",  "filled,dashed",  "#fafafa", "#999999", 1),
    OPERATION("box",  "filled,rounded", "#fff3cf", "#7a6000", 1),
    MODULE   ("box",  "filled,rounded", "#e2ecf5", "#0072b2", 1),
    RESULT   ("box",  "filled",         "#d3eee2", "#009e73", 3);

    final String shape, style, fill, outline;
    final double width;

    Kind(String shape, String style, String fill, String outline, double width) {
        this.shape = shape;
        this.style = style;
        this.fill = fill;
        this.outline = outline;
        this.width = width;
    }

    /// The class of such nodes in SVG, and their name in the legend.
    String word() { return name().toLowerCase(Locale.ROOT); }

    static Kind of(Node node, Value root) {
        var v = node.value();
        if (node.values.contains(root)) return RESULT;
        if (node.module != null) return MODULE;
        if (v.isParameter()) return PARAMETER;
        if (v.isConstant()) return isInput(v) ? INPUT : CONSTANT;
        return OPERATION;
    }

    /// Whether something is put in from outside: a constant with a name. What a module keeps, as running statistics, is its own.
    static boolean isInput(Value v) { return v.isConstant() && v.name() != null && !v.isBuffer(); }
}
