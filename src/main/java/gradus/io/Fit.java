package gradus.io;

import gradus.tensor.Shape;
import gradus.tensor.Window;

/// How layers fit one another: what each takes, and where in a model one gets something else. Shapes are those of one example.
final class Fit {
    private Fit() {}

    /// The shape behind a layer, whose path stands in what is said of a misfit.
    static Shape through(Architecture layer, String path, Shape x) {
        try {
            return layer.output(x);
        } catch (Misfit inside) {
            throw new Misfit(Architecture.join(path, inside.path), inside.what, inside);
        } catch (IllegalArgumentException e) {
            throw new Misfit(path, String.valueOf(e.getMessage()), e);
        }
    }

    /// A layer that does not fit what goes in.
    private static final class Misfit extends IllegalArgumentException {
        private static final long serialVersionUID = 1;
        private final String path, what;

        Misfit(String path, String what, Throwable cause) {
            super((path.isEmpty() ? "the model " : "layer " + path + " ") + what, cause);
            this.path = path;
            this.what = what;
        }
    }

    static void requireRow(Shape x, int in) {
        if (x.rank() > 0 && x.dim(-1) == in) return;
        throw new IllegalArgumentException("takes " + in + " inputs, but gets " + count(x)
            + (x.rank() > 1 && x.size() == in ? "; put a Flatten before it" : ""));
    }

    static Shape requirePictures(Shape x) {
        if (x.rank() == 3) return x;
        throw new IllegalArgumentException("takes pictures (channels, height, width), but gets " + count(x)
            + (x.rank() == 1 ? "; put an Unflatten before it" : ""));
    }

    static void requireChannels(Shape x, int channels) {
        if (x.dim(0) != channels)
            throw new IllegalArgumentException("takes " + channels + (channels == 1 ? " channel" : " channels") + ", but gets " + count(x));
    }

    /// A row goes by its length.
    static String count(Shape x) { return x.rank() == 1 ? Integer.toString(x.dim(0)) : x.toString(); }

    static Shape windows(Shape x, Window window) {
        if (x.dim(1) + 2L * window.paddingY() > Integer.MAX_VALUE || x.dim(2) + 2L * window.paddingX() > Integer.MAX_VALUE)
            throw new IllegalArgumentException("pads " + x + " to more than 2147483647 pixels");
        int down = window.placesDown(x.dim(1)), across = window.placesAcross(x.dim(2));
        if (down < 1 || across < 1)
            throw new IllegalArgumentException("looks through " + window + ", which does not fit into " + x.dim(1) + " × " + x.dim(2));
        return Shape.of(x.dim(0), down, across);
    }
}
