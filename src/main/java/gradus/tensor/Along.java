package gradus.tensor;

import java.util.stream.IntStream;

/// A window along one axis of pictures, down or across. With a stride, pictures are taken apart into phases: every stride-th row,
/// beginning at the first, the second, and so on; then a tap of the window, wherever the window stands, sees its phase moved by the same
/// number of rows.
///
/// @param size  of the pictures, without padding
/// @param taps  how many rows a window looks at
record Along(int size, int taps, int stride, int padding, int dilation) {
    /// How many places the window takes from the first row to the last; below 1 where it does not fit in.
    int places() { return Math.floorDiv(padded() - dilation * (taps - 1) - 1, stride) + 1; }

    /// Whether some tap sees the picture from each place: from those before its first row, and from the last; all others begin inside.
    boolean seesAlways() {
        for (int place = 0; place < Math.min(places(), Math.ceilDiv(padding, stride)); place++)
            if (lastTap(place) < firstTap(place)) return false;
        return places() < 1 || seen(places() - 1, 0) < size;
    }

    /// Which row a tap sees from a place of the window, and the first and the last tap that see the picture from there.
    int seen(int place, int tap) { return place * stride + tap * dilation - padding; }
    int firstTap(int place) { return Math.max(0, Math.ceilDiv(padding - place * stride, dilation)); }
    int lastTap(int place) { return Math.min(taps - 1, Math.floorDiv(size - 1 + padding - place * stride, dilation)); }

    /// The phase that a tap sees, and by how much it is moved.
    int phase(int tap) { return tap * dilation % stride; }
    int shift(int tap) { return tap * dilation / stride; }
    /// The phases that some tap sees, and the taps that see a phase, ascending.
    int[] phases() { return IntStream.range(0, taps).map(this::phase).distinct().sorted().toArray(); }
    int[] seeing(int phase) { return IntStream.range(0, taps).filter(tap -> phase(tap) == phase).toArray(); }
    /// How many rows there are, padding included, and how many a phase has.
    int padded() { return size + 2 * padding; }
    int length() { return Math.ceilDiv(padded(), stride); }
    /// The first and the last row of a phase that belong to the picture itself.
    int first(int phase) { return Math.max(0, Math.ceilDiv(padding - phase, stride)); }
    int last(int phase) { return Math.floorDiv(size - 1 + padding - phase, stride); }
    /// Which row of the picture a row of a phase is.
    int row(int phase, int i) { return i * stride + phase - padding; }
    /// The first and the last place of the window from which something of the picture is seen; some may not exist.
    int lowest() {
        int low = 0;
        for (int tap = 0; tap < taps; tap++) low = Math.min(low, first(phase(tap)) - shift(tap));
        return low;
    }
    int highest() {
        int high = 0;
        for (int tap = 0; tap < taps; tap++) high = Math.max(high, last(phase(tap)));
        return high;
    }
}
