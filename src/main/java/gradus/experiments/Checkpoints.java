package gradus.experiments;

import gradus.training.Metrics;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes a run's checkpoint into a file, again and again. One that cannot be written does not end the run: it says so once, the
/// last good one stays, and it says so too when writing works again.
public final class Checkpoints implements Progress {
    private static final long SECOND = 1_000_000_000L;

    private final Path path;
    private final int every;
    private final SequencedMap<String, @Nullable Object> outputs;
    private final Consumer<String> warnings;
    private @Nullable Run run;
    private int steps;
    private long written = System.nanoTime() - SECOND;
    private boolean failing;
    private volatile boolean hasWritten;                           // another thread may ask

    /// @param every  after how many steps; 0 for at the end of each epoch, but at most once a second. In any case at the end
    /// @param outputs   where the run writes what comes of it, to be found there when it goes on
    /// @param warnings  hears what went wrong, in a line
    /// @throws IllegalArgumentException if `every` is negative
    public Checkpoints(Path path, int every, SequencedMap<String, @Nullable Object> outputs, Consumer<String> warnings) {
        if (every < 0) throw new IllegalArgumentException("checkpoints are written every N steps, and N is positive, not " + every);
        this.path = path;
        this.every = every;
        this.outputs = outputs;
        this.warnings = warnings;
    }

    /// Whether there is one of this run by now.
    public boolean hasWritten() { return hasWritten; }

    @Override public void begins(Run run) {
        this.run = run;
        steps = run.steps();
    }

    @Override public void stepped(int epoch, int examples) {
        int now = Objects.requireNonNull(run).steps();
        if (every > 0 && now / every > steps / every) write();
        steps = now;
    }

    @Override public void ended(int epoch, Metrics metrics, boolean last) {
        if (last || every == 0 && System.nanoTime() - written >= SECOND) write();
    }

    private void write() {
        try {
            Objects.requireNonNull(run).checkpoint().writing(outputs).write(path);
            hasWritten = true;
            if (failing) warnings.accept(path + ": checkpoints can be written again");
            failing = false;
        } catch (UncheckedIOException e) {
            if (!failing) warnings.accept(e.getMessage() + "; training goes on, and the last good checkpoint stays");
            failing = true;
        }
        written = System.nanoTime();
    }
}
