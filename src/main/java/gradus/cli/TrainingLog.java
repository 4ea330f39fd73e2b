package gradus.cli;

import gradus.experiments.Progress;
import gradus.experiments.Run;
import gradus.nn.Module;
import gradus.tensor.Threads;
import gradus.training.Metrics;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Tells how training goes: a line an epoch, or about ten where there are many short ones; on a terminal also a line that is
/// rewritten while an epoch lasts.
final class TrainingLog implements Progress, AutoCloseable {
    private static final long SECOND = 1_000_000_000L;
    private static final int FEW = 20;
    private static final int LINES = 10;

    private final Terminal terminal;
    private int epochs;
    private int examples;
    private long begun;
    private long lastLine;
    private int lastEpoch;
    private long lastStatus;
    private int epochsBefore;                                      // in the run that was interrupted
    private @Nullable Run run;

    TrainingLog(Terminal terminal) { this.terminal = terminal; }

    @Override public void begins(Run run) {
        var learning = run.settings().learning();
        epochs = learning.epochs();
        examples = run.data().train().size();
        say("%s: %s%n", run.settings().recipe(), described(run.net(), run.parameters()));
        say("%s training%s and %s test examples, %s, rate %s, batch %s, seed %d, %s%n%n", Figures.count(examples),
            run.validation() == null ? "" : ", " + Figures.count(run.validation().size()) + " validation",
            Figures.count(run.data().test().size()), learning.rule(), learning.rate(),
            learning.batch() >= examples ? "full" : learning.batch(), run.settings().seed(),
            Figures.threads(Threads.count()));
        this.run = run;
        if (run.isOver()) {
            say("it is over already, after step %s%n", Figures.count(run.steps()));
            return;
        }
        if (run.steps() > 0) say("goes on after step %s, in epoch %d%n%n", Figures.count(run.steps()), run.epochs() + 1);
        say("%" + width() + "s %10s %10s" + (run.validation() == null ? "" : " %10s %10s") + " %12s %10s%n", run.validation() == null
            ? new Object[] {"epoch", "loss", "accuracy", "examples/s", "time left"}
            : new Object[] {"epoch", "loss", "accuracy", "validation", "accuracy", "examples/s", "time left"});
        lastEpoch = run.epochs();
        epochsBefore = run.epochs();
        begun = System.nanoTime();
        lastLine = begun;
        lastStatus = begun;
    }

    private static String described(Module net, int parameters) {
        var words = net.toString();
        return words.contains("parameter") ? words : words + " · " + Figures.count(parameters) + " parameters";
    }

    @Override public void stepped(int epoch, int done) {
        long now = System.nanoTime();
        if (!terminal.live() || now - lastStatus < SECOND / 10) return;
        lastStatus = now;
        double epochsDone = epoch + (double) done / examples;
        say("\r%" + width() + "s %,9d of %,d examples, %s left ", (epoch + 1) + "/" + epochs, done, examples, left(now, epochsDone));
        terminal.out().flush();
    }

    @Override public void ended(int epoch, Metrics metrics, boolean last) {
        long now = System.nanoTime();
        int done = epoch + 1;
        boolean due = epochs <= FEW || done % Math.ceilDiv(epochs, LINES) == 0 || last || now - lastLine > 2 * SECOND;
        if (!due) return;
        double speed = (double) (done - lastEpoch) * examples * SECOND / Math.max(1, now - lastLine);
        var validation = run == null ? null : run.history().epochs().getLast().validation();
        say((terminal.live() ? "\r\033[K" : "") + "%" + width() + "s %10s %10s%s %12s %10s%n", done + "/" + epochs,
            Figures.loss(metrics.loss()), Figures.percent(metrics.accuracy()), validation == null ? ""
                : String.format(Locale.ROOT, " %10s %10s", Figures.loss(validation.loss()), Figures.percent(validation.accuracy())),
            Figures.count(speed), last ? "" : left(now, done));
        lastLine = now;
        lastEpoch = done;
    }

    /// Takes away the line of an epoch that did not end, so that the next words stand alone.
    @Override public void close() {
        if (terminal.live()) say("\r\033[K");
        terminal.out().flush();
    }

    private String left(long now, double epochsDone) {
        return Figures.time((now - begun) / (double) SECOND / (epochsDone - epochsBefore) * (epochs - epochsDone));
    }

    private int width() { return Math.max(5, 2 * Integer.toString(epochs).length() + 1); }

    @SuppressWarnings("AnnotateFormatMethod")
    private void say(String format, Object... words) { terminal.out().printf(Locale.ROOT, format, words); }
}
