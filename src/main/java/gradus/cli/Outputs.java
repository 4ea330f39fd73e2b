package gradus.cli;

import gradus.io.Checkpoint;
import gradus.io.FormatException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a training writes, and how often, by the names of options. A checkpoint keeps it, so that a run that goes on does the same.
///
/// @param model    the model's file
/// @param history  losses and metrics, or null
/// @param report   the report's folder, or null
/// @param watch    after how many steps a picture is drawn into the report, or null
/// @param every    after how many steps a checkpoint is written, or null
record Outputs(@Nullable Path model, @Nullable Path history, @Nullable Path report, @Nullable Integer watch, @Nullable Integer every) {
    private static final String MODEL = "out", HISTORY = "history", REPORT = "report", WATCH = "watch", EVERY = "checkpoint-every";

    /// What the run of this file writes; nothing is known of older ones.
    ///
    /// @throws FormatException for what is none of these, or no place or number
    static Outputs of(Path file, Checkpoint checkpoint) {
        var fields = new LinkedHashMap<>(checkpoint.outputs());
        try {
            var outputs = new Outputs(path(MODEL, fields), path(HISTORY, fields), path(REPORT, fields), steps(WATCH, fields),
                steps(EVERY, fields));
            if (!fields.isEmpty()) throw new IllegalArgumentException("unknown field '" + fields.firstEntry().getKey() + "'");
            return outputs;
        } catch (IllegalArgumentException e) {
            throw new FormatException(file + ": outputs: " + e.getMessage(), e);
        }
    }

    private static @Nullable Path path(String name, Map<String, @Nullable Object> fields) {
        return switch (fields.remove(name)) {
            case null -> null;
            case String text when !text.isBlank() -> Path.of(text);
            case Object other -> throw new IllegalArgumentException("'" + name + "' is " + other + ", a path is expected");
        };
    }

    private static @Nullable Integer steps(String name, Map<String, @Nullable Object> fields) {
        return switch (fields.remove(name)) {
            case null -> null;
            case Long number when number > 0 && number <= Integer.MAX_VALUE -> number.intValue();
            case Object other -> throw new IllegalArgumentException("'" + name + "' is " + other + ", a number of steps is expected");
        };
    }

    SequencedMap<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        put(fields, MODEL, model);
        put(fields, HISTORY, history);
        put(fields, REPORT, report);
        if (watch != null) fields.put(WATCH, watch);
        if (every != null) fields.put(EVERY, every);
        return fields;
    }

    private static void put(Map<String, @Nullable Object> fields, String name, @Nullable Path path) {
        if (path != null) fields.put(name, path.toString());
    }
}
