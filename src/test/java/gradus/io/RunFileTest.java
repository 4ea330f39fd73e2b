package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    @TempDir Path folder;

    @Test void itLiesBesideTheModel() {
        assertThat(RunFile.beside(Path.of("out", "mnist.json"))).isEqualTo(Path.of("out", "mnist.run.json"));
        assertThat(RunFile.beside(Path.of("mnist"))).isEqualTo(Path.of("mnist.run.json"));
    }

    @Test void itSaysHowTheModelCameAbout() throws IOException {
        var settings = new LinkedHashMap<String, @Nullable Object>();
        settings.put("recipe", "x\"or");
        settings.put("limit", null);
        var metrics = new LinkedHashMap<String, @Nullable Object>();
        metrics.put("test_accuracy", 0.5f);
        metrics.put("steps", 12);
        var path = folder.resolve("out/xor.run.json");
        new RunFile(2, settings, metrics, Instant.parse("2026-01-02T03:04:05Z"), 1.5).write(path);
        var read = new ObjectMapper().readTree(path.toFile());
        assertThat(read.fieldNames()).toIterable()
            .containsExactly("format", "version", "gradus", "jdk", "machine", "threads", "started",
            "seconds", "settings", "metrics");
        assertThat(read.get("format").textValue()).isEqualTo("gradus-run");
        assertThat(read.get("jdk").textValue()).contains(Runtime.version().toString());
        assertThat(read.get("machine").textValue()).contains(System.getProperty("os.arch"));
        assertThat(read.get("threads").intValue()).isEqualTo(2);
        assertThat(read.get("started").textValue()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(read.get("seconds").doubleValue()).isEqualTo(1.5);
        assertThat(read.get("settings")).hasToString("{\"recipe\":\"x\\\"or\",\"limit\":null}");
        assertThat(read.get("metrics")).hasToString("{\"test_accuracy\":0.5,\"steps\":12}");
    }

    @Test void numbersThatAreNoneAreRefused() {
        var metrics = new LinkedHashMap<String, @Nullable Object>();
        metrics.put("loss", Double.NaN);
        assertThatThrownBy(() -> new RunFile(1, new LinkedHashMap<>(), metrics, Instant.EPOCH, 0))
            .hasMessageStartingWith("metric 'loss' is NaN");
        assertThatThrownBy(() -> new RunFile(1, new LinkedHashMap<>(), new LinkedHashMap<>(), Instant.EPOCH,
            Double.POSITIVE_INFINITY))
            .hasMessageContaining("Infinity");
    }
}
