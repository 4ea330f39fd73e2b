package gradus.autograd;

/// Numbers as people write them in the name of an operation: `2` rather than `2.0`.
final class Text {
    private Text() {}

    static String number(double x) { return x == StrictMath.rint(x) && Math.abs(x) < 1e9 ? Long.toString((long) x) : Double.toString(x); }
}
