package gradus.io;

import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes a model as JSON, version 2: always in the same order and layout, with one row of a parameter a line.
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
            + "  \"parameters\": {");
        var separator = "\n";
        for (var parameter : model.parameters().entrySet()) {
            out.write(separator);
            separator = ",\n";
            write(parameter.getKey(), parameter.getValue().data(), out);
        }
        out.write("\n  }\n}\n");
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(Json::quote).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String shape(Shape shape) {
        return IntStream.of(shape.toArray()).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String architecture(Architecture layer, String indent) {
        return switch (layer) {
            case Architecture.Dense dense -> "{\"kind\": \"linear\", \"in\": " + dense.in() + ", \"out\": " + dense.out()
                + ", \"bias\": " + dense.bias() + "}";
            case Architecture.Function function -> "{\"kind\": \"activation\", \"name\": "
                + Json.quote(function.activation().toString()) + "}";
            case Architecture.Unit unit -> "{\"kind\": \"perceptron\", \"in\": " + unit.in() + "}";
            case Architecture.Chain chain -> "{\"kind\": \"sequential\", \"layers\": " + layers(chain.layers(), indent) + "}";
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
