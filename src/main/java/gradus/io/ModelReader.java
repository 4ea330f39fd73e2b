package gradus.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gradus.data.Normalization;
import gradus.data.Obstacle;
import gradus.nn.Activation;
import gradus.nn.GlobalPool;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a model of version 1, 2 or 3, strictly: an unknown, missing or doubled field, another type, a shape that does not fit, or
/// anything after the end is an error.
///
/// The parameters come last in a file, and then the buffers. By then everything else is known, so each number goes straight to its
/// place, and no file makes room for more numbers than it has.
final class ModelReader {
    private static final ObjectMapper MAPPER = new ObjectMapper(
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    private static final List<String> HEAD =
        List.of("format", "version", "seed", "settings", "data", "precision", "input", "classes", "architecture");

    private static final String KINDS = "linear, activation, perceptron, sequential, conv2d, max-pool2d, avg-pool2d, global-pool,"
        + " batch-norm, layer-norm, dropout, residual, flatten, unflatten";

    private final Path path;

    ModelReader(Path path) { this.path = path; }

    /// What a file says, before anything is built from it.
    private record Content(long version, long seed, SequencedMap<String, @Nullable Object> settings, String data, Shape inputShape,
            List<String> columnNames, Normalization normalization, List<String> classNames, Precision precision, Architecture architecture,
            Map<String, Tensor> tensors) {
        ModelFile build() {
            return new ModelFile(seed, settings, data, inputShape, columnNames, normalization, classNames,
                architecture.build("", tensors));
        }

        /// The field that must be the last one.
        String last() { return version < 3 ? "parameters" : "buffers"; }

        Inspection inspection() {
            var about = new LinkedHashMap<String, @Nullable Object>();
            about.put("seed", seed);
            settings.forEach((name, value) -> about.put("settings." + name, value));
            about.put("data", "sha256:" + data);
            about.put("precision", ModelFile.name(precision));
            about.put("input", inputShape.toString());
            if (!columnNames.isEmpty()) about.put("columns", String.join(", ", columnNames));
            about.put("mean", numbers(normalization.mean()));
            about.put("deviation", numbers(normalization.deviation()));
            about.put("classes", String.join(", ", classNames));
            var numbers = new ArrayList<Inspection.Numbers>();
            architecture.shapes().keySet().forEach(name -> numbers.add(Inspection.Numbers.of(name,
                ModelFile.name(precision) + (Architecture.isBuffer(name) ? ", buffer" : ""), Objects.requireNonNull(tensors.get(name)))));
            return new Inspection("Gradus model, version " + version, about, architecture.lines(), numbers);
        }

        private static String numbers(List<Double> numbers) {
            return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    ModelFile read() {
        var content = content();
        return fitting("", content::build);
    }

    Inspection inspect() { return content().inspection(); }

    private Content content() {
        try (var parser = MAPPER.createParser(path.toFile())) {
            return read(parser);
        } catch (JsonEOFException e) {
            throw new FormatException(path + ": cut off; the JSON ends in the middle, at " + line(e), e);
        } catch (JsonProcessingException e) {
            if (e.getOriginalMessage().startsWith("Duplicate field"))
                throw new FormatException(path + ": a field is there twice, the second time at " + line(e), e);
            throw new FormatException(path + ": no Gradus model; no JSON at " + line(e) + ": " + FormatException.words(e), e);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new FormatException(path
                + (Files.exists(path) ? ": cannot be read; a model file is expected" : ": no such file"), e);
        } catch (IOException e) {
            throw new FormatException(path + ": cannot be read (" + Obstacle.of(e) + ")", e);
        }
    }

    private Content read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT)
            throw error("no Gradus model; a JSON object with \"format\": \"gradus-model\" is expected");
        var head = JsonNodeFactory.instance.objectNode();
        @Nullable Content model = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            if (model != null) throw error("the field '" + name + "' comes after '" + model.last() + "', which must be last");
            parser.nextToken();
            if (name.equals("parameters")) model = model(head, parser);
            else head.set(name, parser.readValueAsTree());
        }
        if (model == null) {
            requireVersion(head);
            requireFields(head);
            throw error("the field 'parameters' is missing");
        }
        if (parser.nextToken() != null)
            throw error("something follows the end of the model at line " + parser.currentTokenLocation().getLineNr());
        return model;
    }

    private Content model(ObjectNode head, JsonParser parser) throws IOException {
        requireVersion(head);
        requireFields(head);
        var root = new Field(path.toString(), "", head);
        var precision = root.at("precision").choice(Precision.values(), ModelFile::name);
        var data = root.at("data").text();
        if (!data.matches("sha256:[0-9a-f]{64}")) throw root.at("data").error("\"sha256:\" and 64 hexadecimal digits");
        long version = root.at("version").whole();
        var input = version == 1 ? root.at("input").only("shape", "mean", "deviation")
            : root.at("input").only("shape", "names", "mean", "deviation");
        var inputShape = shape(input.at("shape"));
        List<String> columnNames = version == 1 ? List.of() : input.at("names").list(Field::text);
        fitting("input: ", () -> {
            ModelFile.requireNames(inputShape, columnNames);
            return columnNames;
        });
        var mean = input.at("mean").list(Field::number);
        var deviation = input.at("deviation").list(Field::number);
        var normalization = fitting("input: ", () -> new Normalization(mean, deviation));
        var classNames = root.at("classes").list(Field::text);
        var architecture = version < 3 ? rows(root.at("architecture")) : architecture(root.at("architecture"));
        fitting("", () -> ModelFile.requireFit(architecture, inputShape, normalization, classNames));
        requireRoom(architecture);
        var tensors = new LinkedHashMap<String, Tensor>();
        read("parameter", architecture.shapes(false), precision, tensors, parser);
        if (version >= 3) {
            if (parser.nextToken() != JsonToken.FIELD_NAME) throw error("the field 'buffers' is missing");
            if (!parser.currentName().equals("buffers"))
                throw error("the field '" + parser.currentName() + "' where 'buffers' is expected, behind 'parameters'");
            parser.nextToken();
            read("buffer", architecture.shapes(true), precision, tensors, parser);
        }
        long seed = root.at("seed").whole();
        var settings = settings(root.at("settings"));
        var digest = data.substring("sha256:".length());
        return new Content(version, seed, settings, digest, inputShape, columnNames, normalization, classNames, precision,
            architecture, tensors);
    }

    private void requireVersion(ObjectNode head) {
        var format = head.get("format");
        if (format == null || !format.isTextual() || !format.textValue().equals("gradus-model"))
            throw error("no Gradus model; its field 'format' is " + (format == null ? "missing" : format)
                + ", \"gradus-model\" is expected");
        var version = head.get("version");
        if (version == null || !version.canConvertToLong() || !version.isIntegralNumber() || version.longValue() < 1
            || version.longValue() > ModelFile.VERSION)
            throw error("its version is " + (version == null ? "missing" : version) + "; this Gradus reads versions 1 to "
                + ModelFile.VERSION);
    }

    private void requireFields(ObjectNode head) {
        for (var name : HEAD) if (!head.has(name)) throw error("the field '" + name + "' is missing");
        if (head.has("buffers") && head.path("version").asInt() >= 3)
            throw error("the field 'buffers' comes before 'parameters', where it must be last");
        head.fieldNames().forEachRemaining(name -> { if (!HEAD.contains(name)) throw error("unknown field '" + name + "'"); });
    }

    private static SequencedMap<String, @Nullable Object> settings(Field settings) {
        var out = new LinkedHashMap<String, @Nullable Object>();
        settings.fields().forEach((name, field) -> out.put(name, field.scalar()));
        return out;
    }

    private static Shape shape(Field field) {
        var dims = field.list(Field::positive);
        long size = 1;
        for (int dim : dims) {
            size *= dim;
            if (size > Integer.MAX_VALUE) throw field.error("at most " + Integer.MAX_VALUE + " numbers");
        }
        return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
    }

    /// What versions 1 and 2 know: layers of rows.
    private static Architecture rows(Field layer) {
        return switch (layer.at("kind").text()) {
            case "linear", "activation", "perceptron" -> architecture(layer);
            case "sequential" -> new Architecture.Sequential(layer.only("kind", "layers").at("layers").list(ModelReader::rows));
            default -> throw layer.at("kind").error("linear, activation, perceptron or sequential");
        };
    }

    private static Architecture architecture(Field layer) {
        return switch (layer.at("kind").text()) {
            case "linear" -> {
                layer.only("kind", "in", "out", "bias");
                int in = layer.at("in").positive();
                int out = layer.at("out").positive();
                requireWeights(layer, (double) in * out);
                yield new Architecture.Linear(in, out, layer.at("bias").truth());
            }
            case "activation" -> {
                layer.only("kind", "name");
                yield new Architecture.Activation(layer.at("name").choice(Activation.values(), Activation::toString));
            }
            case "perceptron" -> new Architecture.Perceptron(layer.only("kind", "in").at("in").positive());
            case "conv2d" -> convolution(layer.only("kind", "in", "out", "window", "groups", "bias"));
            case "max-pool2d" -> new Architecture.MaxPool2d(window(layer.only("kind", "window").at("window")));
            case "avg-pool2d" -> new Architecture.AvgPool2d(window(layer.only("kind", "window").at("window")));
            case "global-pool" ->
                new Architecture.GlobalPool(layer.only("kind", "name").at("name").choice(GlobalPool.values(), ModelFile::name));
            case "batch-norm" -> {
                layer.only("kind", "channels", "epsilon", "momentum");
                int channels = layer.at("channels").positive();
                double epsilon = epsilon(layer), momentum = layer.at("momentum").number();
                if (momentum < 0 || momentum > 1) throw layer.at("momentum").error("a number from 0 to 1");
                yield new Architecture.BatchNorm(channels, epsilon, momentum);
            }
            case "layer-norm" -> {
                var shape = shape(layer.only("kind", "shape", "epsilon").at("shape"));
                if (shape.rank() == 0) throw layer.at("shape").error("at least one length");
                yield new Architecture.LayerNorm(shape, epsilon(layer));
            }
            case "dropout" -> {
                double rate = layer.only("kind", "rate").at("rate").number();
                if (rate < 0 || rate >= 1) throw layer.at("rate").error("a number from 0 up to, not including, 1");
                yield new Architecture.Dropout(rate);
            }
            case "flatten" -> {
                layer.only("kind");
                yield new Architecture.Flatten();
            }
            case "unflatten" -> new Architecture.Unflatten(shape(layer.only("kind", "shape").at("shape")));
            case "residual" -> {
                var inner = architecture(layer.only("kind", "inner", "shortcut").at("inner"));
                var shortcut = layer.at("shortcut");
                yield new Architecture.Residual(inner, shortcut.node().isNull() ? null : architecture(shortcut));
            }
            case "sequential" -> {
                layer.only("kind", "layers");
                yield new Architecture.Sequential(layer.at("layers").list(ModelReader::architecture));
            }
            default -> throw layer.at("kind").error("one of " + KINDS);
        };
    }

    private static Architecture convolution(Field layer) {
        int in = layer.at("in").positive(), out = layer.at("out").positive(), groups = layer.at("groups").positive();
        if (in % groups != 0 || out % groups != 0)
            throw layer.at("groups").error("a number by which the channels, " + in + " and " + out + ", can be divided");
        var window = window(layer.at("window"));
        requireWeights(layer, (double) out * in / groups * window.size());
        return new Architecture.Conv2d(in, out, window, groups, layer.at("bias").truth());
    }

    private static void requireWeights(Field layer, double weights) {
        if (weights > Integer.MAX_VALUE) throw layer.error("at most " + Integer.MAX_VALUE + " weights");
    }

    private static double epsilon(Field layer) {
        double epsilon = layer.at("epsilon").number();
        if (epsilon <= 0) throw layer.at("epsilon").error("a number above 0");
        return epsilon;
    }

    private static Window window(Field window) {
        window.only("size", "stride", "padding", "dilation");
        var size = pair(window.at("size"), 1);
        var stride = pair(window.at("stride"), 1);
        var padding = pair(window.at("padding"), 0);
        var dilation = pair(window.at("dilation"), 1);
        return Window.of(size.get(0), size.get(1)).stride(stride.get(0), stride.get(1)).padding(padding.get(0), padding.get(1))
            .dilation(dilation.get(0), dilation.get(1));
    }

    /// Pixels down and across.
    private static List<Integer> pair(Field field, int least) {
        var pair = field.list(Field::whole);
        if (pair.size() != 2 || pair.stream().anyMatch(each -> each < least || each > Window.LONGEST))
            throw field.error("two whole numbers from " + least + " to " + Window.LONGEST);
        return pair.stream().map(Math::toIntExact).toList();
    }

    private void requireRoom(Architecture architecture) throws IOException {
        long needed = architecture.shapes().values().stream().mapToLong(Shape::size).sum();
        if (needed > Files.size(path) / 2)
            throw error("cut off; its architecture has " + needed + " numbers, more than fit in this file");
    }

    /// Reads all of a kind, `parameter` or `buffer`, each once.
    private void read(String kind, SequencedMap<String, Shape> shapes, Precision precision, Map<String, Tensor> tensors, JsonParser parser)
            throws IOException {
        requireToken(parser, JsonToken.START_OBJECT, kind + "s");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var shape = shapes.get(name);
            if (shape == null)
                throw error("unknown " + kind + " '" + name + "'; the architecture has "
                    + (shapes.isEmpty() ? "none" : String.join(", ", shapes.keySet())));
            parser.nextToken();
            tensors.put(name, tensor(kind + "s." + name, shape, precision, parser));
        }
        for (var name : shapes.keySet()) if (!tensors.containsKey(name)) throw error("the " + kind + " '" + name + "' is missing");
    }

    private Tensor tensor(String where, Shape shape, Precision precision, JsonParser parser) throws IOException {
        requireToken(parser, JsonToken.START_OBJECT, where);
        requireField(parser, where, "shape");
        parser.nextToken();
        var found = shape(new Field(path.toString(), where + ".shape", parser.readValueAsTree()));
        if (!found.equals(shape)) throw error(where + ": the shape is " + found + ", the architecture says " + shape);
        requireField(parser, where, "values");
        requireToken(parser, parser.nextToken(), JsonToken.START_ARRAY, where + ".values");
        var tensor = precision == Precision.FLOAT ? floats(where, shape, parser) : doubles(where, shape, parser);
        if (parser.nextToken() != JsonToken.END_OBJECT) throw error(where + ": unknown field '" + parser.currentName() + "'");
        return tensor;
    }

    private Tensor floats(String where, Shape shape, JsonParser parser) throws IOException {
        var out = new float[shape.size()];
        for (int i = 0; nextNumber(where, i, shape, parser); i++) {
            out[i] = Float.parseFloat(parser.getText());   // not by way of a double, which would round twice
            if (!Float.isFinite(out[i])) throw error(where + ".values[" + i + "]: " + parser.getText() + " is no finite float");
        }
        return Tensor.of(shape, out);
    }

    private Tensor doubles(String where, Shape shape, JsonParser parser) throws IOException {
        var out = new double[shape.size()];
        for (int i = 0; nextNumber(where, i, shape, parser); i++) {
            out[i] = Double.parseDouble(parser.getText());
            if (!Double.isFinite(out[i])) throw error(where + ".values[" + i + "]: " + parser.getText() + " is no finite double");
        }
        return Tensor.of(shape, out);
    }

    /// Whether another number is there; false at the end of the array, which must come after just as many as the shape holds.
    private boolean nextNumber(String where, int count, Shape shape, JsonParser parser) throws IOException {
        var token = parser.nextToken();
        if (token == JsonToken.END_ARRAY) {
            if (count < shape.size())
                throw error(where + ".values: " + count + " numbers, its shape " + shape + " has " + shape.size());
            return false;
        }
        if (token == null || !token.isNumeric())
            throw error(where + ".values[" + count + "]: " + Field.shown(parser.getText()) + ", a number is expected");
        if (count == shape.size()) throw error(where + ".values: more than the " + count + " numbers of its shape " + shape);
        return true;
    }

    private void requireField(JsonParser parser, String where, String name) throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) throw error(where + ": the field '" + name + "' is missing");
        if (!parser.currentName().equals(name))
            throw error(where + ": the field '" + parser.currentName() + "' where '" + name + "' is expected");
    }

    private void requireToken(JsonParser parser, JsonToken expected, String where) throws IOException {
        requireToken(parser, parser.currentToken(), expected, where);
    }

    private void requireToken(JsonParser parser, @Nullable JsonToken found, JsonToken expected, String where) throws IOException {
        if (found == expected) return;
        throw error(where + ": " + (found == null ? "nothing" : Field.shown(parser.getText())) + ", "
            + (expected == JsonToken.START_ARRAY ? "a list" : "an object") + " is expected");
    }

    private <T> T fitting(String where, Supplier<T> work) {
        try {
            return work.get();
        } catch (FormatException already) {
            throw already;
        } catch (IllegalArgumentException e) {
            throw new FormatException(path + ": " + where + e.getMessage(), e);
        }
    }

    private FormatException error(String what) { return new FormatException(path + ": " + what); }

    private static String line(JsonProcessingException e) {
        return e.getLocation() == null ? "an unknown line" : "line " + e.getLocation().getLineNr();
    }
}
