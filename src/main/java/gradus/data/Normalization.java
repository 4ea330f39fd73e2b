package gradus.data;

import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/// How raw inputs become numbers of about zero mean and unit variance: `x ↦ (x − mean) / deviation`.
///
/// One mean and deviation serve every input (pixels), or each column has its own (tables). It is measured on the training
/// part, saved with the model and applied again to whatever the model is asked later.
///
/// @param mean      one number, or one a column
/// @param deviation as many numbers, each above zero
public record Normalization(List<Double> mean, List<Double> deviation) {
    /// Leaves every input as it is.
    public static final Normalization NONE = new Normalization(List.of(0.0), List.of(1.0));

    private static final MathContext DIGITS = MathContext.DECIMAL128;   // twice what a double has

    public Normalization {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.isEmpty() || mean.size() != deviation.size())
            throw new IllegalArgumentException("a normalisation needs as many means as deviations, at least one: found "
                + mean.size() + " and " + deviation.size());
        for (int i = 0; i < mean.size(); i++) {
            if (!Double.isFinite(mean.get(i)) || !Double.isFinite(deviation.get(i)) || deviation.get(i) <= 0)
                throw new IllegalArgumentException("a normalisation needs finite means and deviations above zero: column "
                    + (i + 1) + " has mean " + mean.get(i) + " and deviation " + deviation.get(i));
        }
    }

    /// One mean and deviation for all inputs.
    public static Normalization of(double mean, double deviation) {
        return new Normalization(List.of(mean), List.of(deviation));
    }

    /// Mean and deviation of n whole numbers, given their sum and the sum of their squares. Those are exact in any order, and
    /// the two numbers are rounded once from their exact values, so every machine finds the same.
    static Normalization ofSums(long n, long sum, long squares) {
        var count = BigInteger.valueOf(n);
        var spread = BigInteger.valueOf(squares).multiply(count).subtract(BigInteger.valueOf(sum).pow(2));   // n² · variance
        double mean = new BigDecimal(sum).divide(new BigDecimal(n), DIGITS).doubleValue();
        double deviation = new BigDecimal(spread).sqrt(DIGITS).divide(new BigDecimal(n), DIGITS).doubleValue();
        return of(mean, deviation > 0 ? deviation : 1);
    }

    /// Mean and deviation of each column of the chosen rows; a column that is constant keeps the deviation 1.
    static Normalization ofColumns(double[] table, int width, int... rows) {
        var mean = new ArrayList<Double>(width);
        var deviation = new ArrayList<Double>(width);
        for (int column = 0; column < width; column++) {
            double sum = 0;
            for (int row : rows) sum += table[row * width + column];
            double middle = sum / rows.length;
            double squares = 0;
            for (int row : rows) {
                double distance = table[row * width + column] - middle;
                squares += distance * distance;
            }
            double spread = StrictMath.sqrt(squares / rows.length);
            mean.add(middle);
            deviation.add(spread > 0 ? spread : 1);
        }
        return new Normalization(mean, deviation);
    }

    /// Whether this fits inputs of that many columns.
    public boolean fits(int width) { return mean.size() == 1 || mean.size() == width; }

    /// Raw inputs `(n, width)`, normalised, in doubles; `to(precision)` makes them what a model wants.
    public Tensor apply(Tensor raw) {
        if (raw.shape().rank() != 2) throw new IllegalArgumentException("inputs are (n, width), found " + raw.shape());
        return Tensor.of(raw.shape(), apply(raw.shape().dim(1), raw.toDoubles()));
    }

    double[] apply(int width, double... raw) {
        requireFit(width);
        var out = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            int column = mean.size() == 1 ? 0 : i % width;
            out[i] = (raw[i] - mean.get(column)) / deviation.get(column);
        }
        return out;
    }

    /// Rows of pictures, normalised: `(rows.length, width)`. With one mean and deviation each pixel costs one
    /// multiplication and addition in floats, `b · (1 / deviation) + (−mean / deviation)`, whoever asks.
    public Tensor pixels(byte[] data, int width, Precision precision, int... rows) {
        requireFit(width);
        if (mean.size() == 1) {
            float scale = (float) (1 / deviation.getFirst());
            float offset = (float) (-mean.getFirst() / deviation.getFirst());
            return Tensor.ofBytes(data, width, rows, scale, offset).to(precision);
        }
        var shape = Shape.of(rows.length, width);
        var raw = new double[shape.size()];
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < width; column++) raw[i * width + column] = data[rows[i] * width + column] & 255;
        }
        return Tensor.of(shape, apply(width, raw)).to(precision);
    }

    /// The same for pictures that are no longer bytes; whole numbers become the same bits. The array is overwritten.
    Tensor pixels(int width, Precision precision, float... raw) {
        var shape = Shape.of(raw.length / width, width);
        if (mean.size() == 1) {
            float scale = (float) (1 / deviation.getFirst());
            float offset = (float) (-mean.getFirst() / deviation.getFirst());
            for (int i = 0; i < raw.length; i++) raw[i] = Math.fma(raw[i], scale, offset);
            return Tensor.of(shape, raw).to(precision);
        }
        return apply(Tensor.of(shape, raw)).to(precision);
    }

    /// The mean of each column, in raw numbers.
    float[] means(int width) {
        requireFit(width);
        var means = new float[width];
        for (int column = 0; column < width; column++) means[column] = mean.get(mean.size() == 1 ? 0 : column).floatValue();
        return means;
    }

    void requireFit(int width) {
        if (!fits(width))
            throw new IllegalArgumentException("a normalisation of " + mean.size() + " columns does not fit inputs of " + width);
    }
}
