package gradus.experiments;

import gradus.autograd.Gradients;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.io.AtomicFile;
import gradus.training.History;
import gradus.training.Metrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    private @Nullable History history;

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

    @Override public void begins(Run run) {
        this.run = run;
        var learning = run.settings().learning();
        int examples = run.data().train().size();
        history = new History(run.net().parameters(), (long) learning.epochs() * Math.ceilDiv(examples, Math.min(learning.batch(), examples)));
        watch.begins(run);
    }

    @Override public void differentiated(int step, Batch batch, Value loss, Gradients gradients) {
        if (history != null) history.stepped(step, loss.item(), gradients);
        watch.differentiated(step, batch, loss, gradients);
    }

    @Override public void ended(int epoch, Metrics metrics, boolean last) {
        if (history == null || run == null) return;
        history.ended(metrics, Metrics.of(run.net(), run.data().test(), run.settings().learning().loss()));
    }

    /// What the last step's gradients say of some training examples; Rosenblatt's rule has none to look at.
    private static List<String> diagnosis(Run run) {
        if (run.settings().learning().rule() == LearningRule.ROSENBLATT) return List.of();
        var train = run.data().train();
        return Snapshot.of(run, train.batch(IntStream.range(0, Math.min(EXAMPLES, train.size())).toArray()), EXAMPLES).diagnosis(run);
    }

    /// Writes the page.
    ///
    /// @throws IllegalStateException before training
    /// @throws java.io.UncheckedIOException if it cannot be written
    public void write(Outcome outcome) {
        if (run == null || history == null) throw new IllegalStateException("a report is written after it has listened to a run");
        var page = new ReportPage(run, outcome, history, diagnosis(run), watch.pictures().stream().map(folder::relativize).toList());
        AtomicFile.write(page(folder), page.html().getBytes(StandardCharsets.UTF_8));
    }
}
