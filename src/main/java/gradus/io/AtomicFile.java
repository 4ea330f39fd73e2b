package gradus.io;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import gradus.data.Obstacle;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// Writes a file whole or not at all: to a draft beside it, forced to disk, then moved into its place in one step. Whatever
/// fails, and whenever the machine stops, the old file or the new one is there, never a part.
public final class AtomicFile {
    /// What the name of the file that was there before ends with.
    static final String PREVIOUS = ".previous";

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
    public static void write(Path path, byte[] content) { replace(path, out -> out.write(content), false); }

    /// The same for UTF-8 text.
    static void write(Path path, Content content) {
        replace(path, bytes -> {
            var encoder = StandardCharsets.UTF_8.newEncoder();   // an encoder of one's own reports what it cannot write
            var out = new BufferedWriter(new OutputStreamWriter(bytes, encoder), 1 << 16);
            content.writeTo(out);
            out.flush();
        }, false);
    }

    /// The same for bytes that are made on the way.
    ///
    /// @param keepPrevious  whether the file that was there becomes the [#previous] one; at no moment is there none under the good name
    static void replace(Path path, Bytes content, boolean keepPrevious) {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) throw new IOException("it is there and is no file");
            var target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();   // the file behind a link, not the link
            var folder = target.resolveSibling(".").normalize();
            if (!Files.isDirectory(folder)) Files.createDirectories(folder);
            var draft = draft(target, file -> writeForced(file, content));
            try {
                if (keepPrevious && Files.exists(target)) keep(target);
                Files.move(draft, target, ATOMIC_MOVE, REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
            force(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be written (" + Obstacle.of(e) + ")", e);
        }
    }

    /// Where the file before the last one is kept: beside the file itself, which need not be where a link to it is.
    static Path previous(Path path) {
        try {
            var file = Files.isSymbolicLink(path) && Files.exists(path) ? path.toRealPath() : path;
            return file.resolveSibling(file.getFileName() + PREVIOUS);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read (" + Obstacle.of(e) + ")", e);
        }
    }

    private static void keep(Path file) throws IOException {
        var second = draft(file, name -> link(file, name));
        try {
            Files.move(second, previous(file), ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(second);                          // names of one file are not moved onto each other
        }
    }

    /// A second name for a file or, where the file system has no such thing, a copy.
    private static void link(Path file, Path second) throws IOException {
        try {
            Files.createLink(second, file);
        } catch (FileAlreadyExistsException there) {
            throw there;
        } catch (UnsupportedOperationException | FileSystemException without) {
            writeForced(second, out -> Files.copy(file, out));
        }
    }

    private interface Making {
        void make(Path draft) throws IOException;
    }

    /// Makes a draft beside a file, under a name that nothing has yet: a killed process may have had the number of this one, and a
    /// link that somebody laid there is not followed.
    private static Path draft(Path file, Making making) throws IOException {
        while (true) {
            var draft = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + "-"
                + DRAFTS.incrementAndGet() + ".tmp");
            if (Files.exists(draft, NOFOLLOW_LINKS)) continue;
            try {
                making.make(draft);
                return draft;
            } catch (IOException | RuntimeException | Error e) {
                Files.deleteIfExists(draft);
                throw e;
            }
        }
    }

    /// Takes away the drafts of a file that processes left behind when they were killed; for one that this process does not write now.
    static void removeDrafts(Path file) throws IOException {
        var draft = Pattern.compile("\\." + Pattern.quote(String.valueOf(file.getFileName())) + "\\.(\\d{1,18})-\\d+\\.tmp");
        try (var files = Files.list(file.toAbsolutePath().resolveSibling("."))) {
            for (var other : files.toList()) {
                var match = draft.matcher(other.getFileName().toString());
                if (match.matches() && isOver(Long.parseLong(match.group(1)))) Files.deleteIfExists(other);
            }
        }
    }

    /// A process with the number of this one is an earlier one, as in containers, whose processes often have the same numbers.
    private static boolean isOver(long process) { return process == ProcessHandle.current().pid() || ProcessHandle.of(process).isEmpty(); }

    private static void writeForced(Path draft, Bytes content) throws IOException {
        try (var channel = FileChannel.open(draft, CREATE_NEW, WRITE)) {
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
}
