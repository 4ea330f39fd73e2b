package gradus.io;

import gradus.data.Normalization;
import gradus.nn.Activation;
import gradus.nn.GlobalPool;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

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
        var out = layer(Architecture.of(model.module()), "", normalized, Shape.of(model.inputShape().size()));
        node("Identity", "end", List.of(out), OUTPUT);
        graph.text(2, "gradus");                                                                     // name
        // initializer
        Modules.values(model.module()).forEach((name, weight) ->
            graph.message(5, tensor(name, type, weight.shape(), numbers(weight.data()))));
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
    ///
    /// @param x      the name of what goes in
    /// @param shape  that of one example of it
    private String layer(Architecture layer, String path, String x, Shape shape) {
        return switch (layer) {
            case Architecture.Linear linear -> product(path, x, shape, linear.bias());
            case Architecture.Perceptron _ -> product(path, x, shape, true);
            case Architecture.Activation function -> function(function.activation(), name(path), x);
            case Architecture.Conv2d conv -> node("Conv", name(path), weighted(path, x, conv.bias()), name(path) + ".out",
                window(conv.window(), whole("group", conv.groups())));
            case Architecture.MaxPool2d pool -> largest(name(path), x, pool.window());
            case Architecture.AvgPool2d pool -> mean(name(path), x, pool.window(), shape.dim(0));
            case Architecture.GlobalPool global -> node("Flatten", name(path), List.of(
                node(global.pool() == GlobalPool.MAX ? "GlobalMaxPool" : "GlobalAveragePool", name(path) + ".pooled", List.of(x))));
            case Architecture.BatchNorm norm -> node("BatchNormalization", name(path), List.of(x, Architecture.join(path, "weight"),
                Architecture.join(path, "bias"), Architecture.join(path, "running_mean"), Architecture.join(path, "running_var")),
                name(path) + ".out", number("epsilon", norm.epsilon()));
            case Architecture.LayerNorm norm -> node("LayerNormalization", name(path), weighted(path, x, true), name(path) + ".out",
                whole("axis", -norm.shape().rank()), number("epsilon", norm.epsilon()));
            case Architecture.Dropout _ -> x;                       // outside of training it is the identity
            case Architecture.Flatten _ -> node("Flatten", name(path), List.of(x));
            case Architecture.Unflatten unflatten -> node("Reshape", name(path), List.of(x, longs(name(path) + ".shape",
                LongStream.concat(LongStream.of(-1), IntStream.of(unflatten.shape().toArray()).asLongStream()).toArray())));
            case Architecture.Residual residual -> {
                var inside = layer(residual.inner(), Architecture.join(path, "inner"), x, shape);
                var around = residual.shortcut() == null ? x : layer(residual.shortcut(), Architecture.join(path, "shortcut"), x, shape);
                yield node("Add", name(path), List.of(around, inside));
            }
            case Architecture.Sequential sequential -> {
                var y = x;
                var ys = shape;
                for (int i = 0; i < sequential.layers().size(); i++) {
                    y = layer(sequential.layers().get(i), Architecture.join(path, i), y, ys);
                    ys = sequential.layers().get(i).output(ys);
                }
                yield y;
            }
        };
    }

    private static List<String> weighted(String path, String x, boolean bias) {
        var weight = Architecture.join(path, "weight");
        return bias ? List.of(x, weight, Architecture.join(path, "bias")) : List.of(x, weight);
    }

    /// `y = x W + b`; `Gemm` knows matrices only.
    private String product(String path, String x, Shape shape, boolean bias) {
        if (shape.rank() == 1) return node("Gemm", name(path), weighted(path, x, bias));
        var factors = weighted(path, x, false);
        if (!bias) return node("MatMul", name(path), factors);
        return node("Add", name(path), List.of(node("MatMul", name(path) + ".product", factors), Architecture.join(path, "bias")));
    }

    /// ONNX Runtime refuses a pool whose padding is as large as its window, so the border is put around the picture first.
    private String largest(String path, String x, Window window) {
        if (padsLess(window)) return node("MaxPool", path, List.of(x), path + ".out", window(window));
        int y = window.paddingY(), across = window.paddingX();
        var bordered = node("Pad", path + ".bordered", List.of(x, longs(path + ".border", 0, 0, y, across, 0, 0, y, across),
            constant(path + ".nothing", Double.NEGATIVE_INFINITY, Shape.SCALAR)));
        return node("MaxPool", path, List.of(bordered), path + ".out", window(window.padding(0)));
    }

    /// `AveragePool` knows no dilation in this operator set: a convolution with equal weights, each channel by itself, says the same.
    private String mean(String path, String x, Window window, int channels) {
        if (padsLess(window) && window.dilationY() == 1 && window.dilationX() == 1)
            return node("AveragePool", path, List.of(x), path + ".out", whole("count_include_pad", 1),
                wholes("kernel_shape", window.height(), window.width()), wholes("strides", window.strideY(), window.strideX()),
                pads(window));
        var weight = constant(path + ".weight", 1.0 / window.size(), Shape.of(channels, 1, window.height(), window.width()));
        return node("Conv", path, List.of(x, weight), path + ".out", window(window, whole("group", channels)));
    }

    private static boolean padsLess(Window window) { return window.paddingY() < window.height() && window.paddingX() < window.width(); }

    private static Protobuf pads(Window window) {
        return wholes("pads", window.paddingY(), window.paddingX(), window.paddingY(), window.paddingX());
    }

    private static Protobuf[] window(Window window, Protobuf... more) {
        return Stream.concat(Stream.of(more), Stream.of(wholes("kernel_shape", window.height(), window.width()),
            wholes("strides", window.strideY(), window.strideX()), pads(window),
            wholes("dilations", window.dilationY(), window.dilationX()))).toArray(Protobuf[]::new);
    }

    private String function(Activation activation, String path, String x) {
        return switch (activation) {
            case IDENTITY -> node("Identity", path, List.of(x));
            case RELU -> node("Relu", path, List.of(x));
            case TANH -> node("Tanh", path, List.of(x));
            case SIGMOID -> node("Sigmoid", path, List.of(x));
            case SOFTPLUS -> node("Softplus", path, List.of(x));
            case ELU -> node("Elu", path, List.of(x), path + ".out", number("alpha", 1));
            case LEAKY_RELU -> node("LeakyRelu", path, List.of(x), path + ".out", number("alpha", 0.01));
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

    private String constant(String name, double x) { return constant(name, x, Shape.of(1)); }

    /// So often the same number, in the model's precision.
    private String constant(String name, double x, Shape shape) {
        graph.message(5, tensor(name, type, shape, numbers(Tensor.full(shape, x, model.precision()))));
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

    // name, f, type: numbers are floats here, in a model of doubles too
    private static Protobuf number(String name, double x) { return new Protobuf().text(1, name).number(2, (float) x).whole(20, 1); }

    // name, i, type
    private static Protobuf whole(String name, int x) { return new Protobuf().text(1, name).whole(3, x).whole(20, 2); }

    private static Protobuf to(OnnxType type) { return whole("to", type.number()); }

    // name, ints, type
    private static Protobuf wholes(String name, int... xs) {
        var attribute = new Protobuf().text(1, name);
        for (int x : xs) attribute.whole(8, x);
        return attribute.whole(20, 7);
    }

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
