package gradus.io;

import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.AvgPool2d;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Dropout;
import gradus.nn.Flatten;
import gradus.nn.GlobalPool;
import gradus.nn.LayerNorm;
import gradus.nn.Linear;
import gradus.nn.MaxPool2d;
import gradus.nn.Module;
import gradus.nn.Perceptron;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.Unflatten;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a model is made of, without its numbers: the closed set of layers that a model file can name.
///
/// A file is turned into this first, and only this builds modules: nothing in a file can name a class. Shapes are those of one example.
sealed interface Architecture {
    /// The shape that comes out where this one goes in.
    ///
    /// @throws IllegalArgumentException with what the layer takes, which begins with a verb, as `takes 3 inputs, but gets 4`
    Shape output(Shape x);

    /// The shapes of the numbers that it has itself, by their names in it.
    default SequencedMap<String, Shape> own() { return new LinkedHashMap<>(); }

    /// The layers inside, by their names in it.
    default SequencedMap<String, Architecture> inner() { return new LinkedHashMap<>(); }

    /// A module with these numbers, of which its own begin with `path`.
    Module build(String path, Map<String, Tensor> tensors);

    /// `y = x W + b`
    record Dense(int in, int out, boolean bias) implements Architecture {
        @Override public SequencedMap<String, Shape> own() { return weightAndBias(Shape.of(in, out), bias ? Shape.of(out) : null); }

        @Override public Shape output(Shape x) {
            requireRow(x, in);
            return x.with(-1, out);
        }

        @Override public Linear build(String path, Map<String, Tensor> tensors) {
            return new Linear(parameter(path, "weight", tensors), bias ? parameter(path, "bias", tensors) : null);
        }

        @Override public String toString() { return "Linear(" + in + " → " + out + (bias ? ")" : ", no bias)"); }
    }

    /// A function of each element, by its name.
    record Function(Activation activation) implements Architecture {
        @Override public Shape output(Shape x) { return x; }
        @Override public Activation build(String path, Map<String, Tensor> tensors) { return activation; }
        @Override public String toString() { return activation.toString(); }
    }

    /// One threshold unit.
    record Unit(int in) implements Architecture {
        @Override public SequencedMap<String, Shape> own() { return weightAndBias(Shape.of(in, 1), Shape.of(1)); }

        @Override public Shape output(Shape x) {
            requireRow(x, in);
            return x.with(-1, 1);
        }

        @Override public Perceptron build(String path, Map<String, Tensor> tensors) {
            return new Perceptron(parameter(path, "weight", tensors), parameter(path, "bias", tensors));
        }

        @Override public String toString() { return "Perceptron(" + in + (in == 1 ? " input)" : " inputs)"); }
    }

    /// What a window sees, weighted.
    record Convolution(int in, int out, Window window, int groups, boolean bias) implements Architecture {
        @Override public SequencedMap<String, Shape> own() {
            return weightAndBias(Shape.of(out, in / groups, window.height(), window.width()), bias ? Shape.of(out) : null);
        }

        @Override public Shape output(Shape x) {
            requirePictures(x);
            requireChannels(x, in);
            return windows(x, window).with(0, out);
        }

        @Override public Conv2d build(String path, Map<String, Tensor> tensors) {
            return new Conv2d(parameter(path, "weight", tensors), bias ? parameter(path, "bias", tensors) : null, window, groups);
        }

        @Override public String toString() {
            return "Conv2d(" + in + " → " + out + ", " + window + (groups == 1 ? "" : ", groups " + groups) + (bias ? ")" : ", no bias)");
        }
    }

    /// The largest number that a window sees.
    record Largest(Window window) implements Architecture {
        @Override public Shape output(Shape x) {
            var seen = windows(requirePictures(x), window);
            if (!window.seesAlways(x.dim(1), x.dim(2)))
                throw new IllegalArgumentException("looks through " + window + ", which sees nothing but border somewhere on " + x.dim(1)
                    + " × " + x.dim(2));
            return seen;
        }

        @Override public MaxPool2d build(String path, Map<String, Tensor> tensors) { return new MaxPool2d(window); }
        @Override public String toString() { return "MaxPool2d(" + window + ")"; }
    }

    /// The mean of what a window sees.
    record Mean(Window window) implements Architecture {
        @Override public Shape output(Shape x) { return windows(requirePictures(x), window); }
        @Override public AvgPool2d build(String path, Map<String, Tensor> tensors) { return new AvgPool2d(window); }
        @Override public String toString() { return "AvgPool2d(" + window + ")"; }
    }

    /// One number a channel.
    record Global(GlobalPool pool) implements Architecture {
        @Override public Shape output(Shape x) { return Shape.of(requirePictures(x).dim(0)); }
        @Override public GlobalPool build(String path, Map<String, Tensor> tensors) { return pool; }
        @Override public String toString() { return pool.toString(); }
    }

    /// Normalised over examples: the one layer that has buffers.
    record OverBatch(int channels, double epsilon, double momentum) implements Architecture {
        static final List<String> BUFFERS = List.of("running_mean", "running_var");

        @Override public SequencedMap<String, Shape> own() {
            var own = weightAndBias(Shape.of(channels), Shape.of(channels));
            for (var buffer : BUFFERS) own.put(buffer, Shape.of(channels));
            return own;
        }

        @Override public Shape output(Shape x) {
            if (x.rank() != 1 && x.rank() != 3)
                throw new IllegalArgumentException("takes rows or pictures (channels, height, width), but gets " + x);
            requireChannels(x, channels);
            return x;
        }

        @Override public BatchNorm build(String path, Map<String, Tensor> tensors) {
            return new BatchNorm(parameter(path, "weight", tensors), parameter(path, "bias", tensors),
                buffer(path, BUFFERS.get(0), tensors), buffer(path, BUFFERS.get(1), tensors), epsilon, momentum);
        }

        @Override public String toString() { return "BatchNorm(" + channels + ")"; }
    }

    /// Normalised over the last axes of an example.
    record OverExample(Shape shape, double epsilon) implements Architecture {
        @Override public SequencedMap<String, Shape> own() { return weightAndBias(shape, shape); }

        @Override public Shape output(Shape x) {
            boolean fits = x.rank() >= shape.rank();
            for (int i = 1; fits && i <= shape.rank(); i++) fits = x.dim(-i) == shape.dim(-i);
            if (!fits) throw new IllegalArgumentException("takes arrays that end with the axes " + shape + ", but gets " + x);
            return x;
        }

        @Override public LayerNorm build(String path, Map<String, Tensor> tensors) {
            return new LayerNorm(parameter(path, "weight", tensors), parameter(path, "bias", tensors), epsilon);
        }

        @Override public String toString() { return "LayerNorm" + shape; }
    }

    /// Numbers left out while it learns.
    record LeftOut(double rate) implements Architecture {
        @Override public Shape output(Shape x) { return x; }
        @Override public Dropout build(String path, Map<String, Tensor> tensors) { return new Dropout(rate); }
        @Override public String toString() { return "Dropout(" + rate + ")"; }
    }

    /// Arrays as rows.
    record Flat() implements Architecture {
        @Override public Shape output(Shape x) { return Shape.of(x.size()); }
        @Override public Flatten build(String path, Map<String, Tensor> tensors) { return new Flatten(); }
        @Override public String toString() { return "Flatten"; }
    }

    /// Rows as arrays.
    record Folded(Shape shape) implements Architecture {
        @Override public Shape output(Shape x) {
            if (x.rank() != 1 || x.size() != shape.size())
                throw new IllegalArgumentException("takes rows of " + shape.size() + ", but gets " + count(x));
            return shape;
        }

        @Override public Unflatten build(String path, Map<String, Tensor> tensors) { return new Unflatten(shape); }
        @Override public String toString() { return "Unflatten" + shape; }
    }

    /// A sum of what a module makes of x and of x itself, or what its shortcut makes of it.
    record Sum(Architecture added, @Nullable Architecture shortcut) implements Architecture {
        @Override public SequencedMap<String, Architecture> inner() {
            var inner = new LinkedHashMap<String, Architecture>();
            inner.put("inner", added);
            if (shortcut != null) inner.put("shortcut", shortcut);
            return inner;
        }

        @Override public Shape output(Shape x) {
            var inside = added.outputIn("inner", x);
            var around = shortcut == null ? x : shortcut.outputIn("shortcut", x);
            if (!inside.equals(around))                      // broadcasting would add some of these, which nobody means
                throw new IllegalArgumentException("adds what has one shape, but inside it is " + inside + ", and around it " + around);
            return around;
        }

        @Override public Residual build(String path, Map<String, Tensor> tensors) {
            return new Residual(added.build(join(path, "inner"), tensors),
                shortcut == null ? null : shortcut.build(join(path, "shortcut"), tensors));
        }

        @Override public String toString() { return shortcut == null ? "Residual" : "Residual, with a shortcut"; }
    }

    /// One layer after the other.
    record Chain(List<Architecture> layers) implements Architecture {
        @Override public SequencedMap<String, Architecture> inner() {
            var inner = new LinkedHashMap<String, Architecture>();
            for (var layer : layers) inner.put(Integer.toString(inner.size()), layer);
            return inner;
        }

        @Override public Shape output(Shape x) {
            var y = x;
            for (int i = 0; i < layers.size(); i++) y = layers.get(i).outputIn(Integer.toString(i), y);
            return y;
        }

        @Override public Sequential build(String path, Map<String, Tensor> tensors) {
            var built = new ArrayList<Module>();
            for (var layer : layers) built.add(layer.build(join(path, built.size()), tensors));
            return new Sequential(built);
        }
    }

    // ---- From modules

    /// What that module is made of.
    ///
    /// @throws IllegalArgumentException for a module that no file can name, with its path and what to use in its place
    static Architecture of(Module module) { return of("", module); }

    private static Architecture of(String path, Module module) {
        return switch (module) {
            case Linear linear -> new Dense(linear.in(), linear.out(), linear.bias() != null);
            case Activation activation -> new Function(activation);
            case Perceptron perceptron -> new Unit(perceptron.in());
            case Conv2d conv -> new Convolution(conv.in(), conv.out(), conv.window(), conv.groups(), conv.bias() != null);
            case MaxPool2d pool -> new Largest(pool.window());
            case AvgPool2d pool -> new Mean(pool.window());
            case GlobalPool pool -> new Global(pool);
            case BatchNorm norm -> new OverBatch(norm.channels(), norm.epsilon(), norm.momentum());
            case LayerNorm norm -> new OverExample(norm.weight().shape(), norm.epsilon());
            case Dropout dropout -> new LeftOut(dropout.rate());
            case Flatten _ -> new Flat();
            case Unflatten unflatten -> new Folded(unflatten.shape());
            case Residual(var inner, var shortcut) -> new Sum(of(join(path, "inner"), inner),
                shortcut == null ? null : of(join(path, "shortcut"), shortcut));
            case Sequential sequential -> {
                var layers = new ArrayList<Architecture>();
                for (var layer : sequential.layers()) layers.add(of(join(path, layers.size()), layer));
                yield new Chain(List.copyOf(layers));
            }
            default -> throw new IllegalArgumentException((path.isEmpty() ? "this model" : "layer " + path + " of this model")
                + " cannot be saved: " + kind(module));
        };
    }

    private static String kind(Module module) {
        return module.getClass().isHidden()
            ? "a lambda or method reference has no name in a file; use an Activation, as Activation.RELU"
            : module.getClass().getSimpleName() + " is none of the layers a model file knows: Linear, Activation, Perceptron, Sequential,"
                + " Conv2d, MaxPool2d, AvgPool2d, GlobalPool, BatchNorm, LayerNorm, Dropout, Residual, Flatten, Unflatten";
    }

    /// The values of such a module, by the names in [#shapes]. A weight that is a constant is found too, and one that stands in two places
    /// is found twice, neither of which `state()` does.
    static SequencedMap<String, Value> values(Module module) {
        var values = new LinkedHashMap<String, Value>();
        addValues("", module, values);
        return Collections.unmodifiableSequencedMap(values);
    }

    private static void addValues(String path, Module module, Map<String, Value> values) {
        module.parts().forEach((name, part) -> {
            if (part instanceof Value value) values.put(join(path, name), value);
            else if (part instanceof Module inner) addValues(join(path, name), inner, values);
        });
    }

    // ---- Names and shapes

    /// The names and shapes of the numbers it has, in order: those of the module's `state()`.
    default SequencedMap<String, Shape> shapes() {
        var shapes = new LinkedHashMap<String, Shape>();
        addShapes("", shapes);
        return Collections.unmodifiableSequencedMap(shapes);
    }

    private void addShapes(String path, Map<String, Shape> shapes) {
        own().forEach((name, shape) -> shapes.put(join(path, name), shape));
        inner().forEach((name, layer) -> layer.addShapes(join(path, name), shapes));
    }

    /// Those of the parameters, or those of the buffers.
    default SequencedMap<String, Shape> shapes(boolean ofBuffers) {
        var shapes = new LinkedHashMap<String, Shape>();
        shapes().forEach((name, shape) -> { if (isBuffer(name) == ofBuffers) shapes.put(name, shape); });
        return Collections.unmodifiableSequencedMap(shapes);
    }

    /// Whether what is called so is a buffer. In this closed set names say it.
    static boolean isBuffer(String name) { return OverBatch.BUFFERS.contains(name.substring(name.lastIndexOf('.') + 1)); }

    /// A line for each layer, after its path, as modules print.
    default List<String> lines() {
        var lines = new ArrayList<String>();
        addLines("", lines);
        return List.copyOf(lines);
    }

    private void addLines(String path, List<String> lines) {
        if (!(this instanceof Chain)) lines.add(path.isEmpty() ? toString() : path + "  " + this);
        inner().forEach((name, layer) -> layer.addLines(join(path, name), lines));
    }

    // ---- How it fits

    /// How many numbers come out for so many that go in: a model takes rows, and gives rows.
    ///
    /// @throws IllegalArgumentException where a layer does not fit what comes before it, with the path of the layer
    default int outputs(int inputs) {
        var out = outputIn("", Shape.of(inputs));
        if (out.rank() != 1)
            throw new IllegalArgumentException("the model gives " + out + " for each example, where a row is expected; end with a Flatten");
        return out.dim(0);
    }

    /// The output, and the path in what is said of a misfit.
    private Shape outputIn(String path, Shape x) {
        try {
            return output(x);
        } catch (Misfit inside) {
            throw new Misfit(join(path, inside.path), inside.what, inside);
        } catch (IllegalArgumentException e) {
            throw new Misfit(path, String.valueOf(e.getMessage()), e);
        }
    }

    /// A layer that does not fit what goes in.
    final class Misfit extends IllegalArgumentException {
        private static final long serialVersionUID = 1;
        private final String path, what;

        private Misfit(String path, String what, Throwable cause) {
            super((path.isEmpty() ? "the model " : "layer " + path + " ") + what, cause);
            this.path = path;
            this.what = what;
        }
    }

    private static void requireRow(Shape x, int in) {
        if (x.rank() > 0 && x.dim(-1) == in) return;
        throw new IllegalArgumentException("takes " + in + " inputs, but gets " + count(x)
            + (x.rank() > 1 && x.size() == in ? "; put a Flatten before it" : ""));
    }

    private static Shape requirePictures(Shape x) {
        if (x.rank() == 3) return x;
        throw new IllegalArgumentException("takes pictures (channels, height, width), but gets " + count(x)
            + (x.rank() == 1 ? "; put an Unflatten before it" : ""));
    }

    private static void requireChannels(Shape x, int channels) {
        if (x.dim(0) != channels)
            throw new IllegalArgumentException("takes " + channels + (channels == 1 ? " channel" : " channels") + ", but gets " + count(x));
    }

    /// A row goes by its length.
    private static String count(Shape x) { return x.rank() == 1 ? Integer.toString(x.dim(0)) : x.toString(); }

    private static Shape windows(Shape x, Window window) {
        if (x.dim(1) + 2L * window.paddingY() > Integer.MAX_VALUE || x.dim(2) + 2L * window.paddingX() > Integer.MAX_VALUE)
            throw new IllegalArgumentException("pads " + x + " to more than 2147483647 pixels");
        int down = window.placesDown(x.dim(1)), across = window.placesAcross(x.dim(2));
        if (down < 1 || across < 1)
            throw new IllegalArgumentException("looks through " + window + ", which does not fit into " + x.dim(1) + " × " + x.dim(2));
        return Shape.of(x.dim(0), down, across);
    }

    // ---- Words for the records above

    private static SequencedMap<String, Shape> weightAndBias(Shape weight, @Nullable Shape bias) {
        var own = new LinkedHashMap<String, Shape>();
        own.put("weight", weight);
        if (bias != null) own.put("bias", bias);
        return own;
    }

    private static Value parameter(String path, String name, Map<String, Tensor> tensors) {
        return Value.parameter(tensor(join(path, name), tensors)).named(name);
    }

    private static Value buffer(String path, String name, Map<String, Tensor> tensors) {
        return Value.buffer(tensor(join(path, name), tensors)).named(name);
    }

    private static Tensor tensor(String name, Map<String, Tensor> tensors) {
        var tensor = tensors.get(name);
        if (tensor == null) throw new IllegalArgumentException("no numbers for " + name);
        return tensor;
    }

    static String join(String path, Object name) {
        var inner = name.toString();
        return path.isEmpty() ? inner : inner.isEmpty() ? path : path + "." + inner;
    }
}
