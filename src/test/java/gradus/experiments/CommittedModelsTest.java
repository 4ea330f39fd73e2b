package gradus.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import gradus.io.ModelFile;
import gradus.io.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The models that lie in `models`.
class CommittedModelsTest {
    private static final Path MODELS = Path.of("models");

    @TempDir Path folder;

    static List<String> names() throws IOException {
        try (var files = Files.list(MODELS)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json") && !name.endsWith(".run.json"))
                .map(name -> name.substring(0, name.length() - ".json".length())).sorted().toList();
        }
    }

    private static Path file(String name) { return MODELS.resolve(name + ".json"); }

    @Test void threeAreThere() throws IOException { assertThat(names()).containsExactly("lenet", "mnist", "xor"); }

    @Test void eachRowOfTheReadmeIsAModel() throws IOException {
        var rows = Files.readAllLines(MODELS.resolve("README.md")).stream().filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf(".json`"))).sorted().toList();
        assertThat(rows).isEqualTo(names());
    }

    @ParameterizedTest @MethodSource("names")
    void eachIsSmall(String name) throws IOException { assertThat(Files.size(file(name))).isLessThan(3_000_000); }

    @ParameterizedTest @MethodSource("names")
    void eachIsStillAsGoodAsItsRunFileSays(String name) throws IOException {
        var model = Trained.read(file(name));
        var judged = model.judge(model.examples(null)).metrics();
        var metrics = new ObjectMapper().readTree(RunFile.beside(file(name)).toFile()).get("metrics");
        assertThat(judged.accuracy()).isEqualTo(metrics.get("test_accuracy").doubleValue());
        assertThat(judged.loss()).isEqualTo(metrics.get("test_loss").doubleValue());
    }

    @Test void theyAreGood() {
        assertThat(accuracy("xor")).isEqualTo(1);
        assertThat(accuracy("mnist")).isGreaterThanOrEqualTo(0.982);
        assertThat(accuracy("lenet")).isGreaterThanOrEqualTo(0.992);
    }

    private static Double accuracy(String name) {
        var model = Trained.read(file(name));
        var accuracy = model.judge(model.examples(null)).metrics().accuracy();
        return accuracy == null ? Double.NaN : accuracy;
    }

    /// The committed file is of version 1: written again, it is what the command writes today. Of MNIST the command takes too long for a test; the bits of a training are held by DeterminismTest.
    @Test void theCommandMakesTheSameBytesAgain() {
        var again = folder.resolve("xor.json");
        new Run(Recipe.XOR.settings(1)).train(Progress.SILENT).write(again);
        var newer = folder.resolve("newer.json");
        ModelFile.read(file("xor")).write(newer);
        assertThat(again).hasSameBinaryContentAs(newer);
    }

    @ParameterizedTest @MethodSource("names")
    void theReadmeTellsItsCommandAndItsAccuracy(String name) throws IOException {
        var readme = Files.readString(MODELS.resolve("README.md"));
        assertThat(readme).contains("`./gradus train " + name + " --out models/" + name + ".json`");
        if (accuracy(name) < 1) assertThat(readme).contains(Math.round(accuracy(name) * 10_000) / 100.0 + " %");
    }
}
