package gradus.cli;

import gradus.experiments.Trained;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `gradus evaluate MODEL`: how good a saved model is.
@Command(name = "evaluate", sortOptions = false, abbreviateSynopsis = true, header = "Judges a saved model by examples.",
    footer = {"", "Examples:", "  gradus evaluate out/mnist.json", "  gradus evaluate out/mnist.json --data data/mnist",
        "  gradus evaluate out/csv.json --data more.csv --json"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Evaluate implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "A model file, as out/mnist.json.")
    private Path path;

    @Option(names = "--data", paramLabel = "PATH",
        description = "A folder with test pictures, or a CSV file; else the examples that the model's recipe set apart.")
    private @Nullable Path data;

    @Option(names = "--json", description = "End with one line that programs can read.")
    private boolean json;

    @ParentCommand private Main main;

    @Override public Integer call() {
        var trained = Trained.read(path);
        var examples = trained.examples(data);
        var metrics = trained.judge(examples);
        var words = main.terminal().out();
        words.println("test " + Figures.summary(metrics, examples.size()));
        if (json) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            fields.put("model", path.toString());
            fields.put("examples", examples.size());
            fields.put("test_loss", metrics.loss());
            fields.put("test_accuracy", metrics.accuracy());
            words.println(Json.line(fields));
        }
        words.flush();
        return 0;
    }
}
