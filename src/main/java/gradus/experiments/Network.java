package gradus.experiments;

import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Module;
import gradus.nn.Perceptron;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a model is built of.
///
/// @param kind        a single unit, or layers
/// @param hidden      what lies between inputs and outputs, from the input on; empty for nothing
/// @param activation  what follows each hidden layer that has weights
/// @param init        where the weights begin
public record Network(Kind kind, List<Stage> hidden, Activation activation, Initializer init) {
    /// The kinds of models.
    public enum Kind {
        /// One threshold unit.
        PERCEPTRON,
        /// Layers with activations in between: a multilayer perceptron, or with convolutions before it.
        MLP;

        @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
    }

    /// One unit, whose weights begin at 0.
    public static final Network PERCEPTRON = new Network(Kind.PERCEPTRON, List.of(), Activation.IDENTITY, Initializer.ZEROS);

    /// @throws IllegalArgumentException for a normalisation without a layer before it
    public Network {
        hidden = List.copyOf(hidden);
        for (int i = 0; i < hidden.size(); i++)
            if (hidden.get(i) instanceof Stage.Norm
                && (i == 0 || !(hidden.get(i - 1) instanceof Stage.Units || hidden.get(i - 1) instanceof Stage.Convolution)))
                throw new IllegalArgumentException("norm stands behind the layer that it normalises, as in --hidden"
                    + " conv3-32,norm or 128,norm, not " + (i == 0 ? "at the beginning" : "behind " + hidden.get(i - 1)));
    }

    static Network mlp(Activation activation, Initializer init, Integer... hidden) {
        return new Network(Kind.MLP, Stream.of(hidden).<Stage>map(Stage.Units::new).toList(), activation, init);
    }

    /// Layers as they are written behind `--hidden`, with relu.
    static Network relu(String hidden) { return new Network(Kind.MLP, Stage.list(hidden), Activation.RELU, Initializer.HE_NORMAL); }

    /// The network from inputs of a shape, which a batch holds as rows, to so many outputs; each layer draws its weights from a stream
    /// of its own.
    ///
    /// @throws IllegalArgumentException for a perceptron with more than one output, or stages that do not fit
    Module build(Shape in, int out, Random random) {
        if (kind == Kind.MLP) return new Assembly(this, in, random).build(out);
        if (out != 1) throw new IllegalArgumentException("a perceptron tells two classes apart, and cannot give " + out
            + " outputs; --model mlp can");
        return Perceptron.of(in.size());
    }

    /// The same with other stages.
    Network hidden(List<Stage> hidden) { return new Network(kind, hidden, activation, init); }

    /// Whether it looks at pictures as such.
    boolean takesPictures() { return hidden.stream().anyMatch(Stage::takesPictures); }

    /// Whether batch norm stands behind units, which give it a single number of each example.
    boolean normsRows() {
        return IntStream.range(1, hidden.size())
            .anyMatch(i -> hidden.get(i) instanceof Stage.Norm && hidden.get(i - 1) instanceof Stage.Units);
    }

    /// The stages as they are written on the command line: `128,64`, or `none`.
    public String widths() { return Stage.written(hidden); }

    /// As `hidden 128,64, relu, he-normal`.
    @Override public String toString() {
        return kind == Kind.PERCEPTRON ? "perceptron" : "hidden " + widths() + ", " + activation + ", " + init;
    }
}
