package gradus.viz.charts;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.math.MathContext;

/// The weights into each unit of a first layer, as pictures of the size of its inputs, or the kernels of a convolution: blue for negative,
/// white for 0, vermilion for positive weights, on a scale that all share and that is as long on both sides.
///
/// @param title    what stands above
/// @param weight   `(rows * columns, units)`
/// @param rows     how many pixels a picture that the layer sees is high
/// @param columns  how many it is wide
/// @param most     how many pictures are shown at most, the first ones
/// @param channels how many of them belong to a kernel, one for each channel that it sees; 0 for the units of a linear layer
public record WeightImages(String title, Tensor weight, int rows, int columns, int most, int channels) implements Chart {
    private static final int ACROSS = 16, WORDS = 12, FOOT = 46;
    private static final MathContext THREE = new MathContext(3);

    /// @throws IllegalArgumentException for weights that are no pictures of this size
    public WeightImages {
        var shape = weight.shape();
        if (rows < 1 || columns < 1 || shape.rank() != 2 || shape.dim(0) != rows * columns || shape.dim(1) < 1)
            throw new IllegalArgumentException("weights of pictures of " + rows + " by " + columns + " pixels have the shape ("
                + rows * columns + ", units), not " + shape);
        if (most < 1) throw new IllegalArgumentException("at least one unit must be shown, not " + most);
        if (channels < 0) throw new IllegalArgumentException("a kernel sees some channels, not " + channels);
    }

    /// Of a linear layer.
    public WeightImages(String title, Tensor weight, int rows, int columns, int most) { this(title, weight, rows, columns, most, 0); }

    /// The kernels of a convolution, `(out, in, height, width)`: a picture for each channel that a kernel sees, as `3.0` for that of
    /// kernel 3 for channel 0.
    ///
    /// @throws IllegalArgumentException for a weight that is not one of kernels
    public static WeightImages ofKernels(String title, Tensor kernels, int most) {
        var shape = kernels.shape();
        if (shape.rank() != 4)
            throw new IllegalArgumentException("kernels have the shape (out, in, height, width), not " + shape);
        var pictures = kernels.reshape(Shape.of(shape.dim(0) * shape.dim(1), shape.dim(2) * shape.dim(3))).transpose();
        return new WeightImages(title, pictures, shape.dim(2), shape.dim(3), most, shape.dim(1));
    }

    private String label(int picture) { return channels < 2 ? "" + picture : picture / channels + "." + picture % channels; }

    private String words() {
        int all = weight.shape().dim(1), kernels = channels == 0 ? all : all / channels;
        var what = kernels + (channels == 0 ? " unit" : " kernel") + (kernels == 1 ? "" : "s")
            + (channels > 1 ? " of " + channels + " channels" : "");
        return shown() == all ? what : "the first " + shown() + (channels > 1 ? " pictures" : "") + " of " + what;
    }

    private int shown() { return Math.min(most, weight.shape().dim(1)); }

    private Tiles tiles() { return Tiles.of(shown(), ACROSS, rows, columns, 0, WORDS); }

    @Override public int width() { return Math.max(540, tiles().allWidth()); }

    @Override public int height() { return tiles().allHeight() + FOOT; }

    /// The largest magnitude of a finite weight; 1 where all are 0.
    private double reach() {
        double reach = 0;
        for (int i = 0; i < weight.size(); i++) if (Double.isFinite(weight.at(i))) reach = Math.max(reach, Math.abs(weight.at(i)));
        return reach == 0 ? 1 : reach;
    }

    @Override public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
        var canvas = new Canvas(g, theme);
        var tiles = tiles();
        double reach = reach();
        int units = weight.shape().dim(1), notFinite = 0;
        canvas.font(Font.BOLD, Frame.TITLE);
        canvas.words(title, area.getX() + 12, area.getY() + 22, area.getWidth() - 24, theme.ink);
        for (int unit = 0; unit < shown(); unit++) {
            var pixels = new double[rows * columns];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = weight.at(i * units + unit);
                if (!Double.isFinite(pixels[i])) notFinite++;
            }
            double x = area.getX() + tiles.x(unit), y = area.getY() + tiles.y(unit);
            canvas.picture(pixels, rows, columns, w -> Scale.DIVERGING.of(w / reach), x, y, tiles.width(), tiles.height());
            canvas.outline(x, y, tiles.width(), tiles.height(), theme.grid);
            canvas.font(Font.PLAIN, 9);
            canvas.centred(label(unit), x + tiles.width() / 2.0, y + tiles.height() + 10, tiles.width(), theme.muted);
        }
        double y = area.getY() + tiles.allHeight() + 8;
        var number = TickLabels.number(reach, THREE);
        canvas.legend(Scale.DIVERGING, area.getX() + 12, y, 200, "−" + number, "0", number);
        canvas.font(Font.PLAIN, Frame.TICKS);
        canvas.words(words() + (notFinite > 0 ? "; yellow: " + notFinite + " weights not finite" : ""), area.getX() + 228, y + 9,
            area.getWidth() - 240, theme.muted);
    }
}
