package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import gradus.data.Normalization;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Perceptron;
import gradus.nn.Sequential;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every file that is written is as `docs/model.schema.json` and `docs/run.schema.json` say, and damaged ones are not.
class SchemaTest {
    private static final Path XOR = Path.of("models", "xor.json"), RUN = Path.of("models", "xor.run.json");

    @TempDir Path folder;

    private static boolean fits(String schema, String text) throws IOException {
        JsonSchema found = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("docs", schema + ".schema.json")));
        return found.validate(new ObjectMapper().readTree(text)).isEmpty();
    }

    private static SequencedMap<String, @Nullable Object> scalars() {
        var scalars = new LinkedHashMap<String, @Nullable Object>();
        scalars.put("recipe", "own");
        scalars.put("lr", 1e-30);
        scalars.put("full", true);
        scalars.put("limit", null);
        return scalars;
    }

    private String written(ModelFile model) throws IOException {
        var path = folder.resolve("model.json");
        model.write(path);
        return Files.readString(path);
    }

    @ParameterizedTest @ValueSource(strings = {"xor", "mnist"})
    void committedFilesFit(String name) throws IOException {
        assertThat(fits("model", Files.readString(Path.of("models", name + ".json")))).isTrue();
        assertThat(fits("run", Files.readString(Path.of("models", name + ".run.json")))).isTrue();
    }

    @Test void everyLayerEveryPrecisionAndRegressionFit() throws IOException {
        var random = Random.seeded(1);
        for (var precision : Precision.values()) {
            List<gradus.nn.Module> layers = Stream.<gradus.nn.Module>concat(Stream.of(Linear.of(3, 2, Initializer.HE_NORMAL, random, precision)),
                Stream.of(Activation.values())).toList();
            var net = Sequential.of(new Sequential(layers), Linear.withoutBias(2, 2, Initializer.HE_NORMAL, random.at("last"), precision));
            for (var classes : List.of(List.<String>of(), List.of("a", "b")))
                assertThat(fits("model", written(new ModelFile(Long.MIN_VALUE, scalars(), "0".repeat(64), Shape.of(3),
                    new Normalization(List.of(0.0, 1.0, -2.0), List.of(1.0, 2.0, 1e-9)), classes, net)))).isTrue();
        }
        assertThat(fits("model", written(new ModelFile(1, scalars(), "0".repeat(64), Shape.of(2), Normalization.NONE, List.of("0", "1"),
            Perceptron.of(2))))).isTrue();
    }

    @Test void eachVersionHasItsOwnInput() throws IOException {
        var first = Files.readString(XOR);
        var third = written(ModelFile.read(XOR));
        assertThat(fits("model", third)).isTrue();
        assertThat(fits("model", third.replace("\"version\": 3", "\"version\": 2"))).isFalse();
        var second = third.replace("\"version\": 3", "\"version\": 2").replace(",\n  \"buffers\": {}", "");
        assertThat(fits("model", second)).isTrue();
        assertThat(fits("model", second.replace("\"version\": 2", "\"version\": 3"))).isFalse();
        assertThat(fits("model", second.replace("\"names\": []", "\"names\": [\"x\", \"y\"]"))).isTrue();
        assertThat(fits("model", second.replace("\"names\": []", "\"names\": [\"x\", \"x\"]"))).isFalse();
        assertThat(fits("model", second.replace("\"names\": []", "\"names\": [1, 2]"))).isFalse();
        assertThat(fits("model", first.replace("\"version\": 1", "\"version\": 2"))).isFalse();
        assertThat(fits("model", second.replace("\"version\": 2", "\"version\": 1"))).isFalse();
    }

    @Test void aRunFileFits() throws IOException {
        var path = folder.resolve("a.run.json");
        new RunFile(2, scalars(), scalars(), Instant.parse("2026-01-02T03:04:05Z"), 0).write(path);
        assertThat(fits("run", Files.readString(path))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', value = {
        "\"gradus-model\" | \"other\"", "\"version\": 1 | \"version\": 9", "\"seed\": 1 | \"seed\": 1.5", "\"seed\": 1 | \"seeds\": 1",
        "\"sha256: | \"md5:", "\"float\" | \"half\"", "\"shape\": [2] | \"shape\": [0]", "\"mean\": [0.0] | \"mean\": 0.0",
        "\"in\": 2 | \"in\": 0", "\"bias\": true | \"bias\": 1", "\"linear\" | \"conv\"", "\"tanh\" | \"tan\"",
        "\"0.weight\" | \"weights\"", "\"values\" | \"numbers\"", "\"lr\": 0.5 | \"lr\": [0.5]"})
    void aDamagedModelDoesNot(String from, String to) throws IOException {
        var text = Files.readString(XOR);
        assertThat(text).contains(from.strip());
        assertThat(fits("model", text.replace(from.strip(), to.strip()))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', value = {
        "\"gradus-run\" | \"run\"", "\"threads\": 2 | \"threads\": 0", "\"jdk\" | \"jvm\"", "\"started\": \"2026 | \"started\": \"now",
        "\"lr\": 0.5 | \"lr\": {}"})
    void aDamagedRunDoesNot(String from, String to) throws IOException {
        var text = Files.readString(RUN);
        assertThat(text).contains(from.strip());
        assertThat(fits("run", text.replace(from.strip(), to.strip()))).isFalse();
    }
}
