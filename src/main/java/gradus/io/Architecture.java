package gradus.io;

import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.Linear;
import gradus.nn.Module;
import gradus.nn.Perceptron;
import gradus.nn.Sequential;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What a model is made of, without its numbers: the closed set of layers that a model file can name.
///
/// A file is turned into this first, and only this builds modules: nothing in a file can name a class.
sealed interface Architecture {
    /// `y = x W + b`
    record Dense(int in, int out, boolean bias) implements Architecture {}

    /// A function of each element, by its name.
    record Function(Activation activation) implements Architecture {}

    /// One threshold unit.
    record Unit(int in) implements Architecture {}

    /// One layer after the other.
    record Chain(List<Architecture> layers) implements Architecture {}

    /// What that module is made of.
    ///
    /// @throws IllegalArgumentException for a module that no file can name, with its path and what to use in its place
    static Architecture of(Module module) { return of("", module); }

    private static Architecture of(String path, Module module) {
        return switch (module) {
            case Linear linear -> new Dense(linear.in(), linear.out(), linear.bias() != null);
            case Activation activation -> new Function(activation);
            case Perceptron perceptron -> new Unit(perceptron.in());
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
            : module.getClass().getSimpleName()
                + " is none of the layers a model file knows: Linear, Activation, Perceptron, Sequential";
    }

    /// The names and shapes of the numbers it has, in order: those of the module's `state()`.
    default SequencedMap<String, Shape> shapes() {
        var shapes = new LinkedHashMap<String, Shape>();
        addShapes("", shapes);
        return Collections.unmodifiableSequencedMap(shapes);
    }

    private void addShapes(String path, Map<String, Shape> shapes) {
        switch (this) {
            case Dense dense -> {
                shapes.put(join(path, "weight"), Shape.of(dense.in, dense.out));
                if (dense.bias) shapes.put(join(path, "bias"), Shape.of(dense.out));
            }
            case Unit unit -> {
                shapes.put(join(path, "weight"), Shape.of(unit.in, 1));
                shapes.put(join(path, "bias"), Shape.of(1));
            }
            case Function _ -> {}
            case Chain chain -> {
                for (int i = 0; i < chain.layers.size(); i++) chain.layers.get(i).addShapes(join(path, i), shapes);
            }
        }
    }

    /// The values of a module by the same names. A weight that is a constant is found too.
    static SequencedMap<String, Value> values(Module module) {
        var values = new LinkedHashMap<String, Value>();
        addValues("", module, values);
        return Collections.unmodifiableSequencedMap(values);
    }

    private static void addValues(String path, Module module, Map<String, Value> values) {
        switch (module) {
            case Linear(var weight, var bias) -> {
                values.put(join(path, "weight"), weight);
                if (bias != null) values.put(join(path, "bias"), bias);
            }
            case Perceptron(var weight, var bias) -> {
                values.put(join(path, "weight"), weight);
                values.put(join(path, "bias"), bias);
            }
            case Sequential(var layers) -> {
                for (int i = 0; i < layers.size(); i++) addValues(join(path, i), layers.get(i), values);
            }
            default -> {}   // activations; of(module) has refused the rest
        }
    }

    /// A line for each layer, after its path, as modules print.
    default List<String> lines() {
        var lines = new ArrayList<String>();
        addLines("", lines);
        return List.copyOf(lines);
    }

    private void addLines(String path, List<String> lines) {
        var before = path.isEmpty() ? "" : path + "  ";
        switch (this) {
            case Dense dense -> lines.add(before + "Linear(" + dense.in + " → " + dense.out + (dense.bias ? ")" : ", no bias)"));
            case Unit unit -> lines.add(before + "Perceptron(" + unit.in + (unit.in == 1 ? " input)" : " inputs)"));
            case Function function -> lines.add(before + function.activation);
            case Chain chain -> {
                for (int i = 0; i < chain.layers.size(); i++) chain.layers.get(i).addLines(join(path, i), lines);
            }
        }
    }

    /// A module with these numbers as parameters.
    default Module build(Map<String, Tensor> tensors) { return build("", tensors); }

    private Module build(String path, Map<String, Tensor> tensors) {
        return switch (this) {
            case Dense dense -> {
                var weight = parameter(path, "weight", tensors);
                yield new Linear(weight, dense.bias ? parameter(path, "bias", tensors) : null);
            }
            case Unit _ -> new Perceptron(parameter(path, "weight", tensors), parameter(path, "bias", tensors));
            case Function function -> function.activation;
            case Chain chain -> {
                var layers = new ArrayList<Module>();
                for (var layer : chain.layers) layers.add(layer.build(join(path, layers.size()), tensors));
                yield new Sequential(layers);
            }
        };
    }

    private static Value parameter(String path, String name, Map<String, Tensor> tensors) {
        var tensor = tensors.get(join(path, name));
        if (tensor == null) throw new IllegalArgumentException("no parameter " + join(path, name));
        return Value.parameter(tensor).named(name);
    }

    /// How many numbers come out for so many that go in.
    ///
    /// @throws IllegalArgumentException where a layer does not fit what comes before it
    default int outputs(int inputs) { return outputs("", inputs); }

    private int outputs(String path, int inputs) {
        return switch (this) {
            case Dense dense -> { requireInputs(path, dense.in, inputs); yield dense.out; }
            case Unit unit -> { requireInputs(path, unit.in, inputs); yield 1; }
            case Function _ -> inputs;
            case Chain chain -> {
                int width = inputs;
                for (int i = 0; i < chain.layers.size(); i++) width = chain.layers.get(i).outputs(join(path, i), width);
                yield width;
            }
        };
    }

    private static void requireInputs(String path, int wants, int gets) {
        if (wants != gets)
            throw new IllegalArgumentException((path.isEmpty() ? "the model" : "layer " + path) + " takes " + wants
                + " inputs, but gets " + gets);
    }

    static String join(String path, Object name) { return path.isEmpty() ? name.toString() : path + "." + name; }
}
