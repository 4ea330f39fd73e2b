package gradus.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Standard output, which may end before the words do. When the reader of a pipe has gone, so has the program, in silence, as
/// the system does to programs that do not care. When there is no room, work goes on, and the end tells.
final class StandardOutput extends FilterOutputStream {
    /// What a shell says of a program that wrote to a pipe without a reader: 128, and 13 for SIGPIPE.
    private static final int NOBODY_READS = 141;

    private final IntConsumer exit;
    private @Nullable IOException failure;

    StandardOutput(OutputStream out, IntConsumer exit) {
        super(out);
        this.exit = exit;
    }

    /// Why not all words were written; null where they were.
    @Nullable IOException failure() { return failure; }

    private interface Writing { void run() throws IOException; }

    private void attempt(Writing writing) {
        if (failure != null) return;
        try {
            writing.run();
        } catch (IOException e) {
            failure = e;
            // The system's own words are all that Java tells; "pipe" is in them in many languages.
            if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")) exit.accept(NOBODY_READS);
        }
    }

    @Override public void write(int b) { attempt(() -> out.write(b)); }

    @Override public void write(byte[] bytes, int from, int count) { attempt(() -> out.write(bytes, from, count)); }

    @Override public void flush() { attempt(out::flush); }
}
