package gradus.cli;

import gradus.experiments.Learning;
import gradus.experiments.LearningRule;
import gradus.experiments.Network;
import gradus.experiments.Outcome;
import gradus.experiments.Recipe;
import gradus.experiments.Report;
import gradus.experiments.Run;
import gradus.experiments.Settings;
import gradus.experiments.Source;
import gradus.io.RunFile;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.tensor.Threads;
import gradus.training.Objective;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    @Parameters(paramLabel = "RECIPE", description = "and, or, xor, moons, circles, spirals, mnist or csv.")
    private Recipe recipe;

    @Option(names = "--model", paramLabel = "KIND", description = "mlp (layers, the usual) or perceptron (one unit).")
    private Network.@Nullable Kind model;

    @Option(names = "--hidden", paramLabel = "N,N,...", description = "Units in each hidden layer, as 128,64; or none.")
    private Words.@Nullable Widths hidden;

    @Option(names = "--activation", paramLabel = "NAME",
        description = "After each hidden layer: relu, leaky-relu, elu, gelu, silu, tanh, sigmoid, softplus or identity.")
    private @Nullable Activation activation;

    @Option(names = "--loss", paramLabel = "NAME",
        description = "cross-entropy, binary-cross-entropy, hinge, perceptron; mse and huber also learn numbers.")
    private @Nullable Objective loss;

    @Option(names = "--init", paramLabel = "NAME", completionCandidates = Words.InitializerNames.class,
        description = "Where weights begin: he-normal, glorot-normal, lecun-normal (or -uniform), normal:0.1, zeros.")
    private @Nullable Initializer init;

    @Option(names = "--optimizer", paramLabel = "NAME",
        description = "sgd, momentum, nesterov, rmsprop, adam, adamw; a perceptron's own: rosenblatt.")
    private @Nullable LearningRule rule;

    @Option(names = "--lr", paramLabel = "RATE", description = "The learning rate, as 0.01.")
    private @Nullable Double rate;

    @Option(names = "--batch", paramLabel = "N|full", description = "Examples in a step.")
    private Words.@Nullable BatchSize batch;

    @Option(names = "--epochs", paramLabel = "N", description = "How often all examples are gone through.")
    private @Nullable Integer epochs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of all that is random (${DEFAULT-VALUE}).")
    private Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with; they never change a result.")
    private @Nullable Integer threads;

    @Option(names = "--data", paramLabel = "PATH", description = "A folder of pictures (mnist) or a file (csv).")
    private @Nullable Path data;

    @Option(names = "--target", paramLabel = "COLUMN", description = "The column to learn (csv): name or number; the last one.")
    private @Nullable String target;

    @Option(names = "--limit", paramLabel = "N", description = "Learn from N examples only.")
    private @Nullable Integer limit;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to save the model (out/RECIPE.json, out/RECIPE-perceptron.json).")
    private @Nullable Path out;

    @Option(names = "--report", paramLabel = "DIR",
        description = "Write a page on the run: curves, gradients, mistakes, the model (DIR/index.html).")
    private @Nullable Path report;

    @Option(names = "--watch", paramLabel = "N", description = "Draw the gradients' flow every N steps, for the report.")
    private @Nullable Integer watch;

    @Option(names = "--json", description = "End with one line that programs can read.")
    private boolean json;

    @Mixin @SuppressWarnings("UnusedVariable") private Config config;

    @ParentCommand private Main main;
    @Spec private CommandSpec spec;

    /// The recipes with the settings that suit them, and examples.
    static String[] footer() {
        var lines = new ArrayList<String>(List.of("", "Recipes:"));
        for (var recipe : Recipe.values()) lines.add(String.format(Locale.ROOT, "  %-8s %s", recipe, recipe.description()));
        lines.addAll(List.of("", "Their settings, where options say nothing else:",
            row("recipe", "hidden", "activation", "init", "optimizer", "lr", "batch", "epochs")));
        for (var recipe : Recipe.values()) {
            var net = recipe.network();
            var how = recipe.learning();
            lines.add(row(recipe, net.widths(), net.activation(), net.init(), how.rule(), how.rate(), how.batchSize(), how.epochs()));
        }
        lines.addAll(List.of("", "Examples:",
            "  gradus train mnist --epochs 3 --hidden 32",
            "  gradus train mnist --data fashion --out out/fashion.json",
            "  gradus train moons --report out/moons --watch 500",
            "  gradus train xor --seed 7 --json",
            "  gradus train --config out/mnist.run.json --out out/again.json",
            "  gradus train csv --data iris.csv --target species",
            "  gradus train csv --data houses.csv --loss mse"));
        return lines.toArray(String[]::new);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "  %-8s %-7s %-10s %-13s %-9s %-5s %-5s %s", cells);
    }

    @Override public Integer call() {
        var settings = settings();
        var path = out != null ? out : Path.of("out", recipe + (model == Network.Kind.PERCEPTRON ? "-perceptron" : "") + ".json");
        requirePlaces(path);
        if (report != null) requirePlace(Report.page(report));
        if (threads != null) Threads.use(threads);
        Outcome outcome;
        var notes = report == null ? null : new Report(report, or(watch, 0));
        try (var log = new TrainingLog(main.terminal())) {
            outcome = new Run(settings).train(notes == null ? log : notes.and(log));
        }
        outcome.write(path);
        if (notes != null) notes.write(outcome);
        summarise(outcome, path);
        return 0;
    }

    /// The recipe's settings with what the options change.
    private Settings settings() {
        try {
            boolean perceptron = model == Network.Kind.PERCEPTRON;
            if (perceptron && (hidden != null || activation != null || init != null))
                throw new IllegalArgumentException("a perceptron is one unit that begins at 0: --hidden, --activation and --init go with"
                    + " --model mlp");
            if (threads != null && threads < 1) throw new IllegalArgumentException("at least one thread is needed, not " + threads);
            if (limit != null && limit < 1) throw new IllegalArgumentException("at least one example is needed, not --limit " + limit);
            if (watch != null && watch < 1) throw new IllegalArgumentException("pictures are drawn every N steps, N at least 1, not --watch " + watch);
            if (watch != null && report == null) throw new IllegalArgumentException("--watch draws into a report's folder: it goes with --report DIR");
            if (watch != null && perceptron && or(rule, LearningRule.ROSENBLATT) == LearningRule.ROSENBLATT)
                throw new IllegalArgumentException("--watch draws gradients, and Rosenblatt's rule follows none: it goes with another --optimizer");
            return new Settings(recipe, seed, new Source(data, target, or(limit, 0)),
                perceptron ? Network.PERCEPTRON : network(recipe.network()), learning(perceptron));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Network network(Network usual) {
        return new Network(Network.Kind.MLP, hidden != null ? hidden.hidden() : usual.hidden(),
            or(activation, usual.activation()), or(init, usual.init()));
    }

    private Learning learning(boolean perceptron) {
        boolean corrects = perceptron && or(rule, LearningRule.ROSENBLATT) == LearningRule.ROSENBLATT;
        var usual = corrects ? recipe.perceptronLearning() : perceptron ? recipe.unitLearning() : recipe.learning();
        return new Learning(or(loss, usual.loss()), or(rule, usual.rule()), or(rate, usual.rate()),
            batch != null ? batch.examples() : usual.batch(), or(epochs, usual.epochs()));
    }

    private static <T> T or(@Nullable T given, T usual) { return given != null ? given : usual; }

    /// Training may take long: that its result cannot be saved is better known before.
    private static void requirePlaces(Path path) {
        if (Files.isDirectory(path)) throw new IllegalArgumentException(path + ": a folder; --out names the model's file");
        requirePlace(path);
        requirePlace(RunFile.beside(path));
    }

    private static void requirePlace(Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path))
            throw new IllegalArgumentException(path + ": cannot be saved there, since it is there and is no file");
        var folder = path.toAbsolutePath().getParent();
        while (folder != null && !Files.exists(folder)) folder = folder.getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder))
            throw new IllegalArgumentException(path + ": cannot be saved there, since " + folder + " is "
                + (folder != null && Files.isDirectory(folder) ? "not writable" : "no folder"));
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
            if (report != null) fields.put("report", Report.page(report).toString());
            if (separable != null) fields.put("separable", separable);
            words.println(Json.line(fields));
        }
        words.flush();
    }
}
