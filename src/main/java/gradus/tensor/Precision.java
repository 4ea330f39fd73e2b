package gradus.tensor;

/// How exactly numbers are kept: `FLOAT` (32 bits) for speed, `DOUBLE` (64 bits) for checking and for lessons with scalars.
public enum Precision {
    FLOAT, DOUBLE;

    /// The nearest number of this precision, as a double: `FLOAT.round(0.1)` is 0.10000000149011612.
    public double round(double x) { return this == FLOAT ? (float) x : x; }

    /// `float` or `double`, as Java writes it.
    @Override public String toString() { return this == FLOAT ? "float" : "double"; }
}
