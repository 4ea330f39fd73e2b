package gradus.experiments;

import gradus.autograd.Gradients;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Obstacle;
import gradus.viz.Picture;
import gradus.viz.PictureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Draws how the gradient flows, every so many steps: a picture of the loss of that step's batch, or of its first examples, into
/// `step-000100.svg`. The pictures are made beside the training and change nothing in it.
final class Watch implements Progress {
    private static final int EXAMPLES = 32;
    private static final Pattern STEP = Pattern.compile("step-(\\d{6,18})\\.svg");

    private final Path folder;
    private final int every;
    private final List<Path> pictures = new ArrayList<>();
    private @Nullable Run run;
    private @Nullable String trouble;

    Watch(Path folder, int every) {
        this.folder = folder;
        this.every = every;
    }

    /// Pictures of another run that lie there are no part of this one, and go; those of this run before it was interrupted stay.
    @Override public void begins(Run run) {
        this.run = run;
        if (!Files.isDirectory(folder)) return;
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                var step = STEP.matcher(String.valueOf(file.getFileName()));
                if (!step.matches()) continue;
                if (Long.parseLong(step.group(1)) <= run.steps()) pictures.add(file);
                else Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": pictures of an earlier run cannot be taken away (" + Obstacle.of(e) + ")", e);
        }
    }

    /// A picture that cannot be drawn or written ends the drawing, and not the training.
    @Override public void differentiated(int step, Batch batch, Value loss, Gradients gradients) {
        if (step % every != 0 || trouble != null) return;
        var path = folder.resolve(String.format(Locale.ROOT, "step-%06d.svg", step));
        try {
            picture(step, batch).write(path);
            pictures.add(path);
        } catch (PictureException | UncheckedIOException e) {
            trouble = "From step " + step + " on there are no pictures of the gradients' flow: " + e.getMessage();
        }
    }

    /// Why drawing ended, in a sentence; null where it did not.
    @Nullable String trouble() { return trouble; }

    private Picture picture(int step, Batch batch) {
        var watched = Objects.requireNonNull(run);
        var now = Snapshot.of(watched, batch, EXAMPLES);
        return now.picture(watched, String.format(Locale.ROOT, "step %,d, ", step)
            + (now.examples() < batch.size() ? now.examples() + " of its " + batch.size() + " examples" : batch.size() + " examples"));
    }

    /// What was drawn so far, in order.
    List<Path> pictures() { return List.copyOf(pictures); }
}
