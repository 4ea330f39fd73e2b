package gradus.experiments;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A stage of what lies hidden between inputs and outputs, as it is written behind `--hidden` and in files; each prints as it is read.
///
/// | written | is |
/// |---|---|
/// | `128` | a linear layer with so many units, and the activation |
/// | `conv5-32` | a 5 × 5 convolution to 32 channels that keeps the size of the pictures, and the activation |
/// | `conv5-16-valid` | the same without padding: pictures lose 4 rows and columns |
/// | `max2`, `mean2` | the largest, or the mean, of each 2 × 2 window, side by side |
/// | `global` | the mean of each channel |
/// | `norm` | batch normalisation between the layer before it and that layer's activation |
/// | `drop0.2` | dropout: a number is left out with probability 0.2; as the first stage, inputs are |
public sealed interface Stage {
    /// A linear layer with the activation.
    record Units(int width) implements Stage {
        /// @throws IllegalArgumentException for a layer without units
        public Units {
            if (width < 1)
                throw new IllegalArgumentException("a hidden layer has at least one unit, not " + width + ", as in --hidden 128,64");
        }

        @Override public String toString() { return Integer.toString(width); }
    }

    /// A convolution with the activation.
    ///
    /// @param size      height and width of its window
    /// @param channels  how many it makes
    /// @param padded    whether pictures keep their size
    record Convolution(int size, int channels, boolean padded) implements Stage {
        /// @throws IllegalArgumentException for no window, no channels, or an even window that is to keep the size
        public Convolution {
            if (size < 1 || channels < 1)
                throw new IllegalArgumentException("a convolution has a window and channels of at least 1, not " + size + " and " + channels
                    + ", as in --hidden conv5-32");
            if (padded && size % 2 == 0)
                throw new IllegalArgumentException("a window that keeps the size of pictures has a middle, which " + size + " × " + size
                    + " has not: conv" + (size + 1) + "-" + channels + ", or without padding conv" + size + "-" + channels + "-valid");
        }

        @Override public String toString() { return "conv" + size + "-" + channels + (padded ? "" : "-valid"); }
    }

    /// The largest of each window.
    record Largest(int size) implements Stage {
        /// @throws IllegalArgumentException for no window
        public Largest { requireWindow("max", size); }
        @Override public String toString() { return "max" + size; }
    }

    /// The mean of each window.
    record Mean(int size) implements Stage {
        /// @throws IllegalArgumentException for no window
        public Mean { requireWindow("mean", size); }
        @Override public String toString() { return "mean" + size; }
    }

    /// The mean of each channel.
    record Global() implements Stage {
        @Override public String toString() { return "global"; }
    }

    /// Batch normalisation of the layer before it.
    record Norm() implements Stage {
        @Override public String toString() { return "norm"; }
    }

    /// Dropout.
    record Drop(double rate) implements Stage {
        /// @throws IllegalArgumentException for a rate that is no probability
        public Drop {
            if (!(rate >= 0 && rate < 1))
                throw new IllegalArgumentException("a dropout rate is a probability from 0 up to, not including, 1, not " + rate
                    + ", as in --hidden drop0.2,128");
        }

        @Override public String toString() { return "drop" + (rate == 0 ? "0" : Double.toString(rate)); }
    }

    /// How a stage is written.
    Pattern WRITTEN = Pattern.compile("(?<units>[+-]?\\d+)|conv(?<window>\\d+)-(?<channels>\\d+)(?<valid>-valid)?|max(?<max>\\d+)"
        + "|mean(?<mean>\\d+)|(?<global>global)|(?<norm>norm)|drop(?<rate>\\d*\\.?\\d+(e-?\\d+)?)");

    /// Reads one.
    ///
    /// @throws IllegalArgumentException for what is none
    static Stage parse(String word) {
        var written = WRITTEN.matcher(word.strip().toLowerCase(Locale.ROOT));
        if (!written.matches())
            throw new IllegalArgumentException("'" + word + "' is no hidden layer: write 128 (units), conv5-32 or conv5-32-valid, max2,"
                + " mean2, global, norm, drop0.2; commas between them, or none");
        if (written.group("units") != null) return new Units(whole(written, "units"));
        if (written.group("window") != null)
            return new Convolution(whole(written, "window"), whole(written, "channels"), written.group("valid") == null);
        if (written.group("max") != null) return new Largest(whole(written, "max"));
        if (written.group("mean") != null) return new Mean(whole(written, "mean"));
        if (written.group("rate") != null) return new Drop(Double.parseDouble(written.group("rate")));
        return written.group("norm") != null ? new Norm() : new Global();
    }

    /// Reads some, with commas between them; `none` for none.
    ///
    /// @throws IllegalArgumentException for what is none
    static List<Stage> list(String words) {
        return words.strip().toLowerCase(Locale.ROOT).equals("none") ? List.of()
            : Stream.of(words.split(",", -1)).map(Stage::parse).toList();
    }

    /// Writes them so that [#list] reads them.
    static String written(List<Stage> stages) {
        return stages.isEmpty() ? "none" : stages.stream().map(Stage::toString).collect(Collectors.joining(","));
    }

    /// Whether it takes pictures, and not rows.
    default boolean takesPictures() {
        return switch (this) {
            case Convolution _, Largest _, Mean _, Global _ -> true;
            case Units _, Norm _, Drop _ -> false;
        };
    }

    private static int whole(Matcher written, String name) {
        try {
            return Integer.parseInt(written.group(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(written.group(name) + " is beyond what is possible, up to " + Integer.MAX_VALUE, e);
        }
    }

    private static void requireWindow(String word, int size) {
        if (size < 2)
            throw new IllegalArgumentException("a pool's window has at least 2 rows and columns, not " + size + ", as in --hidden "
                + word + "2");
    }
}
