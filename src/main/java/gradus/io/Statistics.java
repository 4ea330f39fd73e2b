package gradus.io;

import gradus.tensor.Shape;

/// What is told of numbers that go by one after the other; none is kept. The mean and the deviation are Welford's (*Note on a method
/// for calculating corrected sums of squares and products*, 1962).
final class Statistics {
    private long finite;
    private double mean, squares, least = Double.POSITIVE_INFINITY, greatest = Double.NEGATIVE_INFINITY;
    private int nans, infinities;

    void add(double x) {
        if (Double.isNaN(x)) nans++;
        else if (Double.isInfinite(x)) infinities++;
        else {
            double off = x - mean;
            mean += off / ++finite;
            squares += off * (x - mean);
            least = Math.min(least, x);
            greatest = Math.max(greatest, x);
        }
    }

    Inspection.Numbers numbers(String name, String type, Shape shape) {
        return finite == 0 ? new Inspection.Numbers(name, type, shape, Double.NaN, Double.NaN, Double.NaN, Double.NaN, nans, infinities)
            : new Inspection.Numbers(name, type, shape, least, greatest, mean, StrictMath.sqrt(squares / finite), nans, infinities);
    }
}
