package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir Path folder;

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test void aFileIsWrittenInUtf8AndReplacesTheOldOne() throws IOException {
        var path = folder.resolve("a.json");
        AtomicFile.write(path, out -> out.write("old, and longer than the new one"));
        AtomicFile.write(path, out -> out.write("né\n"));
        assertThat(path).hasContent("né\n");
        assertThat(names()).containsExactly("a.json");
    }

    @Test void missingFoldersAreMade() {
        var path = folder.resolve("a/b/c.json");
        AtomicFile.write(path, out -> out.write("x"));
        assertThat(path).hasContent("x");
    }

    @Test void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        var path = folder.resolve("a.json");
        AtomicFile.write(path, out -> out.write("good"));
        assertThatThrownBy(() -> AtomicFile.write(path, out -> {
            out.write("x".repeat(200_000));        // more than any buffer holds: a part has reached the disk
            throw new IOException("disk full");
        })).isInstanceOf(UncheckedIOException.class).hasMessage(path + ": cannot be written (disk full)");
        assertThatThrownBy(() -> AtomicFile.write(path, out -> { throw new IllegalStateException("a mistake"); }))
            .hasMessage("a mistake");
        assertThat(path).hasContent("good");
        assertThat(names()).containsExactly("a.json");
    }

    @Test void theOldFileIsThereUntilTheNewOneIsWhole() throws IOException {
        var path = folder.resolve("a.json");
        AtomicFile.write(path, out -> out.write("old"));
        AtomicFile.write(path, out -> {
            out.write("new");
            out.flush();
            assertThat(path).hasContent("old");
            assertThat(names()).hasSize(2);
        });
        assertThat(path).hasContent("new");
    }

    @Test void textThatUtf8CannotSayIsAnErrorAndNotAQuestionMark() throws IOException {
        var path = folder.resolve("a.json");
        assertThatThrownBy(() -> AtomicFile.write(path, out -> out.write("\uD800!"))).isInstanceOf(UncheckedIOException.class);
        assertThat(names()).isEmpty();
    }

    @Test void aLinkStaysAndTheFileBehindItIsReplaced() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "old");
        var link = Files.createSymbolicLink(folder.resolve("link"), file);
        AtomicFile.write(link, out -> out.write("new"));
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test void draftsAreNewFilesAndFollowNoLink() throws IOException {
        var path = folder.resolve("a.json");
        var number = new AtomicReference<String>("");
        AtomicFile.write(path, _ -> number.set(names().getFirst()));
        var draft = Pattern.compile("(.*-)(\\d+)\\.tmp").matcher(number.get());
        assertThat(draft.matches()).isTrue();
        var other = Files.writeString(folder.resolve("other"), "kept");
        for (int i = 1; i <= 20; i++)
            Files.createSymbolicLink(folder.resolve(draft.group(1) + (Long.parseLong(draft.group(2)) + i) + ".tmp"), other);
        AtomicFile.write(path, out -> out.write("new"));
        assertThat(path).isRegularFile().hasContent("new");
        assertThat(other).hasContent("kept");
        AtomicFile.removeDrafts(path);                            // of an earlier process with the number of this one
        assertThat(names()).containsExactly("a.json", "other");
    }

    @Test void whatIsNoFileIsLeftAlone() throws IOException {
        assertThatThrownBy(() -> AtomicFile.write(folder, out -> out.write("x"))).isInstanceOf(UncheckedIOException.class)
            .hasMessage(folder + ": cannot be written (it is there and is no file)");
        Files.writeString(folder.resolve("file"), "x");
        var inside = folder.resolve("file/a.json");
        assertThatThrownBy(() -> AtomicFile.write(inside, out -> out.write("x"))).isInstanceOf(UncheckedIOException.class)
            .hasMessageStartingWith(inside + ": cannot be written (");
        assertThat(folder.resolve("file")).hasContent("x");
    }
}
