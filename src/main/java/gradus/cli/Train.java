package gradus.cli;

import gradus.data.Augmentation;
import gradus.experiments.Checkpoints;
import gradus.experiments.Learning;
import gradus.experiments.LearningRule;
import gradus.experiments.Network;
import gradus.experiments.Outcome;
import gradus.experiments.Progress;
import gradus.experiments.Recipe;
import gradus.experiments.Regularization;
import gradus.experiments.Report;
import gradus.experiments.Run;
import gradus.experiments.Settings;
import gradus.experiments.Source;
import gradus.experiments.Stopping;
import gradus.experiments.Warnings;
import gradus.io.Checkpoint;
import gradus.io.Claim;
import gradus.io.FormatException;
import gradus.io.RunFile;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.optim.Clipping;
import gradus.optim.Schedule;
import gradus.tensor.Threads;
import gradus.training.DivergedException;
import gradus.training.Objective;
import gradus.viz.Shown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `gradus train RECIPE`: trains a network, shows how it goes, and saves what it learned.
@Command(name = "train", sortOptions = false, abbreviateSynopsis = true, header = "Trains a network and saves it.")
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Train implements Callable<Integer> {
    private static final int LONGEST = 1000;                    // of a warning, whatever classes are called

    @Parameters(paramLabel = "RECIPE", arity = "0..1", description =
        "and, or, xor, moons, circles, spirals, mnist, lenet, csv, ...: see below.")
    private @Nullable Recipe named;

    @Option(names = "--model", paramLabel = "KIND", description = "mlp (layers, the usual) or perceptron (one unit).")
    private Network.@Nullable Kind model;

    @Option(names = "--hidden", paramLabel = "LAYER,...",
        description = "Hidden layers: 128 (units), conv5-32 (-valid: unpadded), max2, mean2, global, norm, drop0.2; or none.")
    private Words.@Nullable Hidden hidden;

    @Option(names = "--activation", paramLabel = "NAME",
        description = "After each hidden layer: relu, leaky-relu, elu, gelu, silu, tanh, sigmoid, softplus or identity.")
    private @Nullable Activation activation;

    @Option(names = "--loss", paramLabel = "NAME",
        description = "cross-entropy, binary-cross-entropy, hinge, perceptron; mse and huber also learn numbers.")
    private @Nullable Objective loss;

    @Option(names = "--init", paramLabel = "NAME", completionCandidates = Words.InitializerNames.class,
        description = "How weights are initialised: he-normal, glorot-normal, lecun-normal (or -uniform), normal:0.1, zeros.")
    private @Nullable Initializer init;

    @Option(names = "--optimizer", paramLabel = "NAME",
        description = "sgd, momentum, nesterov, rmsprop, adam, adamw; a perceptron's own: rosenblatt.")
    private @Nullable LearningRule rule;

    @Option(names = "--lr", paramLabel = "RATE", description = "The learning rate, such as 0.01.")
    private @Nullable Double rate;

    @Option(names = "--batch", paramLabel = "N|full", description = "Examples in a step, or all of them.")
    private Words.@Nullable BatchSize batch;

    @Option(names = "--epochs", paramLabel = "N", description = "How many times to go through all examples.")
    private @Nullable Integer epochs;

    @Option(names = "--schedule", paramLabel = "NAME",
        description = "How the rate changes: constant, linear, cosine, cosine:0.05 (with warm-up), one-cycle,"
        + " exponential:0.01, step:0.3,0.1.")
    private @Nullable Schedule schedule;

    @Option(names = "--clip", paramLabel = "NORM", description = "Scale gradients down to this norm.")
    private @Nullable Double clip;

    @Option(names = "--clip-value", paramLabel = "X", description = "Clamp each number of a gradient between -X and X.")
    private @Nullable Double clipValue;

    @Option(names = "--decay", paramLabel = "X", description = "Weight decay: decoupled with adamw, L2 with sgd, momentum, nesterov.")
    private @Nullable Double decay;

    @Option(names = "--max-norm", paramLabel = "X", description = "The largest norm of the weights into a unit.")
    private @Nullable Double maxNorm;

    @Option(names = "--augment", paramLabel = "LIST",
        description = "Distort pictures, each time anew: shift:2,rotate:10,zoom:0.1,shear:5,elastic:34/4,flip,erase:8; or none.")
    private @Nullable Augmentation augmentation;

    @Option(names = "--quick", description = "The recipe's shorter form, where it has one (mnist-cnn).")
    private boolean quick;

    @Option(names = "--validation", paramLabel = "SHARE",
        description = "Set a share of the training examples aside, such as 0.1, and validate on them.")
    private @Nullable Double validation;

    @Option(names = "--patience", paramLabel = "EPOCHS",
        description = "Stop after so many epochs without a better validation loss, and keep the best.")
    private @Nullable Integer patience;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of everything random (1).")
    private @Nullable Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with; they never change a result.")
    private @Nullable Integer threads;

    @Option(names = "--data", paramLabel = "PATH", description = "A folder of pictures, for recipes that learn them, or a file (csv).")
    private @Nullable Path data;

    @Option(names = "--target", paramLabel = "COLUMN", description = "The column to learn (csv): name or number; the last one.")
    private @Nullable String target;

    @Option(names = "--limit", paramLabel = "N", description = "Learn from N examples only.")
    private @Nullable Integer limit;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to save the model (out/RECIPE.json, out/RECIPE-perceptron.json).")
    private @Nullable Path out;

    @Option(names = "--report", paramLabel = "DIR",
        description = "Write a report on the run: curves, gradients, mistakes, the model (DIR/index.html).")
    private @Nullable Path report;

    @Option(names = "--watch", paramLabel = "N", description = "Draw the gradients' flow every N steps, for the report.")
    private @Nullable Integer watch;

    @Option(names = "--history", paramLabel = "FILE", description = "Write losses and metrics, as .csv or .json.")
    private @Nullable Path history;

    @Option(names = "--checkpoint", paramLabel = "FILE",
        description = "Save there what it takes to continue after an interruption; the one before is kept in FILE.previous.")
    private @Nullable Path checkpoint;

    @Option(names = "--checkpoint-every", paramLabel = "STEPS", description = "How often (after each epoch, at most once a second).")
    private @Nullable Integer checkpointEvery;

    @Option(names = "--resume", paramLabel = "FILE",
        description = "Continue from a checkpoint, with its settings, and write the same files;"
            + " the model will be the same as without an interruption.")
    private @Nullable Path resume;

    @Option(names = "--json", description = "End with one line of JSON for programs to read.")
    private boolean json;

    @Mixin @SuppressWarnings("UnusedVariable") private Config config;

    @ParentCommand private Main main;
    @Spec private CommandSpec spec;

    @Override public Integer call() {
        var from = resume == null ? null : Checkpoint.read(resume);
        if (resume != null && from != null) takeUp(Outputs.of(resume, from));
        requireUsage();
        var settings = settings(from == null ? null : written(from));
        var path = out != null ? out : Path.of("out", settings.recipe()
            + (settings.network().kind() == Network.Kind.PERCEPTRON ? "-perceptron" : "") + ".json");
        requirePlaces(path);
        try (var _ = Claim.on(places(path))) {
            if (threads != null) Threads.use(threads);
            var run = new Run(settings);
            if (resume != null && from != null) run.resume(resume, from);
            summarise(train(run, path), path);
        }
        return 0;
    }

    /// What comes of a run goes where it would have gone without the interruption, unless another place is named now.
    private void takeUp(Outputs before) {
        if (out == null) out = before.model();
        if (history == null) history = before.history();
        if (report == null) report = before.report();
        if (watch == null) watch = before.watch();
        if (checkpointEvery == null) checkpointEvery = before.every();
    }

    /// Everything that is written by this run alone.
    private List<Path> places(Path path) {
        var places = new ArrayList<Path>(List.of(path, RunFile.beside(path)));
        var file = checkpointFile();
        if (file != null) places.addAll(List.of(file, Checkpoint.previous(file)));
        if (report != null) places.add(Report.page(report));
        if (history != null) places.add(history);
        return places;
    }

    /// A run that goes on keeps its checkpoints where they were, also one that goes on from the checkpoint before the last.
    private @Nullable Path checkpointFile() { return checkpoint != null || resume == null ? checkpoint : Checkpoint.current(resume); }

    /// Trains and writes, the model before anything else that could fail.
    private Outcome train(Run run, Path path) {
        var notes = report == null ? null : new Report(report, or(watch, 0));
        var file = checkpointFile();
        var checkpoints = file == null ? null : new Checkpoints(file, or(checkpointEvery, 0),
            new Outputs(path, history, report, watch, checkpointEvery).fields(), main.terminal()::say);
        try (var log = new TrainingLog(main.terminal()); var _ = new Farewell(main.terminal(), () -> onward(checkpoints))) {
            var heard = log.and(new Warnings(finding ->
                main.terminal().say("warning: " + Shown.of(finding.toString(), LONGEST)))).and(or(checkpoints, Progress.SILENT));
            var outcome = run.train(notes == null ? heard : notes.and(heard));
            outcome.write(path);
            if (history != null) run.history().write(history);
            if (notes != null) notes.write(outcome);
            return outcome;
        } catch (DivergedException e) {
            if (history != null) run.history().write(history);
            if (notes == null) throw e;
            notes.write(e);
            throw new DivergedException(e.step(), e.getMessage() + " but the report in " + Report.page(Objects.requireNonNull(report)));
        }
    }

    /// How to go on after an interruption: from what this run wrote, or from where it began itself.
    private String onward(@Nullable Checkpoints checkpoints) {
        var from = checkpoints != null && checkpoints.hasWritten() ? checkpointFile() : resume;
        return from == null ? "" : "gradus train --resume " + from + " goes on from the last checkpoint";
    }

    /// What options say that has nothing to do with a run's settings.
    private void requireUsage() {
        if (named == null && resume == null)
            throw usage("a recipe is missing: " + Stream.of(Recipe.values()).map(Recipe::toString).collect(Collectors.joining(", ")));
        if (quick && (resume != null || model == Network.Kind.PERCEPTRON))
            throw usage("--quick chooses a network and its settings: it goes neither with --resume nor with --model perceptron");
        if (quick && hidden != null && rate != null && batch != null && epochs != null && rule != null)
            throw usage("--quick has nothing to choose where the network and its settings are given, as by a run file");
        if (threads != null && threads < 1) throw usage("at least one thread is needed, not " + threads);
        if (history != null && !history.toString().toLowerCase(Locale.ROOT).matches(".*\\.(csv|json)"))
            throw usage("a history is written as .csv or .json, not into " + history);
        if (limit != null && limit < 1) throw usage("at least one example is needed, not --limit " + limit);
        if (watch != null && watch < 1) throw usage("pictures are drawn every N steps, N at least 1, not --watch " + watch);
        if (watch != null && report == null) throw usage("--watch draws into a report's folder: it goes with --report DIR");
        if (checkpointEvery != null && checkpointEvery < 1)
            throw usage("checkpoints are written every N steps, N at least 1, not --checkpoint-every " + checkpointEvery);
        if (checkpointEvery != null && checkpointFile() == null) throw usage("--checkpoint-every goes with --checkpoint FILE");
    }

    private ParameterException usage(String message) { return new ParameterException(spec.commandLine(), message); }

    private Settings written(Checkpoint checkpoint) {
        try {
            return Settings.of(checkpoint.settings());
        } catch (IllegalArgumentException e) {
            throw new FormatException(resume + ": settings: " + e.getMessage(), e);
        }
    }

    /// The recipe's settings with what the options change; those of the run that is to go on must not be contradicted.
    private Settings settings(@Nullable Settings before) {
        try {
            if (before == null)
                return settings(Objects.requireNonNull(named), or(model, Network.Kind.MLP), or(seed, 1L), Source.USUAL, null);
            var now = settings(or(named, before.recipe()), or(model, before.network().kind()), or(seed, before.seed()), before.source(),
                before);
            requireSame(before, now);
            return now;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Settings settings(Recipe recipe, Network.Kind kind, long seed, Source source, @Nullable Settings before) {
        boolean perceptron = kind == Network.Kind.PERCEPTRON;
        if (perceptron && (hidden != null || activation != null || init != null))
            throw new IllegalArgumentException("a perceptron is one unit that begins at 0: --hidden, --activation and --init go with"
                + " --model mlp");
        boolean corrects = perceptron
            && or(rule, before == null ? LearningRule.ROSENBLATT : before.learning().rule()) == LearningRule.ROSENBLATT;
        if (watch != null && corrects)
            throw new IllegalArgumentException("--watch draws gradients, and Rosenblatt's rule follows none: it goes with another"
                + " --optimizer");
        var usual = before != null ? before.learning()
            : corrects ? recipe.perceptronLearning() : perceptron ? recipe.unitLearning()
            : quick ? recipe.quick(seed).learning() : recipe.learning();
        return new Settings(recipe, seed,
            new Source(data != null ? data : source.path(), target != null ? target : source.target(), or(limit, source.limit())),
            perceptron ? Network.PERCEPTRON : network(before != null ? before.network()
                : quick ? recipe.quick(seed).network() : recipe.network()), learning(usual));
    }

    /// The data may lie elsewhere now, since they are known by their digest; and where the rate does not hang on the length of the
    /// run, it may become longer.
    private void requireSame(Settings before, Settings now) {
        var was = new LinkedHashMap<>(before.forRunFile());
        var is = new LinkedHashMap<>(now.forRunFile());
        was.remove("data");
        is.remove("data");
        if (before.learning().isConstant() && now.learning().epochs() > before.learning().epochs()) is.put("epochs", was.get("epochs"));
        var names = new LinkedHashMap<>(was);
        names.putAll(is);
        for (var name : names.sequencedKeySet())
            if (!Objects.equals(was.get(name), is.get(name)))
                throw new IllegalArgumentException("the run of " + resume + " has " + name + " " + or(was.get(name), "none")
                    + ", and cannot go on with " + or(is.get(name), "none")
                        + (name.equals("epochs") && before.learning().isConstant() ? ", only with more" : ""));
    }

    private Network network(Network usual) {
        return new Network(Network.Kind.MLP, hidden != null ? hidden.stages() : usual.hidden(),
            or(activation, usual.activation()), or(init, usual.init()));
    }

    private Learning learning(Learning usual) {
        return new Learning(or(loss, usual.loss()), or(rule, usual.rule()), or(rate, usual.rate()),
            batch != null ? batch.examples() : usual.batch(), or(epochs, usual.epochs()), or(schedule, usual.schedule()),
            new Clipping(or(clip, usual.clipping().norm()), or(clipValue, usual.clipping().value())),
            new Stopping(or(validation, usual.stopping().validation()), or(patience, usual.stopping().patience())), regularization(usual));
    }

    /// Where another rule is chosen, the recipe's decay, which was chosen for its own, is left behind.
    private Regularization regularization(Learning usual) {
        var before = usual.regularization();
        boolean sameRule = rule == null || rule == usual.rule();
        return new Regularization(decay != null || !sameRule ? decay : before.decay(), or(maxNorm, before.maxNorm()),
            or(augmentation, before.augmentation()));
    }

    private static <T extends @Nullable Object> T or(@Nullable T given, T usual) { return given != null ? given : usual; }

    /// Training may take long: that its result cannot be saved is better known before.
    private void requirePlaces(Path path) {
        if (Files.isDirectory(path)) throw new IllegalArgumentException(path + ": a folder; --out names the model's file");
        var names = new ArrayList<Path>();
        for (var place : places(path)) {
            Places.require(place);
            var file = place.toAbsolutePath().normalize();
            if (names.contains(file)) throw new IllegalArgumentException(place + ": named for two files at once");
            names.add(file);
        }
    }

    private void summarise(Outcome outcome, Path path) {
        var words = main.terminal().out();
        words.println();
        words.println(Verdict.on(outcome));
        words.println("saved to " + path);
        if (report != null) words.println("report in " + Report.page(report));
        if (json) {
            var fields = new LinkedHashMap<String, @Nullable Object>(outcome.metrics());
            var separable = fields.remove("separable");
            fields.put("model", path.toString());
            if (history != null) fields.put("history", history.toString());
            if (checkpointFile() != null) fields.put("checkpoint", checkpointFile().toString());
            if (report != null) fields.put("report", Report.page(report).toString());
            if (separable != null) fields.put("separable", separable);
            words.println(Json.line(fields));
        }
        words.flush();
    }
}
