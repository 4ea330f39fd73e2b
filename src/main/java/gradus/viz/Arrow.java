package gradus.viz;

import gradus.autograd.Value;

/// How the arrow from an input to what was computed from it looks. The one place that decides it.
///
/// @param colour  as `#rrggbb`
/// @param width   of the line, in points
record Arrow(String colour, double width) {
    private static final Arrow FLOWS = new Arrow("#444444", 1.2);
    private static final Arrow STANDS_STILL = new Arrow("#a8a8a8", 1);

    /// Dark where a gradient flows back, pale from constants.
    static Arrow from(Value input) { return input.isConstant() ? STANDS_STILL : FLOWS; }
}
