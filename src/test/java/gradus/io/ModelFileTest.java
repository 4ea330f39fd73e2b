package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Value;
import gradus.data.Gate;
import gradus.data.Normalization;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Module;
import gradus.nn.Perceptron;
import gradus.nn.Sequential;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelFileTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final Random RANDOM = Random.seeded(1);

    @TempDir Path folder;

    private static SequencedMap<String, @Nullable Object> settings() {
        var settings = new LinkedHashMap<String, @Nullable Object>();
        settings.put("recipe", "xor \"é\"\n");
        settings.put("epochs", 20);
        settings.put("rate", 0.1);
        settings.put("nesterov", true);
        settings.put("limit", null);
        return settings;
    }

    private static ModelFile model(Shape input, List<String> classes, Module module) {
        return new ModelFile(-3, settings(), DIGEST, input, Normalization.NONE, classes, module);
    }

    private static ModelFile tiny(Tensor weight) {
        return model(Shape.of(weight.shape().dim(0)), List.of(), new Linear(Value.parameter(weight), null));
    }

    private static Tensor only(ModelFile model) { return model.parameters().firstEntry().getValue().data(); }

    private static Module network(Precision precision) {
        var init = Initializer.HE_NORMAL;
        return Sequential.of(
            Linear.of(2, 3, init, RANDOM.at("a"), precision), Activation.LEAKY_RELU,
            Sequential.of(Linear.withoutBias(3, 4, init, RANDOM.at("b"), precision), Activation.TANH),
            Linear.of(4, 2, init, RANDOM.at("c"), precision));
    }

    private Path written(ModelFile model) {
        var path = folder.resolve("model.json");
        model.write(path);
        return path;
    }

    // ---- Round trips

    @Test void floatsComeBackBitForBit() {
        var numbers = new ArrayList<Float>(List.of(0f, -0f, 1f, 0.1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL,
            Math.nextDown(Float.MIN_NORMAL), Float.MAX_VALUE, -Float.MAX_VALUE, 16777217f, 1e7f, 9999999f, 1e-3f, 9.999999e-4f));
        for (int i = 0; i < 5000; i++) {
            float any = Float.intBitsToFloat((int) RANDOM.bits(i));
            if (Float.isFinite(any)) numbers.add(any);
        }
        var floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) floats[i] = numbers.get(i);
        var back = only(ModelFile.read(written(tiny(Tensor.of(Shape.of(1, floats.length), floats)))));
        assertThat(back.precision()).isEqualTo(Precision.FLOAT);
        var read = back.toFloats();
        for (int i = 0; i < floats.length; i++) {
            assertThat(Float.floatToRawIntBits(read[i])).as("%s", floats[i]).isEqualTo(Float.floatToRawIntBits(floats[i]));
        }
    }

    @Test void doublesComeBackBitForBit() {
        var numbers = new ArrayList<Double>(List.of(0.0, -0.0, 1.0, 0.1, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL,
            Math.nextDown(Double.MIN_NORMAL), Double.MAX_VALUE, 9007199254740993.0, 1e7, 1e-3, 2e-44));
        for (int i = 0; i < 5000; i++) {
            double any = Double.longBitsToDouble(RANDOM.bits(i));
            if (Double.isFinite(any)) numbers.add(any);
        }
        var doubles = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        var back = only(ModelFile.read(written(tiny(Tensor.of(Shape.of(doubles.length, 1), doubles)))));
        assertThat(back.precision()).isEqualTo(Precision.DOUBLE);
        var read = back.toDoubles();
        for (int i = 0; i < doubles.length; i++) {
            assertThat(Double.doubleToRawLongBits(read[i])).as("%s", doubles[i])
                .isEqualTo(Double.doubleToRawLongBits(doubles[i]));
        }
    }

    @ParameterizedTest @EnumSource void everythingComesBack(Precision precision) {
        var model = new ModelFile(Long.MIN_VALUE, settings(), DIGEST, Shape.of(2), List.of("x", "the \"y\""),
            new Normalization(List.of(0.1, -2e300), List.of(1e-300, 3.0)), List.of("zero", "ünö \"1\"\\"), network(precision));
        var back = ModelFile.read(written(model));
        assertThat(back.seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(new ArrayList<>(back.settings().entrySet())).isEqualTo(new ArrayList<>(model.settings().entrySet()));
        assertThat(back.settings().get("epochs")).isEqualTo(20L);
        assertThat(back.data()).isEqualTo(DIGEST);
        assertThat(back.inputShape()).isEqualTo(Shape.of(2));
        assertThat(back.columnNames()).containsExactly("x", "the \"y\"");
        assertThat(back.normalization()).isEqualTo(model.normalization());
        assertThat(back.classNames()).isEqualTo(model.classNames());
        assertThat(back.precision()).isEqualTo(precision);
        assertThat(back.module()).hasToString(model.module().toString());
        assertThat(back.module().state().keySet()).containsExactlyElementsOf(model.module().state().keySet());
        var x = Value.of(Tensor.of(new double[][] {{0.3, -2}}).to(precision));
        assertThat(back.module().apply(x).data().toDoubles()).isEqualTo(model.module().apply(x).data().toDoubles());
        back.module().parameters().values().forEach(value -> assertThat(value.isParameter()).isTrue());
    }

    @ParameterizedTest @EnumSource void everyActivationComesBack(Activation activation) {
        var model = model(Shape.of(2), List.of(), Sequential.of(Linear.of(2, 1, Initializer.HE_NORMAL, RANDOM), activation));
        assertThat(((Sequential) ModelFile.read(written(model)).module()).layers().getLast()).isEqualTo(activation);
    }

    @Test void aPerceptronComesBack() {
        var model = model(Shape.of(2), List.of("no", "yes"), Perceptron.of(2));
        assertThat(ModelFile.read(written(model)).module()).isInstanceOf(Perceptron.class).hasToString("Perceptron(2 inputs)");
    }

    /// The names in a file are those of the module's state, or no other program could find its way.
    @Test void parametersAreCalledAsInTheState() {
        for (Module module : List.of(network(Precision.FLOAT), Perceptron.of(2), Linear.of(2, 2, Initializer.HE_NORMAL,
            RANDOM))) {
            var model = model(Shape.of(2), List.of(), module);
            assertThat(model.parameters().keySet()).containsExactlyElementsOf(module.state().keySet());
            module.state().forEach((name, value) -> assertThat(model.parameters().get(name)).isSameAs(value));
            assertThat(Architecture.of(module).shapes().keySet()).containsExactlyElementsOf(module.state().keySet());
        }
    }

    @Test void theSameModelIsTheSameBytesAndReadingChangesNothing() throws IOException {
        var model = model(Shape.of(2), List.of("a", "b"), network(Precision.FLOAT));
        var first = Files.readString(written(model));
        assertThat(Files.readString(written(model))).isEqualTo(first);
        assertThat(Files.readString(written(ModelFile.read(written(model))))).isEqualTo(first);
    }

    @Test void theLayoutIsThatOfTheDocumentedFormat() throws IOException {
        var weight = Value.parameter(Tensor.of(new float[][] {{0.5f, -0f}, {1e-8f, 3}}));
        var model = new ModelFile(7, settings(), DIGEST, Shape.of(2), Normalization.of(0, 2), List.of("a", "b"),
            Sequential.of(new Linear(weight, Value.parameter(Tensor.of(1f, 2f))), Activation.RELU));
        assertThat(Files.readString(written(model))).isEqualTo("""
            {
              "format": "gradus-model",
              "version": 3,
              "seed": 7,
              "settings": {
                "recipe": "xor \\"é\\"\\n",
                "epochs": 20,
                "rate": 0.1,
                "nesterov": true,
                "limit": null
              },
              "data": "sha256:%s",
              "precision": "float",
              "input": {"shape": [2], "names": [], "mean": [0.0], "deviation": [2.0]},
              "classes": ["a", "b"],
              "architecture": {"kind": "sequential", "layers": [
                {"kind": "linear", "in": 2, "out": 2, "bias": true},
                {"kind": "activation", "name": "relu"}
              ]},
              "parameters": {
                "0.weight": {"shape": [2, 2], "values": [
                  0.5, -0.0,
                  1.0E-8, 3.0
                ]},
                "0.bias": {"shape": [2], "values": [
                  1.0, 2.0
                ]}
              },
              "buffers": {}
            }
            """.formatted(DIGEST));
    }

    @Test void aDataSetBringsItsPart() {
        var data = Gate.AND.dataset();
        var model = ModelFile.of(5, settings(), data, Perceptron.of(2));
        assertThat(model.data()).isEqualTo(data.digest());
        assertThat(model.inputShape()).isEqualTo(Shape.of(2));
        assertThat(model.classNames()).containsExactly("0", "1");
        assertThat(model.normalization()).isEqualTo(Normalization.NONE);
    }

    // ---- What cannot be saved

    record Own(Linear inner) implements Module {
        @Override public Value forward(Value x) { return inner.apply(x); }
    }

    @Test void modulesThatNoFileCanNameAreFoundOutBeforeTraining() {
        var linear = Linear.of(2, 2, Initializer.HE_NORMAL, RANDOM);
        assertThatCode(() -> ModelFile.check(network(Precision.FLOAT))).doesNotThrowAnyException();
        assertThatThrownBy(() -> ModelFile.check(Sequential.of(linear, Value::relu)))
            .isInstanceOf(IllegalArgumentException.class).hasMessage(
            "layer 1 of this model cannot be saved: a lambda or method reference has no name in a file; "
                + "use an Activation, as Activation.RELU");
        assertThatThrownBy(() -> ModelFile.check(Sequential.of(linear, Sequential.of(new Own(linear))))).hasMessage(
            "layer 1.0 of this model cannot be saved: Own is none of the layers a model file knows: "
                + "Linear, Activation, Perceptron, Sequential, Conv2d, MaxPool2d, AvgPool2d, GlobalPool, BatchNorm, LayerNorm, Dropout, "
                + "Residual, Flatten, Unflatten");
        assertThatThrownBy(() -> ModelFile.check(new Own(linear))).hasMessageStartingWith("this model cannot be saved: Own");
        assertThatThrownBy(() -> ModelFile.check(Sequential.of(Activation.RELU)))
            .hasMessage("this model cannot be saved: it has no parameters");
    }

    @Test void sharedAndMixedParametersAreRefused() {
        var linear = Linear.of(2, 2, Initializer.HE_NORMAL, RANDOM);
        assertThatThrownBy(() -> ModelFile.check(Sequential.of(linear, linear)))
            .hasMessage("this model cannot be saved: 0.weight and 1.weight are the same value, which a file would make two");
        var other = Linear.of(2, 2, Initializer.HE_NORMAL, RANDOM, Precision.DOUBLE);
        assertThatThrownBy(() -> ModelFile.check(Sequential.of(linear, other)))
            .hasMessage("this model cannot be saved: 0.weight is float, 1.weight is double; a model has one precision");
    }

    @Test void partsThatDoNotFitAreRefused() {
        var linear = Linear.of(2, 3, Initializer.HE_NORMAL, RANDOM);
        assertThatThrownBy(() -> model(Shape.of(3), List.of(), linear)).hasMessage("the model takes 2 inputs, but gets 3");
        assertThatThrownBy(() -> model(Shape.of(2), List.of(), Sequential.of(linear, Linear.of(2, 1, Initializer.HE_NORMAL,
            RANDOM))))
            .hasMessage("layer 1 takes 2 inputs, but gets 3");
        assertThatThrownBy(() -> model(Shape.of(2), List.of("a", "b"), linear))
            .hasMessage("the model has 3 outputs for 2 classes");
        assertThatThrownBy(() -> model(Shape.of(2), List.of("a", "b", "a"), linear)).hasMessage("two classes are called 'a'");
        assertThatThrownBy(() -> new ModelFile(0, settings(), "md5", Shape.of(2), Normalization.NONE, List.of(), linear))
            .hasMessageEndingWith("found 'md5'");
        var three = new Normalization(List.of(1.0, 1.0, 1.0), List.of(1.0, 1.0, 1.0));
        assertThatThrownBy(() -> new ModelFile(0, settings(), DIGEST, Shape.of(2), three, List.of(), linear))
            .hasMessage("a normalisation of 3 columns does not fit inputs of 2");
        var wrong = settings();
        wrong.put("layers", List.of(1));
        assertThatThrownBy(() -> new ModelFile(0, wrong, DIGEST, Shape.of(2), Normalization.NONE, List.of(), linear))
            .hasMessageStartingWith("setting 'layers' is [1], which a file cannot hold");
        wrong.put("layers", Double.NaN);
        assertThatThrownBy(() -> new ModelFile(0, wrong, DIGEST, Shape.of(2), Normalization.NONE, List.of(), linear))
            .hasMessageStartingWith("setting 'layers' is NaN");
    }

    @Test void aModelWithANumberThatIsNoneIsNotSavedAndTheOldFileStays() throws IOException {
        var good = Files.readString(written(model(Shape.of(2), List.of(), network(Precision.FLOAT))));
        var weight = new float[6];
        weight[5] = Float.NaN;
        weight[4] = Float.NEGATIVE_INFINITY;
        var bad = tiny(Tensor.of(Shape.of(2, 3), weight));
        assertThatThrownBy(() -> written(bad)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("the model is not saved: weight[1, 1] is -Infinity");
        assertThat(folder.resolve("model.json")).hasContent(good);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    // ---- What cannot be read

    private static final String GOOD = """
        {"format": "gradus-model", "version": 1, "seed": 7, "settings": {"epochs": 20}, "data": "sha256:%s",
        "precision": "float", "input": {"shape": [2], "mean": [0.0], "deviation": [1.0]}, "classes": ["a", "b"],
        "architecture": {"kind": "sequential", "layers": [
        {"kind": "linear", "in": 2, "out": 2, "bias": true}, {"kind": "activation", "name": "relu"}]},
        "parameters": {"0.weight": {"shape": [2, 2], "values": [1, 2, 3, 4]}, "0.bias": {"shape": [2], "values": [5, 6]}}}
        """.formatted(DIGEST);

    private AbstractThrowableAssert<?, ? extends Throwable> refuses(String text) {
        var path = folder.resolve("bad.json");
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        String start = path + ": ";
        return assertThatThrownBy(() -> {
            try {
                ModelFile.read(path);
            } catch (FormatException e) {
                String message = String.valueOf(e.getMessage());
                assertThat(message).startsWith(start).doesNotContain("\n");
                throw new FormatException(message.substring(start.length()), e);
            }
        }).as("%s", text).isInstanceOf(FormatException.class);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refuses(String good, String bad) {
        assertThat(GOOD).contains(good);
        return refuses(GOOD.replace(good, bad));
    }

    @Test void theGoodFileIsRead() throws IOException {
        var path = Files.writeString(folder.resolve("good.json"), GOOD);
        assertThat(ModelFile.read(path).parameters().firstEntry().getValue().data().toDoubles()).containsExactly(1, 2, 3, 4);
    }

    @Test void anythingCutOffIsRefused() {
        for (int length = 0; length < GOOD.stripTrailing().length(); length++) refuses(GOOD.substring(0, length));
    }

    @Test void everyFieldIsNeeded() {
        for (String name : List.of("seed", "settings", "data", "precision", "input", "classes", "architecture")) {
            refuses("\"" + name + "\"", "\"else\"").hasMessage("the field '" + name + "' is missing");
        }
        refuses("\"parameters\"", "\"else\"").hasMessage("unknown field 'else'");
        for (String name : List.of("shape", "mean", "deviation")) {
            refuses(GOOD.replaceFirst("\"" + name + "\"", "\"else\"")).hasMessage("input: unknown field 'else'");
        }
        refuses("\"mean\": [0.0], ", "").hasMessage("input: the field 'mean' is missing");
        refuses("\"in\": 2, ", "").hasMessage("architecture.layers[0]: the field 'in' is missing");
        refuses(", \"0.bias\": {\"shape\": [2], \"values\": [5, 6]}", "").hasMessage("the parameter '0.bias' is missing");
        refuses("{\"shape\": [2], \"values\": [5, 6]}", "{\"values\": [5, 6]}")
            .hasMessage("parameters.0.bias: the field 'values' where 'shape' is expected");
        refuses("{\"shape\": [2], \"values\": [5, 6]}", "{\"shape\": [2]}")
            .hasMessage("parameters.0.bias: the field 'values' is missing");
    }

    @Test void noFieldMayBeUnknownOrThereTwice() {
        refuses("\"seed\": 7", "\"seed\": 7, \"time\": 1").hasMessage("unknown field 'time'");
        refuses("\"in\": 2", "\"in\": 2, \"class\": \"java.lang.Runtime\"")
            .hasMessage("architecture.layers[0]: unknown field 'class'");
        refuses("[5, 6]", "[5, 6], \"class\": 1").hasMessage("parameters.0.bias: unknown field 'class'");
        refuses("\"seed\": 7", "\"seed\": 7, \"seed\": 8").hasMessage("a field is there twice, the second time at line 1");
        refuses("\"epochs\": 20", "\"epochs\": 20, \"epochs\": 21").hasMessageStartingWith("a field is there twice");
        refuses("\"0.bias\"", "\"0.weight\"").hasMessageStartingWith("a field is there twice");
        refuses("\"0.bias\"", "\"0.biass\"").hasMessage("unknown parameter '0.biass'; the architecture has 0.weight, 0.bias");
    }

    @Test void othersFilesAreNoModels() {
        refuses("").hasMessage("no Gradus model; a JSON object with \"format\": \"gradus-model\" is expected");
        refuses("[1]").hasMessageStartingWith("no Gradus model; a JSON object");
        refuses("{}").hasMessage("no Gradus model; its field 'format' is missing, \"gradus-model\" is expected");
        refuses("{\"name\": \"x\"}").hasMessageStartingWith("no Gradus model; its field 'format' is missing");
        refuses("gradus-model", "gradus-run")
            .hasMessage("no Gradus model; its field 'format' is \"gradus-run\", \"gradus-model\" is expected");
        refuses("hello").hasMessageStartingWith("no Gradus model; no JSON at line 1: ");
        refuses("\u0000\u0001PNG").hasMessageStartingWith("no Gradus model; no JSON at line 1: ");
        refuses(GOOD + "{}").hasMessage("something follows the end of the model at line 6");
        refuses(GOOD + "x").hasMessageStartingWith("no Gradus model; no JSON at line 6: ");
        refuses("[5, 6]}}", "[5, 6]}}, \"else\": 9").hasMessage("the field 'else' comes after 'parameters', which must be last");
        var missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> ModelFile.read(missing)).isInstanceOf(FormatException.class)
            .hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> ModelFile.read(folder)).isInstanceOf(FormatException.class)
            .hasMessage(folder + ": cannot be read; a model file is expected");
    }

    @Test void otherVersionsSaySoWhateverElseTheyHold() {
        refuses("\"version\": 1", "\"version\": 4, \"news\": []").hasMessage("its version is 4; this Gradus reads versions 1 to 3");
        refuses("\"version\": 1", "\"version\": \"1\"").hasMessage("its version is \"1\"; this Gradus reads versions 1 to 3");
        refuses("\"version\": 1", "\"version\": 4294967297").hasMessageContaining("4294967297");
        refuses("\"version\": 1, ", "").hasMessage("its version is missing; this Gradus reads versions 1 to 3");
    }

    @Test void namesBelongToTheSecondVersionAndFitTheInput() {
        String one = "\"version\": 1", two = "\"version\": 2", shape = "\"shape\": [2], \"mean\"";
        refuses(one, two).hasMessage("input: the field 'names' is missing");
        refuses(shape, "\"shape\": [2], \"names\": [], \"mean\"").hasMessage("input: unknown field 'names'");
        var second = GOOD.replace(one, two);
        refuses(second.replace(shape, "\"shape\": [2], \"names\": [\"x\"], \"mean\""))
            .hasMessage("input: 1 name does not fit inputs of the shape (2)");
        refuses(second.replace(shape, "\"shape\": [2], \"names\": [\"x\", \"x\"], \"mean\""))
            .hasMessage("input: two columns are called 'x'");
        refuses(second.replace(shape, "\"shape\": [1, 2], \"names\": [\"x\", \"y\"], \"mean\""))
            .hasMessage("input: 2 names do not fit inputs of the shape (1, 2)");
        refuses(second.replace(shape, "\"shape\": [2], \"names\": [1, 2], \"mean\"")).hasMessage("input.names[0]: 1, expected a text");
    }

    @Test void otherTypesAreRefused() {
        refuses("\"seed\": 7", "\"seed\": 7.5").hasMessage("seed: 7.5, expected a whole number of 64 bits");
        refuses("\"seed\": 7", "\"seed\": 9223372036854775808").hasMessageEndingWith("expected a whole number of 64 bits");
        refuses("\"epochs\": 20", "\"epochs\": [20]")
            .hasMessage("settings.epochs: [20], expected a text, a truth value or a number");
        refuses("{\"epochs\": 20}", "3").hasMessage("settings: 3, expected an object");
        refuses("sha256:", "").hasMessageStartingWith("data: ")
            .hasMessageEndingWith("expected \"sha256:\" and 64 hexadecimal digits");
        refuses("\"precision\": \"float\"", "\"precision\": \"half\"")
            .hasMessage("precision: \"half\", expected one of float, double");
        refuses("\"shape\": [2], \"mean\"", "\"shape\": [0], \"mean\"")
            .hasMessage("input.shape[0]: 0, expected a whole number from 1 to 2147483647");
        refuses("\"mean\": [0.0]", "\"mean\": [\"0\"]").hasMessage("input.mean[0]: \"0\", expected a finite number");
        refuses("\"deviation\": [1.0]", "\"deviation\": [0.0]").hasMessageStartingWith("input: a normalisation needs");
        refuses("\"deviation\": [1.0]", "\"deviation\": [1e999]").hasMessageStartingWith("input.deviation[0]: ");
        refuses("[\"a\", \"b\"]", "[\"a\", 2]").hasMessage("classes[1]: 2, expected a text");
        refuses("\"linear\"", "\"conv\"")
            .hasMessage("architecture.layers[0].kind: \"conv\", expected linear, activation, perceptron or sequential");
        refuses("\"relu\"", "\"RELU\"")
            .hasMessageStartingWith("architecture.layers[1].name: \"RELU\", expected one of identity, relu, ");
        refuses("\"bias\": true", "\"bias\": 1").hasMessage("architecture.layers[0].bias: 1, expected true or false");
        refuses("\"layers\": [", "\"layers\": [7, ").hasMessage("architecture.layers[0]: 7, expected an object");
        refuses("\"parameters\": {", "\"parameters\": 3, \"x\": {").hasMessage("parameters: 3, an object is expected");
        refuses("[5, 6]", "\"56\"").hasMessage("parameters.0.bias.values: 56, a list is expected");
        refuses("[5, 6]", "[5, null]").hasMessage("parameters.0.bias.values[1]: null, a number is expected");
        refuses("[5, 6]", "[5, \"6\"]").hasMessage("parameters.0.bias.values[1]: 6, a number is expected");
        refuses("[5, 6]", "[5, [6]]").hasMessage("parameters.0.bias.values[1]: [, a number is expected");
        refuses("[5, 6]", "[5, NaN]").hasMessageStartingWith("no Gradus model; no JSON at line 5")
            .hasMessageEndingWith("Non-standard token 'NaN'");
        refuses("[5, 6]", "[5, 1e39]").hasMessage("parameters.0.bias.values[1]: 1e39 is no finite float");
    }

    @Test void shapesThatDoNotFitAreRefused() {
        refuses("[1, 2, 3, 4]", "[1, 2, 3]").hasMessage("parameters.0.weight.values: 3 numbers, its shape (2, 2) has 4");
        refuses("[1, 2, 3, 4]", "[1, 2, 3, 4, 5]")
            .hasMessage("parameters.0.weight.values: more than the 4 numbers of its shape (2, 2)");
        refuses("\"shape\": [2, 2]", "\"shape\": [4]")
            .hasMessage("parameters.0.weight: the shape is (4), the architecture says (2, 2)");
        refuses("\"shape\": [2], \"mean\"", "\"shape\": [3], \"mean\"").hasMessage("layer 0 takes 2 inputs, but gets 3");
        refuses("[\"a\", \"b\"]", "[\"a\", \"b\", \"c\"]").hasMessage("the model has 2 outputs for 3 classes");
        refuses("\"mean\": [0.0], \"deviation\": [1.0]", "\"mean\": [0, 0, 0], \"deviation\": [1, 1, 1]")
            .hasMessage("a normalisation of 3 columns does not fit inputs of 2");
    }

    /// Small files must not make room for what they only promise.
    @Test void promisesThatCannotBeKeptAreRefused() {
        refuses("\"out\": 2", "\"out\": 2147483647").hasMessage("architecture.layers[0]: "
            + "{\"kind\":\"linear\",\"in\":2,\"out\":2147483647…, expected at most 2147483647 weights");
        refuses(GOOD.replace("\"out\": 2", "\"out\": 1000000000").replace("\"classes\": [\"a\", \"b\"]", "\"classes\": []"))
            .hasMessage("cut off; its architecture has 3000000000 numbers, more than fit in this file");
        refuses("\"shape\": [2], \"mean\"", "\"shape\": [65536, 65536], \"mean\"")
            .hasMessageEndingWith("expected at most 2147483647 numbers");
        refuses("{\"kind\": \"activation\", \"name\": \"relu\"}",
            "{\"kind\": \"sequential\", \"layers\": [".repeat(2000) + "]}".repeat(2000))
                .hasMessageStartingWith("no Gradus model");
    }
}
