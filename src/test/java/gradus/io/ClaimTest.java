package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
    @TempDir Path folder;

    /// Another process: claims a file, says so, and keeps it until it is killed.
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            try (var claim = Claim.on(List.of(Path.of(args[0])))) {
                Files.createFile(Path.of(args[1]));
                TimeUnit.MINUTES.sleep(2);
                if (claim == null) throw new IllegalStateException();
            }
        }
    }

    @Test void aSecondRunInThisProcessIsRefusedUntilTheFirstIsOver() {
        var file = folder.resolve("deep/model.json");
        var message = file + " is being written by another run (process " + ProcessHandle.current().pid() + "); wait for it, or name another file";
        try (var first = Claim.on(List.of(file))) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> Claim.on(List.of(folder.resolve("other"), file))).isInstanceOf(UncheckedIOException.class).hasMessage(message);
            assertThatThrownBy(() -> Claim.on(List.of(folder.resolve("deep/../deep/model.json")))).isInstanceOf(UncheckedIOException.class);
            Claim.on(List.of(folder.resolve("other"))).close();                               // the refused one gave it free
        }
        Claim.on(List.of(file)).close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test void anotherProcessIsRefusedAndWhatItLeavesWhenItIsKilledIsTakenOver() throws Exception {
        Path file = folder.resolve("model.json"), begun = folder.resolve("begun");
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), Other.class.getName(), file.toString(), begun.toString()).inheritIO().start();
        try {
            for (int i = 0; i < 600 && !Files.exists(begun) && process.isAlive(); i++) TimeUnit.MILLISECONDS.sleep(100);
            assertThatThrownBy(() -> Claim.on(List.of(file))).hasMessageContaining("is being written by another run (process " + process.pid() + ")");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve(".model.json.lock")).exists();
        Files.createFile(folder.resolve(".model.json." + process.pid() + "-3.tmp"));             // half a file
        Files.createFile(folder.resolve("..model.json." + process.pid() + "-3.tmp." + process.pid() + "-4.tmp"));
        Files.createFile(folder.resolve(".other.json." + process.pid() + "-3.tmp"));
        Claim.on(List.of(file)).close();
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("begun", ".other.json." + process.pid() + "-3.tmp");
        }
    }

    @Test void aPlaceThatCannotBeWrittenIsSaid() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Claim.on(List.of(file.resolve("model.json")))).isInstanceOf(java.io.UncheckedIOException.class)
            .hasMessageStartingWith(file.resolve("model.json") + ": cannot be written (");
        assertThat(folder).isDirectoryContaining("glob:**/file").isNotEmptyDirectory();
    }

    @Test void aFolderThatIsInUseStays() throws IOException {
        var file = folder.resolve("deep/model.json");
        try (var claim = Claim.on(List.of(file))) {
            assertThat(claim).isNotNull();
            Files.createFile(file);
        }
        try (var left = Files.list(folder.resolve("deep"))) {
            assertThat(left).containsExactly(file);
        }
    }
}
