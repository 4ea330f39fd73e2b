package gradus.experiments;

import gradus.data.Dataset;
import gradus.io.FormatException;
import gradus.io.ModelFile;
import gradus.tensor.Threads;
import gradus.training.DivergedException;
import gradus.training.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Many runs that differ in some settings, side by side. Each is a run as any other: seeded, independent of the others, and the same bit
/// for bit however many go on at once.
///
/// With *successive halving* (Jamieson & Talwalkar 2016) all settings first get few epochs; the best third of them gets three times as
/// many, and so on, up to the epochs that the settings say. Such a round is a rung. On every rung a run is trained from its beginning,
/// which costs half as much again as going on would, at most, and needs no memory: the rows of a rung are those of a plain sweep with so
/// many epochs.
///
/// Whoever picks the best of many runs by their test accuracy has fitted the test set, and its accuracy no longer says how good the model
/// is on examples that nobody has seen. So runs are judged by the validation examples that their settings set apart ([#settings]), and the
/// best alone meets the test examples, at the end. A gate has only four rows: there they are all three sets.
///
/// ```java
/// var axes = List.of(SweepAxis.rates(List.of(0.01, 0.1)), SweepAxis.widths(List.of(8, 16)));
/// var grid = new SweepGrid(Sweep.settings(Recipe.MOONS, 1), axes);
/// var found = new Sweep(grid, grid.all(), false, 2, Path.of("out/sweep")).run(Sweep.Listener.SILENT);
/// ```
public final class Sweep {
    /// How many times as many epochs a rung has as the one before, and what part of the runs goes on.
    static final int ETA = 3;
    private static final double VALIDATION = 1.0 / 6;

    private final SweepGrid grid;
    private final List<Settings> plan;
    private final List<Integer> budgets;
    private final int parallel;
    private final Path folder;
    private final SweepData shelf = new SweepData();

    /// Hears how a sweep goes, from one thread at a time.
    public interface Listener {
        /// Hears nothing.
        Listener SILENT = new Listener() {};

        /// The data are there: so many examples to learn from, so many to validate by.
        default void prepared(int learned, int validated) {}

        /// A rung, counted from 1, is about to begin; a sweep without halving has one. So many of its runs were finished before.
        default void begins(int rung, int rungs, List<Settings> runs, int finished) {}

        /// A run is over; why it failed, if it did.
        default void ended(SweepResult result, @Nullable Throwable failure) {}
    }

    /// Runs by these settings, with their results in this folder.
    ///
    /// @param grid      what the settings are taken from
    /// @param plan      the settings: all of the grid, or some
    /// @param halving   whether all get few epochs first, and only the best go on
    /// @param parallel  how many runs go on at once
    /// @param folder    where results.csv, index.html and best.json are written
    /// @throws IllegalArgumentException for what cannot be run or compared
    public Sweep(SweepGrid grid, List<Settings> plan, boolean halving, int parallel, Path folder) {
        this.grid = grid;
        this.plan = List.copyOf(plan);
        this.parallel = parallel;
        this.folder = folder;
        if (plan.isEmpty()) throw new IllegalArgumentException("a sweep has at least one run");
        if (parallel < 1) throw new IllegalArgumentException("at least one run goes on at a time, not --parallel " + parallel);
        budgets = halving ? budgets() : List.of();
        requireComparable();
    }

    private List<Integer> budgets() {
        int most = plan.getFirst().learning().epochs();
        if (plan.stream().anyMatch(settings -> settings.learning().epochs() != most))
            throw new IllegalArgumentException("--halving shares out the epochs itself: --epochs takes one number with it, the most"
                + " that a run gets");
        if (most < ETA)
            throw new IllegalArgumentException("--halving begins with a third of the epochs or less: --epochs must be at least " + ETA
                + ", not " + most);
        return budgets(most, plan.size());
    }

    /// The epochs of each rung: at the last one all; before that a third, as long as there is an epoch and more than one run.
    static List<Integer> budgets(int epochs, int runs) {
        var budgets = new ArrayList<>(List.of(epochs));
        for (int left = runs; left > 1 && epochs / ETA > 0; left = Math.ceilDiv(left, ETA)) budgets.addFirst(epochs /= ETA);
        return List.copyOf(budgets);
    }

    /// Losses of two kinds are no measure for each other; accuracies are, where there are classes.
    private void requireComparable() {
        var losses = new LinkedHashSet<>(plan.stream().map(settings -> settings.learning().loss()).toList());
        if (losses.size() > 1 && grid.base().recipe() == Recipe.CSV && losses.stream().anyMatch(loss -> loss.learnsNumbers()))
            throw new IllegalArgumentException("losses of numbers cannot be compared with other losses: --loss takes one of " + losses
                + " for a table");
    }

    /// The recipe's settings with a sixth of the training examples set apart, except for gates.
    public static Settings settings(Recipe recipe, long seed) {
        var usual = recipe.settings(seed);
        return new Settings(recipe, seed, usual.source(), usual.network(), usual.learning().stopping(stopping(recipe, null, null)));
    }

    /// What is set apart: a sixth unless it is said, nothing of a gate.
    public static Stopping stopping(Recipe recipe, @Nullable Double validation, @Nullable Integer patience) {
        return new Stopping(validation != null ? validation : recipe.isGate() ? 0 : VALIDATION, patience == null ? 0 : patience);
    }

    /// What the settings are taken from.
    public SweepGrid grid() { return grid; }

    /// How many settings are tried.
    public int size() { return plan.size(); }

    /// The epochs of each rung; empty without halving.
    public List<Integer> rungs() { return budgets; }

    /// The results, as they come.
    public Path results() { return folder.resolve("results.csv"); }

    /// The best model.
    public Path model() { return folder.resolve("best.json"); }

    /// The report.
    public Path page() { return Report.page(folder); }

    /// Reads the data and looks whether every kind of run fits them, before the first is trained.
    private void prepare(Listener listener) {
        var seen = new LinkedHashSet<>();
        for (var settings : plan)
            if (seen.add(List.of(settings.seed(), settings.learning().loss()))) run(settings);
        var first = run(plan.getFirst());
        listener.prepared(first.data().train().size(), validation(first).size());
    }

    private Run run(Settings settings) { return new Run(settings, shelf.of(settings).all()); }

    /// What a run is judged by: a gate has only its four rows, which are all three sets.
    private static Dataset validation(Run run) { return Objects.requireNonNullElse(run.validation(), run.data().test()); }

    /// Trains all that was not trained before, and writes the report and the best model.
    ///
    /// @throws IllegalArgumentException if something else lies in the folder; for data that cannot be used, or
    ///     do not fit the settings
    /// @throws java.io.UncheckedIOException if another sweep writes there, or results cannot be written; those that are there stay
    public SweepOutcome run(Listener listener) {
        int threads = Threads.count();
        try (var file = SweepFile.open(results())) {
            prepare(listener);
            Threads.use(1);                                        // a processor for each run: no result depends on it
            var rungs = climb(file, listener);
            Threads.use(threads);
            var outcome = new SweepOutcome(this, rungs, best(rungs));
            new SweepPage(outcome).write(page());
            return outcome;
        } finally {
            Threads.use(threads);
        }
    }

    private List<SweepOutcome.Rung> climb(SweepFile file, Listener listener) {
        var rungs = new ArrayList<SweepOutcome.Rung>();
        var going = plan;
        int last = Math.max(1, budgets.size());
        for (int rung = 1; rung <= last && !going.isEmpty(); rung++) {
            if (!budgets.isEmpty()) {
                int epochs = budgets.get(rung - 1);
                going = going.stream().map(settings -> SweepAxis.within(settings, epochs)).toList();
            }
            var results = train(going, file, listener, rung, last);
            rungs.add(new SweepOutcome.Rung(going.getFirst().learning().epochs(), results));
            going = going.isEmpty() ? going : onwards(going, results);
        }
        return List.copyOf(rungs);
    }

    /// The best third, in the plan's order.
    private static List<Settings> onwards(List<Settings> rung, List<SweepResult> results) {
        Set<Settings> best = new LinkedHashSet<>(results.stream().filter(SweepResult::isDone).sorted(SweepResult.BETTER)
            .limit(Math.ceilDiv(rung.size(), ETA))
            .map(SweepResult::settings).toList());
        return rung.stream().filter(best::contains).toList();
    }

    private List<SweepResult> train(List<Settings> runs, SweepFile file, Listener listener, int rung, int rungs) {
        var results = new @Nullable SweepResult[runs.size()];
        for (int i = 0; i < results.length; i++) results[i] = file.find(runs.get(i), shelf.of(runs.get(i)).digest());
        int[] open = IntStream.range(0, results.length).filter(i -> results[i] == null).toArray();
        listener.begins(rung, rungs, runs, results.length - open.length);
        var stopped = new AtomicBoolean();
        var futures = new ArrayList<Future<?>>();
        try (var pool = Executors.newFixedThreadPool(parallel, work -> Thread.ofPlatform().daemon().name("gradus-sweep").unstarted(work))) {
            for (int i : open)
                futures.add(pool.submit(() -> {
                    if (stopped.get()) return;
                    try {
                        results[i] = train(runs.get(i), file, listener);
                    } catch (RuntimeException | Error e) {
                        stopped.set(true);                         // results can no longer be kept: more of them are of no use
                        throw e;
                    }
                }));
        }
        for (var future : futures) rethrow(future);
        return IntStream.range(0, results.length).mapToObj(i -> Objects.requireNonNull(results[i])).toList();
    }

    private static void rethrow(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) throw failure;
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private SweepResult train(Settings settings, SweepFile file, Listener listener) {
        long begun = System.nanoTime();
        var epochs = new int[1];
        var counting = new Progress() {
            @Override public void ended(int epoch, Metrics metrics, boolean last) { epochs[0] = epoch + 1; }
        };
        SweepResult result;
        @Nullable Throwable failure = null;
        try {
            var run = run(settings);
            run.fit(counting);
            result = SweepResult.of(run, run.judge(run.data().train()), run.judge(validation(run)));
        } catch (DivergedException e) {
            result = SweepResult.diverged(settings, epochs[0], e, since(begun));
        } catch (RuntimeException | OutOfMemoryError e) {
            failure = e;
            result = SweepResult.failed(settings, epochs[0], since(begun));
        }
        file.add(result, shelf.of(settings).digest());
        synchronized (this) {
            listener.ended(result, failure);
        }
        return result;
    }

    private static double since(long begun) { return (System.nanoTime() - begun) / 1e9; }

    /// The best of the last rung on which any run ended well. Its model is trained once more (the same settings give the same bits) unless
    /// it lies there already, and only it is judged by the test examples.
    private SweepOutcome.@Nullable Best best(List<SweepOutcome.Rung> rungs) {
        for (var rung : rungs.reversed()) {
            var first = rung.ranked().getFirst();
            if (first.isDone()) return new SweepOutcome.Best(first, judged(first));
        }
        return null;
    }

    private Metrics judged(SweepResult best) {
        var run = run(best.settings());
        var kept = kept(run);
        if (kept != null) return Metrics.of(kept.module(), run.data().test(), best.settings().learning().loss());
        var outcome = run.train(Progress.SILENT);
        outcome.write(model());
        return outcome.test();
    }

    /// The best model of an earlier time, if it is of just this run.
    private @Nullable ModelFile kept(Run run) {
        if (!Files.exists(model())) return null;
        try {
            var there = ModelFile.read(model());
            var settings = run.settings();
            var expected = ModelFile.of(settings.seed(), settings.forModelFile(), run.data().train(), run.net());
            return there.seed() == expected.seed() && there.settings().equals(expected.settings()) && there.data().equals(run.digest())
                ? there : null;
        } catch (FormatException e) {
            return null;                                           // it is written anew
        }
    }
}
