package gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private record Broken(String reason) {
        OutputStream stream() {
            return new OutputStream() {
                @Override public void write(int b) throws IOException { throw new IOException(reason); }
            };
        }
    }

    @Test void whenTheReaderIsGoneTheProgramEndsAndWhenThereIsNoRoomItGoesOn() throws IOException {
        var statuses = new ArrayList<Integer>();
        try (var gone = new StandardOutput(new Broken("Broken pipe").stream(), statuses::add);
                var full = new StandardOutput(new Broken("No space left on device").stream(), statuses::add)) {
            gone.write(1);
            assertThat(statuses).containsExactly(141);
            full.write(new byte[3]);
            full.write(1);
            assertThat(statuses).hasSize(1);
            assertThat(full.failure()).hasMessage("No space left on device");
        }
    }

    @Test void aClosedPipeEndsAProcessInSilence() throws Exception {
        var process = program("gradcheck").start();
        process.getInputStream().close();
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(err).doesNotContain("Exception", "gradus: standard output");
        assertThat(process.exitValue()).isEqualTo(141);
    }

    @Test void aFullDeviceIsSaidInOneLine() throws Exception {
        var full = new File("/dev/full");
        assumeTrue(full.exists(), "there is no full device");
        var process = program("--version").redirectOutput(full).start();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
            .matches("gradus: standard output: No space left on device\n");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test void wordsAreUtf8InEveryLocale() throws Exception {
        var command = program("train", "--help");
        command.environment().put("LC_ALL", "C");
        var process = command.start();
        process.getOutputStream().close();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("Usage: gradus train").doesNotContain("?");
    }

    @Test void noColorMeansNone() {
        assertThat(Terminal.wantsColour(true, Map.of())).isTrue();
        assertThat(Terminal.wantsColour(true, Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Terminal.wantsColour(true, Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Terminal.wantsColour(false, Map.of())).isFalse();
    }

    /// A process of the program, which starts soon rather than being fast.
    static ProcessBuilder program(String... arguments) {
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        var out = new ProcessBuilder(command);
        out.environment().put("GRADUS_VECTORS", "off");
        return out;
    }
}
