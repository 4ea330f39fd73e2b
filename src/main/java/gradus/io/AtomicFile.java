package gradus.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// Writes a file whole or not at all: to a draft beside it, forced to disk, then moved into its place in one step. Whatever
/// fails, and whenever the machine stops, the old file or the new one is there, never a part.
public final class AtomicFile {
    private static final AtomicLong DRAFTS = new AtomicLong();

    private AtomicFile() {}

    /// Text that is to be in a file.
    interface Content {
        void writeTo(Writer out) throws IOException;
    }

    /// Bytes that are to be in a file.
    interface Bytes {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Writes bytes, and makes the folders they lie in where they are missing.
    ///
    /// @throws UncheckedIOException if it cannot be written, with the path and the reason in one line
    public static void write(Path path, byte[] content) { replace(path, out -> out.write(content)); }

    /// The same for UTF-8 text.
    static void write(Path path, Content content) {
        replace(path, bytes -> {
            var encoder = StandardCharsets.UTF_8.newEncoder();   // an encoder of one's own reports what it cannot write
            var out = new BufferedWriter(new OutputStreamWriter(bytes, encoder), 1 << 16);
            content.writeTo(out);
            out.flush();
        });
    }

    /// The same for bytes that are made on the way.
    static void replace(Path path, Bytes content) {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) throw new IOException("it is there and is no file");
            var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();   // the file behind a link, not the link
            var folder = target.resolveSibling(".").normalize();
            if (!Files.isDirectory(folder)) Files.createDirectories(folder);
            var draft = folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + "-"
                + DRAFTS.incrementAndGet() + ".tmp");
            try {
                writeForced(draft, content);
                Files.move(draft, target, ATOMIC_MOVE, REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            force(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be written (" + reason(e) + ")", e);
        }
    }

    /// Moves a file that is written and forced to disk already into another's place, which becomes the `previous` one. At no moment
    /// is there none under the good name.
    static void replace(Path path, Path draft, Path previous) {
        try {
            var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            if (Files.exists(target)) {
                var second = draftOf(previous.toAbsolutePath());
                try {
                    link(target, second);
                    Files.move(second, previous, ATOMIC_MOVE, REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(second);
                }
            }
            Files.move(draft, target, ATOMIC_MOVE, REPLACE_EXISTING);
            force(target.resolveSibling(".").normalize());
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be written (" + reason(e) + ")", e);
        }
    }

    /// A second name for a file or, where the file system has no such thing, a copy.
    private static void link(Path file, Path second) throws IOException {
        try {
            Files.createLink(second, file);
        } catch (UnsupportedOperationException | FileSystemException without) {
            Files.copy(file, second);
        }
    }

    /// A name for a draft beside a file that no other draft has.
    static Path draftOf(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + "-" + DRAFTS.incrementAndGet() + ".tmp");
    }

    /// Takes away the drafts of a file that processes left behind when they were killed.
    static void removeDrafts(Path file) throws IOException {
        var draft = Pattern.compile("\\.+" + Pattern.quote(String.valueOf(file.getFileName())) + "(\\.previous)?(\\.(\\d{1,18})-\\d+\\.tmp)+");
        try (var files = Files.list(file.toAbsolutePath().resolveSibling("."))) {
            for (var other : files.toList()) {
                var match = draft.matcher(other.getFileName().toString());
                if (match.matches() && ProcessHandle.of(Long.parseLong(match.group(3))).isEmpty()) Files.deleteIfExists(other);
            }
        }
    }

    private static void writeForced(Path draft, Bytes content) throws IOException {
        try (var channel = FileChannel.open(draft, CREATE, TRUNCATE_EXISTING, WRITE)) {
            content.writeTo(Channels.newOutputStream(channel));
            channel.force(true);   // else a crash soon after the move could leave an empty file under the good name
        }
    }

    /// The move itself is on disk once the folder is; systems that cannot open folders do without.
    private static void force(Path folder) {
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        } catch (IOException cannot) {
            // the file is in its place all the same
        }
    }

    /// File system exceptions often say only the path they are about.
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such file";
            case FileAlreadyExistsException there -> there.getFile() + " is no folder";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
