package gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.io.Checkpoint;
import gradus.io.FormatException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputsTest {
    private static final Path FILE = Path.of("run.checkpoint");

    private static Checkpoint writing(Map<String, @Nullable Object> outputs) {
        return new Checkpoint(new LinkedHashMap<>(), "", new LinkedHashMap<>(), "{}", new LinkedHashMap<>(outputs), new LinkedHashMap<>());
    }

    @Test void theyComeBackFromACheckpoint() {
        var all = new Outputs(Path.of("a b", "x.json"), Path.of("h.csv"), Path.of("r"), 100, 7);
        assertThat(Outputs.of(FILE, writing(all.fields()))).isEqualTo(all);
        var few = new Outputs(Path.of("x.json"), null, null, null, null);
        assertThat(few.fields().keySet()).containsExactly("out");
        assertThat(Outputs.of(FILE, writing(few.fields()))).isEqualTo(few);
        assertThat(Outputs.of(FILE, writing(Map.of()))).isEqualTo(new Outputs(null, null, null, null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        out              | 5   | 'out' is 5, a path is expected
        history          | ""  | 'history' is , a path is expected
        report           | NUL | Nul character not allowed
        watch            | 0   | 'watch' is 0, a number of steps is expected
        checkpoint-every | x   | 'checkpoint-every' is x, a number of steps is expected
        model            | x   | unknown field 'model'
        """)
    void whatIsNoneIsRefused(String name, String value, String message) {
        Object field = value.matches("\\d+") ? (Object) Long.valueOf(value) : value.replace("NUL", "\0");
        assertThatThrownBy(() -> Outputs.of(FILE, writing(Map.of(name, field)))).isInstanceOf(FormatException.class)
            .hasMessageStartingWith("run.checkpoint: outputs: " + message);
    }
}
