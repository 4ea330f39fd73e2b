package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.Window;

/// What is done with pictures, which are `(n, channels, height, width)`.
public sealed interface Images permits Value {
    private Value self() { return (Value) this; }

    /// Convolved with kernels `(out, channels / groups, height, width)`, which have the window's size: `(n, out, height′, width′)`. With
    /// groups, each part of the output's channels sees its part of the input's only.
    default Value conv2d(Value weight, Window window, int groups) { return new Convolution(window, groups).apply(self(), weight); }

    /// The largest number in each place of a window, `(n, channels, places down, places across)`: a [Gather] of the winners, the first of
    /// equals.
    default Value maxPool2d(Window window) {
        var shape = self().shape();
        int[] winners = self().data.largest(window);
        var flat = self().reshape(Shape.of(shape.size())).gather(winners);
        return flat.reshape(Shape.of(shape.dim(0), shape.dim(1), window.placesDown(shape.dim(2)), window.placesAcross(shape.dim(3))));
    }

    /// The mean of each place of a window, `(n, channels, places down, places across)`; beyond the border there are zeros, which count.
    default Value avgPool2d(Window window) { return new WindowMean(window).apply(self()); }
}
