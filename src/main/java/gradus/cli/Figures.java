package gradus.cli;

import gradus.training.Metrics;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers as people read them.
final class Figures {
    private Figures() {}

    /// `98.01 %`, or a dash where there is no accuracy.
    static String percent(@Nullable Double share) { return share == null ? "–" : String.format(Locale.ROOT, "%.2f %%", 100 * share); }

    /// `0.0701`; what is smaller or larger has an exponent.
    static String loss(double loss) { return String.format(Locale.ROOT, loss == 0 || loss >= 1e-3 && loss < 1e5 ? "%.4f" : "%.2e", loss); }

    /// `109,386`
    static String count(double count) { return String.format(Locale.ROOT, "%,.0f", count); }

    /// `1 thread`, `2 threads`
    static String threads(int threads) { return threads + (threads == 1 ? " thread" : " threads"); }

    /// `1:05`, rounded up.
    static String time(double seconds) {
        long whole = (long) StrictMath.ceil(seconds);
        return whole < 3600 ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /// `accuracy 98.01 % (9,801 of 10,000), loss 0.0701`
    static String summary(Metrics metrics, int examples) {
        return (metrics.accuracy() == null ? "" : "accuracy " + percent(metrics.accuracy()) + " ("
            + count(metrics.accuracy() * examples) + " of " + count(examples) + "), ") + "loss " + loss(metrics.loss());
    }
}
