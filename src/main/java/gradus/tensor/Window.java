package gradus.tensor;

import java.util.stream.IntStream;

/// What a convolution or a pooling looks through: its size, how far it moves from one place to the next, how much of the border it
/// may look beyond, and how far apart the pixels are that it looks at. Lengths are in pixels, down and across.
/// ```java
/// Window.of(5).padding(2)              // 5 × 5, the picture keeps its size
/// Window.of(2).stride(2)               // 2 × 2, side by side
/// ```
/// A picture of height h becomes one of height ⌊(h + 2 · padding − dilation · (height − 1) − 1) / stride⌋ + 1, and so across.
public record Window(int height, int width, int strideY, int strideX, int paddingY, int paddingX, int dilationY, int dilationX) {
    /// The largest that each of its lengths may be: so many times so many are still a whole number.
    public static final int LONGEST = 32767;

    /// @throws IllegalArgumentException for a size, stride or dilation below 1, a negative padding, or a length above [#LONGEST]
    public Window {
        int longest = IntStream.of(height, width, strideY, strideX, paddingY, paddingX, dilationY, dilationX).max().getAsInt();
        if (longest > LONGEST) throw new IllegalArgumentException("the lengths of a window go up to " + LONGEST + ", not to " + longest);
        if (height < 1 || width < 1) throw new IllegalArgumentException("a window has at least one pixel, not " + height + " × " + width);
        if (strideY < 1 || strideX < 1)
            throw new IllegalArgumentException("a window moves by at least one pixel, not by a stride of " + strideY + " × " + strideX);
        if (paddingY < 0 || paddingX < 0)
            throw new IllegalArgumentException("padding adds pixels around a picture: " + paddingY + " × " + paddingX + " is negative");
        if (dilationY < 1 || dilationX < 1)
            throw new IllegalArgumentException("a dilation of 1 looks at neighbours; " + dilationY + " × " + dilationX + " is below that");
    }

    /// A square window that moves by one pixel.
    public static Window of(int size) { return of(size, size); }

    /// A window that moves by one pixel.
    public static Window of(int height, int width) { return new Window(height, width, 1, 1, 0, 0, 1, 1); }

    /// The same, moving by so many pixels.
    public Window stride(int stride) { return stride(stride, stride); }

    /// The same, moving by so many pixels down and across.
    public Window stride(int down, int across) { return new Window(height, width, down, across, paddingY, paddingX, dilationY, dilationX); }

    /// The same, with so many pixels around the picture.
    public Window padding(int padding) { return padding(padding, padding); }

    /// The same, with so many pixels above and below, and left and right, of the picture.
    public Window padding(int y, int x) { return new Window(height, width, strideY, strideX, y, x, dilationY, dilationX); }

    /// The same, looking at every so many-th pixel.
    public Window dilation(int dilation) { return dilation(dilation, dilation); }

    /// The same, looking at every so many-th pixel down and across.
    public Window dilation(int down, int across) { return new Window(height, width, strideY, strideX, paddingY, paddingX, down, across); }

    /// How many pixels it looks at.
    public int size() { return height * width; }

    /// How many places it takes from the top to the bottom of a picture of this height; below 1 where it does not fit in.
    public int placesDown(int pictureHeight) { return down(pictureHeight).places(); }

    /// How many places it takes from the left to the right of a picture of this width; below 1 where it does not fit in.
    public int placesAcross(int pictureWidth) { return across(pictureWidth).places(); }

    /// Whether it sees some of a picture of this size from each place, and not border only.
    public boolean seesAlways(int pictureHeight, int pictureWidth) {
        return down(pictureHeight).seesAlways() && across(pictureWidth).seesAlways();
    }

    /// What becomes of pictures `(n, channels, height, width)`: `(n, channels, height′, width′)`.
    ///
    /// @throws ShapeException where it does not fit into them
    public Shape over(Shape pictures) {
        int down = placesDown(pictures.dim(2)), across = placesAcross(pictures.dim(3));
        if (down < 1 || across < 1)
            throw new ShapeException("a window of " + this + " does not fit into pictures " + pictures + "; padding makes them larger");
        return Shape.of(pictures.dim(0), pictures.dim(1), down, across);
    }

    Along down(int pictureHeight) { return new Along(pictureHeight, height, strideY, paddingY, dilationY); }
    Along across(int pictureWidth) { return new Along(pictureWidth, width, strideX, paddingX, dilationX); }

    /// As `5 × 5, stride 2, padding 2`.
    @Override public String toString() {
        return height + " × " + width + setting(", stride ", strideY, strideX, 1) + setting(", padding ", paddingY, paddingX, 0)
            + setting(", dilation ", dilationY, dilationX, 1);
    }

    private static String setting(String name, int y, int x, int usual) {
        return y == usual && x == usual ? "" : name + (y == x ? "" + y : y + " × " + x);
    }
}
