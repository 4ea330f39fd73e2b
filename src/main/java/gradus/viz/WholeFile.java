package gradus.viz;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// Writes a file whole or not at all: to a draft beside it, which is then moved into its place in one step.
final class WholeFile {
    private static final AtomicLong DRAFTS = new AtomicLong();

    private WholeFile() {}

    static void write(Path file, byte[] content) {
        try {
            if (Files.isDirectory(file)) throw new IOException("it is a folder");
            var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();    // the file behind a link
            var folder = target.resolveSibling(".").normalize();
            if (!Files.isDirectory(folder)) Files.createDirectories(folder);
            var unique = ProcessHandle.current().pid() + "-" + DRAFTS.incrementAndGet();
            var draft = folder.resolve("." + target.getFileName() + "." + unique + ".tmp");
            try {
                Files.write(draft, content);
                Files.move(draft, target, ATOMIC_MOVE, REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + reason(e) + ")", e);
        }
    }

    /// File system exceptions often say only the path they are about.
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException there -> there.getFile() + " is no folder";
            default -> String.valueOf(e.getMessage());
        };
    }
}
