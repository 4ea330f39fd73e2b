package gradus.cli;

import gradus.experiments.Settings;
import gradus.experiments.Sweep;
import gradus.experiments.SweepResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells how a sweep goes: a line for each finished run; where nobody watches and runs are many, about ten. When the program is stopped
/// from outside it says how to go on.
final class SweepLog implements Sweep.Listener, AutoCloseable {
    private static final int FEW = 20;
    private static final int LINES = 10;

    private final Terminal terminal;
    private final Sweep sweep;
    private final Farewell farewell;
    private int runs;                                              // of this rung
    private int finished;                                          // of these, today and before
    private long toTrain;                                          // epochs of this rung that are left to train at its beginning
    private long trainedEpochs;
    private int trained;                                           // on all rungs, today
    private long begun;

    SweepLog(Terminal terminal, Sweep sweep) {
        this.terminal = terminal;
        this.sweep = sweep;
        farewell = new Farewell(terminal, () -> "what is finished is kept in " + sweep.results() + ": the same command goes on from there");
    }

    /// How many runs were trained, rather than found.
    int trained() { return trained; }

    @Override public void prepared(int learned, int validated) {
        var grid = sweep.grid();
        var axes = grid.varied().stream().map(axis -> axis.name() + " × " + axis.choices().size()).collect(Collectors.joining(", "));
        say("%s: %s %s of settings%s%s%n", grid.base().recipe(), Figures.count(sweep.size()), sweep.size() == 1 ? "combination"
            : "combinations",
            sweep.size() < grid.size() ? ", drawn from " + Figures.count(grid.size()) : "", axes.isEmpty() ? "" : ": " + axes);
        say("%s examples to learn from, %s to validate by%n%n", Figures.count(learned), Figures.count(validated));
    }

    @Override public void begins(int rung, int rungs, List<Settings> runs, int finished) {
        this.runs = runs.size();
        this.finished = finished;
        int epochs = runs.getFirst().learning().epochs();
        toTrain = runs.stream().mapToLong(settings -> settings.learning().epochs()).sum() * (runs.size() - finished) / runs.size();
        trainedEpochs = 0;
        begun = System.nanoTime();
        if (rungs > 1) say("rung %d of %d: %s %s of %s %s%n", rung, rungs, Figures.count(runs.size()), runs.size() == 1 ? "run" : "runs",
            epochs, epochs == 1 ? "epoch" : "epochs");
        if (finished > 0) say("%s of %s runs are finished already%n", Figures.count(finished), Figures.count(runs.size()));
        terminal.out().flush();
    }

    @Override public void ended(SweepResult result, @Nullable Throwable failure) {
        finished++;
        trained++;
        trainedEpochs += result.settings().learning().epochs();
        if (failure != null) terminal.err().println("gradus: failed: " + settings(sweep, result) + ": " + failure.getMessage());
        terminal.err().flush();
        boolean due = terminal.live() || runs <= FEW || finished % Math.ceilDiv(runs, LINES) == 0 || finished == runs;
        if (!due) return;
        double seconds = (System.nanoTime() - begun) / 1e9;
        var left = finished == runs ? "" : ", " + Figures.time(seconds / trainedEpochs * Math.max(0, toTrain - trainedEpochs)) + " left";
        say("%" + (2 * Integer.toString(runs).length() + 1) + "s  %s: %s%s%n", finished + "/" + runs, settings(sweep, result),
            told(result), left);
        terminal.out().flush();
    }

    private static String told(SweepResult result) {
        var loss = result.validationLoss();
        if (loss == null) return result.status() == SweepResult.Status.DIVERGED ? "diverged at step "
            + Figures.count(result.steps()) : "failed";
        return result.validationAccuracy() != null ? Figures.percent(result.validationAccuracy()) : "loss " + Figures.loss(loss);
    }

    /// `lr 0.1, width 64`, what differs from run to run.
    static String settings(Sweep sweep, SweepResult result) {
        var words = sweep.grid().varied().stream().map(axis -> axis.name() + " " + axis.reading().apply(result.settings()))
            .collect(Collectors.joining(", "));
        return words.isEmpty() ? "the run" : words;
    }

    @Override public void close() { farewell.close(); }

    @SuppressWarnings("AnnotateFormatMethod")
    private void say(String format, Object... words) { terminal.out().printf(Locale.ROOT, format, words); }
}
