package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.data.Checksums;
import gradus.tensor.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir Path folder;

    @Test void itTellsWhatIsThere() throws IOException {
        var said = gradus("doctor", "--json");
        assertThat(said.err()).isEmpty();
        assertThat(said.status()).isZero();
        var about = new ArrayList<String>();
        for (var finding : said.json().get("findings")) {
            about.add(finding.get("about").textValue());
            assertThat(finding.get("state").textValue()).isIn("ok", "note");
            assertThat(finding.get("cure").isNull()).as(finding.toString()).isEqualTo(finding.get("state").textValue().equals("ok"));
        }
        assertThat(about).containsExactly("Gradus", "JDK", "processors", "vectors", "FMA", "memory", "start", "pictures", "MNIST", "Fashion",
            "output", "terminal");
        assertThat(said.json().get("problems").intValue()).isZero();
        assertThat(said.json().get("ok").intValue() + said.json().get("notes").intValue()).isEqualTo(about.size());
        assertThat(said.out()).contains(System.getProperty("java.home")).contains(Vectors.bits() + " bits").contains("the files as they should be");
    }

    @Test void filesThatDifferFromThePageAreNamed() throws IOException {
        var page = Files.writeString(folder.resolve("README.md"), """
            | file | bytes | SHA-256 |
            | `a.gz` | 1 | `ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb` |
            | `b.gz` | 1 | `ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb` |
            | `c.gz` | 1 | `ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb` |
            """);
        Files.writeString(folder.resolve("a.gz"), "a");
        Files.writeString(folder.resolve("b.gz"), "b");
        assertThat(Checksums.differences(folder, page)).containsExactly("b.gz is not the file that README.md lists", "c.gz is missing");
        assertThat(Checksums.differences(folder, Files.writeString(folder.resolve("empty.md"), ""))).containsExactly("empty.md lists no files");
    }
}
