package gradus.viz.charts;

/// The part of an axis that is shown.
record Span(double low, double high) {
    private static final double AIR = 0.04;
    private static final double LEAST = 1e-200;                  // below it, axes take minutes to find their labels

    /// What all finite numbers lie in; 0 to 1 where there are none.
    static Span of(Iterable<double[]> many) {
        double low = Double.POSITIVE_INFINITY, high = Double.NEGATIVE_INFINITY;
        for (var numbers : many) for (double x : numbers) {
            if (!Double.isFinite(x)) continue;
            low = Math.min(low, x);
            high = Math.max(high, x);
        }
        return low > high ? new Span(0, 1) : new Span(low, high);
    }

    /// With some air at both ends. Numbers that differ too little to be told apart get as much as their size suggests.
    Span airy() {
        double size = Math.max(Math.abs(low), Math.abs(high));
        double air = Math.max(AIR * (high / 2 - low / 2) * 2, size == 0 ? 1e-3 : Math.max(LEAST, 1e-6 * size));
        return new Span(Math.max(low - air, -Double.MAX_VALUE / 4), Math.min(high + air, Double.MAX_VALUE / 4)).rounded();
    }

    /// With ends of few digits: an axis leaves room for labels as long as these.
    private Span rounded() {
        double unit = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(high - low)) - 2);
        var wider = new Span(StrictMath.floor(low / unit) * unit, StrictMath.ceil(high / unit) * unit);
        return wider.low < wider.high && Double.isFinite(wider.high - wider.low) ? wider : this;
    }

    /// Whole numbers at both ends and at least one apart: decades, where numbers are logarithms.
    Span whole() {
        double from = StrictMath.floor(low), to = StrictMath.ceil(high);
        return new Span(from, to > from ? to : from + 1);
    }
}
