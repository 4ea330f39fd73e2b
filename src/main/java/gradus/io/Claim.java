package gradus.io;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import gradus.data.Obstacle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
    private static final int TRIES = 1000;
    private static final TreeSet<Path> HELD = new TreeSet<>();     // by this process, to which the system would give every lock twice
    private static final List<Claim> OPEN = new ArrayList<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Claim::closeAll));      // a run that is interrupted leaves no locks either
    }

    /// @param channel  to which the lock belongs
    /// @param proof    to the same file by its path; POSIX gives a process's lock back when any of its channels to the file is closed
    private record Lock(Path target, Path path, FileChannel channel, FileChannel proof) {}

    private final List<Lock> locks = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();          // that were made for it, outer ones first

    private Claim() {}

    /// Claims all of these files, and makes the folders that they lie in.
    ///
    /// @throws IllegalArgumentException if another run writes one of them, with its process
    /// @throws UncheckedIOException if one cannot be written, with the path and the reason
    public static Claim on(Collection<Path> files) {
        var claim = new Claim();
        try {
            for (var file : files) claim.add(file);
            synchronized (HELD) {
                OPEN.add(claim);
            }
            return claim;
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e instanceof RuntimeException known ? known : new UncheckedIOException(e.getMessage(), (IOException) e);
        }
    }

    private static void closeAll() {
        synchronized (HELD) {
            List.copyOf(OPEN).forEach(Claim::close);
        }
    }

    private void add(Path file) throws IOException {
        try {
            for (int left = TRIES; !isAdded(file, left == 0); left--)
                if (left == 0) throw new IOException("other runs begin and end there all the time");
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written (" + Obstacle.of(e) + ")", e);
        }
    }

    /// Whoever ends removes its lock's file and the folders that it made: then all begins anew.
    private boolean isAdded(Path file, boolean isLast) throws IOException {
        Path target;
        try {
            target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath().normalize();
            make(target.resolveSibling("."));
            target = target.resolveSibling(".").toRealPath().resolve(target.getFileName().toString());
            synchronized (HELD) {
                if (HELD.contains(target)) throw taken(file, Long.toString(ProcessHandle.current().pid()));
                var lock = lock(file, target);
                if (lock == null) return false;
                locks.add(lock);
                HELD.add(target);
            }
        } catch (NoSuchFileException gone) {
            if (isLast) throw gone;
            return false;
        }
        AtomicFile.removeDrafts(target);
        return true;
    }

    private static IllegalArgumentException taken(Path file, String process) {
        return new IllegalArgumentException(file + " is being written by another run"
            + (process.isBlank() ? "" : " (process " + process + ")")
            + "; wait for it, or name another file");
    }

    private void make(Path folder) throws IOException {
        var missing = new ArrayList<Path>();
        for (Path at = folder.normalize(); at != null && !Files.exists(at); at = at.getParent()) missing.addFirst(at);
        for (var each : missing) {
            try {
                Files.createDirectory(each);
                folders.add(each);
            } catch (FileAlreadyExistsException there) {
                if (!Files.isDirectory(each)) throw there;         // else another run made it just now
            }
        }
    }

    /// A lock on a file that is gone, or is no longer the one at its path, is worth nothing: so a word that nobody else writes goes
    /// into the file that is locked, and is to be found by the path. Null if it is not.
    private static @Nullable Lock lock(Path file, Path target) throws IOException {
        var path = target.resolveSibling("." + target.getFileName() + ".lock");
        var channel = FileChannel.open(path, CREATE, READ, WRITE);
        FileChannel proof = null;
        try {
            if (!locks(channel)) throw taken(file, read(channel).split(" ", 2)[0]);
            var word = ProcessHandle.current().pid() + " " + System.nanoTime();
            channel.truncate(0).write(ByteBuffer.wrap(word.getBytes(StandardCharsets.UTF_8)));
            proof = FileChannel.open(path, READ);
            if (read(proof).equals(word)) return new Lock(target, path, channel, proof);
        } catch (NoSuchFileException gone) {
            // removed since it was opened
        } catch (IOException | RuntimeException e) {
            close(channel, proof);
            throw e;
        }
        close(channel, proof);
        return null;
    }

    private static void close(FileChannel channel, @Nullable FileChannel proof) throws IOException {
        channel.close();
        if (proof != null) proof.close();
    }

    /// Whether the lock is ours now. Some network drives have no locks, which is no reason not to train there.
    private static boolean locks(FileChannel channel) {
        try {
            return channel.tryLock(1 << 20, 1, false) != null;   // behind the text, which others may read on any system
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException without) {
            return true;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(64);
        channel.read(bytes, 0);
        return new String(Arrays.copyOf(bytes.array(), bytes.position()), StandardCharsets.UTF_8);
    }

    /// Gives the files free, and takes away the locks, and the folders that were made and are still empty.
    @Override public void close() {
        synchronized (HELD) {
            for (var lock : locks) {
                quietly(() -> Files.deleteIfExists(lock.path));
                quietly(() -> close(lock.channel, lock.proof));
                HELD.remove(lock.target);
            }
            locks.clear();
            for (var folder : folders.reversed()) quietly(() -> Files.deleteIfExists(folder));
            folders.clear();
            OPEN.remove(this);
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
