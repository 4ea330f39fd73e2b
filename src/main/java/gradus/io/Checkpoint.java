package gradus.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradus.tensor.Tensor;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A run that is under way, as it is kept in a file to go on from: a safetensors file whose metadata say `format:
/// gradus-checkpoint`, `version: 1`, the digest of the `data`, and as JSON the `settings`, the `place`, the `history` and the
/// `outputs`. The tensors lie as Gradus has them, by names such as `model.0.weight`, `optimizer.0.mean`, `best.0.weight`.
///
/// The file is replaced whole or not at all, and the one that was there before is kept beside it, as `FILE.previous`.
///
/// @param settings  the run's: texts, truth values and numbers
/// @param data      the digest of what it learns from
/// @param place     where it is: numbers and truth values
/// @param history   what is remembered of it, as JSON
/// @param outputs   where it writes what comes of it, by the names of options: `out`, `history`, `report`; empty where that is not known
/// @param tensors   the model, the optimiser's memory, and what else the next step depends on
public record Checkpoint(SequencedMap<String, @Nullable Object> settings, String data, SequencedMap<String, @Nullable Object> place,
        String history, SequencedMap<String, @Nullable Object> outputs, SequencedMap<String, Tensor> tensors) {
    private static final String FORMAT = "gradus-checkpoint", VERSION = "1";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// @throws IllegalArgumentException for a setting or number that a file cannot hold
    public Checkpoint {
        settings = Json.scalars("setting", settings);
        place = Json.scalars("place", place);
        outputs = Json.scalars("output", outputs);
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    }

    /// Where the checkpoint before the last one is kept: beside the file; where the path is a link, beside the one it leads to.
    public static Path previous(Path path) { return AtomicFile.previous(path); }

    /// Where the checkpoints are written of which this is one: the same file, or that whose previous one it is.
    public static Path current(Path path) {
        var name = path.getFileName().toString();
        return name.endsWith(AtomicFile.PREVIOUS) ? path.resolveSibling(name.substring(0,
            name.length() - AtomicFile.PREVIOUS.length())) : path;
    }

    /// The same of a run that writes its results there.
    public Checkpoint writing(SequencedMap<String, @Nullable Object> outputs) {
        return new Checkpoint(settings, data, place, history, outputs, tensors);
    }

    /// The tensors of one part, by their names in it: of `model`, `0.weight`.
    public SequencedMap<String, Tensor> part(String name) {
        var part = new LinkedHashMap<String, Tensor>();
        tensors.forEach((full, tensor) -> { if (full.startsWith(name + ".")) part.put(full.substring(name.length() + 1), tensor); });
        return part;
    }

    /// Writes it in the place of an older one, which becomes the previous one.
    ///
    /// @throws UncheckedIOException if it cannot be written; both older ones are still there then
    public void write(Path path) {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("format", FORMAT);
        metadata.put("version", VERSION);
        metadata.put("data", "sha256:" + data);
        metadata.put("settings", json(settings));
        metadata.put("place", json(place));
        metadata.put("history", history);
        metadata.put("outputs", json(outputs));
        new Safetensors(tensors, metadata).write(path, true);
    }

    private static String json(SequencedMap<String, ?> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);           // scalars can always be written
        }
    }

    /// Reads a file of version 1.
    ///
    /// @throws FormatException for a file that is missing, cut off or no checkpoint; in one line, which names the one before it
    ///     where there is one
    public static Checkpoint read(Path path) {
        try {
            return of(path, Safetensors.read(path));
        } catch (FormatException e) {
            throw Files.exists(path) && Files.exists(previous(path))
                ? new FormatException(e.getMessage() + "; the one before it is " + previous(path), e) : e;
        }
    }

    private static Checkpoint of(Path path, Safetensors file) {
        var metadata = file.metadata();
        if (!FORMAT.equals(metadata.get("format")))
            throw new FormatException(path + ": no checkpoint; a safetensors file whose metadata say \"format\": \"" + FORMAT
                + "\" is expected");
        if (!VERSION.equals(metadata.get("version")))
            throw new FormatException(path + ": a checkpoint of version " + metadata.get("version") + ", where version " + VERSION
                + " is expected");
        var data = text(path, metadata, "data");
        if (!data.matches("sha256:[0-9a-f]{64}"))
            throw new FormatException(path + ": data: " + Field.shown(data) + ", expected sha256: and 64 hexadecimal digits");
        return new Checkpoint(scalars(path, metadata, "settings"), data.substring("sha256:".length()), scalars(path, metadata, "place"),
            text(path, metadata, "history"),
            metadata.containsKey("outputs") ? scalars(path, metadata, "outputs") : new LinkedHashMap<>(), file.tensors());
    }

    private static String text(Path path, SequencedMap<String, String> metadata, String name) {
        var text = metadata.get(name);
        if (text == null) throw new FormatException(path + ": the field '" + name + "' is missing");
        return text;
    }

    private static SequencedMap<String, @Nullable Object> scalars(Path path, SequencedMap<String, String> metadata, String name) {
        try {
            var out = new LinkedHashMap<String, @Nullable Object>();
            new Field(path.toString(), name, JSON.readTree(text(path, metadata, name))).fields()
                .forEach((key, field) -> out.put(key, field.scalar()));
            return out;
        } catch (JsonProcessingException e) {
            throw new FormatException(path + ": " + name + ": no JSON", e);
        }
    }
}
