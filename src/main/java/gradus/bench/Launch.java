package gradus.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A command of Gradus in a process of its own, started by the launcher.
///
/// @param status  how it ended: 0 if all went well
/// @param errors  what it wrote to standard error
public record Launch(int status, String errors) {
    /// What every JVM with vectors says.
    private static final String NOTICE = "WARNING: Using incubator modules";
    private static final String NAME = "gradus: ";

    /// Runs a command to its end, and hears each line of its output as it comes.
    ///
    /// @throws IllegalArgumentException if this process was not started by the launcher
    public static Launch gradus(List<String> arguments, Consumer<String> line) {
        var command = new ArrayList<String>(List.of(Home.launcher().toString()));
        command.addAll(arguments);
        try {
            var said = Files.createTempFile("gradus", ".err");                 // a pipe that nobody reads meanwhile could fill up
            try {
                var process = new ProcessBuilder(command).redirectError(said.toFile()).start();
                try (var out = process.inputReader(StandardCharsets.UTF_8)) {
                    process.getOutputStream().close();
                    for (String read; (read = out.readLine()) != null; ) line.accept(read);
                    int status = process.waitFor();
                    return new Launch(status, Files.readAllLines(said).stream().filter(error -> !error.startsWith(NOTICE))
                        .collect(Collectors.joining("\n")));
                } finally {
                    process.destroy();
                }
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command.getFirst() + ": cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.getFirst() + " ran", e);
        }
    }

    /// What went wrong, in one line.
    public String problem() {
        var last = errors.substring(errors.lastIndexOf('\n') + 1);
        return last.isBlank() ? "it ended with status " + status : last.startsWith(NAME) ? last.substring(NAME.length()) : last;
    }
}
