package gradus.viz.charts;

import java.awt.Color;

/// Numbers as colours.
enum Scale {
    /// From −1 (blue) over 0 (white) to 1 (vermilion).
    DIVERGING(-1, 0x00497a, 0x56a0d3, 0xffffff, 0xec8a4a, 0x9c3d00),
    /// From 0 (white) to 1 (dark blue).
    SHARE(0, 0xffffff, 0xc6dcef, 0x6fb0d8, 0x0072b2, 0x003a66),
    /// From 0 (white paper) to 1 (black ink).
    INK(0, 0xffffff, 0x000000);

    private static final Color NOT_FINITE = new Color(0xf0e442);

    final int low;
    private final int[] stops;

    Scale(int low, int... stops) {
        this.low = low;
        this.stops = stops;
    }

    /// The colour of a number between [#low] and 1, and yellow for one that is not finite.
    Color of(double x) {
        if (!Double.isFinite(x)) return NOT_FINITE;
        double place = Math.clamp((x - low) / (1 - low), 0, 1) * (stops.length - 1);
        int from = Math.min((int) place, stops.length - 2);
        double part = place - from;
        return new Color(mixed(from, part, 16), mixed(from, part, 8), mixed(from, part, 0));
    }

    private int mixed(int from, double part, int shift) {
        int a = stops[from] >> shift & 255, b = stops[from + 1] >> shift & 255;
        return (int) Math.round(a + part * (b - a));
    }

    /// Black or white, whichever can be read on this.
    static Color readableOn(Color c) {
        return 0.299 * c.getRed() + 0.587 * c.getGreen() + 0.114 * c.getBlue() > 140 ? Color.BLACK : Color.WHITE;
    }
}
