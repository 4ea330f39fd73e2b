package gradus.experiments;

import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Module;
import gradus.nn.Perceptron;
import gradus.nn.Sequential;
import gradus.tensor.Random;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a model is built of.
///
/// @param kind        a single unit, or layers
/// @param hidden      the widths of the hidden layers, from the input on; empty for none
/// @param activation  what follows each hidden layer
/// @param init        where the weights begin
public record Network(Kind kind, List<Integer> hidden, Activation activation, Initializer init) {
    /// The kinds of models.
    public enum Kind {
        /// One threshold unit.
        PERCEPTRON,
        /// A multilayer perceptron: linear layers with activations in between.
        MLP;

        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    /// One unit, whose weights begin at 0.
    public static final Network PERCEPTRON = new Network(Kind.PERCEPTRON, List.of(), Activation.IDENTITY, Initializer.ZEROS);

    /// @throws IllegalArgumentException for a layer without units
    public Network {
        hidden = List.copyOf(hidden);
        for (int width : hidden)
            if (width < 1)
                throw new IllegalArgumentException("a hidden layer has at least one unit, not " + width + ", as in --hidden 128,64");
    }

    static Network mlp(Activation activation, Initializer init, Integer... hidden) {
        return new Network(Kind.MLP, List.of(hidden), activation, init);
    }

    /// The network from so many inputs to so many outputs; each layer draws its weights from a stream of its own.
    ///
    /// @throws IllegalArgumentException for a perceptron with more than one output
    Module build(int in, int out, Random random) {
        if (kind == Kind.PERCEPTRON) {
            if (out != 1) throw new IllegalArgumentException("a perceptron tells two classes apart, and cannot give " + out
                + " outputs; --model mlp can");
            return Perceptron.of(in);
        }
        var layers = new ArrayList<Module>();
        int width = in;
        for (int i = 0; i < hidden.size(); i++) {
            layers.add(Linear.of(width, hidden.get(i), init, random.at(i)));
            layers.add(activation);
            width = hidden.get(i);
        }
        layers.add(Linear.of(width, out, init, random.at(hidden.size())));
        return new Sequential(layers);
    }

    /// The widths as they are written on the command line: `128,64`, or `none`.
    public String widths() { return hidden.isEmpty() ? "none" : hidden.stream().map(String::valueOf).collect(Collectors.joining(",")); }

    /// The same, read back.
    static List<Integer> widths(String words) {
        return words.equals("none") ? List.of() : Stream.of(words.split(",")).map(Integer::valueOf).toList();
    }

    /// As `hidden 128,64, relu, he-normal`.
    @Override public String toString() {
        return kind == Kind.PERCEPTRON ? "perceptron" : "hidden " + widths() + ", " + activation + ", " + init;
    }
}
