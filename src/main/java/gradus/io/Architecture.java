package gradus.io;

import static gradus.io.Fit.count;
import static gradus.io.Fit.requireChannels;
import static gradus.io.Fit.requirePictures;
import static gradus.io.Fit.requireRow;
import static gradus.io.Fit.through;
import static gradus.io.Fit.windows;

import gradus.autograd.Value;
import gradus.nn.Module;
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
/// Each layer is called as its module in `gradus.nn`. A file is turned into this first, and only this builds modules: nothing in a file
/// can name a class. Shapes are those of one example.
sealed interface Architecture {
    /// The shape that comes out where this one goes in.
    ///
    /// @throws IllegalArgumentException with what the layer takes, which begins with a verb, as `takes 3 inputs, but gets 4`
    Shape output(Shape x);

    /// The shapes of the numbers that it has itself, by their names in it.
    default SequencedMap<String, Shape> own() { return new LinkedHashMap<>(); }

    /// The layers inside, by their names in it, as [Module#parts()] has them.
    default SequencedMap<String, Architecture> parts() { return new LinkedHashMap<>(); }

    /// A module with these numbers, of which its own begin with `path`.
    Module build(String path, Map<String, Tensor> tensors);

    /// `y = x W + b`
    record Linear(int in, int out, boolean bias) implements Architecture {
        @Override public SequencedMap<String, Shape> own() { return weightAndBias(Shape.of(in, out), bias ? Shape.of(out) : null); }

        @Override public Shape output(Shape x) {
            requireRow(x, in);
            return x.with(-1, out);
        }

        @Override public Module build(String path, Map<String, Tensor> tensors) {
            return new gradus.nn.Linear(parameter(path, "weight", tensors), bias ? parameter(path, "bias", tensors) : null);
        }

        @Override public String toString() { return "Linear(" + in + " → " + out + (bias ? ")" : ", no bias)"); }
    }

    /// A function of each element, by its name.
    record Activation(gradus.nn.Activation activation) implements Architecture {
        @Override public Shape output(Shape x) { return x; }
        @Override public Module build(String path, Map<String, Tensor> tensors) { return activation; }
        @Override public String toString() { return activation.toString(); }
    }

    /// One threshold unit.
    record Perceptron(int in) implements Architecture {
        @Override public SequencedMap<String, Shape> own() { return weightAndBias(Shape.of(in, 1), Shape.of(1)); }

        @Override public Shape output(Shape x) {
            requireRow(x, in);
            return x.with(-1, 1);
        }

        @Override public Module build(String path, Map<String, Tensor> tensors) {
            return new gradus.nn.Perceptron(parameter(path, "weight", tensors), parameter(path, "bias", tensors));
        }

        @Override public String toString() { return "Perceptron(" + in + (in == 1 ? " input)" : " inputs)"); }
    }

    /// What a window sees, weighted.
    record Conv2d(int in, int out, Window window, int groups, boolean bias) implements Architecture {
        @Override public SequencedMap<String, Shape> own() {
            return weightAndBias(Shape.of(out, in / groups, window.height(), window.width()), bias ? Shape.of(out) : null);
        }

        @Override public Shape output(Shape x) {
            requirePictures(x);
            requireChannels(x, in);
            return windows(x, window).with(0, out);
        }

        @Override public Module build(String path, Map<String, Tensor> tensors) {
            return new gradus.nn.Conv2d(parameter(path, "weight", tensors), bias ? parameter(path, "bias", tensors) : null, window, groups);
        }

        @Override public String toString() {
            return "Conv2d(" + in + " → " + out + ", " + window + (groups == 1 ? "" : ", groups " + groups) + (bias ? ")" : ", no bias)");
        }
    }

    /// The largest number that a window sees.
    record MaxPool2d(Window window) implements Architecture {
        @Override public Shape output(Shape x) {
            var seen = windows(requirePictures(x), window);
            if (!window.seesAlways(x.dim(1), x.dim(2)))
                throw new IllegalArgumentException("looks through " + window + ", which sees nothing but border somewhere on " + x.dim(1)
                    + " × " + x.dim(2));
            return seen;
        }

        @Override public Module build(String path, Map<String, Tensor> tensors) { return new gradus.nn.MaxPool2d(window); }
        @Override public String toString() { return "MaxPool2d(" + window + ")"; }
    }

    /// The mean of what a window sees.
    record AvgPool2d(Window window) implements Architecture {
        @Override public Shape output(Shape x) { return windows(requirePictures(x), window); }
        @Override public Module build(String path, Map<String, Tensor> tensors) { return new gradus.nn.AvgPool2d(window); }
        @Override public String toString() { return "AvgPool2d(" + window + ")"; }
    }

    /// One number a channel.
    record GlobalPool(gradus.nn.GlobalPool pool) implements Architecture {
        @Override public Shape output(Shape x) { return Shape.of(requirePictures(x).dim(0)); }
        @Override public Module build(String path, Map<String, Tensor> tensors) { return pool; }
        @Override public String toString() { return pool.toString(); }
    }

    /// Normalised over examples: the one layer that has buffers.
    record BatchNorm(int channels, double epsilon, double momentum) implements Architecture {
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

        @Override public Module build(String path, Map<String, Tensor> tensors) {
            return new gradus.nn.BatchNorm(parameter(path, "weight", tensors), parameter(path, "bias", tensors),
                buffer(path, BUFFERS.get(0), tensors), buffer(path, BUFFERS.get(1), tensors), epsilon, momentum);
        }

        @Override public String toString() { return "BatchNorm(" + channels + ")"; }
    }

    /// Normalised over the last axes of an example.
    record LayerNorm(Shape shape, double epsilon) implements Architecture {
        @Override public SequencedMap<String, Shape> own() { return weightAndBias(shape, shape); }

        @Override public Shape output(Shape x) {
            boolean fits = x.rank() >= shape.rank();
            for (int i = 1; fits && i <= shape.rank(); i++) fits = x.dim(-i) == shape.dim(-i);
            if (!fits) throw new IllegalArgumentException("takes arrays that end with the axes " + shape + ", but gets " + x);
            return x;
        }

        @Override public Module build(String path, Map<String, Tensor> tensors) {
            return new gradus.nn.LayerNorm(parameter(path, "weight", tensors), parameter(path, "bias", tensors), epsilon);
        }

        @Override public String toString() { return "LayerNorm" + shape; }
    }

    /// Numbers left out while it learns.
    record Dropout(double rate) implements Architecture {
        @Override public Shape output(Shape x) { return x; }
        @Override public Module build(String path, Map<String, Tensor> tensors) { return new gradus.nn.Dropout(rate); }
        @Override public String toString() { return "Dropout(" + rate + ")"; }
    }

    /// Arrays as rows.
    record Flatten() implements Architecture {
        @Override public Shape output(Shape x) { return Shape.of(x.size()); }
        @Override public Module build(String path, Map<String, Tensor> tensors) { return new gradus.nn.Flatten(); }
        @Override public String toString() { return "Flatten"; }
    }

    /// Rows as arrays.
    record Unflatten(Shape shape) implements Architecture {
        @Override public Shape output(Shape x) {
            if (x.rank() != 1 || x.size() != shape.size())
                throw new IllegalArgumentException("takes rows of " + shape.size() + ", but gets " + count(x));
            return shape;
        }

        @Override public Module build(String path, Map<String, Tensor> tensors) { return new gradus.nn.Unflatten(shape); }
        @Override public String toString() { return "Unflatten" + shape; }
    }

    /// A sum of what a module makes of x and of x itself, or what its shortcut makes of it.
    record Residual(Architecture inner, @Nullable Architecture shortcut) implements Architecture {
        @Override public SequencedMap<String, Architecture> parts() {
            var parts = new LinkedHashMap<String, Architecture>();
            parts.put("inner", inner);
            if (shortcut != null) parts.put("shortcut", shortcut);
            return parts;
        }

        @Override public Shape output(Shape x) {
            var inside = through(inner, "inner", x);
            var around = shortcut == null ? x : through(shortcut, "shortcut", x);
            if (!inside.equals(around))                      // broadcasting would add some of these, which nobody means
                throw new IllegalArgumentException("adds what has one shape, but inside it is " + inside + ", and around it " + around);
            return around;
        }

        @Override public Module build(String path, Map<String, Tensor> tensors) {
            return new gradus.nn.Residual(inner.build(join(path, "inner"), tensors),
                shortcut == null ? null : shortcut.build(join(path, "shortcut"), tensors));
        }

        @Override public String toString() { return shortcut == null ? "Residual" : "Residual, with a shortcut"; }
    }

    /// One layer after the other.
    record Sequential(List<Architecture> layers) implements Architecture {
        @Override public SequencedMap<String, Architecture> parts() {
            var parts = new LinkedHashMap<String, Architecture>();
            for (var layer : layers) parts.put(Integer.toString(parts.size()), layer);
            return parts;
        }

        @Override public Shape output(Shape x) {
            var y = x;
            for (int i = 0; i < layers.size(); i++) y = through(layers.get(i), Integer.toString(i), y);
            return y;
        }

        @Override public Module build(String path, Map<String, Tensor> tensors) {
            var built = new ArrayList<Module>();
            for (var layer : layers) built.add(layer.build(join(path, built.size()), tensors));
            return new gradus.nn.Sequential(built);
        }
    }

    /// What that module is made of.
    ///
    /// @throws IllegalArgumentException for a module that no file can name, with its path and what to use in its place
    static Architecture of(Module module) { return Modules.architecture("", module); }

    // ---- Names and shapes

    /// The names and shapes of the numbers it has, in order: those of the module's `state()`.
    default SequencedMap<String, Shape> shapes() {
        var shapes = new LinkedHashMap<String, Shape>();
        addShapes("", shapes);
        return Collections.unmodifiableSequencedMap(shapes);
    }

    private void addShapes(String path, Map<String, Shape> shapes) {
        own().forEach((name, shape) -> shapes.put(join(path, name), shape));
        parts().forEach((name, layer) -> layer.addShapes(join(path, name), shapes));
    }

    /// Those of the parameters, or those of the buffers.
    default SequencedMap<String, Shape> shapes(boolean ofBuffers) {
        var shapes = new LinkedHashMap<String, Shape>();
        shapes().forEach((name, shape) -> { if (isBuffer(name) == ofBuffers) shapes.put(name, shape); });
        return Collections.unmodifiableSequencedMap(shapes);
    }

    /// Whether what is called so is a buffer. In this closed set names say it.
    static boolean isBuffer(String name) { return BatchNorm.BUFFERS.contains(own(name)); }

    /// Whether it is a mean of squares, and so at least 0.
    static boolean isVariance(String name) { return BatchNorm.BUFFERS.getLast().equals(own(name)); }

    private static String own(String name) { return name.substring(name.lastIndexOf('.') + 1); }

    /// A line for each layer, after its path, as modules print.
    default List<String> lines() {
        var lines = new ArrayList<String>();
        addLines("", lines);
        return List.copyOf(lines);
    }

    private void addLines(String path, List<String> lines) {
        if (!(this instanceof Sequential)) lines.add(path.isEmpty() ? toString() : path + "  " + this);
        parts().forEach((name, layer) -> layer.addLines(join(path, name), lines));
    }

    /// How many numbers come out for so many that go in: a model takes rows, and gives rows.
    ///
    /// @throws IllegalArgumentException where a layer does not fit what comes before it, with the path of the layer
    default int outputs(int inputs) {
        var out = through(this, "", Shape.of(inputs));
        if (out.rank() != 1)
            throw new IllegalArgumentException("the model gives " + out + " for each example, where a row is expected; end with a Flatten");
        return out.dim(0);
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
