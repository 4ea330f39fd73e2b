package gradus.bench;

import java.util.Locale;

/// Figures as people read them.
public final class Text {
    private Text() {}

    /// Four digits: `0.2315`, `58.31`, `842,100`.
    public static String number(double x) {
        double size = Math.abs(x);
        return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 100 ? "%.1f" : size >= 10 ? "%.2f"
            : size >= 1e-3 ? "%.4f" : "%.2e", x);
    }

    /// `98.01 %`
    static String percent(double share) { return String.format(Locale.ROOT, "%.2f %%", 100 * share); }
}
