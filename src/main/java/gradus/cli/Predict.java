package gradus.cli;

import gradus.experiments.Prediction;
import gradus.experiments.Trained;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// `gradus predict MODEL INPUT…`: what a saved model says.
@Command(name = "predict", sortOptions = false, abbreviateSynopsis = true, header = "Shows what a saved model predicts.",
    footer = {"", "Examples:", "  gradus predict out/mnist.json seven.png", "  gradus predict out/xor.json 0,1 1,1",
        "  gradus predict out/csv.json rows.csv"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Predict implements Callable<Integer> {
    private static final int BAR = 40;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, such as out/mnist.json.")
    private Path path;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "INPUT",
        description = "A PNG or PGM picture (light on dark or dark on light), a row of numbers as 0,1,"
            + " or a CSV file of such rows.")
    private List<String> inputs;

    @Option(names = "--json", description = "End with one line of JSON for programs to read.")
    private boolean json;

    @ParentCommand private Main main;

    /// A row may begin with a minus, which looks like an option.
    @Spec void spec(CommandSpec spec) {
        this.spec = spec;
        spec.parser().unmatchedOptionsArePositionalParams(true);
    }

    private CommandSpec spec;

    @Override public Integer call() {
        for (var input : inputs)
            if (input.matches("--?[A-Za-z].*")) throw new UnmatchedArgumentException(spec.commandLine(), List.of(input));
        var trained = Trained.read(path);
        var predictions = new ArrayList<Prediction>();
        for (var input : inputs) predictions.addAll(trained.predict(input));
        var words = main.terminal().out();
        for (var prediction : predictions) print(prediction, words);
        if (json) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("model", path.toString());
            fields.put("predictions", predictions.stream().map(Predict::fields).toList());
            words.println(Json.line(fields));
        }
        words.flush();
        return 0;
    }

    private static void print(Prediction prediction, PrintWriter words) {
        var numbers = prediction.outputs().stream().map(x -> String.format(Locale.ROOT, "%.6g", x)).collect(Collectors.joining(", "));
        words.println(prediction.input() + ": " + (prediction.className() == null ? numbers : prediction.className()
            + (prediction.probabilities().isEmpty() ? " (outputs " + numbers + ")" : "")));
        int width = prediction.probabilities().keySet().stream().mapToInt(String::length).max().orElse(0);
        prediction.probabilities().forEach((name, p) ->
            words.println(String.format(Locale.ROOT, "  %" + width + "s %8s %s", name, Figures.percent(p), bar(p)).stripTrailing()));
    }

    private static String bar(double share) { return "█".repeat((int) Math.round(BAR * share)); }

    private static Map<String, @Nullable Object> fields(Prediction prediction) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("input", prediction.input());
        fields.put("class", prediction.className());
        fields.put("outputs", prediction.outputs());
        if (!prediction.probabilities().isEmpty()) fields.put("probabilities", prediction.probabilities());
        return fields;
    }
}
