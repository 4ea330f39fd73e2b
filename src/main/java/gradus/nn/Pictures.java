package gradus.nn;

import gradus.tensor.Shape;
import gradus.tensor.ShapeException;

/// What layers of pictures say where they are given something else: rows, above all, since batches hold pictures as rows.
final class Pictures {
    static final int ANY = 0;

    private Pictures() {}

    /// @param channels  how many channels the layer takes, or [#ANY]
    static void require(Shape x, Module layer, int channels) {
        if (!fits(x, channels)) throw new ShapeException(misfit(x, layer, channels), cure(x, layer, channels));
    }

    static boolean fits(Shape x, int channels) { return x.rank() == 4 && (channels == ANY || x.dim(1) == channels); }

    static String misfit(Shape x, Module layer, int channels) {
        return "an input of shape " + x + " does not fit " + layer + ", which takes pictures (n, "
            + (channels == ANY ? "channels" : channels) + ", height, width)";
    }

    static String cure(Shape x, Module layer, int channels) {
        return switch (x.rank()) {
            case 2 -> channels != ANY && x.dim(1) % channels != 0
                ? "; rows of " + x.dim(1) + " numbers are no pictures of " + channels + " channels"
                : "; make pictures of rows at the beginning, by " + unflatten(x.dim(1), channels);
            case 3 -> channels == ANY || x.dim(0) == channels ? "; a single picture is a batch of one, " + x.insert(0, 1) : "";
            case 4 -> x.dim(3) == channels ? "; channels come second: permute(0, 3, 1, 2)"
                : "; a " + layer.getClass().getSimpleName() + " for " + x.dim(1) + " channel" + (x.dim(1) == 1 ? "" : "s") + " would fit";
            default -> "";
        };
    }

    /// With numbers where only a square can be meant.
    private static String unflatten(int numbers, int channels) {
        int known = channels == ANY ? 1 : channels, side = (int) StrictMath.round(StrictMath.sqrt((double) numbers / known));
        return "Unflatten.of(" + (side > 0 && known * side * side == numbers ? known + ", " + side + ", " + side
            : (channels == ANY ? "channels" : channels) + ", height, width") + ")";
    }
}
