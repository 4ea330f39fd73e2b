package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.data.Normalization;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Convolutions, pools, norms and ways around in files of every kind.
class DeepFilesTest {
    private static final Random RANDOM = Random.seeded(1);

    @TempDir Path folder;

    private static Conv2d conv(int in, int out, Window window) { return Conv2d.of(in, out, window, Initializer.HE_NORMAL, RANDOM.at(out)); }

    private static Linear linear(int in, int out) { return Linear.of(in, out, Initializer.HE_NORMAL, RANDOM.at(in)); }

    private static ModelFile model(int width, Module module) {
        return new ModelFile(1, new LinkedHashMap<>(), "0".repeat(64), Shape.of(width), Normalization.NONE, List.of(), module);
    }

    private Path written(ModelFile model) {
        var path = folder.resolve("net.json");
        model.write(path);
        return path;
    }

    // ---- There and back

    @Test void networksOfAnyLayersComeBackFromEveryFile() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            var precision = seed % 2 == 0 ? Precision.FLOAT : Precision.DOUBLE;
            var net = RandomNets.net(Random.seeded(seed), precision);
            int width = RandomNets.width(net);
            var answers = RandomNets.answers(net, width, 3, precision);
            var model = model(width, net);

            var path = written(model);
            var read = ModelFile.read(path);
            assertThat(read.module()).as("seed %d", seed).hasToString(net.toString());
            assertThat(read.module().state().keySet()).containsExactlyElementsOf(net.state().keySet());
            assertThat(read.module().parameters().keySet()).containsExactlyElementsOf(net.parameters().keySet());
            assertThat(RandomNets.answers(read.module(), width, 3, precision)).as("%s", net).isEqualTo(answers);
            var text = Files.readString(path);
            assertThat(Files.readString(written(read))).isEqualTo(text);
            assertThat(SchemaTest.fits("model", text)).as("%s", net).isTrue();

            var state = folder.resolve("net.safetensors");
            State.of(net).write(state);
            var other = RandomNets.filled(Architecture.of(net).build("", zeros(net)), Random.seeded(1000));
            State.read(state).into(other);
            assertThat(RandomNets.answers(other, width, 3, precision)).isEqualTo(answers);

            var onnx = folder.resolve("net.onnx");
            OnnxFile.write(model, onnx);
            assertThat(OnnxFile.inspect(onnx).tensors()).extracting(Inspection.Numbers::name).containsAll(net.state().keySet());
        }
    }

    private static Map<String, Tensor> zeros(Module net) {
        var zeros = new LinkedHashMap<String, Tensor>();
        net.state().forEach((name, value) -> zeros.put(name, Tensor.zeros(value.shape(), value.precision())));
        return zeros;
    }

    /// Forty random networks have each of them somewhere.
    @Test void theNetworksHaveEveryLayer() {
        var all = new StringBuilder();
        for (int seed = 0; seed < 40; seed++) all.append(RandomNets.net(Random.seeded(seed), Precision.FLOAT));
        for (var kind : List.of("Conv2d", "MaxPool2d", "AvgPool2d", "GlobalPool(average)", "GlobalPool(max)", "BatchNorm", "LayerNorm",
            "Dropout", "Residual", "shortcut", "Flatten", "Unflatten", "Linear", "groups", "no bias", "stride", "padding", "dilation"))
            assertThat(all).contains(kind);
    }

    @Test void aLayersNumbersAndSettingsComeBack() {
        var net = Sequential.of(Unflatten.of(2, 3, 3), new BatchNorm(value(2, 0.5), value(2, 1.5), buffer(2, -3), buffer(2, 4), 0.25, 0.75),
            new Flatten(), new LayerNorm(value(18, 1), value(18, 2), 0.125), new Dropout(0.375));
        var layers = ((Sequential) ModelFile.read(written(model(18, net))).module()).layers();
        var norm = (BatchNorm) layers.get(1);
        assertThat(norm.epsilon()).isEqualTo(0.25);
        assertThat(norm.momentum()).isEqualTo(0.75);
        assertThat(norm.runningMean().data().toFloats()).containsExactly(-3, -3);
        assertThat(norm.runningVariance().isBuffer()).isTrue();
        assertThat(norm.runningVariance().data().toFloats()).containsExactly(4, 4);
        assertThat(((LayerNorm) layers.get(3)).epsilon()).isEqualTo(0.125);
        assertThat(layers.get(4)).isEqualTo(new Dropout(0.375));
    }

    private static Value value(int size, double x) { return Value.parameter(Tensor.full(Shape.of(size), x, Precision.FLOAT)); }

    private static Value buffer(int size, double x) { return Value.buffer(Tensor.full(Shape.of(size), x, Precision.FLOAT)); }

    @Test void theLayoutIsOneLayerALineAndOneRowALine() throws IOException {
        var net = Sequential.of(Unflatten.of(1, 2, 2), Residual.of(Sequential.of(conv(1, 1, Window.of(3).padding(1)))), BatchNorm.of(1),
            new Flatten(), linear(4, 1));
        net.state().forEach((name, value) -> value.update(Tensor.full(value.shape(), 0.5, Precision.FLOAT)));
        assertThat(Files.readString(written(model(4, net)))).contains("""
              "architecture": {"kind": "sequential", "layers": [
                {"kind": "unflatten", "shape": [1, 2, 2]},
                {"kind": "residual", "inner": {"kind": "sequential", "layers": [
                  {"kind": "conv2d", "in": 1, "out": 1, "window": {"size": [3, 3], "stride": [1, 1], "padding": [1, 1], "dilation": [1, 1]}, \
            "groups": 1, "bias": true}
                ]}, "shortcut": null},
                {"kind": "batch-norm", "channels": 1, "epsilon": 1.0E-5, "momentum": 0.1},
                {"kind": "flatten"},
            """).contains("""
                "1.inner.0.weight": {"shape": [1, 1, 3, 3], "values": [
                  0.5, 0.5, 0.5,
                  0.5, 0.5, 0.5,
                  0.5, 0.5, 0.5
                ]},
            """).endsWith("""
              },
              "buffers": {
                "2.running_mean": {"shape": [1], "values": [
                  0.5
                ]},
                "2.running_var": {"shape": [1], "values": [
                  0.5
                ]}
              }
            }
            """);
    }

    // ---- What does not fit

    private static void misfit(int width, String message, Module... layers) {
        assertThatThrownBy(() -> model(width, Sequential.of(layers))).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test void aLayerThatDoesNotFitIsNamedWithWhatItTakesAndGets() {
        var picture = Unflatten.of(2, 6, 6);
        misfit(72, "layer 0 takes pictures (channels, height, width), but gets 72; put an Unflatten before it", conv(2, 3, Window.of(3)));
        misfit(70, "layer 0 takes rows of 72, but gets 70", picture, conv(2, 3, Window.of(3)));
        misfit(72, "layer 1 takes 3 channels, but gets (2, 6, 6)", picture, conv(3, 3, Window.of(3)));
        misfit(72, "layer 1 looks through 7 × 7, which does not fit into 6 × 6", picture, conv(2, 3, Window.of(7)));
        misfit(72, "layer 2 looks through 5 × 5, stride 5, which does not fit into 4 × 4", picture, conv(2, 3, Window.of(3)),
            MaxPool2d.of(5));
        misfit(72, "layer 2 takes 48 inputs, but gets (3, 4, 4); put a Flatten before it",
            picture, conv(2, 3, Window.of(3)), linear(48, 2));
        misfit(72, "layer 1 takes 3 channels, but gets (2, 6, 6)", picture, BatchNorm.of(3), new Flatten());
        misfit(72, "layer 0 takes 71 channels, but gets 72", BatchNorm.of(71));
        misfit(72, "layer 1 takes arrays that end with the axes (5), but gets (2, 6, 6)", picture, LayerNorm.of(5));
        misfit(72, "layer 2.inner.1 takes 4 inputs, but gets 5", new Flatten(), linear(72, 4),
            Residual.of(Sequential.of(linear(4, 5), linear(4, 5))));
        misfit(72, "layer 1.shortcut takes 5 inputs, but gets 4", linear(72, 4), new Residual(linear(4, 3), linear(5, 3)));
        misfit(72, "layer 1 adds what has one shape, but inside it is (1), and around it (4)", linear(72, 4), Residual.of(linear(4, 1)));
        misfit(72, "layer 1 takes pictures (channels, height, width), but gets 4; put an Unflatten before it",
            linear(72, 4), GlobalPool.MAX);
        misfit(72, "the model gives (3, 4, 4) for each example, where a row is expected; end with a Flatten",
            picture, conv(2, 3, Window.of(3)));
        misfit(72, "layer 2 looks through 2 × 2, stride 2, dilation 6, which does not fit into 6 × 6", picture, BatchNorm.of(2),
            new AvgPool2d(Window.of(2).stride(2).dilation(6)));
        misfit(72, "layer 2 looks through 2 × 2, padding 2, which sees nothing but border somewhere on 6 × 6", picture,
            BatchNorm.of(2), new MaxPool2d(Window.of(2).padding(2)));
    }

    /// What comes out of the description of a network is what its modules make.
    @Test void shapesAreThoseOfTheModules() {
        for (int seed = 100; seed < 130; seed++) {
            var net = RandomNets.net(Random.seeded(seed), Precision.FLOAT);
            var shape = Shape.of(RandomNets.width(net));
            var y = Value.of(Random.seeded(2).normal(shape.insert(0, 2), 0, 1, Precision.FLOAT));
            for (var layer : net.layers()) {
                y = layer.apply(y);
                shape = Architecture.of(layer).output(shape);
                assertThat(y.shape()).as("%s", layer).isEqualTo(shape.insert(0, 2));
            }
        }
    }

    @Test void aBufferThatIsNotFiniteOrAVarianceBelowZeroIsNamedAndNotSaved() {
        var norm = BatchNorm.of(2);
        norm.runningVariance().update(Tensor.of(Shape.of(2), 1f, Float.POSITIVE_INFINITY));
        var model = model(3, Sequential.of(linear(3, 2), norm));
        assertThatThrownBy(() -> written(model)).hasMessage("the model is not saved: 1.running_var[1] is Infinity");
        assertThatThrownBy(() -> OnnxFile.write(model, folder.resolve("a.onnx")))
            .hasMessage("the model is not saved: 1.running_var[1] is Infinity");
        norm.runningVariance().update(Tensor.of(Shape.of(2), -0.5f, 1f));
        assertThatThrownBy(() -> written(model)).hasMessage("the model is not saved: 1.running_var[0] is -0.5");
        assertThat(folder).isEmptyDirectory();
    }

    @Test void aModelWithoutParametersOrOfTwoPrecisionsIsRefused() {
        assertThatThrownBy(() -> ModelFile.check(Sequential.of(new Flatten(), new Dropout(0.5))))
            .hasMessage("this model cannot be saved: it has no parameters");
        assertThatThrownBy(() -> ModelFile.check(Sequential.of(linear(2, 2), BatchNorm.of(2, Precision.DOUBLE))))
            .hasMessage("this model cannot be saved: 0.weight is float, 1.weight is double; a model has one precision");
        var norm = BatchNorm.of(2);
        var other = new BatchNorm(value(2, 1), value(2, 1), norm.runningMean(), buffer(2, 1), 1, 1);
        assertThatThrownBy(() -> ModelFile.check(Sequential.of(norm, other)))
            .hasMessage("this model cannot be saved: 0.running_mean and 1.running_mean are the same value, which a file would make two");
    }

    // ---- What cannot be read

    private static final String GOOD = """
        {"format": "gradus-model", "version": 3, "seed": 7, "settings": {}, "data": "sha256:%s",
        "precision": "float", "input": {"shape": [8], "names": [], "mean": [0.0], "deviation": [1.0]}, "classes": [],
        "architecture": {"kind": "sequential", "layers": [{"kind": "unflatten", "shape": [2, 2, 2]},
        {"kind": "conv2d", "in": 2, "out": 2, "window": {"size": [1, 1], "stride": [1, 1], "padding": [0, 0], "dilation": [1, 1]}, \
        "groups": 2, "bias": false},
        {"kind": "batch-norm", "channels": 2, "epsilon": 0.5, "momentum": 0.1},
        {"kind": "residual", "inner": {"kind": "layer-norm", "shape": [2], "epsilon": 1E-5}, "shortcut": null},
        {"kind": "dropout", "rate": 0.5}, {"kind": "global-pool", "name": "max"}, {"kind": "flatten"}]},
        "parameters": {"1.weight": {"shape": [2, 1, 1, 1], "values": [1, 2]}, "2.weight": {"shape": [2], "values": [1, 1]},
        "2.bias": {"shape": [2], "values": [1, 1]}, "3.inner.weight": {"shape": [2], "values": [1, 1]},
        "3.inner.bias": {"shape": [2], "values": [1, 1]}},
        "buffers": {"2.running_mean": {"shape": [2], "values": [0, 0]}, "2.running_var": {"shape": [2], "values": [1, 3]}}}
        """.formatted("0".repeat(64));

    @Test void theGoodFileIsRead() throws IOException {
        var model = ModelFile.read(Files.writeString(folder.resolve("good.json"), GOOD));
        assertThat(model.module().state().lastEntry().getKey()).isEqualTo("3.inner.bias");
        assertThat(model.buffers().lastEntry().getValue().data().toFloats()).containsExactly(1, 3);
        assertThat(SchemaTest.fits("model", GOOD)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', value = {
        "'shape': [2, 2, 2] | 'shape': 8 | architecture.layers[0].shape: 8, expected a list",
        "'shape': [2, 2, 2] | 'shape': [2, 0] | architecture.layers[0].shape[1]: 0, expected a whole number from 1 to 2147483647",
        "'conv2d' | 'conv3d' | architecture.layers[1].kind: 'conv3d', expected one of linear, activation, perceptron, sequential, conv2d, "
            + "max-pool2d, avg-pool2d, global-pool, batch-norm, layer-norm, dropout, residual, flatten, unflatten",
        "'in': 2, | | architecture.layers[1]: the field 'in' is missing",
        "'out': 2 | 'out': 0 | architecture.layers[1].out: 0, expected a whole number from 1 to 2147483647",
        "'out': 2 | 'out': 3 | architecture.layers[1].groups: 2, expected a number by which the channels, 2 and 3, can be divided",
        "'groups': 2 | 'groups': 0 | architecture.layers[1].groups: 0, expected a whole number from 1 to 2147483647",
        "'bias': false | 'bias': null | architecture.layers[1].bias: null, expected true or false",
        "'stride': [1, 1] | 'stride': [1, 0] | architecture.layers[1].window.stride: [1,0], expected two whole numbers from 1 to 32767",
        "'size': [1, 1] | 'size': [1] | architecture.layers[1].window.size: [1], expected two whole numbers from 1 to 32767",
        "'padding': [0, 0] | 'padding': [0, -1] | architecture.layers[1].window.padding: [0,-1], "
            + "expected two whole numbers from 0 to 32767",
        "'dilation': [1, 1] | 'dilation': [1, 32768] | architecture.layers[1].window.dilation: [1,32768], "
            + "expected two whole numbers from 1 to 32767",
        "'dilation': [1, 1] | 'dilation': [1, 1], 'x': 1 | architecture.layers[1].window: unknown field 'x'",
        "'size': [1, 1], | | architecture.layers[1].window: the field 'size' is missing",
        "'channels': 2 | 'channels': 1.5 | architecture.layers[2].channels: 1.5, expected a whole number of 64 bits",
        "'epsilon': 0.5 | 'epsilon': 0 | architecture.layers[2].epsilon: 0, expected a number above 0",
        "'momentum': 0.1 | 'momentum': 1.5 | architecture.layers[2].momentum: 1.5, expected a number from 0 to 1",
        "'shape': [2], 'epsilon': 1E-5 | 'shape': [], 'epsilon': 1E-5 | architecture.layers[3].inner.shape: [], "
            + "expected at least one length",
        "'epsilon': 1E-5 | 'epsilon': -1 | architecture.layers[3].inner.epsilon: -1, expected a number above 0",
        "'shortcut': null | 'shortcut': 1 | architecture.layers[3].shortcut: 1, expected an object",
        ", 'shortcut': null | | architecture.layers[3]: the field 'shortcut' is missing",
        "'rate': 0.5 | 'rate': 1 | architecture.layers[4].rate: 1, expected a number from 0 up to, not including, 1",
        "'name': 'max' | 'name': 'min' | architecture.layers[5].name: 'min', expected one of average, max",
        "'flatten'} | 'flatten', 'axis': 1} | architecture.layers[6]: unknown field 'axis'",
        "'version': 3 | 'version': 2 | architecture.layers[0].kind: 'unflatten', expected linear, activation, perceptron or sequential"})
    void aWrongFieldIsOneClearLine(String from, String to, String message) throws IOException {
        var good = from.replace('\'', '"').strip();
        assertThat(GOOD).contains(good);
        var text = GOOD.replace(good, to == null ? "" : to.replace('\'', '"').strip());
        refused(text, message.contains("the field") || message.contains("unknown") ? message
            : message.replaceFirst(": '(.*)', expected", ": \"$1\", expected"));
        if (!message.contains("groups: 2")) assertThat(SchemaTest.fits("model", text)).isFalse();
    }

    private void refused(String text, String message) throws IOException {
        var path = Files.writeString(folder.resolve("bad.json"), text);
        assertThatThrownBy(() -> ModelFile.read(path)).isInstanceOf(FormatException.class).hasMessage(path + ": " + message);
        assertThatThrownBy(() -> ModelFile.inspect(path)).hasMessage(path + ": " + message);
    }

    @Test void buffersComeLastAndAreAllThere() throws IOException {
        String buffers = GOOD.substring(GOOD.indexOf(",\n\"buffers\""), GOOD.length() - 2);
        String var = ", \"2.running_var\": {\"shape\": [2], \"values\": [1, 3]}";
        assertThat(GOOD).contains(buffers, var);
        refused(GOOD.replace(buffers, ""), "the field 'buffers' is missing");
        refused(GOOD.replace(",\n\"buffers\"", ",\n\"other\""), "the field 'other' where 'buffers' is expected, behind 'parameters'");
        refused(GOOD.replace(buffers, buffers + ", \"more\": 1"), "the field 'more' comes after 'buffers', which must be last");
        refused(GOOD.replace("\"seed\": 7", "\"buffers\": {}, \"seed\": 7"), 
            "the field 'buffers' comes before 'parameters', where it must be last");
        refused(GOOD.replace(var, ""), "the buffer '2.running_var' is missing");
        refused(GOOD.replace("2.running_var", "2.running"), 
            "unknown buffer '2.running'; the architecture has 2.running_mean, 2.running_var");
        refused(GOOD.replace("[1, 3]", "[1, 3, 5]"), "buffers.2.running_var.values: more than the 2 numbers of its shape (2)");
        refused(GOOD.replace("[1, 3]", "[1, 1e99]"), "buffers.2.running_var.values[1]: 1e99 is no finite float");
        refused(GOOD.replace("\"buffers\": {", "\"buffers\": [{"), "buffers: [, an object is expected");
        for (int length = GOOD.indexOf("\"3.inner.bias"); length < GOOD.stripTrailing().length(); length++) {
            var cut = Files.writeString(folder.resolve("cut.json"), GOOD.substring(0, length));
            assertThatThrownBy(() -> ModelFile.read(cut)).isInstanceOf(FormatException.class);
        }
    }

    @Test void layersThatDoNotFitAndPromisesAreRefused() throws IOException {
        refused(GOOD.replace("\"channels\": 2", "\"channels\": 3"), "layer 2 takes 3 channels, but gets (2, 2, 2)");
        refused(GOOD.replace("\"shape\": [2, 2, 2]", "\"shape\": [2, 2, 3]"), "layer 0 takes rows of 12, but gets 8");
        refused(GOOD.replace("\"size\": [1, 1]", "\"size\": [3, 1]"), "layer 1 looks through 3 × 1, which does not fit into 2 × 2");
        refused(GOOD.replace("\"size\": [1, 1]", "\"size\": [32767, 32767]").replace("\"groups\": 2", "\"groups\": 1"),
            "architecture.layers[1]: {\"kind\":\"conv2d\",\"in\":2,\"out\":2,\"window\"…, expected at most 2147483647 weights");
        refused(GOOD.replace("\"in\": 2, \"out\": 2", "\"in\": 2, \"out\": 2000000").replace("\"channels\": 2", "\"channels\": 2000000"),
            "cut off; its architecture has 10000004 numbers, more than fit in this file");
    }

    // ---- What others read and write

    /// Made with PyTorch by `examples/pytorch-bars.py`: of every layer one, in inference.
    @Test void aConvolutionalNetworkThatPyTorchTrainedGivesItsAnswers() {
        var net = Sequential.of(Unflatten.of(1, 8, 8), conv(1, 4, Window.of(3).padding(1)), BatchNorm.of(4), Activation.RELU,
            MaxPool2d.of(2),
            Conv2d.withoutBias(4, 6, Window.of(3).stride(2).padding(2).dilation(2), 2, Initializer.HE_NORMAL, RANDOM, Precision.FLOAT),
            BatchNorm.of(6), Activation.RELU, new AvgPool2d(Window.of(2).padding(1)), new Flatten(), linear(54, 8), LayerNorm.of(8),
            Activation.RELU, new Dropout(0.25), BatchNorm.of(8), linear(8, 2));
        State.read(Path.of("examples", "pytorch-bars.safetensors")).into(net);
        var there = Safetensors.read(Path.of("examples", "pytorch-bars-answers.safetensors"));
        var outputs = net.apply(Value.of(there.tensor("inputs"))).data();
        assertThat(outputs.shape()).isEqualTo(Shape.of(20, 2));
        for (int i = 0; i < outputs.size(); i++) assertThat(outputs.at(i)).isCloseTo(there.tensor("outputs").at(i), within(2e-6));
    }

    @Test void onlyPyTorchsCountsOfBatchesAreLeftOut() {
        var theirs = Path.of("examples", "pytorch-bars.safetensors");
        assertThat(State.read(theirs).tensors()).containsKey("2.running_var").doesNotContainKey("2.num_batches_tracked");
        assertThatThrownBy(() -> Safetensors.read(theirs)).hasMessageContaining("numbers of type I64 cannot be loaded");
        assertThat(Inspection.of(theirs).tensors()).extracting(Inspection.Numbers::name).contains("2.num_batches_tracked");
        var lonely = folder.resolve("lonely.safetensors");
        var one = new LinkedHashMap<String, Tensor>();
        one.put("num_batches_tracked", Tensor.of(Shape.of(1), 1f));
        new Safetensors(one, new LinkedHashMap<>()).write(lonely);
        assertThat(State.read(lonely).tensors()).containsKey("num_batches_tracked");
    }

    @Test void aStateHasBuffersInPyTorchsOrderAndNoneIsForgotten() {
        var net = Sequential.of(linear(3, 2), BatchNorm.of(2));
        var tensors = new LinkedHashMap<>(State.of(net).tensors());
        assertThat(tensors.keySet()).containsExactly("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var");
        tensors.put("1.running_mean", Tensor.of(Shape.of(2), 5f, 6f));
        new State(tensors).into(net);
        assertThat(((BatchNorm) net.layers().get(1)).runningMean().data().toFloats()).containsExactly(5, 6);
        tensors.remove("1.running_var");
        assertThatThrownBy(() -> new State(tensors).into(net)).hasMessageStartingWith("1.running_var is missing");
    }

    // ---- What is told

    @Test void inspectionTellsLayersAndBuffers() {
        var first = Conv2d.withoutBias(1, 2, Window.of(3).padding(1), 1, Initializer.HE_NORMAL, RANDOM, Precision.FLOAT);
        var around = new Residual(Sequential.of(conv(2, 4, Window.of(3).stride(2).padding(1)), Activation.RELU),
            conv(2, 4, Window.of(1).stride(2)));
        var net = Sequential.of(Unflatten.of(1, 4, 4), first, BatchNorm.of(2), around, MaxPool2d.of(2), new AvgPool2d(Window.of(1)),
            GlobalPool.AVERAGE, LayerNorm.of(4), new Dropout(0.25), new Flatten(), linear(4, 2));
        var told = Inspection.of(written(model(16, net)));
        assertThat(told.format()).isEqualTo("Gradus model, version 3");
        assertThat(told.layers()).containsExactly("0  Unflatten(1, 4, 4)", "1  Conv2d(1 → 2, 3 × 3, padding 1, no bias)",
            "2  BatchNorm(2)", "3  Residual, with a shortcut", "3.inner.0  Conv2d(2 → 4, 3 × 3, stride 2, padding 1)", "3.inner.1  relu",
            "3.shortcut  Conv2d(2 → 4, 1 × 1, stride 2)", "4  MaxPool2d(2 × 2, stride 2)", "5  AvgPool2d(1 × 1)", 
            "6  GlobalPool(average)", "7  LayerNorm(4)", "8  Dropout(0.25)", "9  Flatten", "10  Linear(4 → 2)");
        assertThat(told.tensors().stream().map(tensor -> tensor.name() + " " + tensor.type())).contains("2.bias float",
            "2.running_mean float, buffer", "2.running_var float, buffer", "3.shortcut.weight float");
        for (var layer : net.layers())
            if (!(layer instanceof Residual)) assertThat(String.join("\n", told.layers())).contains(layer.toString());
    }
}
