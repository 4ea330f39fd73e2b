package gradus.io;

import gradus.autograd.Value;
import gradus.nn.Linear;
import gradus.nn.Module;
import gradus.nn.Perceptron;
import gradus.tensor.Precision;
import gradus.tensor.Tensor;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/// What a module has learned, without what it is made of: its numbers by their names, as PyTorch's `state_dict` has them. So weights
/// that were trained there load here, and the reverse:
/// ```java
/// State.of(net).write(Path.of("out/net.safetensors"));
/// State.read(Path.of("out/net.safetensors")).into(another);
/// ```
/// Its numbers are all that has to be kept: parameters, and buffers such as the running statistics of a batch norm. The weight of a
/// [Linear] or [Perceptron] is `(out, in)` here, as PyTorch keeps it, and is transposed on its way from and to the module. All other values
/// stand as they are: those of convolutions and norms have the same names and layout there. NaN and infinity are kept too: a state may be
/// looked at to find where they came from.
///
/// @param tensors  by their names, as `0.weight`, in order
public record State(SequencedMap<String, Tensor> tensors) {
    /// What transformers and other tools want to read there.
    private static final String FORMAT = "format", PYTORCH = "pt";

    /// The tensors are kept in their order.
    public State { tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors)); }

    /// The state of a module as it is now.
    ///
    /// @throws IllegalArgumentException for a module whose parts are not known
    public static State of(Module module) {
        var weights = weights(module);
        var tensors = new LinkedHashMap<String, Tensor>();
        module.state().forEach((name, value) -> tensors.put(name, laid(value.data(), weights.contains(value))));
        return new State(tensors);
    }

    /// Puts these numbers into a module of the same shape. A float goes exactly into a double; a double is not rounded in silence:
    /// [#to] does it. Everything is checked first: either all values are updated, or none.
    ///
    /// @throws IllegalArgumentException for a name that is missing or one too many, another shape, or doubles for floats; it says
    ///     the first difference
    public void into(Module module) {
        var weights = weights(module);
        var values = module.state();
        var fitting = new LinkedHashMap<Value, Tensor>();
        values.forEach((name, value) -> fitting.put(value, fitting(name, value, weights.contains(value))));
        for (var name : tensors.keySet())
            if (!values.containsKey(name))
                throw new IllegalArgumentException("there is " + name + ", which the module has not; it has "
                    + String.join(", ", values.keySet()));
        fitting.forEach(Value::update);
    }

    private Tensor fitting(String name, Value value, boolean weight) {
        var tensor = tensors.get(name);
        if (tensor == null)
            throw new IllegalArgumentException(name + " is missing; there "
                + (tensors.isEmpty() ? "is nothing" : "are " + String.join(", ", tensors.keySet())));
        boolean fits = weight ? tensor.shape().rank() == 2 && tensor.transpose().shape().equals(value.shape()) : tensor.shape()
            .equals(value.shape());
        if (!fits)
            throw new IllegalArgumentException(name + " is " + tensor.shape() + ", the module's is "
                + laid(value.data(), weight).shape() + (weight ? ", a weight as (out, in)" : ""));
        if (tensor.precision() == Precision.DOUBLE && value.precision() == Precision.FLOAT)
            throw new IllegalArgumentException(name + " is double, the module's is float, to which it would have to be rounded");
        return laid(tensor, weight).to(value.precision());
    }

    /// The same numbers in a precision, rounded to nearest if need be.
    public State to(Precision precision) {
        var out = new LinkedHashMap<String, Tensor>();
        tensors.forEach((name, tensor) -> out.put(name, tensor.to(precision)));
        return new State(out);
    }

    /// Reads a safetensors file. What PyTorch counts beside each `running_mean`, how many batches it has seen (`num_batches_tracked`),
    /// is left out: there it matters only to a batch norm without a momentum, which Gradus does not have.
    ///
    /// @throws FormatException where [Safetensors#read] does
    public static State read(Path path) { return new State(SafetensorsReader.state(path).tensors()); }

    /// Writes a safetensors file, whole or not at all.
    ///
    /// @throws UncheckedIOException if it cannot be written; what was there before is still there
    public void write(Path path) {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put(FORMAT, PYTORCH);
        new Safetensors(tensors, metadata).write(path);
    }

    /// The weights that PyTorch keeps the other way round, found by identity: asked only, never walked through.
    private static Set<Value> weights(Module module) {
        var weights = Collections.<Value>newSetFromMap(new IdentityHashMap<>());
        for (var part : module.modules().values()) {
            if (part instanceof Linear linear) weights.add(linear.weight());
            else if (part instanceof Perceptron perceptron) weights.add(perceptron.weight());
        }
        return weights;
    }

    /// Turning twice is not turning: this leads there and back.
    private static Tensor laid(Tensor tensor, boolean weight) { return weight ? tensor.transpose() : tensor; }
}
