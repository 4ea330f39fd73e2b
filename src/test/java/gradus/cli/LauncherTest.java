package gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The script `gradus`, in a house of its own: with a jar that is there already, and a Java that only says how it was called,
/// or the real one with a small program.
class LauncherTest {
    private static final String PREPARING = "gradus: preparing a faster start from now on ...\n";
    private static final String INCUBATOR = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    @TempDir Path house;

    private record Heard(int status, String out, String err) {}

    @BeforeEach void aHouseWithAJarAndAJava() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the launcher is a script for a POSIX shell");
        script(house.resolve("gradus"), Files.readString(Path.of("gradus")));
        script(house.resolve("jdk/bin/javac"), "#!/bin/sh\n");
        script(house.resolve("jdk/bin/java"), """
            #!/bin/sh
            echo "$@"
            for word; do case $word in -XX:ArchiveClassesAtExit=*) echo archive >"${word#*=}" ;; esac; done
            """);
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

    private Heard call(String... arguments) throws Exception { return launch("unset", arguments); }

    private List<Path> archives() throws IOException {
        try (var files = Files.list(house.resolve("target"))) {
            return files.filter(path -> path.getFileName().toString().contains(".jsa")).toList();
        }
    }

    @ParameterizedTest @CsvSource({"unset, true", "'', true", "128, true", "256, true", "512, true", "off, false", "Off, false", "OFF, false"})
    void javaHearsOfVectorsUnlessTheyAreOff(String vectors, boolean used) throws Exception {
        call("--version");
        for (var heard : List.of(launch(vectors, "train", "xor"), launch(vectors, "run", house.resolve("Script.java").toString()))) {
            assertThat(heard.err()).isEmpty();
            assertThat(heard.status()).isZero();
            assertThat(heard.out().contains("--add-modules=jdk.incubator.vector ")).isEqualTo(used);
        }
    }

    @ParameterizedTest @ValueSource(strings = {"bad", "1024", "on"})
    void anUnknownWordAboutVectorsIsSaidInOneLine(String vectors) throws Exception {
        for (var heard : List.of(launch(vectors, "train", "xor"), launch(vectors, "run", house.resolve("Script.java").toString()))) {
            assertThat(heard.err()).isEqualTo("gradus: GRADUS_VECTORS=" + vectors + " is unknown: off, 128, 256 and 512 are possible\n");
            assertThat(heard.status()).isEqualTo(2);
            assertThat(heard.out()).isEmpty();
        }
    }

    @Test void theFirstCallMakesAnArchiveAndSaysSoAndTheNextOnesTakeIt() throws Exception {
        var first = launch("off", "train", "xor");
        assertThat(first.err()).isEqualTo(PREPARING);
        assertThat(archives()).hasSize(1);
        assertThat(first.out()).contains("-XX:SharedArchiveFile=" + archives().getFirst().toRealPath() + " ")
            .doesNotContain("ArchiveClassesAtExit", "--add-modules");
        for (var next : List.of(call("train", "xor"), call("run", house.resolve("Script.java").toString()))) {
            assertThat(next.err()).isEmpty();
            assertThat(next.out()).contains("-XX:SharedArchiveFile=");
        }
    }

    @Test void aYoungerJarAndAnotherJdkGetArchivesOfTheirOwn() throws Exception {
        call("--version");
        Files.setLastModifiedTime(archives().getFirst(), FileTime.fromMillis(1));
        assertThat(call("--version").err()).isEqualTo(PREPARING);
        assertThat(archives()).hasSize(1);
        Files.writeString(house.resolve("jdk/release"), "JAVA_VERSION=\"100\"\n");
        assertThat(call("--version").err()).isEqualTo(PREPARING);
        assertThat(archives()).hasSize(2);
        assertThat(call("--version").err()).isEmpty();
    }

    @Test void aJdkThatCannotMakeOneIsAskedOnce() throws Exception {
        script(house.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$@\"\n");
        var first = call("--version");
        assertThat(first.status()).isZero();
        assertThat(first.out()).doesNotContain("SharedArchiveFile");
        assertThat(call("--version")).isEqualTo(new Heard(0, first.out(), ""));
    }

    @Test void whereNothingCanBeWrittenNothingIs() throws Exception {
        var target = house.resolve("target");
        assertThat(target.toFile().setWritable(false)).isTrue();
        assumeTrue(!Files.isWritable(target), "who may write everywhere cannot be kept from it");
        try {
            var heard = call("--version");
            assertThat(heard.status()).isZero();
            assertThat(heard.err()).isEmpty();
            assertThat(heard.out()).doesNotContain("SharedArchiveFile");
        } finally {
            assertThat(target.toFile().setWritable(true)).isTrue();
        }
    }

    /// With the real JDK: whatever is wrong with an archive, the program runs, and not a word is said about it.
    @Test void anArchiveThatDoesNotFitIsPassedOverInSilence() throws Exception {
        Files.writeString(house.resolve("jdk/release"), "JAVA_VERSION=\"99\"\nREAL\n");
        script(house.resolve("jdk/bin/java"),
            "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' $EXTRA \"$@\"\n");
        program("hello");
        assertThat(call("a").err()).isEqualTo(PREPARING + INCUBATOR);
        var archive = archives().getFirst();
        assertThat(Files.size(archive)).as("a real archive").isGreaterThan(100_000);
        says("hello b", "unset", "b");
        extra("-Xlog:class+load:file=" + house.resolve("classes.log"), "c");
        assertThat(Files.readString(house.resolve("classes.log"))).contains("gradus.cli.Main source: shared objects file (top)");

        says("hello off", "off", "off");
        assertThat(extra("-XX:-UseCompressedOops", "d")).isEqualTo(new Heard(0, "hello d\n", INCUBATOR));
        assertThat(extra("-XX:+UseCompactObjectHeaders", "e")).isEqualTo(new Heard(0, "hello e\n", INCUBATOR));

        byte[] whole = Files.readAllBytes(archive);
        for (byte[] broken : List.of(Arrays.copyOf(whole, whole.length / 2), Arrays.copyOf(whole, 100), "nonsense".getBytes(StandardCharsets.UTF_8),
            otherBuild(whole), new byte[0])) {
            Files.write(archive, broken);
            says("hello f", "unset", "f");
        }
        Files.write(archive, whole);
        program("goodbye");                                             // another jar, which looks older than the archive
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(60)));
        says("goodbye g", "unset", "g");
    }

    private void says(String words, String vectors, String argument) throws Exception {
        assertThat(launch(vectors, argument)).isEqualTo(new Heard(0, words + "\n", vectors.equals("off") ? "" : INCUBATOR));
    }

    private Heard extra(String flag, String argument) throws Exception {
        var command = new ProcessBuilder("/bin/sh", house.resolve("gradus").toString(), argument);
        command.environment().put("JAVA_HOME", house.resolve("jdk").toString());
        command.environment().put("EXTRA", flag);
        return heard(command, "unset");
    }

    /// As if it came from another build of the JVM, whose name stands near the beginning.
    private static byte[] otherBuild(byte... archive) {
        var text = new String(archive, 0, 4096, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(" VM (");
        assertThat(at).as("the JVM's name").isPositive();
        byte[] other = archive.clone();
        other[at + 5]++;
        return other;
    }

    /// A jar whose `gradus.cli.Main` says a word and its argument.
    private void program(String word) throws IOException {
        var source = house.resolve("classes/gradus/cli/Main.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
            package gradus.cli;
            public class Main {
                public static void main(String... words) { System.out.println("%s " + words[0]); }
            }
            """.formatted(word));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString())).isZero();
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "gradus.cli.Main");
        try (var jar = new JarOutputStream(Files.newOutputStream(house.resolve("target/gradus.jar")), manifest)) {
            jar.putNextEntry(new JarEntry("gradus/cli/Main.class"));
            jar.write(Files.readAllBytes(source.resolveSibling("Main.class")));
        }
    }

    @Test void theProgramTakesOffInAnyCaseAndThenMissesNoVectors() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Main.class.getName(), "evaluate", "none.json");
        assertThat(heard(command, "Off").err()).isEqualTo("gradus: none.json: no such file\n");
        assertThat(heard(command, "256").err()).contains("runs without vector instructions");
    }
}
