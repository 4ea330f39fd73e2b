package gradus.cli;

import gradus.io.ModelFile;
import gradus.io.OnnxFile;
import gradus.io.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `gradus export MODEL --to FILE`: a model for other tools.
@Command(name = "export", sortOptions = false, abbreviateSynopsis = true, header = "Writes a saved model in another format.",
    footer = {"", "Formats, by the extension:",
        "  .safetensors  the parameters, by PyTorch's names and in its layout",
        "  .onnx         the whole model, for ONNX runtimes",
        "  .json         a model file of the newest version", "", "Examples:",
        "  gradus export out/mnist.json --to out/mnist.safetensors",
        "  gradus export out/mnist.json --to out/mnist.onnx"})
@SuppressWarnings("NullAway.Init")                       // picocli fills these in
final class Export implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "A model file, such as out/mnist.json.")
    private Path path;

    @Option(names = "--to", paramLabel = "FILE", required = true, description = "Where to write; its extension says the format.")
    private Path to;

    @ParentCommand private Main main;
    @Spec private CommandSpec spec;

    @Override public Integer call() {
        var extension = extension(to);
        if (!extension.matches("safetensors|onnx|json"))
            throw new ParameterException(spec.commandLine(), "--to " + to + ": " + (extension.isEmpty() ? "no extension" : "no format '."
                + extension + "'") + "; .safetensors, .onnx and .json are possible");
        if (Files.isDirectory(to)) throw new IllegalArgumentException(to + ": is a folder; a file is expected");
        Places.require(to);
        var model = ModelFile.read(path);
        switch (extension) {
            case "safetensors" -> State.of(model.module()).write(to);
            case "onnx" -> OnnxFile.write(model, to);
            default -> model.write(to);
        }
        main.terminal().out().println("wrote " + to);
        main.terminal().out().flush();
        return 0;
    }

    private static String extension(Path file) {
        var name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT).transform(end -> name.contains(".") ? end : "");
    }
}
