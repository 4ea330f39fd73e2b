package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @TempDir Path folder;

    private static Checkpoint at(int step) {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("model.0.weight", Tensor.of(new float[][] {{1, -0f}, {Float.MIN_VALUE, Float.NaN}}));
        tensors.put("optimizer.rate", Tensor.of(0.1));
        return new Checkpoint(new LinkedHashMap<String, @Nullable Object>(Map.of("recipe", "xor \"ä\"")), DIGEST,
            new LinkedHashMap<String, @Nullable Object>(Map.of("step", step)), "{}",
            new LinkedHashMap<String, @Nullable Object>(Map.of("out", "out/ä.json")), tensors);
    }

    @Test void itComesBackAsItWasAndTheOneBeforeIsKept() {
        var file = folder.resolve("deep/c");
        for (int step = 1; step <= 3; step++) at(step).write(file);
        var read = Checkpoint.read(file);
        assertThat(read.settings()).isEqualTo(at(3).settings());
        assertThat(read.place()).containsEntry("step", 3L);
        assertThat(read.data()).isEqualTo(DIGEST);
        assertThat(read.outputs()).isEqualTo(at(3).outputs());
        assertThat(read.tensors().keySet()).containsExactly("model.0.weight", "optimizer.rate");
        var weight = Objects.requireNonNull(read.part("model").get("0.weight"));
        assertThat(weight.toFloats()).containsExactly(1, -0f, Float.MIN_VALUE, Float.NaN);
        assertThat(Objects.requireNonNull(read.part("optimizer").get("rate")).item()).isEqualTo(0.1);
        assertThat(Checkpoint.read(Checkpoint.previous(file)).place()).containsEntry("step", 2L);
        assertThat(folder.resolve("deep")).isDirectoryNotContaining("glob:**/*.tmp").isDirectoryNotContaining("glob:**/.*");
    }

    /// The folder may be on another disk, to which nothing can be moved in one step.
    @Test void throughALinkItIsWrittenBesideTheFileThatTheLinkLeadsTo() throws IOException {
        var memory = Path.of("/dev/shm");
        var elsewhere = Files.createTempDirectory(Files.isWritable(memory) ? memory : folder, "checkpoint");
        try {
            var file = elsewhere.resolve("c");
            at(1).write(file);
            var link = Files.createSymbolicLink(folder.resolve("link"), file);
            at(2).write(link);
            at(3).write(link);
            assertThat(link).isSymbolicLink();
            assertThat(Checkpoint.read(file).place()).containsEntry("step", 3L);
            assertThat(Checkpoint.previous(link)).isEqualTo(file.toRealPath().resolveSibling("c.previous"));
            assertThat(Checkpoint.read(Checkpoint.previous(link)).place()).containsEntry("step", 2L);
            Files.write(file, new byte[3]);
            assertThatThrownBy(() -> Checkpoint.read(link)).hasMessageEndingWith("; the one before it is " + Checkpoint.previous(link));
        } finally {
            try (var files = Files.list(elsewhere)) { for (var file : files.toList()) Files.delete(file); }
            Files.delete(elsewhere);
        }
    }

    @Test void oneThatIsCutOffNamesTheOneBefore() throws IOException {
        var file = folder.resolve("c");
        at(1).write(file);
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 3));
        assertThatThrownBy(() -> Checkpoint.read(file)).isInstanceOf(FormatException.class).hasMessageStartingWith(file + ": ").hasMessageNotContaining("previous");
        at(2).write(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageEndingWith("; the one before it is " + file + ".previous");
    }

    /// Files of before did not say what a run writes.
    @Test void oneWithoutOutputsIsRead() {
        var file = folder.resolve("c");
        at(1).write(file);
        var written = Safetensors.read(file);
        var metadata = new LinkedHashMap<>(written.metadata());
        assertThat(metadata.remove("outputs")).isEqualTo("{\"out\":\"out/ä.json\"}");
        new Safetensors(written.tensors(), metadata).write(file);
        assertThat(Checkpoint.read(file)).matches(read -> read.outputs().isEmpty() && read.settings().equals(at(1).settings()));
    }

    @Test void otherFilesAreRefused() throws IOException {
        var file = folder.resolve("c");
        assertThatThrownBy(() -> Checkpoint.read(file)).isInstanceOf(FormatException.class).hasMessageContaining("no such file");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> Checkpoint.read(file)).isInstanceOf(FormatException.class).hasMessageStartingWith(file + ": ");
        new Safetensors(at(1).tensors(), new LinkedHashMap<>()).write(file);
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessageStartingWith(file + ": no checkpoint; ");
        new Safetensors(at(1).tensors(), new LinkedHashMap<>(Map.of("format", "gradus-checkpoint", "version", "2"))).write(file);
        assertThatThrownBy(() -> Checkpoint.read(file)).hasMessage(file + ": a checkpoint of version 2, where version 1 is expected");
    }
}
