package gradus.io;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Files that one run writes and no other may: each has a lock beside it while the run lasts, `.NAME.lock`. The system gives a lock
/// back when a process ends, however it ends, so none is ever stale.
/// ```java
/// try (var _ = Claim.on(List.of(out))) { ... }
/// ```
/// A claim also finds out whether the places can be written at all, before hours are spent.
public final class Claim implements AutoCloseable {
    private static final TreeSet<Path> HELD = new TreeSet<>();     // by this process, to which the system would give every lock twice

    private record Lock(Path target, Path path, FileChannel channel) {}

    private final List<Lock> locks = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();          // that were made for it, outer ones first

    private Claim() {}

    /// Claims all of these files, and makes the folders that they lie in.
    ///
    /// @throws UncheckedIOException if another run writes one of them, with its process, or one cannot be written, with the path and the reason
    public static Claim on(Collection<Path> files) {
        var claim = new Claim();
        try {
            for (var file : files) claim.add(file);
            return claim;
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e instanceof RuntimeException known ? known : new UncheckedIOException(e.getMessage(), (IOException) e);
        }
    }

    private void add(Path file) throws IOException {
        try {
            var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath().normalize();
            make(target.resolveSibling("."));
            target = target.resolveSibling(".").toRealPath().resolve(target.getFileName().toString());
            synchronized (HELD) {
                if (HELD.contains(target)) throw taken(file, Long.toString(ProcessHandle.current().pid()));
                locks.add(lock(file, target));
                HELD.add(target);
            }
            AtomicFile.removeDrafts(target);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written (" + AtomicFile.reason(e) + ")", e);
        }
    }

    private static UncheckedIOException taken(Path file, String process) {
        return new UncheckedIOException(file + " is being written by another run" + (process.isBlank() ? "" : " (process " + process + ")")
            + "; wait for it, or name another file", new FileSystemException(file.toString(), null, "locked"));
    }

    private void make(Path folder) throws IOException {
        var missing = new ArrayList<Path>();
        for (Path at = folder.normalize(); at != null && !Files.exists(at); at = at.getParent()) missing.addFirst(at);
        for (var each : missing) {
            Files.createDirectory(each);
            folders.add(each);
        }
    }

    /// Whoever ends removes its lock's file; a lock on a file that is gone by then, or is another one, is worth nothing.
    private static Lock lock(Path file, Path target) throws IOException {
        var path = target.resolveSibling("." + target.getFileName() + ".lock");
        while (true) {
            var channel = FileChannel.open(path, CREATE, READ, WRITE);
            try {
                var before = key(path);
                if (!locks(channel)) throw taken(file, read(channel));
                var after = key(path);
                if (after != null && after.equals(before)) {
                    channel.truncate(0).write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
                    return new Lock(target, path, channel);
                }
                channel.close();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }
    }

    /// Whether the lock is ours now. Some network drives have no locks, which is no reason not to train there.
    private static boolean locks(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException without) {
            return true;
        }
    }

    /// What tells a file from another at the same path, where the system has such a thing; null where there is no file.
    private static @Nullable Object key(Path path) throws IOException {
        try {
            var key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path : key;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        return new String(Arrays.copyOf(bytes.array(), bytes.position()), StandardCharsets.UTF_8);
    }

    /// Gives the files free, and takes away the locks, and the folders that were made and are still empty.
    @Override public void close() {
        synchronized (HELD) {
            for (var lock : locks) {
                quietly(() -> Files.deleteIfExists(lock.path));
                quietly(lock.channel::close);
                HELD.remove(lock.target);
            }
            locks.clear();
            for (var folder : folders.reversed()) quietly(() -> Files.deleteIfExists(folder));
            folders.clear();
        }
    }

    private interface Work { void run() throws IOException; }

    private static void quietly(Work work) {
        try {
            work.run();
        } catch (IOException left) {
            // a lock's file that stays is taken over by the next; a folder that is not empty is meant to stay
        }
    }
}
