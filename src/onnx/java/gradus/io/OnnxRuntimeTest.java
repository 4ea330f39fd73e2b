package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.data.Normalization;
import gradus.experiments.Learning;
import gradus.experiments.LearningRule;
import gradus.experiments.Network;
import gradus.experiments.Progress;
import gradus.experiments.Recipe;
import gradus.experiments.Run;
import gradus.experiments.Settings;
import gradus.experiments.Source;
import gradus.nn.Activation;
import gradus.nn.AvgPool2d;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Dropout;
import gradus.nn.Flatten;
import gradus.nn.GlobalPool;
import gradus.nn.Initializer;
import gradus.nn.LayerNorm;
import gradus.nn.Linear;
import gradus.nn.MaxPool2d;
import gradus.nn.Module;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.Unflatten;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import gradus.training.Objective;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Exported models give the same answers when ONNX Runtime computes them: on 100 random raw inputs each output is right to a
/// hundred-thousandth of the largest output that the model gave.
class OnnxRuntimeTest {
    private static final int INPUTS = 100;
    private static final double TOLERANCE = 1e-5;

    @TempDir Path folder;

    /// Tables have a test of their own. Networks for clothes, whose pictures need not be on this machine, learn from digits.
    @ParameterizedTest @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CSV")
    void everyRecipe(Recipe recipe) throws OrtException {
        var usual = recipe.learning();
        var learning = new Learning(usual.loss(), usual.rule(), usual.rate(), usual.batch(), Math.min(usual.epochs(), recipe.readsPictures() ? 1 : 30));
        var source = recipe.readsPictures() ? new Source(Path.of("data", "mnist"), null, 640) : Source.USUAL;
        agrees(recipe.toString(), trained(new Settings(recipe, 1, source, recipe.network(), learning)));
    }

    @ParameterizedTest @EnumSource(names = {"AND", "OR", "XOR", "MOONS", "CIRCLES", "SPIRALS"})
    void everyPerceptron(Recipe recipe) throws OrtException {
        agrees(recipe + ", perceptron", trained(new Settings(recipe, 1, Source.USUAL, Network.PERCEPTRON, recipe.perceptronLearning())));
    }

    @ParameterizedTest @ValueSource(booleans = {false, true})
    void tablesOfNumbers(boolean regression) throws OrtException, IOException {
        var file = folder.resolve("table.csv");
        var rows = new ArrayList<String>(List.of("a,b,c,answer"));
        var random = Random.seeded(3);
        for (int i = 0; i < 300; i++) {
            double a = 1000 + 200 * random.normal(3L * i), b = 0.001 * random.normal(3L * i + 1), c = -5 + random.normal(3L * i + 2);
            rows.add(String.format(Locale.ROOT, "%f,%f,%f,%s", a, b, c, regression ? String.format(Locale.ROOT, "%f", 3 * a + 1e5 * b - c)
                : a + 1e5 * b > 1000 ? "high" : c > -5 ? "low" : "middle"));
        }
        Files.write(file, rows);
        var learning = new Learning(regression ? Objective.MSE : Objective.CROSS_ENTROPY, LearningRule.ADAM, 0.01, 32, 10);
        agrees(regression ? "csv, numbers" : "csv, classes",
            trained(new Settings(Recipe.CSV, 1, new Source(file, null, 0), Recipe.CSV.network(), learning)));
    }

    static List<Path> committed() throws IOException {
        try (var files = Files.list(Path.of("models"))) {
            return files.filter(file -> file.toString().endsWith(".json") && !file.toString().endsWith(".run.json")).sorted().toList();
        }
    }

    @ParameterizedTest @MethodSource("committed")
    void theCommittedModels(Path file) throws OrtException { agrees(file.getFileName().toString(), ModelFile.read(file)); }

    @ParameterizedTest @EnumSource
    void everyActivation(Activation activation) throws OrtException {
        var random = Random.seeded(7);
        agrees(activation.toString(), model(List.of("a", "b", "c"), Normalization.NONE, Sequential.of(
            Linear.of(7, 20, Initializer.HE_NORMAL, random.at(0)), activation,
            Sequential.of(Linear.withoutBias(20, 20, Initializer.HE_NORMAL, random.at(1), Precision.FLOAT), activation),
            Linear.of(20, 3, Initializer.HE_NORMAL, random.at(2)))));
    }

    /// ONNX Runtime 1.29 has kernels in double for these activations only; they agree to the last digits.
    @ParameterizedTest @EnumSource(names = {"IDENTITY", "RELU", "TANH", "SIGMOID"})
    void doubles(Activation activation) throws OrtException {
        var random = Random.seeded(7);
        var error = error(model(List.of("0", "1"), Normalization.of(0.25, 3), Sequential.of(
            Linear.of(5, 9, Initializer.GLOROT_NORMAL, random.at(0), Precision.DOUBLE), activation,
            Linear.of(9, 1, Initializer.GLOROT_NORMAL, random.at(1), Precision.DOUBLE))));
        assertThat(error).isLessThan(1e-12);
    }

    @Test void aLayerAlone() throws OrtException {
        agrees("linear", model(List.of(), Normalization.NONE, Linear.of(4, 2, Initializer.HE_NORMAL, Random.seeded(1))));
    }

    // ---- Layers of pictures

    private static final Random RANDOM = Random.seeded(23);

    /// Fills what begins as 0 or 1 with random numbers, so that nothing is right by chance.
    private static Module filled(Module net) {
        net.state().forEach((name, value) -> {
            var draw = RANDOM.at(name);
            if (value.shape().rank() == 1) value.update(name.endsWith("running_var")
                ? draw.uniform(value.shape(), 0.5, 2, value.precision()) : draw.normal(value.shape(), 0, 0.5, value.precision()));
        });
        return net;
    }

    private static Conv2d conv(int in, int out, Window window) { return Conv2d.of(in, out, window, Initializer.HE_NORMAL, RANDOM); }

    private static Linear linear(int in, int out) { return Linear.of(in, out, Initializer.HE_NORMAL, RANDOM); }

    /// A convolution, what is asked about, and an end, on pictures of three channels, 8 high and 7 wide.
    private static Module around(Module... asked) {
        var layers = new ArrayList<Module>(List.of(Unflatten.of(3, 8, 7), conv(3, 4, Window.of(1))));
        layers.addAll(List.of(asked));
        layers.add(new Flatten());
        int width = Architecture.of(new Sequential(layers)).outputs(168);
        layers.add(linear(width, 3));
        return filled(new Sequential(layers));
    }

    private static ModelFile pictures(Module net) {
        return new ModelFile(1, new LinkedHashMap<>(), "0".repeat(64), Shape.of(168), Normalization.NONE, List.of("a", "b", "c"), net);
    }

    static Stream<Arguments> deepLayers() {
        return Stream.of(
            arguments("conv", around(conv(4, 5, Window.of(3)))),
            arguments("conv, all settings", around(Conv2d.withoutBias(4, 6, new Window(3, 2, 2, 1, 2, 1, 1, 3), 2, Initializer.HE_NORMAL,
                RANDOM, Precision.FLOAT))),
            arguments("conv, depthwise", around(Conv2d.of(4, 8, Window.of(3).padding(1), 4, Initializer.HE_NORMAL, RANDOM,
                Precision.FLOAT))),
            arguments("max pool", around(MaxPool2d.of(2))),
            arguments("max pool, all settings", around(new MaxPool2d(new Window(3, 2, 1, 2, 1, 1, 2, 1)))),
            arguments("max pool, wide border", around(new MaxPool2d(new Window(2, 3, 1, 2, 2, 0, 3, 1)))),
            arguments("avg pool", around(AvgPool2d.of(2))),
            arguments("avg pool, border", around(new AvgPool2d(new Window(3, 2, 2, 1, 1, 1, 1, 1)))),
            arguments("avg pool, dilated", around(new AvgPool2d(new Window(2, 2, 1, 2, 1, 0, 2, 3)))),
            arguments("avg pool, wide border", around(new AvgPool2d(new Window(2, 2, 1, 1, 2, 2, 1, 1)))),
            arguments("global average", around(GlobalPool.AVERAGE)),
            arguments("global max", around(GlobalPool.MAX)),
            arguments("batch norm, pictures", around(BatchNorm.of(4))),
            arguments("batch norm, rows", around(new Flatten(), linear(224, 6), BatchNorm.of(6))),
            arguments("layer norm, last axis", around(LayerNorm.of(7))),
            arguments("layer norm, rows", around(new Flatten(), linear(224, 6), LayerNorm.of(6))),
            arguments("dropout", around(new Dropout(0.5))),
            arguments("residual", around(Residual.of(Sequential.of(conv(4, 4, Window.of(3).padding(1)), BatchNorm.of(4), Activation.RELU,
                new Dropout(0.25), conv(4, 4, Window.of(3).padding(1)))))),
            arguments("residual, shortcut", around(new Residual(conv(4, 6, Window.of(3).stride(2).padding(1)),
                Sequential.of(conv(4, 6, Window.of(1).stride(2)), BatchNorm.of(6))))),
            arguments("residual of nothing", around(new Residual(new Dropout(0.5), null))),
            arguments("linear over pictures", around(linear(7, 5), Linear.withoutBias(5, 2, Initializer.HE_NORMAL, RANDOM,
                Precision.FLOAT))),
            arguments("unflatten again", around(new Flatten(), Unflatten.of(7, 8, 4), conv(7, 2, Window.of(2)))));
    }

    @ParameterizedTest @MethodSource("deepLayers")
    void everyDeepLayer(String what, Module net) throws OrtException { agrees(what, pictures(net)); }

    /// LeCun, Bottou, Bengio & Haffner, 1998, with batch norm beside; raw pictures go in.
    @Test void aWholeLeNet() throws OrtException {
        var net = filled(Sequential.of(Unflatten.of(1, 28, 28), conv(1, 6, Window.of(5).padding(2)), BatchNorm.of(6), Activation.TANH,
            AvgPool2d.of(2), conv(6, 16, Window.of(5)), Activation.RELU, MaxPool2d.of(2), new Flatten(), linear(400, 120), Activation.TANH,
            new Dropout(0.5), linear(120, 84), BatchNorm.of(84), Activation.TANH, linear(84, 10)));
        agrees("lenet", new ModelFile(1, new LinkedHashMap<>(), "0".repeat(64), Shape.of(28, 28), Normalization.of(33.3, 78.6), List.of(),
            net));
    }

    /// ONNX Runtime has kernels in double for these. An epsilon is a float in the file: one that a float holds is used here.
    @Test void deepLayersInDoubles() throws OrtException {
        double epsilon = 0x1p-16;
        var batch = BatchNorm.of(3, Precision.DOUBLE);
        var layer = LayerNorm.of(3, Precision.DOUBLE);
        var net = filled(Sequential.of(Unflatten.of(3, 8, 7),
            new BatchNorm(batch.weight(), batch.bias(), batch.runningMean(), batch.runningVariance(), epsilon, 0.1), MaxPool2d.of(2),
            new LayerNorm(layer.weight(), layer.bias(), epsilon), Residual.of(Activation.TANH), new Flatten(),
            Linear.of(36, 3, Initializer.HE_NORMAL, RANDOM, Precision.DOUBLE)));
        assertThat(error(pictures(net))).isLessThan(1e-12);
    }

    /// A judge that says yes to everything would be none.
    @Test void aWrongModelIsFoundOut() throws OrtException {
        var random = Random.seeded(5);
        var net = Sequential.of(Linear.of(3, 8, Initializer.HE_NORMAL, random.at(0)), Activation.GELU, Linear.of(8, 2, Initializer.HE_NORMAL, random.at(1)));
        var other = Sequential.of(net.layers().get(0), Activation.SILU, net.layers().get(2));
        OnnxFile.write(model(List.of("a", "b"), Normalization.NONE, other), folder.resolve("other.onnx"));
        assertThat(error(model(List.of("a", "b"), Normalization.NONE, net), folder.resolve("other.onnx"))).isGreaterThan(1e-3);
    }

    private static ModelFile trained(Settings settings) { return new Run(settings).train(Progress.SILENT).model(); }

    private static ModelFile model(List<String> classes, Normalization normalization, gradus.nn.Module module) {
        int width = module.parameters().firstEntry().getValue().shape().dim(0);
        return new ModelFile(1, new LinkedHashMap<>(), "0".repeat(64), Shape.of(width), normalization, classes, module);
    }

    private void agrees(String what, ModelFile model) throws OrtException {
        double error = error(model);
        System.out.printf(Locale.ROOT, "%-20s %.1e%n", what, error);
        assertThat(error).as(what).isLessThan(TOLERANCE);
    }

    private double error(ModelFile model) throws OrtException {
        var path = folder.resolve("model.onnx");
        OnnxFile.write(model, path);
        return error(model, path);
    }

    /// The largest difference, by the largest output.
    private static double error(ModelFile model, Path path) throws OrtException {
        var raw = raw(model);
        double[] wanted = ours(model, raw), found = theirs(model, raw, path);
        assertThat(found).hasSameSizeAs(wanted);
        double worst = 0, largest = 0;
        for (int i = 0; i < wanted.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - wanted[i]));
            largest = Math.max(largest, Math.abs(wanted[i]));
        }
        return worst / largest;
    }

    /// Bytes for pictures; other numbers about as they are in the data.
    private static float[] raw(ModelFile model) {
        int width = model.inputShape().size();
        var norm = model.normalization();
        var random = Random.seeded(17);
        var out = new float[INPUTS * width];
        for (int i = 0; i < out.length; i++) {
            int column = norm.mean().size() == 1 ? 0 : i % width;
            out[i] = model.inputShape().rank() > 1 ? random.below(256, i)
                : (float) (norm.mean().get(column) + norm.deviation().get(column) * random.normal(i));
        }
        return out;
    }

    private static double[] ours(ModelFile model, float... raw) {
        int width = model.inputShape().size();
        var norm = model.normalization();
        Tensor x;
        if (model.inputShape().rank() > 1) {
            var bytes = new byte[raw.length];
            for (int i = 0; i < raw.length; i++) bytes[i] = (byte) (int) raw[i];
            x = norm.pixels(bytes, width, model.precision(), IntStream.range(0, INPUTS).toArray());
        } else {
            var doubles = new double[raw.length];
            for (int i = 0; i < raw.length; i++) doubles[i] = raw[i];
            x = norm.apply(Tensor.of(Shape.of(INPUTS, width), doubles)).to(model.precision());
        }
        var outputs = Recording.off(() -> model.module().apply(Value.of(x))).data();
        return outputs.to(Precision.DOUBLE).toDoubles();
    }

    private static double[] theirs(ModelFile model, float[] raw, Path path) throws OrtException {
        var shape = LongStream.concat(LongStream.of(INPUTS), IntStream.of(model.inputShape().toArray()).asLongStream()).toArray();
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(path.toString(), new OrtSession.SessionOptions())) {
            assertThat(session.getOutputNames()).containsExactly("output");
            var all = answer(session, environment, raw, shape);
            shape[0] = 1;
            int width = raw.length / INPUTS, outputs = all.length / INPUTS;
            for (int i = 0; i < INPUTS; i++)                              // one by one they are answered the same
                assertThat(answer(session, environment, Arrays.copyOfRange(raw, i * width, (i + 1) * width), shape))
                    .containsExactly(Arrays.copyOfRange(all, i * outputs, (i + 1) * outputs), within(1e-5));
            return all;
        }
    }

    private static double[] answer(OrtSession session, OrtEnvironment environment, float[] raw, long... shape) throws OrtException {
        try (var input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(raw), shape); var result = session.run(Map.of("input", input))) {
            return switch (result.get(0).getValue()) {
                case float[][] rows -> {
                    var out = new double[rows.length * rows[0].length];
                    for (int i = 0; i < out.length; i++) out[i] = rows[i / rows[0].length][i % rows[0].length];
                    yield out;
                }
                case double[][] rows -> Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
                default -> throw new AssertionError("no matrix");
            };
        }
    }
}
