package gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a training that is stopped from outside says, in a process of its own.
class FarewellTest {
    @TempDir Path folder;

    private Process training(Path checkpoint, int every) throws IOException {
        return StandardOutputTest.program("train", "moons", "--epochs", "1000000", "--out", folder.resolve("m.json").toString(),
            "--checkpoint", checkpoint.toString(), "--checkpoint-every", Integer.toString(every)).start();
    }

    /// Reads on until training has begun.
    private static void awaitLines(Process process, int lines) throws IOException {
        var out = process.inputReader(StandardCharsets.UTF_8);
        for (int i = 0; i < lines; i++) assertThat(out.readLine()).isNotNull();
    }

    private static String end(Process process) throws IOException, InterruptedException {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            process.toHandle().destroyForcibly();
        }
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines()
            .filter(line -> line.startsWith("gradus:")).reduce("", (all, line) -> all + line + "\n");
    }

    @Test void aStoppedRunSaysHowToGoOn() throws IOException, InterruptedException {
        var file = folder.resolve("c");
        var process = training(file, 1);
        awaitLines(process, 5);                                    // the first epochs are over
        process.toHandle().destroy();                              // the process itself would also close what it says
        assertThat(end(process)).isEqualTo("gradus: stopped; gradus train --resume " + file + " goes on from the last checkpoint\n");
        assertThat(process.exitValue()).isEqualTo(143);
    }

    /// Another run's checkpoint may lie there, which is not to be gone on with.
    @Test void beforeItsFirstCheckpointItSaysNothing() throws IOException, InterruptedException {
        var file = folder.resolve("c");
        assertThat(Said.gradus("train", "xor", "--epochs", 1, "--out", folder.resolve("x.json"), "--checkpoint", file).status()).isZero();
        var process = training(file, Integer.MAX_VALUE);
        awaitLines(process, 5);
        process.toHandle().destroy();
        assertThat(end(process)).isEmpty();
    }

    @Test void aClosedPipeEndsItToo() throws IOException, InterruptedException {
        var process = training(folder.resolve("c"), 1);
        awaitLines(process, 5);
        process.getInputStream().close();
        assertThat(end(process)).contains(" goes on from the last checkpoint");
        assertThat(process.exitValue()).isEqualTo(141);
    }
}
