package gradus.viz;

import guru.nidi.graphviz.engine.AbstractGraphvizEngine;
import guru.nidi.graphviz.engine.EngineResult;
import guru.nidi.graphviz.engine.GraphvizCmdLineEngine;
import guru.nidi.graphviz.engine.Options;
import guru.nidi.graphviz.engine.Rasterizer;
import guru.nidi.graphviz.service.CommandLineExecutor;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.commons.exec.CommandLine;
import org.jspecify.annotations.Nullable;

/// Graphviz' program `dot`, run by graphviz-java, which leaves a folder behind each time: this removes it.
final class DotProgram extends AbstractGraphvizEngine {
    private final Folder folder = new Folder();
    private final GraphvizCmdLineEngine program;

    /// Looks for `dot` on the PATH.
    DotProgram() { this(System.getenv().getOrDefault("PATH", "")); }

    /// Looks for `dot` on another path.
    DotProgram(String path) {
        super(true);
        program = new GraphvizCmdLineEngine().searchPath(path).executor(folder).timeout(60, TimeUnit.SECONDS);
    }

    @Override protected void doInit() {
        program.init(_ -> {}, _ -> { throw new PictureException("dot is not on the PATH"); });
    }

    @Override public EngineResult execute(String dot, Options options, @Nullable Rasterizer rasterizer) {
        try {
            return program.execute(dot, options, rasterizer);
        } finally {
            folder.remove();
        }
    }

    /// Notes where a command runs.
    private static final class Folder extends CommandLineExecutor {
        private @Nullable Path used;

        @Override public void execute(CommandLine command, @Nullable File folder, int timeout)
                throws IOException, InterruptedException {
            used = folder == null ? null : folder.toPath();
            super.execute(command, folder, timeout);
        }

        void remove() {
            if (used == null) return;
            try (var files = Files.list(used)) {
                for (var file : files.toList()) Files.delete(file);
                Files.delete(used);
            } catch (IOException | UncheckedIOException leftBehind) {
                // graphviz-java removes it some days later
            }
        }
    }
}
