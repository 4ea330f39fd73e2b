package gradus.viz;

import org.jspecify.annotations.Nullable;

/// How the arrow from an input to what was computed from it looks. The one place that decides it.
///
/// @param style   its class in SVG, by which it gets other colours in the dark
/// @param colour  as `#rrggbb`
/// @param width   of the line, in points
/// @param line    `solid`, `dashed` or `dotted`
record Arrow(String style, String colour, double width, String line) {
    static final Arrow PLAIN = new Arrow("plain", "#444444", 1.2, "solid");
    static final Arrow NO_GRADIENT = new Arrow("still", "#a8a8a8", 1, "solid");
    static final Arrow ZERO = new Arrow("zero", "#8a8a8a", 1, "dashed");
    static final Arrow NOT_FINITE = new Arrow("broken", "#cc00aa", 4, "dotted");

    /// From pale and thin to dark and wide: apart in black and white as well.
    private static final String[] COLOURS = {"#f3c089", "#efa860", "#e98d3c", "#dd6f1f", "#c85310", "#ab3a0b", "#8a2408", "#641206"};
    private static final double THIN = 0.8, WIDER = 4.7;

    /// Pale from constants; else by the norm of the gradient that flows back along it, where that is known.
    static Arrow of(boolean constant, @Nullable Double norm, ArrowNorms flow) {
        if (constant) return NO_GRADIENT;
        if (norm == null) return PLAIN;
        if (!Double.isFinite(norm)) return NOT_FINITE;
        return norm == 0 ? ZERO : of(flow.share(norm));
    }

    /// At this share of the scale, from 0 to 1.
    static Arrow of(double share) {
        int step = (int) Math.min(COLOURS.length - 1, share * COLOURS.length);
        return new Arrow("flow" + step, COLOURS[step], Math.round(10 * (THIN + WIDER * share)) / 10.0, "solid");
    }
}
