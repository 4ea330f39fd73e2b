package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.data.Gate;
import gradus.nn.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/model-format.md` says is so.
class ModelFormatTest {
    @TempDir Path folder;

    private static String page() throws IOException { return Files.readString(Path.of("docs", "model-format.md")); }

    private static String example() throws IOException {
        String page = page();
        int from = page.indexOf("```json\n") + "```json\n".length();
        return page.substring(from, page.indexOf("```", from));
    }

    @Test void theExampleIsAModelThatKnowsXor() throws IOException {
        var model = ModelFile.read(Files.writeString(folder.resolve("xor.json"), example()));
        var xor = Gate.XOR.dataset();
        assertThat(model.data()).isEqualTo(xor.digest());
        var logits = model.module().apply(xor.normalized(model.normalization()).all().inputs()).data();
        for (int row = 0; row < 4; row++) assertThat(logits.at(row) > 0).isEqualTo(xor.labels()[row] == 1);
    }

    @Test void theExampleIsWrittenAsItStandsThere() throws IOException {
        var file = Files.writeString(folder.resolve("xor.json"), example());
        ModelFile.read(file).write(file);
        assertThat(Files.readString(file)).isEqualTo(example());
    }

    @Test void everyActivationIsListed() throws IOException {
        for (var activation : Activation.values()) assertThat(page()).contains("`" + activation + "`");
    }
}
