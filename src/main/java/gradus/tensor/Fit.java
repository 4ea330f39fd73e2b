package gradus.tensor;

/// Says why two shapes do not fit, and the one transpose or reshape that would.
final class Fit {
    private Fit() {}

    /// Two operands of an element-wise operation that do not broadcast.
    static ShapeException elementwise(Shape a, Shape b) {
        return new ShapeException("%s and %s do not broadcast".formatted(a, b), elementwiseCure(a, b));
    }

    private static String elementwiseCure(Shape a, Shape b) {
        if (a.rank() == 2 && b.rank() == 2 && a.dim(0) == b.dim(1) && a.dim(1) == b.dim(0))
            return ": transpose one of them";
        if (b.rank() == 1 && a.rank() == 2 && a.dim(0) == b.dim(0)) return ": reshape the right one to (" + b.dim(0) + ", 1)";
        if (a.rank() == 1 && b.rank() == 2 && b.dim(0) == a.dim(0)) return ": reshape the left one to (" + a.dim(0) + ", 1)";
        if (a.size() == b.size()) return ": reshape the right one to " + a;
        return ": lengths must be equal or 1, counted from the last axis";
    }

    /// Two factors of a matrix product, as they stand after the transposes that were asked for.
    static ShapeException product(Shape a, Shape b) {
        return new ShapeException("%s and %s cannot be multiplied: %s".formatted(a, b, productProblem(a, b)), productCure(a, b));
    }

    private static String productProblem(Shape a, Shape b) {
        if (a.rank() < 2 || b.rank() < 2) return "both must be matrices";
        return a.dim(-1) == b.dim(-2) ? "the axes before the last two do not broadcast"
            : "the left one has %s columns, the right one %s rows".formatted(a.dim(-1), b.dim(-2));
    }

    private static String productCure(Shape a, Shape b) {
        if (a.rank() < 2) return "; reshape the left one to (1, " + a.size() + ")";
        if (b.rank() < 2) return "; reshape the right one to (" + b.size() + ", 1)";
        int columns = a.dim(-1), rows = b.dim(-2);
        if (columns == rows) return "";
        if (columns == b.dim(-1)) return "; transpose the right one";
        if (a.dim(-2) == rows) return "; transpose the left one";
        if (a.rank() == 2 && columns > 0 && b.size() % columns == 0)
            return "; the right one could be reshaped to " + Shape.of(columns, b.size() / columns);
        if (b.rank() == 2 && rows > 0 && a.size() % rows == 0)
            return "; the left one could be reshaped to " + Shape.of(a.size() / rows, rows);
        return "; the right one needs " + columns + " rows";
    }
}
