package gradus.experiments;

import gradus.nn.AvgPool2d;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Dropout;
import gradus.nn.Flatten;
import gradus.nn.GlobalPool;
import gradus.nn.Linear;
import gradus.nn.MaxPool2d;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.nn.Unflatten;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Layers put together from stages: it knows what arrives at each, and puts in between what turns rows into pictures and back.
final class Assembly {
    private final Network network;
    private final Shape input;
    private final Random random;
    private final List<Module> layers = new ArrayList<>();
    private Shape now;                                             // of one example: (c, h, w), or (width)
    private int weights;                                           // how many layers have drawn theirs, each from a stream of its own

    /// @param input  the shape of one example, as a data set has it; a batch holds rows
    Assembly(Network network, Shape input, Random random) {
        this.network = network;
        this.input = input;
        this.random = random;
        now = Shape.of(input.size());
    }

    /// @throws IllegalArgumentException for stages that do not fit the input, or one another
    Sequential build(int out) {
        var stages = network.hidden();
        for (int i = 0; i < stages.size(); i++) {
            var stage = stages.get(i);
            boolean normed = i + 1 < stages.size() && stages.get(i + 1) instanceof Stage.Norm;
            if (stage.takesPictures()) requirePictures(stage, stages.subList(0, i));
            switch (stage) {
                case Stage.Units(int width) -> layer(linear(width, normed), normed, width);
                case Stage.Convolution(int size, int channels, boolean padded) -> {
                    var window = Window.of(size).padding(padded ? size / 2 : 0);
                    var pictures = through(stage, window, channels);
                    layer(convolution(stage, window, channels, normed), normed, channels);
                    now = pictures;
                }
                case Stage.Largest(int size) -> pool(stage, MaxPool2d.of(size), size);
                case Stage.Mean(int size) -> pool(stage, AvgPool2d.of(size), size);
                case Stage.Global() -> {
                    layers.add(GlobalPool.AVERAGE);
                    now = Shape.of(now.dim(0));
                }
                case Stage.Drop(double rate) -> layers.add(new Dropout(rate));
                case Stage.Norm() -> { }                           // the layer before it has put it in
            }
        }
        layers.add(linear(out, false));
        return new Sequential(layers);
    }

    private void layer(Module weights, boolean normed, int channels) {
        layers.add(weights);
        if (normed) layers.add(BatchNorm.of(channels));
        layers.add(network.activation());
    }

    private Linear linear(int width, boolean normed) {
        if (now.rank() == 3) {
            layers.add(new Flatten());
            now = Shape.of(now.size());
        }
        int in = now.dim(0);
        requireRoom("a layer from " + in + " numbers to " + width, (long) in * width);
        now = Shape.of(width);
        var place = random.at(weights++);
        return normed ? Linear.withoutBias(in, width, network.init(), place) : Linear.of(in, width, network.init(), place);
    }

    private Conv2d convolution(Stage stage, Window window, int channels, boolean normed) {
        int in = now.dim(0);
        requireRoom(stage.toString(), (long) in * channels * window.size());
        var place = random.at(weights++);
        return normed ? Conv2d.withoutBias(in, channels, window, network.init(), place)
            : Conv2d.of(in, channels, window, network.init(), place);
    }

    private void pool(Stage stage, Module pool, int size) {
        now = through(stage, Window.of(size).stride(size), now.dim(0));
        layers.add(pool);
    }

    /// What the pictures are behind a window.
    private Shape through(Stage stage, Window window, int channels) {
        int height = now.dim(1), width = now.dim(2);
        if (window.height() > height + 2 * window.paddingY() || window.width() > width + 2 * window.paddingX())
            throw new IllegalArgumentException(stage + " does not fit: its window is " + window.height() + " × " + window.width()
                + ", and pictures are " + height + " × " + width + " by then; a smaller window would, or fewer pools before it");
        int down = window.placesDown(height), across = window.placesAcross(width);
        requireRoom(stage.toString(), (long) channels * down * across);
        return Shape.of(channels, down, across);
    }

    private static void requireRoom(String layer, long numbers) {
        if (numbers > Integer.MAX_VALUE)
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%s is too large: it takes %,d numbers, and %,d are possible",
                layer, numbers, Integer.MAX_VALUE));
    }

    private void requirePictures(Stage stage, List<Stage> before) {
        if (now.rank() == 3) return;
        if (input.rank() == 1)
            throw new IllegalArgumentException(stage + " takes pictures, and the examples are rows of " + input.size()
                + " numbers: --hidden 128,64 takes them");
        var rows = before.stream().filter(each -> each instanceof Stage.Units || each instanceof Stage.Global).findFirst();
        if (rows.isPresent() && rows.get().equals(stage))
            throw new IllegalArgumentException(stage + " takes pictures, and has made rows of them before: once is enough");
        if (rows.isPresent())
            throw new IllegalArgumentException(stage + " takes pictures, and " + rows.get() + " has made rows of them: write it before "
                + rows.get());
        now = input.rank() == 2 ? input.insert(0, 1) : input;
        layers.add(new Unflatten(now));
    }
}
