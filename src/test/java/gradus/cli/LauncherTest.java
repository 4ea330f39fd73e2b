package gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The script `gradus`, in a house of its own: with a jar that is there already, and a Java that only says how it was called.
class LauncherTest {
    @TempDir Path house;

    private record Heard(int status, String out, String err) {}

    @BeforeEach void aHouseWithAJarAndAJava() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the launcher is a script for a POSIX shell");
        script(house.resolve("gradus"), Files.readString(Path.of("gradus")));
        script(house.resolve("jdk/bin/javac"), "#!/bin/sh\n");
        script(house.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$@\"\n");
        Files.writeString(house.resolve("jdk/release"), "JAVA_VERSION=\"99\"\n");
        Files.writeString(house.resolve("Script.java"), "void main() {}\n");
        Files.createDirectories(house.resolve("src/main"));
        Files.writeString(house.resolve("pom.xml"), "<project/>");
        Files.createDirectory(house.resolve("target"));
        Files.writeString(house.resolve("target/gradus.jar"), "PK\005\006" + "\0".repeat(18));     // a zip with nothing in it
    }

    private static void script(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }

    private Heard launch(String vectors, String... arguments) throws Exception {
        var command = new ProcessBuilder("/bin/sh", house.resolve("gradus").toString());
        command.command().addAll(List.of(arguments));
        command.environment().put("JAVA_HOME", house.resolve("jdk").toString());
        return heard(command, vectors);
    }

    private static Heard heard(ProcessBuilder command, String vectors) throws Exception {
        command.environment().remove("GRADUS_VECTORS");
        if (!vectors.equals("unset")) command.environment().put("GRADUS_VECTORS", vectors);
        var out = Files.createTempFile("heard", ".txt");
        try {
            var process = command.redirectOutput(out.toFile()).start();
            process.getOutputStream().close();
            var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Heard(process.waitFor(), Files.readString(out), err);
        } finally {
            Files.delete(out);
        }
    }

    @ParameterizedTest @CsvSource({"unset, true", "128, true", "256, true", "512, true", "off, false", "Off, false", "OFF, false"})
    void javaHearsOfVectorsUnlessTheyAreOff(String vectors, boolean used) throws Exception {
        for (var heard : List.of(launch(vectors, "train", "xor"), launch(vectors, "run", house.resolve("Script.java").toString()))) {
            assertThat(heard.err()).isEmpty();
            assertThat(heard.status()).isZero();
            assertThat(heard.out().contains("--add-modules=jdk.incubator.vector ")).isEqualTo(used);
        }
    }

    @ParameterizedTest @ValueSource(strings = {"bad", "1024", "on", ""})
    void anUnknownWordAboutVectorsIsSaidInOneLine(String vectors) throws Exception {
        for (var heard : List.of(launch(vectors, "train", "xor"), launch(vectors, "run", house.resolve("Script.java").toString()))) {
            assertThat(heard.err()).isEqualTo("gradus: GRADUS_VECTORS=" + vectors + " is unknown: off, 128, 256 and 512 are possible\n");
            assertThat(heard.status()).isEqualTo(2);
            assertThat(heard.out()).isEmpty();
        }
    }

    @Test void theProgramTakesOffInAnyCaseAndThenMissesNoVectors() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Main.class.getName(), "evaluate", "none.json");
        assertThat(heard(command, "Off").err()).isEqualTo("gradus: none.json: no such file\n");
        assertThat(heard(command, "256").err()).contains("runs without vector instructions");
    }
}
