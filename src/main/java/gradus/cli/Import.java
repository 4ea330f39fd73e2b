package gradus.cli;

import gradus.io.FormatException;
import gradus.io.ModelFile;
import gradus.io.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `gradus import FILE --like MODEL --out MODEL`: parameters from elsewhere in a model of ours.
@Command(name = "import", sortOptions = false, abbreviateSynopsis = true, header = "Makes a model from parameters in a safetensors file.",
    footer = {"", "Layers, normalisation, classes, seed and data digest are those of --like; of its",
        "settings, those stay that say what is asked and how answers are read.", "", "Examples:",
        "  gradus import moons.safetensors --like out/moons.json --out out/imported.json"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Import implements Callable<Integer> {
    /// The settings that do not say how the parameters came about.
    private static final List<String> KEPT = List.of("recipe", "loss", "target");

    @Parameters(paramLabel = "FILE", description = "A safetensors file with PyTorch's names and layout.")
    private Path path;

    @Option(names = "--like", paramLabel = "MODEL", required = true, description = "A model file of the same layers.")
    private Path like;

    @Option(names = "--out", paramLabel = "MODEL", required = true, description = "Where to write the model.")
    private Path out;

    @Option(names = "--round", description = "Round doubles to the floats of the model.")
    private boolean round;

    @ParentCommand private Main main;

    @Override public Integer call() {
        if (Files.isDirectory(out)) throw new IllegalArgumentException(out + ": is a folder; a file is expected");
        Places.require(out);
        var model = ModelFile.read(like);
        var read = State.read(path);
        var state = round ? read.to(model.precision()) : read;
        try {
            state.into(model.module());
        } catch (IllegalArgumentException e) {
            var message = String.valueOf(e.getMessage());
            throw new FormatException(path + " does not fit " + like + ": " + message
                + (message.contains("would have to be rounded") ? "; --round does it" : ""), e);
        }
        var settings = new LinkedHashMap<String, @Nullable Object>();
        settings.put("imported", path.getFileName().toString());
        model.settings().forEach((name, value) -> { if (KEPT.contains(name)) settings.put(name, value); });
        new ModelFile(model.seed(), settings, model.data(), model.inputShape(), model.columnNames(), model.normalization(),
            model.classNames(), model.module()).write(out);
        main.terminal().out().println("wrote " + out);
        main.terminal().out().flush();
        return 0;
    }
}
