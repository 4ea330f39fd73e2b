package gradus.cli;

import static gradus.cli.Said.gradus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import gradus.tensor.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
    private static final int THREADS = Threads.count();
    private static final List<String> FIELDS = List.of("workload", "threads", "batch", "median", "min", "max", "unit", "checked");
    private static final String HOME = System.getProperty("gradus.home", "");

    @TempDir Path folder;

    @AfterEach void asBefore() {
        Threads.use(THREADS);
        if (HOME.isEmpty()) System.clearProperty("gradus.home");
        else System.setProperty("gradus.home", HOME);
    }

    // ---- one workload

    @Test void xorIsMeasuredAndChecked() throws IOException {
        var said = gradus("bench", "xor", "--runs", 1, "--json");
        assertThat(said.err()).isEmpty();
        assertThat(said.status()).isZero();
        assertThat(said.lines().getFirst()).matches(".+, \\d+ cores?, (vectors of \\d+ bits|no vectors), Java 2\\d.*, 1 thread");
        assertThat(said.lines().get(3)).matches("median [\\d,.]+ steps/s, minimum [\\d,.]+, maximum [\\d,.]+, of 1 run");
        assertThat(said.lines().get(4)).startsWith("checked: the loss fell from ")
            .endsWith("accuracy 100.00 %, where 100.00 % or more is right");
        var json = said.json();
        assertThat(names(json)).containsExactlyElementsOf(FIELDS);
        assertThat(json.get("workload").textValue()).isEqualTo("xor");
        assertThat(json.get("threads").intValue()).isEqualTo(1);
        assertThat(json.get("batch").intValue()).isEqualTo(4);
        assertThat(json.get("unit").textValue()).isEqualTo("steps/s");
        assertThat(json.get("checked").booleanValue()).isTrue();
        assertThat(json.get("median").doubleValue()).isPositive().isEqualTo(json.get("min").doubleValue())
            .isEqualTo(json.get("max").doubleValue());
    }

    @Test void mnistHasFiguresOfItsOwn() throws IOException {
        pictures();
        var said = gradus("bench", "mnist-mlp", "--data", folder, "--batch", 10, "--runs", 2, "--threads", 3, "--json");
        assertThat(said.err()).isEmpty();
        var json = said.json();
        assertThat(names(json)).startsWith(FIELDS.toArray(String[]::new))
            .endsWith("products", "ratio", "examples_per_second", "seconds_to_97", "seconds_to_98", "peak_mb").hasSize(FIELDS.size() + 6);
        assertThat(json.get("threads").intValue()).isEqualTo(3).isEqualTo(Threads.count());
        assertThat(json.get("batch").intValue()).isEqualTo(10);
        assertThat(json.get("median").doubleValue()).isBetween(json.get("min").doubleValue(), json.get("max").doubleValue());
        assertThat(json.get("examples_per_second").doubleValue()).isPositive();
        assertThat(json.get("ratio").doubleValue()).isPositive();
        assertThat(json.get("seconds_to_97").doubleValue()).isPositive().isLessThanOrEqualTo(json.get("seconds_to_98").doubleValue());
        assertThat(json.get("peak_mb").doubleValue()).isGreaterThan(10);
    }

    @Test void aCheckThatFailsIsSaidInOneLine() throws IOException {
        pictures();
        var labels = ByteBuffer.allocate(8 + 200).putInt(0x801).putInt(200).array();
        for (int i = 0; i < 200; i++) labels[8 + i] = (byte) (i * i / 7 % 10);                      // nothing to learn
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels);
        var said = gradus("bench", "mnist-mlp", "--data", folder, "--runs", 1, "--json");
        assertThat(said.error()).matches("mnist-mlp fails its check: accuracy \\d+\\.\\d\\d %, where 80\\.00 % or more is right");
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out()).contains("\nWRONG: accuracy ");
        assertThat(said.json().get("checked").booleanValue()).isFalse();
        assertThat(said.json().get("seconds_to_98").isNull()).isTrue();
    }

    @Test void anUnknownWorkloadListsThoseThereAre() {
        assertThat(gradus("bench", "xr").error()).startsWith("unknown workload 'xr' (did you mean xor?); there are mnist-mlp, xor, moons, "
            + "graph, wide-mlp, gemm, startup, pictures, files, lenet, all; 'gradus bench --help'");
        assertThat(gradus("bench", "xr").status()).isEqualTo(2);
    }

    @ParameterizedTest @CsvSource(delimiter = '|', textBlock = """
        ''                                | missing required parameter: 'WORKLOAD'
        xor --runs 0                      | at least one run is needed, not 0
        xor --threads 0                   | at least one thread is needed, not 0
        mnist-mlp --batch 0               | at least one example is needed, not --batch 0
        mnist-mlp --batch few             | --batch: 'few' is no whole number
        moons --batch 10                  | --batch goes with mnist-mlp, wide-mlp and lenet; what moons measures has batches of its own or none
        all --batch 10                    | --batch goes with mnist-mlp, wide-mlp and lenet; what all measures has batches of its own or none
        gemm --data data/mnist            | --data goes with mnist-mlp, startup and all, not with gemm
        xor --milestones                  | --milestones goes with startup, not with xor
        """)
    void whatHasNoMeaningIsRefused(String words, String message) {
        var said = gradus((Object[]) ("bench " + words).strip().split(" "));
        assertThat(said.error()).isEqualTo(message + "; 'gradus bench --help' shows what is possible");
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
    }

    @Test void missingDataIsSaidInOneLine() {
        var said = gradus("bench", "mnist-mlp", "--data", folder.resolve("none"));
        assertThat(said.error()).isEqualTo(folder.resolve("none") + ": no such folder; data/README.md says where such pictures come from");
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(Said.live("bench", "mnist-mlp", "--data", folder.resolve("none")).out()).isEqualTo("measuring mnist-mlp ...\r\033[K");
    }

    @Test void helpNamesEveryWorkload() {
        assertThat(gradus("bench", "--help").out()).contains("mnist-mlp, xor, moons, graph, wide-mlp, gemm, startup,")
            .doesNotContain("milestones").containsPattern("\n  graph +a scalar graph of 100,000 operations");
    }

    // ---- processes

    @Test void theProcessThatStartupMeasuresSaysWhatItReached() throws IOException {
        pictures();
        var said = gradus("bench", "startup", "--milestones", "--data", folder);
        assertThat(said.lines()).containsExactly("FIRST_STEP", "ACCURACY_97", "ACCURACY_98");
        assertThat(said.status()).isZero();
    }

    @Test void startupIsTheTimeOfProcesses() throws IOException {
        launcher("echo FIRST_STEP; sleep 0.05; echo ACCURACY_97; sleep 0.05; echo ACCURACY_98; echo \"$@\" >> '" + folder + "/calls'");
        var said = gradus("bench", "startup", "--runs", 2, "--threads", 2, "--data", "some/where", "--json");
        assertThat(said.err()).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(2)
            .containsOnly("bench startup --milestones --threads 2 --data " + Path.of("some/where"));
        var json = said.json();
        assertThat(names(json)).startsWith(FIELDS.toArray(String[]::new)).endsWith("seconds_to_97", "seconds_to_98")
            .hasSize(FIELDS.size() + 2);
        assertThat(json.get("unit").textValue()).isEqualTo("s");
        assertThat(json.get("seconds_to_97").doubleValue()).isGreaterThan(json.get("median").doubleValue());
        assertThat(json.get("seconds_to_98").doubleValue()).isGreaterThan(json.get("seconds_to_97").doubleValue());
        assertThat(said.out()).contains("checked: 2 of 2 processes came to 98 % of the test pictures");
    }

    @Test void aProcessThatFailsOrDoesNotLearnIsNoticed() throws IOException {
        launcher("echo 'WARNING: Using incubator modules: x' >&2; echo 'gradus: no data' >&2; exit 1");
        assertThat(gradus("bench", "startup").error()).isEqualTo("no data");
        launcher("echo FIRST_STEP");
        var said = gradus("bench", "startup", "--runs", 1, "--json");
        assertThat(said.error()).isEqualTo("startup fails its check: 0 of 1 processes came to 98 % of the test pictures");
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.json().get("seconds_to_97").isNull()).isTrue();
    }

    @Test void allIsATableThatAFailureDoesNotStop() throws IOException {
        launcher("""
            case $2 in
              moons) echo 'gradus: the moon is gone' >&2; exit 1 ;;
              graph) echo 'WARNING: Using incubator modules: x' >&2; exit 3 ;;
              xor) echo 'gradus: xor fails its check: it is not learned' >&2; right=false; batch=4 ;;
              *) right=true; batch=null ;;
            esac
            echo "words of $2"
            figures='"median":1234.5,"min":12.345,"max":0.5,"unit":"u"'
            echo "{\\"workload\\":\\"$2\\",\\"batch\\":$batch,$figures,\\"checked\\":$right}"
            [ $right = true ]""");
        var said = gradus("bench", "all", "--threads", 1, "--json");
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err().lines()).containsExactly("gradus: xor fails its check: it is not learned", "gradus: moons: the moon is gone",
            "gradus: graph: it ended with status 3");
        assertThat(said.lines().subList(2, 10)).map(line -> line.replaceAll(" +", " ")).containsExactly(
            "workload batch median minimum maximum unit checked", "mnist-mlp 1,235 12.35 0.5000 u right", "xor 4 1,235 12.35 0.5000 u WRONG",
            "moons – – – failed", "graph – – – failed", "wide-mlp 1,235 12.35 0.5000 u right", "gemm 1,235 12.35 0.5000 u right",
            "startup 1,235 12.35 0.5000 u right");
        var json = said.json();
        assertThat(names(json)).containsExactly("machine", "threads", "workloads");
        assertThat(names(json.get("machine"))).containsExactly("processor", "cores", "vector_bits", "jdk");
        assertThat(json.get("workloads")).hasSize(10);
        assertThat(json.at("/workloads/0/median").doubleValue()).isEqualTo(1234.5);
        assertThat(json.at("/workloads/2/error").textValue()).isEqualTo("the moon is gone");
    }

    @Test void eachOfAllIsAskedByTheSameOptions() throws IOException {
        launcher("echo \"$@\" >> '" + folder + "/calls'; echo '{\"checked\":true}'");
        assertThat(gradus("bench", "all", "--threads", 2, "--runs", 3, "--data", "x").status()).isZero();
        assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(10).contains("bench xor --json --threads 2 --runs 3",
            "bench startup --json --threads 2 --runs 3 --data x", "bench mnist-mlp --json --threads 2 --runs 3 --data x");
    }

    @Test void processesNeedTheLauncher() {
        System.clearProperty("gradus.home");
        for (var workload : List.of("startup", "all")) {
            var said = gradus("bench", workload);
            assertThat(said.error()).isEqualTo("processes are started by the launcher, which is not known here: use ./gradus bench");
            assertThat(said.status()).isEqualTo(1);
        }
    }

    private static List<String> names(JsonNode object) { return object.properties().stream().map(field -> field.getKey()).toList(); }

    private void pictures() throws IOException {
        Pictures.write(folder, "train", 200, 12);
        Pictures.write(folder, "t10k", 100, 12);
    }

    /// A script in the launcher's place.
    private void launcher(String commands) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the launcher is a script for a POSIX shell");
        var script = Files.writeString(folder.resolve("gradus"), "#!/bin/sh\n" + commands + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        System.setProperty("gradus.home", folder.toString());
    }
}
