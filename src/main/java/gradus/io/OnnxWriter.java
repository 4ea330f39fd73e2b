package gradus.io;

import gradus.data.Normalization;
import gradus.nn.Activation;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Says a model in ONNX' words: each layer is a node or a few, each with the place of its layer for a name.
///
/// A field's number is that of `onnx.proto` (github.com/onnx/onnx); beside it stands its name there.
final class OnnxWriter {
    private static final long IR_VERSION = 8, OPERATORS = 17;
    private static final String INPUT = "input", OUTPUT = "output";

    private final ModelFile model;
    private final OnnxType type;
    private final Protobuf graph = new Protobuf();

    OnnxWriter(ModelFile model) {
        this.model = model;
        type = model.precision() == Precision.FLOAT ? OnnxType.FLOAT : OnnxType.DOUBLE;
    }

    Protobuf file() {
        var normalized = normalized(INPUT);
        var out = layer(Architecture.of(model.module()), "", normalized);
        node("Identity", "end", List.of(out), OUTPUT);
        graph.text(2, "gradus");                                                                     // name
        // initializer
        model.parameters().forEach((name, weight) -> graph.message(5, tensor(name, type, weight.shape(), numbers(weight.data()))));
        graph.message(11, value(INPUT, OnnxType.FLOAT, model.inputShape()));                         // input
        graph.message(12, value(OUTPUT, type, Shape.of(Architecture.of(model.module()).outputs(model.inputShape().size()))));   // output
        var file = new Protobuf().whole(1, IR_VERSION).text(2, "gradus")                             // ir_version, producer_name
            .message(7, graph).message(8, new Protobuf().text(1, "").whole(2, OPERATORS));           // graph, opset_import
        metadata(file);
        return file;
    }

    private void metadata(Protobuf file) {
        property(file, "classes", texts(model.classNames()));
        if (!model.columnNames().isEmpty()) property(file, "columns", texts(model.columnNames()));
        property(file, "seed", Long.toString(model.seed()));
        property(file, "data", "sha256:" + model.data());
        model.settings().forEach((name, value) -> property(file, "setting." + name, String.valueOf(value)));
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(Json::quote).collect(Collectors.joining(", ", "[", "]"));
    }

    private static void property(Protobuf file, String key, String value) {
        file.message(14, new Protobuf().text(1, key).text(2, value));                                // metadata_props
    }

    // ---- Layers

    /// The nodes of a layer; the name of what comes out of it.
    private String layer(Architecture layer, String path, String x) {
        return switch (layer) {
            case Architecture.Dense dense -> product(path, x, dense.bias());
            case Architecture.Unit _ -> product(path, x, true);
            case Architecture.Function function -> function(function.activation(), name(path), x);
            case Architecture.Chain chain -> {
                var y = x;
                for (int i = 0; i < chain.layers().size(); i++) y = layer(chain.layers().get(i), Architecture.join(path, i), y);
                yield y;
            }
        };
    }

    /// `y = x W + b`
    private String product(String path, String x, boolean bias) {
        var weight = Architecture.join(path, "weight");
        return node("Gemm", name(path), bias ? List.of(x, weight, Architecture.join(path, "bias")) : List.of(x, weight));
    }

    private String function(Activation activation, String path, String x) {
        return switch (activation) {
            case IDENTITY -> node("Identity", path, List.of(x));
            case RELU -> node("Relu", path, List.of(x));
            case TANH -> node("Tanh", path, List.of(x));
            case SIGMOID -> node("Sigmoid", path, List.of(x));
            case SOFTPLUS -> node("Softplus", path, List.of(x));
            case ELU -> node("Elu", path, List.of(x), path + ".out", alpha(1));
            case LEAKY_RELU -> node("LeakyRelu", path, List.of(x), path + ".out", alpha(0.01f));
            case SILU -> node("Mul", path, List.of(x, node("Sigmoid", path + ".gate", List.of(x))));
            case GELU -> {                                          // x · (1 + erf(x / √2)) / 2
                var half = constant(path + ".half", 0.5);
                var scaled = node("Mul", path + ".scaled", List.of(x, constant(path + ".scale", StrictMath.sqrt(0.5))));
                var share = node("Add", path + ".share", List.of(node("Mul", path + ".halved",
                    List.of(node("Erf", path + ".erf", List.of(scaled)), half)), half));
                yield node("Mul", path, List.of(x, share));
            }
        };
    }

    // ---- What is done to raw inputs

    /// One row of numbers for each example, normalised as a data set does it: pixels by a product and a sum in floats, a table's
    /// columns in doubles, rounded once.
    private String normalized(String raw) {
        var norm = model.normalization();
        int width = model.inputShape().size();
        var flat = model.inputShape().rank() == 1 ? raw
            : node("Reshape", "rows", List.of(raw, longs("rows.shape", -1, width)));
        if (norm.equals(Normalization.NONE) && type == OnnxType.FLOAT) return flat;
        if (norm.mean().size() > 1 || model.inputShape().rank() == 1) {
            var exact = node("Cast", "exact", List.of(flat), "exact.out", to(OnnxType.DOUBLE));
            var centred = node("Sub", "centred", List.of(exact, doubles("mean", norm.mean())));
            var scaled = node("Div", "normalized", List.of(centred, doubles("deviation", norm.deviation())));
            return type == OnnxType.DOUBLE ? scaled : node("Cast", "rounded", List.of(scaled), "rounded.out", to(OnnxType.FLOAT));
        }
        float scale = (float) (1 / norm.deviation().getFirst()), offset = (float) (-norm.mean().getFirst() / norm.deviation().getFirst());
        var scaled = node("Mul", "scaled", List.of(flat, floats("scale", scale)));
        var moved = node("Add", "normalized", List.of(scaled, floats("offset", offset)));
        return type == OnnxType.FLOAT ? moved : node("Cast", "widened", List.of(moved), "widened.out", to(OnnxType.DOUBLE));
    }

    private String floats(String name, float x) {
        graph.message(5, tensor(name, OnnxType.FLOAT, Shape.of(1), packed(4, to -> to.putFloat(x))));
        return name;
    }

    private String doubles(String name, List<Double> xs) {
        graph.message(5, tensor(name, OnnxType.DOUBLE, Shape.of(xs.size()), packed(8 * xs.size(), to -> xs.forEach(to::putDouble))));
        return name;
    }

    private String longs(String name, long... xs) {
        graph.message(5, tensor(name, OnnxType.INT64, Shape.of(xs.length), packed(8 * xs.length, to -> to.asLongBuffer().put(xs))));
        return name;
    }

    private String constant(String name, double x) {
        graph.message(5, tensor(name, type, Shape.of(1), numbers(type == OnnxType.FLOAT ? Tensor.of(Shape.of(1), (float) x)
            : Tensor.of(Shape.of(1), x))));
        return name;
    }

    // ---- The words

    private String node(String operator, String name, List<String> inputs) { return node(operator, name, inputs, name + ".out"); }

    /// What the node of a layer is called: a model of one layer has no place in another.
    private static String name(String path) { return path.isEmpty() ? "model" : path; }

    /// Appends a node; the name of what comes out of it.
    private String node(String operator, String name, List<String> inputs, String output, Protobuf... attributes) {
        var node = new Protobuf();
        inputs.forEach(input -> node.text(1, input));               // input
        node.text(2, output).text(3, name).text(4, operator);       // output, name, op_type
        for (var attribute : attributes) node.message(5, attribute);
        graph.message(1, node);                                     // node
        return output;
    }

    private static Protobuf alpha(float x) { return new Protobuf().text(1, "alpha").number(2, x).whole(20, 1); }    // name, f, type

    // name, i, type
    private static Protobuf to(OnnxType type) { return new Protobuf().text(1, "to").whole(3, type.number()).whole(20, 2); }

    private static Protobuf tensor(String name, OnnxType type, Shape shape, byte[] numbers) {
        var tensor = new Protobuf();
        for (int dim : shape.toArray()) tensor.whole(1, dim);       // dims
        return tensor.whole(2, type.number()).text(8, name).bytes(9, numbers);   // data_type, name, raw_data
    }

    /// A value of any number of examples.
    private static Protobuf value(String name, OnnxType type, Shape shape) {
        var dims = new Protobuf().message(1, new Protobuf().text(2, "batch"));      // dim, dim_param
        IntStream.of(shape.toArray()).forEach(dim -> dims.message(1, new Protobuf().whole(1, dim)));   // dim, dim_value
        var tensor = new Protobuf().whole(1, type.number()).message(2, dims);       // elem_type, shape
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));   // name, type, tensor_type
    }

    private static byte[] numbers(Tensor tensor) {
        return tensor.precision() == Precision.FLOAT ? packed(4 * tensor.size(), to -> to.asFloatBuffer().put(tensor.toFloats()))
            : packed(8 * tensor.size(), to -> to.asDoubleBuffer().put(tensor.toDoubles()));
    }

    /// As raw data lie in a file, the lowest byte first.
    private static byte[] packed(int size, Consumer<ByteBuffer> filling) {
        var bytes = new byte[size];
        filling.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }
}
