package gradus.io;

import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.AvgPool2d;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Dropout;
import gradus.nn.Flatten;
import gradus.nn.GlobalPool;
import gradus.nn.Initializer;
import gradus.nn.LayerNorm;
import gradus.nn.Linear;
import gradus.nn.MaxPool2d;
import gradus.nn.Module;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.Unflatten;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Window;
import java.util.ArrayList;
import java.util.List;

/// Networks of all layers that files know, put together at random, with random numbers in each parameter and buffer.
final class RandomNets {
    private final Random random;
    private final Precision precision;
    private int draws;

    private RandomNets(Random random, Precision precision) {
        this.random = random;
        this.precision = precision;
    }

    /// A network from rows to rows that begins with an Unflatten.
    static Sequential net(Random random, Precision precision) { return new RandomNets(random, precision).net(); }

    /// Puts random numbers into whatever a module has; variances are positive.
    static <M extends Module> M filled(M module, Random random) {
        module.state().forEach((name, value) -> {
            var draw = random.at(name);
            value.update(name.endsWith("running_var") ? draw.uniform(value.shape(), 0.5, 2, value.precision())
                : draw.normal(value.shape(), 0, name.endsWith("weight") && value.shape().rank() > 1 ? 0.4 : 0.7, value.precision()));
        });
        return module;
    }

    private int below(int bound) { return random.below(bound, draws++); }

    private Module oneOf(Module... modules) { return modules[below(modules.length)]; }

    private Sequential net() {
        var shape = Shape.of(1 + below(3), 5 + below(4), 5 + below(4));
        var layers = new ArrayList<Module>();
        layers.add(new Unflatten(shape));
        for (int i = 0, depth = 2 + below(4); i < depth; i++) shape = add(picturesLayer(shape), shape, layers);
        shape = add(below(2) == 0 ? new Flatten() : oneOf(GlobalPool.values()), shape, layers);
        for (int i = 0, depth = below(3); i < depth; i++) shape = add(rowsLayer(shape.dim(0)), shape, layers);
        layers.add(linear(shape.dim(0), 1 + below(4)));
        return filled(new Sequential(layers), random);
    }

    private static Shape add(Module layer, Shape shape, List<Module> layers) {
        layers.add(layer);
        return Architecture.of(layer).output(shape);
    }

    private Module picturesLayer(Shape x) {
        int channels = x.dim(0);
        return switch (below(8)) {
            case 0 -> new MaxPool2d(window(x));
            case 1 -> new AvgPool2d(window(x));
            case 2 -> BatchNorm.of(channels, precision);
            case 3 -> LayerNorm.of(below(2) == 0 ? x : Shape.of(x.dim(2)), precision);
            case 4 -> oneOf(Activation.values());
            case 5 -> Residual.of(Sequential.of(conv(channels, channels, Window.of(3).padding(1)), new Dropout(0.5)));
            case 6 -> {
                int out = 1 + below(4);
                var window = Window.of(1 + below(2)).stride(1 + below(2));
                yield new Residual(conv(channels, out, window), Sequential.of(conv(channels, out, window), BatchNorm.of(out, precision)));
            }
            default -> conv(channels, channels * (1 + below(2)), window(x));
        };
    }

    /// Any that fits.
    private Window window(Shape x) {
        while (true) {
            var window = new Window(1 + below(3), 1 + below(3), 1 + below(2), 1 + below(3), below(2), below(2), 1 + below(2), 1 + below(2));
            if (window.paddingY() < window.height() && window.paddingX() < window.width()       // else a largest number may be of nothing
                && window.placesDown(x.dim(1)) > 0 && window.placesAcross(x.dim(2)) > 0 && x.dim(1) > 2 && x.dim(2) > 2) return window;
            if (x.dim(1) <= 2 || x.dim(2) <= 2) return Window.of(1);
        }
    }

    private Conv2d conv(int in, int out, Window window) {
        int groups = out % in == 0 && below(2) == 0 ? in : 1;
        return below(2) == 0 ? Conv2d.of(in, out, window, groups, Initializer.HE_NORMAL, random, precision)
            : Conv2d.withoutBias(in, out, window, groups, Initializer.HE_NORMAL, random, precision);
    }

    private Linear linear(int in, int out) { return Linear.of(in, out, Initializer.HE_NORMAL, random, precision); }

    private Module rowsLayer(int width) {
        return switch (below(4)) {
            case 0 -> linear(width, 1 + below(6));
            case 1 -> BatchNorm.of(width, precision);
            case 2 -> LayerNorm.of(width, precision);
            default -> new Residual(linear(width, width), below(2) == 0 ? null
                : Linear.withoutBias(width, width, Initializer.HE_NORMAL, random, precision));
        };
    }

    /// What it answers to random rows.
    static double[] answers(Module net, int width, int rows, Precision precision) {
        var x = Random.seeded(99).normal(Shape.of(rows, width), 0, 1, precision);
        return net.apply(Value.of(x)).data().toDoubles();
    }

    static int width(Sequential net) { return ((Unflatten) net.layers().getFirst()).shape().size(); }
}
