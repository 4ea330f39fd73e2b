package gradus.experiments;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import gradus.data.Obstacle;
import gradus.io.Claim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The results of a sweep, `results.csv`: a row for each run (RFC 4180), appended and forced to disk as soon as the run is over, in
/// whatever order that happens. A program that is killed loses the runs it was at, and no others: a row that was cut off is dropped when
/// the file is opened again. A row is known by its settings and the digest of its data, not by its place, so that a larger sweep takes over
/// what a smaller one found.
///
/// While it is open no other sweep can open it.
final class SweepFile implements AutoCloseable {
    /// All that a run file may hold, but for the model, which is always the same.
    static final List<String> SETTINGS = List.of("recipe", "data", "target", "limit", "seed", "hidden", "activation", "init", "loss",
        "optimizer", "lr", "batch", "epochs", "schedule", "clip", "clip-value", "validation", "patience", "decay", "max-norm", "augment");
    private static final List<String> RESULTS = List.of("status", "trained_epochs", "steps", "train_loss", "validation_loss",
        "validation_accuracy", "seconds");
    private static final String HEADER = String.join(",", SETTINGS) + "," + String.join(",", RESULTS) + "\n";

    private final Path path;
    private final Claim claim;
    private final FileChannel channel;
    private final Map<List<String>, List<String>> rows = new LinkedHashMap<>();

    private SweepFile(Path path, Claim claim, FileChannel channel) {
        this.path = path;
        this.claim = claim;
        this.channel = channel;
    }

    /// Opens the file, or makes it with its folder.
    ///
    /// @throws IllegalArgumentException if it is something else; it is not touched then
    /// @throws UncheckedIOException if another sweep has it open, or it cannot be read or written
    static SweepFile open(Path path) {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) throw new IllegalArgumentException(path + ": it is there and is no file");
            var claim = Claim.on(List.of(path));
            try {
                var file = new SweepFile(path, claim, FileChannel.open(path, CREATE, READ, WRITE));
                try {
                    file.read();
                    return file;
                } catch (IOException | RuntimeException e) {
                    file.channel.close();
                    throw e;
                }
            } catch (IOException | RuntimeException e) {
                claim.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be written (" + Obstacle.of(e) + ")", e);
        }
    }

    private void read() throws IOException {
        var text = StandardCharsets.UTF_8.decode(bytes()).toString();
        if (HEADER.startsWith(text)) {                             // new, or cut off in its first line
            channel.truncate(0);
            append(HEADER);
            return;
        }
        if (!text.startsWith(HEADER)) throw new IllegalArgumentException(path
            + ": is there and does not hold the results of a sweep (its first line is '"
            + text.lines().findFirst().orElse("") + "'); move it away, or name another folder by --out");
        int at = HEADER.length();
        while (at < text.length()) {
            var fields = new ArrayList<String>();
            int end = row(text, at, fields);
            if (end < 0) break;
            take(List.copyOf(fields), text, at);
            at = end;
        }
        channel.truncate(text.substring(0, at).getBytes(StandardCharsets.UTF_8).length);
    }

    private ByteBuffer bytes() throws IOException {
        var all = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        int read = 0;
        while (all.hasRemaining() && read >= 0) read = channel.read(all, all.position());
        return all.flip();
    }

    private void take(List<String> fields, String text, int at) {
        int settings = SETTINGS.size();
        if (fields.size() != settings + RESULTS.size())
            throw damaged(text, at, fields.size() + " fields, where " + (settings + RESULTS.size()) + " are expected", null);
        try {
            var status = Names.find("status", fields.get(settings), SweepResult.Status.values());
            for (int i = settings + 1; i < fields.size(); i++) number(fields.get(i));
            if (status == SweepResult.Status.DONE && number(fields.get(settings + 4)) == null)
                throw new IllegalArgumentException("done without a validation_loss");
        } catch (IllegalArgumentException e) {
            throw damaged(text, at, String.valueOf(e.getMessage()), e);
        }
        rows.put(fields.subList(0, settings), fields.subList(settings, fields.size()));
    }

    private IllegalArgumentException damaged(String text, int at, String what, @Nullable Exception cause) {
        return new IllegalArgumentException(path + ", line " + (1 + text.substring(0, at).lines().count()) + ": " + what
            + "; mend or remove the line, or name another folder by --out", cause);
    }

    /// Takes apart the row that begins here: the place after its end, or −1 if it is cut off.
    private static int row(String text, int from, List<String> fields) {
        var field = new StringBuilder();
        boolean quoted = false;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                if (quoted && at + 1 < text.length() && text.charAt(at + 1) == '"') field.append(text.charAt(at++));
                else quoted = !quoted;
            } else if (quoted || c != ',' && c != '\n') {
                field.append(c);
            } else {
                fields.add(field.toString());
                field.setLength(0);
                if (c == '\n') return at + 1;
            }
        }
        return -1;
    }

    /// What came of these settings on these data; null if they were not tried, or failed.
    synchronized @Nullable SweepResult find(Settings settings, String data) {
        var found = rows.get(key(settings, data));
        if (found == null) return null;
        var result = new SweepResult(settings, Names.find("status", found.getFirst(), SweepResult.Status.values()), whole(found.get(1)),
            whole(found.get(2)),
            number(found.get(3)), number(found.get(4)), number(found.get(5)), Objects.requireNonNullElse(number(found.get(6)), 0.0));
        return result.isFinished() ? result : null;
    }

    /// Adds what came of a run; when this returns it is on disk.
    ///
    /// @throws UncheckedIOException if it cannot be written
    synchronized void add(SweepResult result, String data) {
        var key = key(result.settings(), data);
        var found = List.of(result.status().toString(), Integer.toString(result.epochs()), Integer.toString(result.steps()),
            text(result.trainLoss()),
            text(result.validationLoss()), text(result.validationAccuracy()), String.format(Locale.ROOT, "%.3f", result.seconds()));
        try {
            append(line(key) + "," + line(found) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be written (" + e.getMessage() + "); what is there already stays", e);
        }
        rows.put(key, found);
    }

    private void append(String text) throws IOException {
        long end = channel.size();
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) channel.write(bytes, end + bytes.position());
            channel.force(true);
        } catch (IOException e) {
            channel.truncate(end);                                 // half a row would spoil the next one
            throw e;
        }
    }

    private static List<String> key(Settings s, String data) {
        var written = new LinkedHashMap<>(s.forRunFile());         // what is not the usual, by train's names
        written.put("data", data);
        written.put("lr", SweepAxis.rate(s));
        return SETTINGS.stream().map(name -> Objects.requireNonNullElse(written.get(name), "").toString()).toList();
    }

    private static String line(List<String> fields) { return String.join(",", fields.stream().map(SweepFile::quoted).toList()); }

    private static String quoted(String field) {
        return field.matches("[^\",\r\n]*") ? field : "\"" + field.replace("\"", "\"\"") + "\"";
    }

    private static String text(@Nullable Double x) { return x == null ? "" : x.toString(); }

    private static @Nullable Double number(String field) { return field.isEmpty() ? null : Double.valueOf(field); }

    private static int whole(String field) { return field.isEmpty() ? 0 : Integer.parseInt(field); }

    @Override public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be closed (" + Obstacle.of(e) + ")", e);
        } finally {
            claim.close();
        }
    }
}
