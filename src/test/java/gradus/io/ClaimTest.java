package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /// Another process: claims a file again and again, and shows that it is alone each time.
    static final class Rival {
        private static final long NANOS = 4_000_000_000L;

        private Rival() {}

        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]), alone = Path.of(args[1]);
            int claimed = 0;
            for (long begun = System.nanoTime(); System.nanoTime() - begun < NANOS;) {
                try (var claim = Claim.on(List.of(file))) {
                    Files.createFile(alone);
                    claimed++;
                    Files.delete(alone);
                    if (claim == null) throw new IllegalStateException();
                } catch (IllegalArgumentException taken) {
                    if (!String.valueOf(taken.getMessage()).contains(" is being written by another run")) throw taken;
                }
            }
            if (claimed == 0) throw new IllegalStateException("never had it");
        }
    }

    private static Process start(Class<?> main, Path... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), main.getName()));
        for (var argument : arguments) command.add(argument.toString());
        return new ProcessBuilder(command).inheritIO().start();
    }

    @Test void runsThatBeginAndEndAtOnceNeverHaveTheSameFileAndFailOnlyForThat() throws Exception {
        var rivals = new ArrayList<Process>();
        try {
            for (int i = 0; i < 3; i++) rivals.add(start(Rival.class, folder.resolve("fresh/deep/model.json"), folder.resolve("alone")));
            for (var rival : rivals) assertThat(rival.waitFor()).isZero();
        } finally {
            for (var rival : rivals) rival.destroyForcibly();
        }
    }

    @Test void aSecondRunInThisProcessIsRefusedUntilTheFirstIsOver() {
        var file = folder.resolve("deep/model.json");
        var message = file + " is being written by another run (process " + ProcessHandle.current().pid() + "); wait for it, or name another file";
        try (var first = Claim.on(List.of(file))) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> Claim.on(List.of(folder.resolve("other"), file))).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
            assertThatThrownBy(() -> Claim.on(List.of(folder.resolve("deep/../deep/model.json")))).isInstanceOf(IllegalArgumentException.class);
            Claim.on(List.of(folder.resolve("other"))).close();                               // the refused one gave it free
        }
        Claim.on(List.of(file)).close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test void anotherProcessIsRefusedAndWhatItLeavesWhenItIsKilledIsTakenOver() throws Exception {
        Path file = folder.resolve("model.json"), begun = folder.resolve("begun");
        var process = start(Other.class, file, begun);
        try {
            for (int i = 0; i < 600 && !Files.exists(begun) && process.isAlive(); i++) TimeUnit.MILLISECONDS.sleep(100);
            assertThatThrownBy(() -> Claim.on(List.of(file))).hasMessageContaining("is being written by another run (process " + process.pid() + ")");
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve(".model.json.lock")).exists();
        Files.createFile(folder.resolve(".model.json." + process.pid() + "-3.tmp"));             // half a file
        Files.createFile(folder.resolve(".model.json." + ProcessHandle.current().pid() + "-0.tmp"));   // of an earlier process with our number
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
