package gradus.viz.charts;

import gradus.autograd.Convolution;
import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.tensor.Tensor;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A picture, and what each convolution of a network makes of it, channel by channel; below each what the result's gradient says: where
/// more of this would raise the result (orange), and where it would lower it (blue).
/// ```java
/// var trace = new Trace();
/// var score = trace.run(() -> net.apply(digit).slice(1, 7, 8).sum());
/// FeatureMaps.of("What a network sees in a 7", "a 7", pixels, score, score.backwardKeepingAll(), trace).write(Path.of("out/seven.png"));
/// ```
///
/// @param title    what stands above
/// @param caption  what stands below the picture
/// @param pixels   of the picture, `(height, width)`, from 0 (paper) to 1 (ink)
/// @param layers   in the order of computation
public record FeatureMaps(String title, String caption, Tensor pixels, List<Layer> layers) implements Chart {
    /// What a convolution made of the picture.
    ///
    /// @param name      as `1 Conv2d(1 → 8, 5 × 5)`
    /// @param maps      `(channels, height, width)`
    /// @param gradient  of the same shape, or null where it is not known
    public record Layer(String name, Tensor maps, @Nullable Tensor gradient) {
        /// @throws IllegalArgumentException for maps and a gradient that do not fit
        public Layer {
            if (maps.shape().rank() != 3 || maps.shape().size() == 0)
                throw new IllegalArgumentException("feature maps have the shape (channels, height, width), not " + maps.shape());
            if (gradient != null && !gradient.shape().equals(maps.shape()))
                throw new IllegalArgumentException("the gradient of feature maps has their shape, " + maps.shape() + ", not "
                    + gradient.shape());
        }

        int channels() { return maps.shape().dim(0); }
    }

    private static final int MARGIN = 12, HEAD = 38, PICTURE = 112, LEFT = MARGIN + PICTURE + 22, ACROSS = 16, MOST = 32;
    private static final int SMALLEST = 36, LARGEST = 80, WIDTH = ACROSS * (SMALLEST + 4) - 4, GAP = 4, WORDS = 20, BETWEEN = 14, FOOT = 48;
    private static final MathContext THREE = new MathContext(3);

    /// @throws IllegalArgumentException for pixels that are no picture, or without layers
    public FeatureMaps {
        layers = List.copyOf(layers);
        if (pixels.shape().rank() != 2 || pixels.size() == 0)
            throw new IllegalArgumentException("a picture has the shape (height, width), not " + pixels.shape());
        if (layers.isEmpty()) throw new IllegalArgumentException("there is no convolution whose maps could be shown");
    }

    /// The maps of every convolution that a result was computed by, as its module passes them on: with bias, norm and activation. Of a
    /// batch the first example is shown.
    ///
    /// @param gradients  of the result, all of them: [Value#backwardKeepingAll]
    /// @param trace      knows the layers' names
    public static FeatureMaps of(String title, String caption, Tensor pixels, Value result, Gradients gradients, Trace trace) {
        var found = new ArrayList<Layer>();
        @Nullable Value made = null;
        String name = "";
        for (var v : Graph.of(result).values()) {
            if (v.op() instanceof Convolution) {
                if (made != null) found.add(layer(name, made, gradients));
                var call = trace.of(v);
                name = call == null ? "convolution" : (call.path() + " " + call.label()).strip();
                made = v;
            } else if (made != null && v.inputs().contains(made) && v.shape().equals(made.shape())) made = v;
        }
        if (made != null) found.add(layer(name, made, gradients));
        return new FeatureMaps(title, caption, pixels, found);
    }

    private static Layer layer(String name, Value maps, Gradients gradients) {
        boolean known = gradients.keeps(maps) && gradients.reaches(maps);
        return new Layer(name, first(maps.data()), known ? first(gradients.of(maps).data()) : null);
    }

    private static Tensor first(Tensor batch) { return batch.slice(0, 0, 1).reshape(batch.shape().remove(0)); }

    private static int shown(Layer layer) { return Math.min(MOST, layer.channels()); }

    private static int across(Layer layer) { return Math.min(ACROSS, shown(layer)); }

    private static int side(Layer layer) { return Math.min(LARGEST, (WIDTH + GAP) / across(layer) - GAP); }

    private static int rows(Layer layer) { return Math.ceilDiv(shown(layer), across(layer)); }

    private static int height(Layer layer) {
        return WORDS + (layer.gradient == null ? 1 : 2) * rows(layer) * (side(layer) + GAP) + (layer.gradient == null ? 0 : GAP);
    }

    @Override public int width() { return LEFT + WIDTH + MARGIN; }

    @Override public int height() {
        int layersHigh = layers.stream().mapToInt(FeatureMaps::height).sum() + (layers.size() - 1) * BETWEEN;
        return HEAD + Math.max(PICTURE + 2 * WORDS, layersHigh) + FOOT;
    }

    @Override public void draw(Graphics2D g, Rectangle2D area, Theme theme) {
        var canvas = new Canvas(g, theme);
        double left = area.getX(), y = area.getY() + HEAD;
        canvas.font(Font.BOLD, Frame.TITLE);
        canvas.words(title, left + MARGIN, area.getY() + 22, area.getWidth() - 2 * MARGIN, theme.ink);
        int high = pixels.shape().dim(0), wide = pixels.shape().dim(1);
        int shownHigh = PICTURE * high / Math.max(high, wide), shownWide = PICTURE * wide / Math.max(high, wide);
        canvas.picture(pixels.toDoubles(), high, wide, Scale.INK::of, left + MARGIN, y + WORDS - 4, shownWide, shownHigh);
        canvas.outline(left + MARGIN, y + WORDS - 4, shownWide, shownHigh, theme.grid);
        canvas.font(Font.PLAIN, Frame.TICKS);
        canvas.words(caption, left + MARGIN, y + WORDS + shownHigh + 10, PICTURE + 12, theme.muted);
        for (var layer : layers) {
            draw(canvas, layer, left + LEFT, y, theme);
            y += height(layer) + BETWEEN;
        }
        double foot = area.getY() + area.getHeight() - FOOT + 14;
        canvas.legend(Scale.DIVERGING, left + LEFT, foot, 160, "below 0", "", "above 0");
        canvas.font(Font.PLAIN, Frame.TICKS);
        boolean gradients = layers.stream().anyMatch(layer -> layer.gradient != null);
        double beside = left + LEFT + 174, room = WIDTH - 174.0;
        canvas.words("each row on a scale of its own", beside, foot + 9, room, theme.muted);
        if (gradients)
            canvas.words("∇: where more of it would raise the result, and where it would lower it", beside, foot + 23, room, theme.muted);
    }

    private static void draw(Canvas canvas, Layer layer, double x, double y, Theme theme) {
        double low = Double.POSITIVE_INFINITY, high = Double.NEGATIVE_INFINITY;
        for (double each : layer.maps.toDoubles())
            if (Double.isFinite(each)) {
                low = Math.min(low, each);
                high = Math.max(high, each);
            }
        canvas.font(Font.BOLD, Frame.WORDS);
        canvas.words(layer.name, x, y + 11, WIDTH - 230.0, theme.ink);
        canvas.font(Font.PLAIN, Frame.TICKS);
        int n = layer.channels();
        canvas.flushRight((shown(layer) < n ? "the first " + shown(layer) + " of " : "") + n + (n == 1 ? " channel" : " channels") + " of "
            + layer.maps.shape().dim(1) + " × " + layer.maps.shape().dim(2)
            + (low <= high ? ", " + TickLabels.number(low, THREE) + " … " + TickLabels.number(high, THREE) : ""), x + WIDTH, y + 11, 225,
            theme.muted);
        tiles(canvas, layer, layer.maps, x, y + WORDS, theme);
        if (layer.gradient == null) return;
        double below = y + WORDS + rows(layer) * (side(layer) + GAP) + GAP;
        canvas.font(Font.BOLD, Frame.WORDS);
        canvas.flushRight("∇", x - 4, below + side(layer) / 2.0 + 4, 16, theme.muted);
        tiles(canvas, layer, layer.gradient, x, below, theme);
    }

    private static void tiles(Canvas canvas, Layer layer, Tensor maps, double x, double y, Theme theme) {
        var numbers = maps.toDoubles();
        int high = maps.shape().dim(1), wide = maps.shape().dim(2), side = side(layer);
        int shownHigh = Math.max(1, side * high / Math.max(high, wide)), shownWide = Math.max(1, side * wide / Math.max(high, wide));
        double most = 0;
        for (double each : numbers) if (Double.isFinite(each)) most = Math.max(most, Math.abs(each));
        double reach = most == 0 ? 1 : most;
        for (int i = 0; i < shown(layer); i++) {
            var map = Arrays.copyOfRange(numbers, i * high * wide, (i + 1) * high * wide);
            double left = x + i % across(layer) * (side + GAP), top = y + i / across(layer) * (side + GAP);
            canvas.picture(map, high, wide, each -> Scale.DIVERGING.of(each / reach), left, top, shownWide, shownHigh);
            canvas.outline(left, top, shownWide, shownHigh, theme.grid);
        }
    }
}
