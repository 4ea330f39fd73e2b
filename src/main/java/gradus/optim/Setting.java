package gradus.optim;

/// The numbers that optimisers take, checked where they are given.
final class Setting {
    private Setting() {}

    static double notNegative(String name, double x) {
        if (x >= 0 && x < Double.POSITIVE_INFINITY) return x;
        throw new IllegalArgumentException("the " + name + " must be a number from 0 up, not " + x);
    }

    static double positive(String name, double x) {
        if (x > 0 && x < Double.POSITIVE_INFINITY) return x;
        throw new IllegalArgumentException("the " + name + " must be a positive number, not " + x);
    }

    /// How much of the past is kept: with 1, nothing new would ever be learned.
    static double share(String name, double x) {
        if (x >= 0 && x < 1) return x;
        throw new IllegalArgumentException(name + " must be at least 0 and less than 1, not " + x);
    }
}
