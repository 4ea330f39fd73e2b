package gradus.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where results go. Work may take long: that its result cannot be written is better known before.
final class Places {
    private Places() {}

    /// That a file can be written there, whose folders need not exist yet.
    ///
    /// @throws IllegalArgumentException if what is there is no file, or its folder cannot be written to
    static void require(Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path))
            throw new IllegalArgumentException(path + ": cannot be saved there, since it is there and is no file");
        var folder = path.toAbsolutePath().getParent();
        while (folder != null && !Files.exists(folder)) folder = folder.getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder))
            throw new IllegalArgumentException(path + ": cannot be saved there, since " + folder + " is "
                + (folder != null && Files.isDirectory(folder) ? "not writable" : "no folder"));
    }
}
