package gradus.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradus.data.Obstacle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// How a model came about: what may differ from one run to the next and so has no place in the model file. It lies beside
/// that, `out/mnist.run.json` beside `out/mnist.json`, and nothing depends on it.
///
/// @param threads  how many threads computed
/// @param settings all of the run's, in order
/// @param metrics  what was measured, in order; null where a number has no meaning
/// @param started  when the run began
/// @param seconds  how long it took
public record RunFile(int threads, SequencedMap<String, @Nullable Object> settings,
        SequencedMap<String, @Nullable Object> metrics, Instant started, double seconds) {
    private static final ObjectMapper MAPPER = new ObjectMapper(
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

    /// @throws IllegalArgumentException for a setting or metric that is no text, truth value, finite number or null
    public RunFile {
        settings = Json.scalars("setting", settings);
        metrics = Json.scalars("metric", metrics);
        if (!(seconds >= 0 && Double.isFinite(seconds)))
            throw new IllegalArgumentException("a run takes 0 seconds or more, found " + seconds);
    }

    /// The place of the run file that belongs to a model file.
    public static Path beside(Path model) {
        var name = model.getFileName().toString();
        var stem = name.endsWith(".json") ? name.substring(0, name.length() - ".json".length()) : name;
        return model.resolveSibling(stem + ".run.json");
    }

    /// Writes the file whole or not at all, with the version of Gradus, the JDK and the machine it is written on.
    ///
    /// @throws UncheckedIOException if it cannot be written
    public void write(Path path) {
        var about = new LinkedHashMap<String, @Nullable Object>();
        about.put("gradus", version());
        about.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
        about.put("machine", System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
            + Runtime.getRuntime().availableProcessors() + " processors");
        about.put("threads", (long) threads);
        about.put("started", started.toString());
        about.put("seconds", seconds);
        AtomicFile.write(path, out -> {
            out.write("{\n  \"format\": \"gradus-run\",\n  \"version\": 1,\n");
            for (var field : about.entrySet()) {
                out.write("  " + Json.quote(field.getKey()) + ": " + Json.scalar(field.getValue()) + ",\n");
            }
            out.write("  \"settings\": " + Json.object(settings, "  ") + ",\n  \"metrics\": " + Json.object(metrics, "  ")
                + "\n}\n");
        });
    }

    /// What a run file contains.
    ///
    /// @throws FormatException for a file that is missing, damaged, or no run file
    public static Inspection inspect(Path path) {
        try {
            var root = new Field(path.toString(), "", MAPPER.readTree(path.toFile()));
            var about = new LinkedHashMap<String, @Nullable Object>();
            root.fields().forEach((name, field) -> {
                if (!field.node().isObject()) about.put(name, field.scalar());
                else field.fields().forEach((inner, value) -> about.put(name + "." + inner, value.scalar()));
            });
            about.remove("format");
            return new Inspection("Gradus run, version " + about.remove("version"), about, List.of(), List.of());
        } catch (JsonProcessingException e) {
            throw new FormatException(path + ": no run file, or cut off; no JSON: " + FormatException.words(e), e);
        } catch (IOException e) {
            throw new FormatException(path + ": cannot be read (" + Obstacle.of(e) + ")", e);
        }
    }

    /// The version that the jar's manifest states.
    private static String version() {
        var version = RunFile.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
