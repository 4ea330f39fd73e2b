package gradus.experiments;

import gradus.autograd.Gradients;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.io.AtomicFile;
import gradus.training.DivergedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a run was like, as one page that needs nothing else: settings, result, curves, gradients, what was mistaken for what, and a
/// picture of the model. It listens while the run goes on, and is written at its end:
/// ```java
/// var report = new Report(Path.of("out/report"), 0);
/// var outcome = new Run(settings).train(report);
/// report.write(outcome);
/// ```
/// Listening changes nothing in what is trained.
public final class Report implements Progress {
    private static final int EXAMPLES = 500;

    private final Path folder;
    private final Watch watch;
    private @Nullable Run run;

    /// A report in this folder, as `index.html`.
    ///
    /// @param every  after how many steps a picture of the gradient's flow is drawn into the folder `steps`; 0 for none
    /// @throws IllegalArgumentException if `every` is negative
    public Report(Path folder, int every) {
        if (every < 0) throw new IllegalArgumentException("pictures are drawn every N steps, and N is positive, not " + every);
        this.folder = folder;
        watch = new Watch(folder.resolve("steps"), every == 0 ? Integer.MAX_VALUE : every);
    }

    /// The page in a folder.
    public static Path page(Path folder) { return folder.resolve("index.html"); }

    @Override public boolean looksClosely() { return true; }

    @Override public void begins(Run run) {
        this.run = run;
        watch.begins(run);
    }

    @Override public void differentiated(int step, Batch batch, Value loss, Gradients gradients) {
        watch.differentiated(step, batch, loss, gradients);
    }

    /// What the last step's gradients say of some training examples, and what became of the pictures; Rosenblatt's rule has no
    /// gradients to look at.
    private List<String> diagnosis(Run run) {
        if (run.settings().learning().rule() == LearningRule.ROSENBLATT) return List.of();
        var train = run.data().train();
        var few = train.batch(IntStream.range(0, Math.min(EXAMPLES, train.size())).toArray());
        var lines = new ArrayList<>(Snapshot.of(run, few, EXAMPLES).diagnosis(run));
        if (watch.trouble() != null) lines.add(watch.trouble());
        return lines;
    }

    /// Writes the page.
    ///
    /// @throws IllegalStateException before training
    /// @throws java.io.UncheckedIOException if it cannot be written
    public void write(Outcome outcome) {
        var trained = trained();
        write(new ReportPage(trained, outcome, "", diagnosis(trained), pictures()));
    }

    /// Writes the page on a run that diverged: what led there, without a result.
    ///
    /// @throws IllegalStateException before training
    /// @throws java.io.UncheckedIOException if it cannot be written
    public void write(DivergedException diverged) {
        var lost = trained();
        write(new ReportPage(lost, null, String.valueOf(diverged.getMessage()), diagnosis(lost), pictures()));
    }

    private Run trained() {
        if (run == null) throw new IllegalStateException("a report is written after it has listened to a run");
        return run;
    }

    private List<Path> pictures() { return watch.pictures().stream().map(folder::relativize).toList(); }

    private void write(ReportPage page) { AtomicFile.write(page(folder), page.html().getBytes(StandardCharsets.UTF_8)); }
}
