package gradus.cli;

import gradus.experiments.Learning;
import gradus.experiments.LearningRule;
import gradus.experiments.Recipe;
import gradus.experiments.Settings;
import gradus.experiments.Source;
import gradus.experiments.Sweep;
import gradus.experiments.SweepAxis;
import gradus.experiments.SweepGrid;
import gradus.experiments.SweepOutcome;
import gradus.experiments.SweepResult;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.optim.Clipping;
import gradus.optim.Schedule;
import gradus.training.Objective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `gradus sweep RECIPE`: trains with many settings, and shows which are good.
@Command(name = "sweep", sortOptions = false, abbreviateSynopsis = true, header = "Trains with many settings and compares them.",
    description = {"", "Every combination of the values is a run; what is not given is as in 'gradus train RECIPE'. Runs are compared"
        + " by validation"
        + " examples, a part of the training examples that none learns from; the best alone meets the test examples. Results are kept"
        + " as they"
        + " come: after an interruption the same command goes on. DIR then holds results.csv, index.html and best.json.", ""},
    footer = {"", "With --halving all settings are first tried with few epochs; the best third",
        "goes on with three times as many, and so on, up to --epochs.", "", "Examples:",
        "  gradus sweep mnist --lr 0.0003,0.001,0.003,0.01 --width 32,64,128,256 \\",
        "    --layers 1,2,3 --batch 16,32,64,128 --epochs 1 --limit 10000",
        "  gradus sweep mnist --lr 0.001,0.003,0.01 --batch 16,64 --epochs 9 --halving",
        "  gradus sweep moons --hidden \"8;16,16;32,32\" --activation relu,tanh,gelu",
        "  gradus sweep spirals --optimizer sgd,adam --lr 0.001,0.01,0.1 --seed 1,2,3",
        "  gradus sweep csv --data iris.csv --lr 0.001,0.01 --width 8,32 --random 3"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class SweepCommand implements Callable<Integer> {
    private static final int BEST = 10;

    @Parameters(paramLabel = "RECIPE", description = "What to learn: xor, moons, mnist, csv or another that 'gradus train' lists.")
    private Recipe recipe;

    @Option(names = "--lr", paramLabel = "RATE,...", hideParamSyntax = true, split = ",",
        description = "Learning rates: 0.001,0.01,0.1.")
    private @Nullable List<Double> rates;

    @Option(names = "--width", paramLabel = "N,...", hideParamSyntax = true, split = ",",
        description = "Units in each hidden layer of units: 32,64,128; other stages stay.")
    private @Nullable List<Integer> widths;

    @Option(names = "--layers", paramLabel = "N,...", hideParamSyntax = true, split = ",",
        description = "How many hidden layers of units, each like the first with its norm and dropout: 1,2,3.")
    private @Nullable List<Integer> layers;

    @Option(names = "--hidden", paramLabel = "LAYER,...;...", hideParamSyntax = true, split = ";",
        description = "Instead of these two: the hidden layers of each network, \"128,64;32;none\".")
    private @Nullable List<Words.Hidden> hidden;

    @Option(names = "--batch", paramLabel = "N|full,...", hideParamSyntax = true, split = ",",
        description = "Examples in a step: 16,64,full.")
    private @Nullable List<Words.BatchSize> batches;

    @Option(names = "--epochs", paramLabel = "N,...", hideParamSyntax = true, split = ",",
        description = "How many times to go through all examples.")
    private @Nullable List<Integer> epochs;

    @Option(names = "--activation", paramLabel = "NAME,...", hideParamSyntax = true, split = ",",
        description = "After each hidden layer: relu,tanh.")
    private @Nullable List<Activation> activations;

    @Option(names = "--init", paramLabel = "NAME,...", hideParamSyntax = true, split = ",",
        description = "How weights are initialised: he-normal,zeros.")
    private @Nullable List<Initializer> inits;

    @Option(names = "--optimizer", paramLabel = "NAME,...", hideParamSyntax = true, split = ",",
        description = "Optimisers: sgd,momentum,adam.")
    private @Nullable List<LearningRule> rules;

    @Option(names = "--loss", paramLabel = "NAME,...", hideParamSyntax = true, split = ",", description = "Losses: cross-entropy,mse.")
    private @Nullable List<Objective> losses;

    @Option(names = "--seed", paramLabel = "N,...", hideParamSyntax = true, split = ",",
        description = "Seeds of everything random: 1,2,3 (1).")
    private @Nullable List<Long> seeds;

    @Option(names = "--schedule", paramLabel = "NAME,...", hideParamSyntax = true, split = ",(?=\\s*[A-Za-z])",   // not in step:0.3,0.1
        description = "How the rate changes: constant,cosine,linear.")
    private @Nullable List<Schedule> schedules;

    @Option(names = "--clip", paramLabel = "NORM", description = "Scale gradients down to this norm.")
    private @Nullable Double clip;

    @Option(names = "--clip-value", paramLabel = "X", description = "Clamp each number of a gradient between -X and X.")
    private @Nullable Double clipValue;

    @Option(names = "--decay", paramLabel = "X,...", hideParamSyntax = true, split = ",", description = "Weight decay: 0,0.01,0.1.")
    private @Nullable List<Double> decays;

    @Option(names = "--max-norm", paramLabel = "X,...", hideParamSyntax = true, split = ",",
        description = "The largest norm of the weights into a unit: 2,3,4.")
    private @Nullable List<Double> maxNorms;

    @Option(names = "--validation", paramLabel = "SHARE",
        description = "The share of the training examples that runs are compared by (a sixth).")
    private @Nullable Double validation;

    @Option(names = "--patience", paramLabel = "EPOCHS",
        description = "Stop a run after so many epochs without a better validation loss, and keep the best.")
    private @Nullable Integer patience;

    @Option(names = "--random", paramLabel = "N", description = "Try N combinations, drawn by the (first) seed.")
    private @Nullable Integer random;

    @Option(names = "--halving", description = "Successive halving: few epochs for all, more for the best.")
    private boolean halving;

    @Option(names = "--parallel", paramLabel = "N", description = "Runs at a time, one thread each (as many as processors).")
    private @Nullable Integer parallel;

    @Option(names = "--data", paramLabel = "PATH", description = "A folder of pictures, for recipes that learn them, or a file (csv).")
    private @Nullable Path data;

    @Option(names = "--target", paramLabel = "COLUMN", description = "The column to learn (csv): name or number; the last one.")
    private @Nullable String target;

    @Option(names = "--limit", paramLabel = "N", description = "Learn from N examples only.")
    private @Nullable Integer limit;

    @Option(names = "--out", paramLabel = "DIR", description = "Where results are kept (out/sweep-RECIPE).")
    private @Nullable Path out;

    @Mixin @SuppressWarnings("UnusedVariable") private Config config;

    @Option(names = "--json", description = "End with one line of JSON for programs to read.")
    private boolean json;

    @ParentCommand private Main main;
    @Spec private CommandSpec spec;

    @Override public Integer call() {
        var sweep = sweep();
        SweepOutcome outcome;
        try (var log = new SweepLog(main.terminal(), sweep)) {
            outcome = sweep.run(log);
            summarise(outcome, log.trained());
        }
        return outcome.count(SweepResult.Status.FAILED) == 0 ? 0 : 1;
    }

    /// What is to be run; what makes no sense is found here, before anything is read.
    private Sweep sweep() {
        try {
            if (limit != null && limit < 1) throw new IllegalArgumentException("at least one example is needed, not --limit " + limit);
            if (hidden != null && (widths != null || layers != null))
                throw new IllegalArgumentException("--hidden says what --width and --layers say: it goes with neither");
            var grid = new SweepGrid(new Settings(recipe, seeds == null ? 1 : seeds.getFirst(),
                new Source(data, target, limit == null ? 0 : limit),
                recipe.network(), learning(recipe.learning())), axes());
            int atOnce = parallel == null ? Runtime.getRuntime().availableProcessors() : parallel;
            return new Sweep(grid, random == null ? grid.all() : grid.drawn(random), halving, atOnce, out != null ? out
                : Path.of("out", "sweep-" + recipe));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Learning learning(Learning usual) {
        return new Learning(usual.loss(), usual.rule(), usual.rate(), usual.batch(), usual.epochs(), usual.schedule(),
            new Clipping(clip == null ? Double.POSITIVE_INFINITY : clip, clipValue == null ? Double.POSITIVE_INFINITY : clipValue),
            Sweep.stopping(recipe, validation, patience), usual.regularization());
    }

    private List<SweepAxis> axes() {
        var axes = new ArrayList<SweepAxis>();
        add(axes, rates, SweepAxis::rates);
        add(axes, widths, SweepAxis::widths);
        add(axes, layers, SweepAxis::layers);
        add(axes, hidden, values -> SweepAxis.hidden(values.stream().map(Words.Hidden::stages).toList()));
        add(axes, batches, values -> SweepAxis.batches(values.stream().map(Words.BatchSize::examples).toList()));
        add(axes, epochs, SweepAxis::epochs);
        add(axes, activations, SweepAxis::activations);
        add(axes, inits, SweepAxis::inits);
        add(axes, rules, SweepAxis::optimizers);
        add(axes, decays, SweepAxis::decays);
        add(axes, maxNorms, SweepAxis::maxNorms);
        add(axes, losses, SweepAxis::losses);
        add(axes, schedules, SweepAxis::schedules);
        add(axes, seeds, SweepAxis::seeds);
        return axes;
    }

    private static <T> void add(List<SweepAxis> axes, @Nullable List<T> values, Function<List<T>, SweepAxis> axis) {
        if (values != null) axes.add(axis.apply(values));
    }

    private void summarise(SweepOutcome outcome, int trained) {
        var words = main.terminal().out();
        table(outcome);
        var sweep = outcome.sweep();
        var best = outcome.best();
        words.println();
        if (best == null) words.println("no run ended with a model: all " + outcome.ranked().size()
            + " diverged or failed; a smaller --lr may help");
        else words.println("best: " + (sweep.grid().varied().isEmpty() ? "the only run" : SweepLog.settings(sweep, best.result()))
            + ": validation "
            + measured(best.result().validationAccuracy(), best.result().validationLoss()) + ", test "
                + measured(best.test().accuracy(), best.test().loss()));
        if (best != null) words.println("saved to " + sweep.model());
        words.println("report in " + sweep.page());
        words.println("all runs in " + sweep.results());
        if (json) words.println(Json.line(fields(outcome, trained)));
        words.flush();
    }

    private static String measured(@Nullable Double accuracy, @Nullable Double loss) {
        return (accuracy == null ? "" : "accuracy " + Figures.percent(accuracy) + ", ") + "loss "
            + (loss == null ? "–" : Figures.loss(loss));
    }

    /// The best runs, a line each.
    private void table(SweepOutcome outcome) {
        var words = main.terminal().out();
        var sweep = outcome.sweep();
        var ranked = outcome.ranked();
        var shown = ranked.subList(0, Math.min(BEST, ranked.size()));
        var varied = sweep.grid().varied();
        words.println();
        var head = new StringBuilder(String.format(Locale.ROOT, "%4s", ""));
        for (var axis : varied) head.append(String.format(Locale.ROOT, "  %" + width(axis, shown) + "s", axis.name()));
        words.println(head + (sweep.rungs().isEmpty() ? "" : "  epochs") + (outcome.byAccuracy() ? "  validation accuracy" : "")
            + "  validation loss");
        for (int i = 0; i < shown.size(); i++) {
            var result = shown.get(i);
            var line = new StringBuilder(String.format(Locale.ROOT, "%4d", i + 1));
            for (var axis : varied) line.append(String.format(Locale.ROOT, "  %" + width(axis, shown) + "s", axis.reading()
                .apply(result.settings())));
            if (!sweep.rungs().isEmpty()) line.append(String.format(Locale.ROOT, "  %6d", result.settings().learning().epochs()));
            var loss = result.validationLoss();
            if (outcome.byAccuracy()) line.append(String.format(Locale.ROOT, "  %19s", result.isDone()
                ? Figures.percent(result.validationAccuracy()) : result.status()));
            words.println(line + String.format(Locale.ROOT, "  %15s", loss == null ? outcome.byAccuracy() ? "" : result.status()
                : Figures.loss(loss)));
        }
    }

    private static int width(SweepAxis axis, List<SweepResult> shown) {
        return Math.max(axis.name().length(), shown.stream().mapToInt(result -> axis.reading().apply(result.settings()).length())
            .max().orElse(0));
    }

    private static SequencedMap<String, @Nullable Object> fields(SweepOutcome outcome, int trained) {
        var sweep = outcome.sweep();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("recipe", sweep.grid().base().recipe().toString());
        fields.put("runs", outcome.ranked().size());
        fields.put("finished", outcome.count(SweepResult.Status.DONE) + outcome.count(SweepResult.Status.DIVERGED));
        fields.put("diverged", outcome.count(SweepResult.Status.DIVERGED));
        fields.put("failed", outcome.count(SweepResult.Status.FAILED));
        fields.put("trained", trained);
        var best = outcome.best();
        fields.put("best", best == null ? null : best(best, sweep));
        fields.put("results", sweep.results().toString());
        fields.put("report", sweep.page().toString());
        return fields;
    }

    private static SequencedMap<String, @Nullable Object> best(SweepOutcome.Best best, Sweep sweep) {
        var fields = new LinkedHashMap<String, @Nullable Object>(best.result().settings().forRunFile());
        fields.put("validation_loss", best.result().validationLoss());
        fields.put("validation_accuracy", best.result().validationAccuracy());
        fields.put("test_loss", best.test().loss());
        fields.put("test_accuracy", best.test().accuracy());
        fields.put("path", sweep.model().toString());
        return fields;
    }
}
