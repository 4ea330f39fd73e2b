package gradus.viz.charts;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;

/// Numbers along an axis and in notes: `0.25`, `−3`, `15,000`, `1e−7`; the same in every country.
final class TickLabels extends NumberFormat {
    private static final long serialVersionUID = 1;
    private static final MathContext SIX = new MathContext(6);
    private final boolean decades;

    /// @param decades  whether the axis holds decimal logarithms, and 10 to their power is to be read
    TickLabels(boolean decades) { this.decades = decades; }

    static String number(double x) { return number(x, SIX); }

    static String number(double x, MathContext digits) {
        if (Double.isNaN(x)) return "NaN";
        if (Double.isInfinite(x)) return x > 0 ? "∞" : "−∞";
        var rounded = new BigDecimal(x).round(digits).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        var words = rounded.signum() == 0 ? "0" : exponent >= -4 && exponent < 7
            ? String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded) : scientific(rounded, exponent);
        return words.replace('-', '−');
    }

    private static String scientific(BigDecimal x, int exponent) {
        return x.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }

    private static String power(double exponent) {
        return exponent >= -3 && exponent <= 5 ? number(StrictMath.pow(10, exponent)) : "1e" + number(exponent);
    }

    @Override public StringBuffer format(double x, StringBuffer out, FieldPosition place) {
        return out.append(decades ? power(x) : number(x));
    }

    @Override public StringBuffer format(long x, StringBuffer out, FieldPosition place) { return format((double) x, out, place); }

    @Override public Number parse(String text, ParsePosition place) { throw new UnsupportedOperationException(); }
}
