package gradus.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Whether files are the ones that a page lists: each row of its table names a file and its SHA-256, as `data/README.md` does.
public final class Checksums {
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+\\.gz)` \\|.*\\| `([0-9a-f]{64})` \\|");

    private Checksums() {}

    /// What is wrong with the files of a folder, a line each; empty where nothing is.
    ///
    /// @param page where the checksums stand
    /// @throws UncheckedIOException if the page or a file cannot be read
    public static List<String> differences(Path folder, Path page) {
        try {
            var out = new ArrayList<String>();
            int rows = 0;
            for (var line : Files.readAllLines(page)) {
                var row = ROW.matcher(line);
                if (!row.matches()) continue;
                rows++;
                var file = folder.resolve(row.group(1));
                if (!Files.isRegularFile(file)) out.add(row.group(1) + " is missing");
                else if (!sha256(file).equals(row.group(2))) out.add(row.group(1) + " is not the file that "
                    + page.getFileName() + " lists");
            }
            if (rows == 0) out.add(page.getFileName() + " lists no files");
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " and " + page + ": cannot be read (" + Obstacle.of(e) + ")", e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);            // every Java has it
        }
    }
}
