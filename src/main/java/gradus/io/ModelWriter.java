package gradus.io;

import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes a model as JSON, version 3: always in the same order and layout, with one row of numbers (its last axis) a line.
final class ModelWriter {
    private final ModelFile model;

    ModelWriter(ModelFile model) { this.model = model; }

    void write(Writer out) throws IOException {
        var norm = model.normalization();
        out.write("{\n"
            + "  \"format\": \"gradus-model\",\n"
            + "  \"version\": " + ModelFile.VERSION + ",\n"
            + "  \"seed\": " + model.seed() + ",\n"
            + "  \"settings\": " + Json.object(model.settings(), "  ") + ",\n"
            + "  \"data\": \"sha256:" + model.data() + "\",\n"
            + "  \"precision\": \"" + ModelFile.name(model.precision()) + "\",\n"
            + "  \"input\": {\"shape\": " + shape(model.inputShape()) + ", \"names\": " + texts(model.columnNames())
                + ", \"mean\": " + norm.mean() + ", \"deviation\": "
                + norm.deviation() + "},\n"
            + "  \"classes\": " + texts(model.classNames()) + ",\n"
            + "  \"architecture\": " + architecture(Architecture.of(model.module()), "  ") + ",\n"
            + "  \"parameters\": ");
        write(model.parameters(), out);
        out.write(",\n  \"buffers\": ");
        write(model.buffers(), out);
        out.write("\n}\n");
    }

    private static void write(SequencedMap<String, Value> values, Writer out) throws IOException {
        out.write("{");
        var separator = "\n";
        for (var value : values.entrySet()) {
            out.write(separator);
            separator = ",\n";
            write(value.getKey(), value.getValue().data(), out);
        }
        out.write(values.isEmpty() ? "}" : "\n  }");
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(Json::quote).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String shape(Shape shape) {
        return list(shape.toArray());
    }

    private static String list(int... numbers) {
        return IntStream.of(numbers).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String window(Window window) {
        return "{\"size\": " + list(window.height(), window.width()) + ", \"stride\": " + list(window.strideY(), window.strideX())
            + ", \"padding\": " + list(window.paddingY(), window.paddingX())
            + ", \"dilation\": " + list(window.dilationY(), window.dilationX()) + "}";
    }

    private static String architecture(Architecture layer, String indent) {
        return switch (layer) {
            case Architecture.Linear linear -> "{\"kind\": \"linear\", \"in\": " + linear.in() + ", \"out\": " + linear.out()
                + ", \"bias\": " + linear.bias() + "}";
            case Architecture.Activation function -> "{\"kind\": \"activation\", \"name\": "
                + Json.quote(function.activation().toString()) + "}";
            case Architecture.Perceptron perceptron -> "{\"kind\": \"perceptron\", \"in\": " + perceptron.in() + "}";
            case Architecture.Conv2d conv -> "{\"kind\": \"conv2d\", \"in\": " + conv.in() + ", \"out\": " + conv.out()
                + ", \"window\": " + window(conv.window()) + ", \"groups\": " + conv.groups() + ", \"bias\": " + conv.bias() + "}";
            case Architecture.MaxPool2d pool -> "{\"kind\": \"max-pool2d\", \"window\": " + window(pool.window()) + "}";
            case Architecture.AvgPool2d pool -> "{\"kind\": \"avg-pool2d\", \"window\": " + window(pool.window()) + "}";
            case Architecture.GlobalPool(var pool) -> "{\"kind\": \"global-pool\", \"name\": " + Json.quote(ModelFile.name(pool)) + "}";
            case Architecture.BatchNorm norm -> "{\"kind\": \"batch-norm\", \"channels\": " + norm.channels()
                + ", \"epsilon\": " + norm.epsilon() + ", \"momentum\": " + norm.momentum() + "}";
            case Architecture.LayerNorm norm -> "{\"kind\": \"layer-norm\", \"shape\": " + shape(norm.shape())
                + ", \"epsilon\": " + norm.epsilon() + "}";
            case Architecture.Dropout dropout -> "{\"kind\": \"dropout\", \"rate\": " + dropout.rate() + "}";
            case Architecture.Flatten _ -> "{\"kind\": \"flatten\"}";
            case Architecture.Unflatten unflatten -> "{\"kind\": \"unflatten\", \"shape\": " + shape(unflatten.shape()) + "}";
            case Architecture.Residual residual -> "{\"kind\": \"residual\", \"inner\": " + architecture(residual.inner(), indent)
                + ", \"shortcut\": " + (residual.shortcut() == null ? "null" : architecture(residual.shortcut(), indent)) + "}";
            case Architecture.Sequential(var layers) -> "{\"kind\": \"sequential\", \"layers\": " + layers(layers, indent) + "}";
        };
    }

    private static String layers(List<Architecture> layers, String indent) {
        if (layers.isEmpty()) return "[]";
        var inner = indent + "  ";
        return layers.stream().map(layer -> inner + architecture(layer, inner))
            .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
    }

    private static void write(String name, Tensor tensor, Writer out) throws IOException {
        out.write("    " + Json.quote(name) + ": {\"shape\": " + shape(tensor.shape()) + ", \"values\": [");
        int width = tensor.shape().dim(-1);
        var line = new StringBuilder();
        var number = printer(tensor, line);
        for (int i = 0; i < tensor.size(); i++) {
            line.append(i % width == 0 ? "\n      " : " ");
            number.accept(i);
            if (i < tensor.size() - 1) line.append(',');
            if (i % width == width - 1) {
                out.append(line);
                line.setLength(0);
            }
        }
        out.write("\n    ]}");
    }

    /// The shortest decimal that is read back as the same bits; what it looks like is specified by Java, since version 19.
    private static IntConsumer printer(Tensor tensor, StringBuilder line) {
        if (tensor.precision() == Precision.FLOAT) {
            float[] floats = tensor.toFloats();
            return i -> line.append(floats[i]);
        }
        double[] doubles = tensor.toDoubles();
        return i -> line.append(doubles[i]);
    }
}
