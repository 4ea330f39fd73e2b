package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.io.ModelFile;
import gradus.io.Safetensors;
import gradus.io.State;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `export`, `import` and `inspect` say and do.
class FilesTest {
    private static final Path XOR = Path.of("models", "xor.json"), MNIST = Path.of("models", "mnist.json");

    @TempDir Path folder;

    private static Tensor answers(Path model) {
        return ModelFile.read(model).module().apply(Value.of(Tensor.of(Shape.of(2, 2), 0f, 1f, 1f, 1f))).data();
    }

    private static void fails(String message, Object... arguments) {
        var said = gradus(arguments);
        assertThat(said.error()).contains(message);
        assertThat(said.status()).isNotZero();
    }

    @Test void aModelGoesOutAndComesBackWithTheSameAnswers() {
        Path weights = folder.resolve("xor.safetensors"), back = folder.resolve("back.json");
        assertThat(gradus("export", XOR, "--to", weights).out()).isEqualTo("wrote " + weights + "\n");
        assertThat(Safetensors.read(weights).tensor("0.weight").shape()).isEqualTo(Shape.of(4, 2));
        assertThat(gradus("import", weights, "--like", XOR, "--out", back).status()).isZero();
        assertThat(answers(back).toFloats()).containsExactly(answers(XOR).toFloats());
        var settings = ModelFile.read(back).settings();
        assertThat(settings).containsEntry("imported", "xor.safetensors").containsEntry("recipe", "xor").doesNotContainKey("lr");
        assertThat(gradus("evaluate", back).out()).contains("accuracy 100.00 %");
    }

    @Test void aModelOfTheSameFormatIsTheSame() throws IOException {
        var copy = folder.resolve("copy.json");
        assertThat(gradus("export", XOR, "--to", copy).status()).isZero();
        assertThat(answers(copy).toFloats()).containsExactly(answers(XOR).toFloats());
        assertThat(Files.size(copy)).isPositive();
    }

    @Test void aPlaceThatCannotBeWrittenIsKnownBeforeTheModelIsRead() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");
        var message = ": cannot be saved there, since " + file + " is no folder";
        fails(file.resolve("a.json") + message, "export", folder.resolve("missing.json"), "--to", file.resolve("a.json"));
        fails(file.resolve("a.json") + message, "import", folder.resolve("missing"), "--like", XOR, "--out", file.resolve("a.json"));
    }

    @Test void namesOfColumnsGoWithTheModel() throws IOException {
        var table = Files.writeString(folder.resolve("t.csv"), "wide,high,kind\n0,9,a\n1,8,a\n2,7,b\n3,6,b\n".concat("0,9,a\n3,6,b\n".repeat(5)));
        Path model = folder.resolve("t.json"), weights = folder.resolve("t.safetensors"), back = folder.resolve("back.json");
        assertThat(gradus("train", "csv", "--data", table, "--epochs", 2, "--out", model).status()).isZero();
        assertThat(ModelFile.read(model).columnNames()).containsExactly("wide", "high");
        gradus("export", model, "--to", weights);
        gradus("import", weights, "--like", model, "--out", back);
        assertThat(ModelFile.read(back).columnNames()).containsExactly("wide", "high");
        assertThat(gradus("inspect", model).out()).contains("version 3").contains("wide, high");
        var onnx = folder.resolve("t.onnx");
        gradus("export", model, "--to", onnx);
        assertThat(gradus("inspect", onnx).out()).contains("[\"wide\", \"high\"]");
        assertThat(gradus("inspect", XOR).out()).contains("version 1");
    }

    @Test void anUnknownFormatIsRefusedWithWhatIsPossible() {
        var to = folder.resolve("xor.pt");
        fails("--to " + to + ": no format '.pt'; .safetensors, .onnx and .json are possible", "export", XOR, "--to", to);
        fails(": no extension; .safetensors", "export", XOR, "--to", folder.resolve("xor"));
        fails("is a folder; a file is expected", "import", XOR, "--like", XOR, "--out", folder);
        assertThat(to).doesNotExist();
    }

    @Test void whatDoesNotFitIsNamedAndNothingIsWritten() throws IOException {
        Path weights = folder.resolve("mnist.safetensors"), out = folder.resolve("out.json");
        gradus("export", MNIST, "--to", weights);
        fails(weights + " does not fit " + XOR + ": 0.weight is missing; there are 1.weight, 1.bias, 3.weight, 3.bias, 5.weight, 5.bias",
            "import", weights, "--like", XOR, "--out", out);
        Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 5000));
        fails(weights + ": cut off: the header promises 438", "import", weights, "--like", MNIST, "--out", out);
        fails("cut off", "inspect", weights);
        assertThat(out).doesNotExist();
    }

    @Test void doublesAreRoundedOnlyWhenAskedFor() {
        Path weights = folder.resolve("d.safetensors"), out = folder.resolve("out.json");
        State.of(ModelFile.read(XOR).module()).to(Precision.DOUBLE).write(weights);
        fails("0.weight is double, the module's is float, to which it would have to be rounded; --round does it",
            "import", weights, "--like", XOR, "--out", out);
        assertThat(gradus("import", weights, "--like", XOR, "--out", out, "--round").status()).isZero();
        assertThat(answers(out).toFloats()).containsExactly(answers(XOR).toFloats());
    }

    @Test void whatIsNotFiniteIsNotImported() {
        Path weights = folder.resolve("nan.safetensors"), out = folder.resolve("out.json");
        var tensors = new LinkedHashMap<>(State.of(ModelFile.read(XOR).module()).tensors());
        tensors.put("2.bias", Tensor.of(Shape.of(1), Float.NaN));
        new State(tensors).write(weights);
        fails("2.bias[0] is NaN", "import", weights, "--like", XOR, "--out", out);
        assertThat(gradus("inspect", weights).out()).contains("NaN").containsPattern("2\\.bias .* 1 +0\n");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest @ValueSource(strings = {"models/mnist.json", "models/xor.json", "models/mnist.run.json",
        "examples/pytorch-moons.safetensors"})
    void aFileIsToldOnLinesThatFit(String file) throws IOException {
        var said = gradus("inspect", file);
        assertThat(said.err()).isEmpty();
        assertThat(said.lines()).hasSizeGreaterThan(5).allMatch(line -> line.length() <= 100);
        var json = gradus("inspect", file, "--json").json();
        assertThat(json.get("file").textValue()).isEqualTo(file);
        assertThat(json.get("bytes").longValue()).isEqualTo(Files.size(Path.of(file)));
    }

    @Test void aModelIsToldWithItsLayersAndNumbers() throws IOException {
        var json = gradus("inspect", MNIST, "--json").json();
        assertThat(json.get("numbers").intValue()).isEqualTo(109_386);
        assertThat(json.get("layers").get(1).textValue()).isEqualTo("1  Linear(784 → 128)");
        assertThat(json.get("tensors").get(0).get("shape").toString()).isEqualTo("[784,128]");
    }

    @Test void aCheckpointIsToldByItsGroups() throws IOException {
        var path = folder.resolve("some.file");                  // the name does not matter
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("model.0.weight", Tensor.zeros(Shape.of(3, 2), Precision.FLOAT));
        tensors.put("optimizer.0.velocity", Tensor.zeros(Shape.of(5), Precision.FLOAT));
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("format", "gradus-checkpoint");
        metadata.put("settings", "{\"lr\": 0.5, \"hidden\": \"4\"}");
        metadata.put("step", "17");
        new Safetensors(tensors, metadata).write(path);
        var said = gradus("inspect", path);
        assertThat(said.out()).contains("Gradus checkpoint").contains("settings.lr      0.5").contains("model.*  6").contains("optimizer.*  5");
        assertThat(gradus("inspect", path, "--json").json().get("groups").get("optimizer").intValue()).isEqualTo(5);
    }

    @Test void whatATerminalWouldObeyIsNotPrinted() {
        var path = folder.resolve("evil.safetensors");
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("\u001b[2J\n\u202eevil", Tensor.of(1.0));
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("\u001b]0;owned\u0007", "\r\u009b");
        new Safetensors(tensors, metadata).write(path);
        assertThat(gradus("inspect", path).out()).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]").contains("\\u001b[2J\\u000a\\u202eevil");
    }

    @Test void whatIsNoKnownFileIsOneLine() throws IOException {
        fails("no such file", "inspect", folder.resolve("none"));
        fails("a folder", "inspect", folder);
        fails("empty", "inspect", Files.createFile(folder.resolve("empty")));
        fails("of no known kind; a model or run file in JSON, safetensors", "inspect", Files.writeString(folder.resolve("a"), "hello, world"));
        fails("'format' is missing", "inspect", Files.writeString(folder.resolve("b"), "{\"a\": 1}"));
        fails("cut off", "inspect", Files.writeString(folder.resolve("c"), Files.readString(XOR).substring(0, 700)));
    }

    /// Made with PyTorch by `examples/pytorch-moons.py`.
    @Test void weightsThatPyTorchTrainedGiveItsAnswers() {
        var random = Random.seeded(1);
        var net = Sequential.of(Linear.of(2, 16, Initializer.HE_NORMAL, random.at(0)), Activation.RELU,
            Linear.of(16, 16, Initializer.HE_NORMAL, random.at(1)), Activation.RELU, Linear.of(16, 1, Initializer.HE_NORMAL, random.at(2)));
        State.read(Path.of("examples", "pytorch-moons.safetensors")).into(net);
        var there = Safetensors.read(Path.of("examples", "pytorch-moons-answers.safetensors"));
        var outputs = net.apply(Value.of(there.tensor("inputs"))).data();
        assertThat(outputs.size()).isEqualTo(20);
        for (int i = 0; i < 20; i++) {
            double theirs = there.tensor("outputs").at(i);
            assertThat(outputs.at(i)).isCloseTo(theirs, within(1e-6 * Math.max(1, Math.abs(theirs))));
        }
    }
}
