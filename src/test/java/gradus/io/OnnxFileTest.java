package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Value;
import gradus.data.Normalization;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxFileTest {
    @TempDir Path folder;

    private static final Module NET = Sequential.of(Linear.of(3, 4, Initializer.HE_NORMAL, Random.seeded(1)), Activation.RELU,
        Sequential.of(Linear.of(4, 2, Initializer.HE_NORMAL, Random.seeded(2))));

    private static ModelFile model(Shape input, Normalization normalization, Module module) {
        var settings = new LinkedHashMap<String, @Nullable Object>();
        settings.put("lr", 0.1);
        return new ModelFile(7, settings, "a".repeat(64), input, normalization, List.of("no", "\"yes\""), module);
    }

    private Path written(ModelFile model) {
        var path = folder.resolve("out/model.onnx");
        OnnxFile.write(model, path);
        return path;
    }

    @Test void aTablesModelNormalisesItsColumnsInDoubles() {
        var normalization = new Normalization(List.of(1.0, 2.0, 3.0), List.of(0.5, 1.5, 2.5));
        var told = OnnxFile.inspect(written(model(Shape.of(3), normalization, NET)));
        assertThat(told.format()).isEqualTo("ONNX, version 8");
        assertThat(told.layers()).containsExactly(
            "0  Cast(input) → exact.out", "1  Sub(exact.out, mean) → centred.out", "2  Div(centred.out, deviation) → normalized.out",
            "3  Cast(normalized.out) → rounded.out", "4  Gemm(rounded.out, 0.weight, 0.bias) → 0.out", "5  Relu(0.out) → 1.out",
            "6  Gemm(1.out, 2.0.weight, 2.0.bias) → 2.0.out", "7  Identity(2.0.out) → output");
        assertThat(told.about()).containsEntry("producer", "gradus").containsEntry("operators", "ai.onnx 17")
            .containsEntry("input", "input float (batch, 3)").containsEntry("output", "output float (batch, 2)")
            .containsEntry("classes", "[\"no\", \"\\\"yes\\\"\"]").containsEntry("seed", "7").containsEntry("setting.lr", "0.1")
            .containsEntry("data", "sha256:" + "a".repeat(64));
    }

    @Test void aPicturesModelTakesPictures() {
        var net = Sequential.of(Linear.of(6, 2, Initializer.HE_NORMAL, Random.seeded(3)));
        var told = OnnxFile.inspect(written(model(Shape.of(2, 3), Normalization.of(33, 78), net)));
        assertThat(told.about()).containsEntry("input", "input float (batch, 2, 3)");
        assertThat(told.layers()).startsWith("0  Reshape(input, rows.shape) → rows.out", "1  Mul(rows.out, scale) → scaled.out",
            "2  Add(scaled.out, offset) → normalized.out", "3  Gemm(normalized.out, 0.weight, 0.bias) → 0.out");
    }

    @Test void weightsAreThereByTheirNamesBitForBit() {
        var told = OnnxFile.inspect(written(model(Shape.of(3), Normalization.NONE, NET)));
        NET.parameters().forEach((name, weight) -> assertThat(told.tensors()).contains(Inspection.Numbers.of(name, "float", weight.data())));
        assertThat(told.tensors()).hasSize(4);
    }

    @ParameterizedTest @EnumSource
    void everyActivationHasItsNodes(Activation activation) {
        var net = Sequential.of(Linear.of(3, 2, Initializer.HE_NORMAL, Random.seeded(1)), activation);
        var layers = String.join("\n", OnnxFile.inspect(written(model(Shape.of(3), Normalization.NONE, net))).layers());
        assertThat(layers).contains(switch (activation) {
            case IDENTITY -> "Identity(0.out)";
            case RELU -> "Relu(0.out)";
            case LEAKY_RELU -> "LeakyRelu(0.out)";
            case ELU -> "Elu(0.out)";
            case GELU -> "Erf(1.scaled.out)";
            case SILU -> "Mul(0.out, 1.gate.out)";
            case TANH -> "Tanh(0.out)";
            case SIGMOID -> "Sigmoid(0.out)";
            case SOFTPLUS -> "Softplus(0.out)";
        });
    }

    /// Of all machines, and from one version to the next.
    @Test void theSameModelGivesTheSameBytes() throws IOException, NoSuchAlgorithmException {
        var model = model(Shape.of(3), Normalization.NONE, NET);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(written(model))))).isEqualTo(
            "81447ab7c00a772919c181f4d7ac13e8072bc5c3b7085aa21f11d2a7c6fc9391");
    }

    @Test void aModelThatIsNotFiniteIsNotWritten() {
        var net = new Linear(Value.parameter(Tensor.of(Shape.of(1, 2), 1f, Float.NaN)), null);
        assertThatThrownBy(() -> written(model(Shape.of(1), Normalization.NONE, net)))
            .hasMessage("the model is not saved: weight[0, 1] is NaN");
        assertThat(folder.resolve("out/model.onnx")).doesNotExist();
    }

    /// Wherever it ends, what is left says so in one line; nothing else is thrown, and nothing is made of it.
    @Test void aFileThatIsCutOffIsNamed() throws IOException {
        var whole = Files.readAllBytes(written(model(Shape.of(3), Normalization.NONE, NET)));
        var path = folder.resolve("cut.onnx");
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            try {
                OnnxFile.inspect(path);                                  // cut between two fields of the model
            } catch (FormatException e) {
                assertThat(e.getMessage()).startsWith(path + ": ").doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length - 15);
    }

    /// Bytes changed at random are read, or refused in one line.
    @Test void aDamagedFileDoesNoHarm() throws IOException {
        var whole = Files.readAllBytes(written(model(Shape.of(3), Normalization.NONE, NET)));
        var path = folder.resolve("damaged.onnx");
        var random = Random.seeded(11);
        for (int i = 0; i < 2000; i++) {
            var bytes = whole.clone();
            for (int j = 0; j < 3; j++) bytes[random.below(bytes.length, 8L * i + j)] = (byte) random.below(256, 8L * i + 4 + j);
            Files.write(path, bytes);
            try {
                OnnxFile.inspect(path);
            } catch (FormatException e) {
                assertThat(e.getMessage()).startsWith(path + ": ");
            }
        }
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "''          | no ONNX model; the file is empty",
        "08 08       | no ONNX model; it has no graph",
        "08 08 38 01 | no ONNX model; it has no graph",
        "3a 05 08    | no ONNX model, or cut off; a field of 5 bytes where 1 are left",
        "0f          | no ONNX model; it has a field of kind 7, which Protocol Buffers do not know",
        "00          | no ONNX model; it has a field number 0",
        "08 80       | no ONNX model, or cut off in the middle of a number",
        "08 ff ff ff ff ff ff ff ff ff ff 01 | no ONNX model; a number has more than ten bytes",
        "7b 7d       | no ONNX model; it has a field of kind 3, which Protocol Buffers do not know"})
    void whatIsNoModelIsRefused(String hex, String words) throws IOException {
        var path = folder.resolve("no.onnx");
        Files.write(path, HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThatThrownBy(() -> OnnxFile.inspect(path)).isInstanceOf(FormatException.class).hasMessage(path + ": " + words);
    }

    /// Other programs list numbers one by one, pack them, or keep them in other files.
    @Test void tensorsOfOthersAreRead() throws IOException {
        var graph = new Protobuf()
            .message(5, new Protobuf().whole(1, 2).whole(2, 1).text(8, "listed").number(4, 1.5f).number(4, -2f))
            .message(5, new Protobuf().bytes(1, new byte[] {2, 1}).whole(2, 7).text(8, "packed").bytes(7, new byte[] {3, 5}))
            .message(5, new Protobuf().whole(1, 2).whole(2, 10).text(8, "halves").whole(5, 0x3c00).whole(5, 0x7e00))
            .message(5, new Protobuf().whole(1, 1000).whole(2, 1).text(8, "far").whole(14, 1))
            .message(5, new Protobuf().whole(2, 8).text(8, "words"));
        var path = folder.resolve("others.onnx");
        Files.write(path, new Protobuf().whole(1, 9).text(2, "pytorch").text(3, "2.0").message(7, graph).toBytes());
        var told = OnnxFile.inspect(path);
        assertThat(told.about()).containsEntry("producer", "pytorch 2.0");
        assertThat(told.tensors()).extracting(Object::toString).containsExactly(
            "Numbers[name=listed, type=float, shape=(2), least=-2.0, greatest=1.5, mean=-0.25, deviation=1.75, nans=0, infinities=0]",
            "Numbers[name=packed, type=int64, shape=(2, 1), least=3.0, greatest=5.0, mean=4.0, deviation=1.0, nans=0, infinities=0]",
            "Numbers[name=halves, type=float16, shape=(2), least=1.0, greatest=1.0, mean=1.0, deviation=0.0, nans=1, infinities=0]",
            "Numbers[name=far, type=float, in another file, shape=(1000), least=NaN, greatest=NaN, mean=NaN, deviation=NaN, nans=0, infinities=0]",
            "Numbers[name=words, type=string, shape=(), least=NaN, greatest=NaN, mean=NaN, deviation=NaN, nans=0, infinities=0]");
    }

    /// Fields that say nothing cost nothing; tensors that say nothing are counted.
    @Test void aFileOfManyFieldsIsNotKept() throws IOException {
        var path = folder.resolve("many.onnx");
        var fields = new byte[20_000_000];
        for (int i = 0; i < fields.length; i += 2) fields[i] = 8;
        Files.write(path, fields);
        assertThatThrownBy(() -> OnnxFile.inspect(path)).hasMessage(path + ": no ONNX model; it has no graph");
        var graph = new Protobuf();
        for (int i = 0; i < 10_001; i++) graph.message(5, new Protobuf());
        Files.write(path, new Protobuf().whole(1, 8).message(7, graph).toBytes());
        assertThatThrownBy(() -> OnnxFile.inspect(path)).hasMessage(path + ": more than 10000 of a kind, more than can be told");
    }

    @Test void aShapeThatLiesIsRefused() throws IOException {
        var graph = new Protobuf().message(5, new Protobuf().whole(1, 1L << 40).whole(1, 1L << 40).whole(2, 1).text(8, "w"));
        var path = folder.resolve("large.onnx");
        Files.write(path, new Protobuf().whole(1, 8).message(7, graph).toBytes());
        assertThatThrownBy(() -> OnnxFile.inspect(path)).hasMessageContaining("tensor 'w' says it has the shape [1099511627776, 1099511627776]");
    }
}
