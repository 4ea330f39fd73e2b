package gradus.experiments;

import gradus.io.ModelFile;
import gradus.io.RunFile;
import gradus.tensor.Threads;
import gradus.training.Metrics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What came of a run.
///
/// @param settings    what determined it
/// @param model       what it learned
/// @param history     the metrics of each epoch
/// @param train       on the examples it learned from
/// @param test        on the examples it is judged by
/// @param testExamples how many those are
/// @param steps       how often the parameters were changed, or could have been
/// @param parameters  how many numbers were trained
/// @param started     when it began
/// @param seconds     how long it took, from reading the data to the last judgement
public record Outcome(Settings settings, ModelFile model, List<Metrics> history, Metrics train, Metrics test, int testExamples,
        int steps, int parameters, Instant started, double seconds) {
    /// How often all examples were gone through: a perceptron stops when there is nothing left to learn.
    public int epochs() { return history.size(); }

    /// Whether a perceptron found a line (a plane) that separates the classes it learned from; null for other models.
    public @Nullable Boolean separable() {
        return settings.network().kind() != Network.Kind.PERCEPTRON || train.accuracy() == null ? null : train.accuracy() == 1;
    }

    /// Writes the model, and the run file beside it.
    ///
    /// @throws IllegalArgumentException if a parameter is not finite
    /// @throws java.io.UncheckedIOException if the files cannot be written
    public void write(Path path) {
        model.write(path);
        new RunFile(Threads.count(), settings.forRunFile(), metrics(), started, seconds).write(RunFile.beside(path));
    }

    /// What was measured, by the names that files and programs know; null where a number has no meaning.
    public SequencedMap<String, @Nullable Object> metrics() {
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("recipe", settings.recipe().toString());
        out.put("seed", settings.seed());
        out.put("epochs", epochs());
        out.put("steps", steps);
        out.put("seconds", seconds);
        out.put("parameters", parameters);
        out.put("train_loss", train.loss());
        out.put("train_accuracy", train.accuracy());
        out.put("test_loss", test.loss());
        out.put("test_accuracy", test.accuracy());
        if (separable() != null) out.put("separable", separable());
        return Collections.unmodifiableSequencedMap(out);
    }
}
