package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The law: the same bits at any number of threads, any width of vectors, with and without the Vector API, in any JVM.
class DeterminismTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    /// A JVM, by its flags and environment.
    record Jvm(String name, List<String> flags, Map<String, String> environment, String argument) {
        @Override public String toString() { return name; }
    }

    /// Committed, so that other machines are held to the same bits. Whoever changes an order of summation or a polynomial on
    /// purpose changes what people have trained, and these with it.
    private static final Map<String, String> EXPECTED = expected("""
        products 3d8428ab3636e07e
        transposed products 9e1c3ea7286aa23
        sums 251174ba13aac28e
        functions 2b9603f7a8194537
        functions, any bits e95ae313b6753b41
        more functions b0826205b40433f
        more functions, any bits a14e6d0901716120
        rows 397abe2db4215df5
        steps of optimisers 56419fbd763b50c9
        randomness 2abb8abd4f4a7141
        double bf04684cdac74af4
        few steps ff60e05bd627a3d2
        large products e4dfd9f8b3d0f829
        products shared by threads e6f8b97e43438f12
        batched products 36ba6371f0b8b8a8
        training 1f4f4932d5b66e7b
        large maps and rows 85866fdd2bbb63fa
        training shared by threads e65dc4e85f69a699
        convolutions 77fd87c989e3f9ec
        pools 3eb061d79faa8a1e
        standardized 7f88fbe602540fdb
        masks 66da78bbea4c8ac7
        training of convolutions c7b5ff91c6af6463
        strided convolutions shared by threads 6ea2a4c62a2d5700
        pointwise convolutions shared by threads 8f4da674f430cf6a
        depthwise convolutions shared by threads 82234aca42d29b37
        pools shared by threads 8370cd467a5e9a5a
        gradients of many weights d734f35736d8e296
        moments b3229f6fa1c35460
        standardized, shared by threads 8a367a0a912cb18e""");

    private static Map<String, String> expected(String text) {
        var lines = new LinkedHashMap<String, String>();
        text.lines().forEach(line -> lines.put(line.substring(0, line.lastIndexOf(' ')),
            line.substring(line.lastIndexOf(' ') + 1)));
        return lines;
    }

    static List<Jvm> jvms() {
        return List.of(
            new Jvm("one thread", List.of(MODULE, "-Dgradus.threads=1"), Map.of(), ""),
            new Jvm("two threads", List.of(MODULE, "-Dgradus.threads=2"), Map.of(), ""),
            new Jvm("three threads, vectors of 256 bits", List.of(MODULE, "-Dgradus.threads=3"),
                Map.of("GRADUS_VECTORS", "256"), ""),
            new Jvm("eight threads, vectors of 128 bits", List.of(MODULE, "-Dgradus.threads=8"),
                Map.of("GRADUS_VECTORS", "128"), ""),
            new Jvm("vectors off", List.of(MODULE, "-Dgradus.threads=2"), Map.of("GRADUS_VECTORS", "off"), ""),
            new Jvm("without the module", List.of("-Dgradus.threads=3"), Map.of(), ""),
            new Jvm("a processor without AVX and fused multiply-add", List.of(MODULE, "-XX:UseAVX=0", "-Dgradus.threads=2"),
                Map.of(), "light"),
            new Jvm("a processor with AVX2 only, interpreted at first",
                List.of(MODULE, "-XX:UseAVX=2", "-XX:TieredStopAtLevel=1"), Map.of(), "light"));
    }

    @ParameterizedTest @MethodSource("jvms") void everyJvmGivesTheSameBits(Jvm jvm) throws IOException, InterruptedException {
        var lines = expected(run(jvm));
        if (jvm.argument.isEmpty()) assertThat(lines).isEqualTo(EXPECTED);
        else assertThat(EXPECTED).containsAllEntriesOf(lines).hasSizeGreaterThan(lines.size());
    }

    @Test void memoryDoesNotGrowInATrainingLoopOfArraysNorOfScalars() throws IOException, InterruptedException {
        var small = new Jvm("24 MB", List.of(MODULE, "-Xmx24m"), Map.of(), "loop");
        assertThat(run(small)).contains("arrays ").contains("scalars 0.5");
    }

    @Test void anUnknownSettingOfVectorsIsAnError() throws IOException, InterruptedException {
        assertThat(failure(new Jvm("unknown", List.of(MODULE), Map.of("GRADUS_VECTORS", "64"), "light")))
            .contains("GRADUS_VECTORS=64 is unknown: off, 128, 256 and 512 are possible");
    }

    @ParameterizedTest @ValueSource(strings = {"0", "-3", "two", ""}) void threadsAreAWholeNumberFromOne(String threads)
        throws IOException, InterruptedException {
        assertThat(failure(new Jvm("unknown", List.of(MODULE, "-Dgradus.threads=" + threads), Map.of(), "light")))
            .contains("gradus.threads=" + threads + " is no number of threads: a whole number from 1 is possible");
    }

    /// What a JVM says that must not end well.
    private static String failure(Jvm jvm) throws IOException, InterruptedException {
        var process = start(jvm);
        var errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isNotZero();
        return errors;
    }

    /// What a JVM prints; it must end well.
    private static String run(Jvm jvm) throws IOException, InterruptedException {
        var process = start(jvm);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", jvm, errors).isZero();
        return output;
    }

    private static Process start(Jvm jvm) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<String>(List.of(java, "-XX:+UseSerialGC"));
        command.add("-XX:+IgnoreUnrecognizedVMOptions");                           // not every processor has an AVX to limit
        command.addAll(jvm.flags);
        var path = home(Fingerprint.class) + File.pathSeparator + home(Tensor.class);
        command.addAll(List.of("-cp", path, Fingerprint.class.getName()));
        if (!jvm.argument.isEmpty()) command.add(jvm.argument);
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("GRADUS_VECTORS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().putAll(jvm.environment);
        return builder.start();
    }

    /// The folder that a class was loaded from.
    private static Path home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
