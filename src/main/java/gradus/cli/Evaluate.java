package gradus.cli;

import gradus.experiments.Trained;
import gradus.training.Evaluation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `gradus evaluate MODEL`: how good a saved model is.
@Command(name = "evaluate", sortOptions = false, abbreviateSynopsis = true, header = "Evaluates a saved model on examples.",
    description = "Shows loss and accuracy, and for each class precision (how much of what it was said of is right), recall (how"
        + " much of it was found) and F1 (their harmonic mean); of numbers the mean absolute error and R².",
    footer = {"", "Examples:", "  gradus evaluate out/mnist.json", "  gradus evaluate out/mnist.json --data data/mnist",
        "  gradus evaluate out/csv.json --data more.csv --json"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Evaluate implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "A model file, such as out/mnist.json.")
    private Path path;

    @Option(names = "--data", paramLabel = "PATH",
        description = "A folder with test pictures, or a CSV file; else the examples that the model's recipe set apart. A model that"
            + " learned from another folder asks for it.")
    private @Nullable Path data;

    @Option(names = "--json", description = "End with one line of JSON for programs to read.")
    private boolean json;

    @ParentCommand private Main main;

    @Override public Integer call() {
        var trained = Trained.read(path);
        var examples = trained.examples(data);
        var judged = trained.judge(examples);
        var words = main.terminal().out();
        words.println("test " + Figures.summary(judged.metrics(), examples.size()) + ", by " + trained.source(data));
        if (judged.topFive() != null) words.println("the right class is among the five likeliest for " + Figures.percent(judged.topFive()));
        if (judged.deviations() != null) words.println(String.format(Locale.ROOT, "mean absolute error %.5g, R² %.4f",
            judged.deviations().meanAbsoluteError(), judged.deviations().rSquared()));
        if (judged.confusion() != null) ClassTable.of(judged.confusion()).forEach(words::println);
        if (json) words.println(Json.line(fields(judged, examples.size(), trained.source(data))));
        words.flush();
        return 0;
    }

    private Map<String, @Nullable Object> fields(Evaluation judged, int examples, String source) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("model", path.toString());
        fields.put("examples", examples);
        fields.put("source", source);
        fields.put("test_loss", judged.metrics().loss());
        fields.put("test_accuracy", judged.metrics().accuracy());
        if (judged.deviations() != null) {
            fields.put("mean_absolute_error", judged.deviations().meanAbsoluteError());
            fields.put("r_squared", judged.deviations().rSquared());
        }
        if (judged.topFive() != null) fields.put("top5_accuracy", judged.topFive());
        var confusion = judged.confusion();
        if (confusion == null) return fields;
        fields.put("macro_precision", confusion.macroPrecision());
        fields.put("macro_recall", confusion.macroRecall());
        fields.put("macro_f1", confusion.macroF1());
        var classes = new ArrayList<Map<String, Object>>();
        for (int c = 0; c < confusion.classes(); c++) {
            var each = new LinkedHashMap<String, Object>();
            each.put("class", confusion.names().get(c));
            each.put("precision", confusion.precision(c));
            each.put("recall", confusion.recall(c));
            each.put("f1", confusion.f1(c));
            each.put("support", confusion.support(c));
            classes.add(each);
        }
        fields.put("classes", classes);
        fields.put("confusion", confusion.counts());
        return fields;
    }
}
