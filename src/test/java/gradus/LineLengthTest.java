package gradus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Lines fit on a screen, as .editorconfig says.
class LineLengthTest {
    private static final int LONGEST = 140;

    @Test void linesOfMainFitOnAScreen() throws IOException {
        var wide = new ArrayList<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                var lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++)
                    if (lines.get(i).codePointCount(0, lines.get(i).length()) > LONGEST) wide.add(file + ":" + (i + 1));
            }
        }
        assertThat(wide).isEmpty();
    }
}
