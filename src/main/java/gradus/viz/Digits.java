package gradus.viz;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/// Numbers as a reader takes them in at a glance: four digits, and of many numbers only their range and mean.
final class Digits {
    /// Up to so many numbers are shown one by one.
    static final int FEW = 6;
    private static final int WIDE = 28;
    private static final MathContext FOUR = new MathContext(4), THREE = new MathContext(3);

    private Digits() {}

    /// `0.7213`, `−12`, `1.2e−5`, `∞`, `NaN`; whole numbers in full up to six digits.
    static String number(double x) { return number(x, FOUR); }

    private static String number(double x, MathContext digits) {
        if (Double.isNaN(x)) return "NaN";
        if (Double.isInfinite(x)) return x > 0 ? "∞" : "−∞";
        if (x == 0) return "0";
        if (x == StrictMath.rint(x) && Math.abs(x) < 1e6) return signed(Long.toString((long) x));
        var rounded = new BigDecimal(x).round(digits).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return signed(exponent >= -3 && exponent <= 5 ? rounded.toPlainString() : scientific(rounded, exponent));
    }

    private static String scientific(BigDecimal x, int exponent) {
        var digits = x.unscaledValue().abs().toString();
        var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (x.signum() < 0 ? "-" : "") + mantissa + "e" + exponent;
    }

    private static String signed(String ascii) { return ascii.replace('-', '−'); }

    /// A tensor in one line, or a wide matrix in one line a row: few numbers in full, `[[1, 2], [3, 4]]`; many as
    /// `−1.3 … 2.4, mean 0.12`, with a count of those that are not finite.
    static List<String> lines(Tensor t) {
        if (t.size() == 0) return List.of("empty");
        if (t.size() > FEW) return summary(List.of(t));
        var whole = nested(t, withoutPixels(t.shape()), 0);
        if (t.shape().rank() != 2 || whole.length() <= WIDE) return List.of(whole);
        var rows = new ArrayList<String>();
        int n = t.shape().dim(0), width = t.shape().dim(1);
        for (int row = 0; row < n; row++)
            rows.add((row == 0 ? "[" : "") + nested(t, Shape.of(width), row * width) + (row == n - 1 ? "]" : ","));
        return rows;
    }

    /// A number a channel, `(6, 1, 1)`, is read as a vector.
    private static Shape withoutPixels(Shape shape) {
        boolean onePixel = shape.rank() > 2 && shape.dim(-1) == 1 && shape.dim(-2) == 1;
        return onePixel ? shape.remove(shape.rank() - 1).remove(shape.rank() - 2) : shape;
    }

    private static String nested(Tensor t, Shape shape, int from) {
        if (shape.rank() == 0) return number(t.at(from));
        var parts = new ArrayList<String>();
        var inner = shape.remove(0);
        for (int i = 0; i < shape.dim(0); i++) parts.add(nested(t, inner, from + i * inner.size()));
        return "[" + String.join(", ", parts) + "]";
    }

    /// The same for several tensors: of more than one only what they have in common.
    static List<String> lines(List<Tensor> tensors) { return tensors.size() == 1 ? lines(tensors.getFirst()) : summary(tensors); }

    private static List<String> summary(List<Tensor> tensors) {
        double min = Double.POSITIVE_INFINITY, max = Double.NEGATIVE_INFINITY, sum = 0;
        long finite = 0, size = 0;
        for (var t : tensors) {
            size += t.size();
            for (int i = 0; i < t.size(); i++) {
                double x = t.at(i);
                if (!Double.isFinite(x)) continue;
                min = Math.min(min, x);
                max = Math.max(max, x);
                sum += x;
                finite++;
            }
        }
        var lines = new ArrayList<String>();
        if (finite > 0) lines.add(min == max ? "all " + number(min)
            : number(min, THREE) + " … " + number(max, THREE) + ", mean " + number(sum / finite, THREE));
        if (finite < size) lines.add((size - finite) + " of " + size + " not finite");
        return lines;
    }
}
