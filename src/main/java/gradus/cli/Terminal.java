package gradus.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Where words go.
///
/// @param out     results and progress
/// @param err     errors
/// @param live    whether a person watches, so that a line may be rewritten in place
/// @param colour  whether colours are wanted
record Terminal(PrintWriter out, PrintWriter err, boolean live, boolean colour) {
    /// This stream, in UTF-8 wherever we are, and standard error.
    static Terminal standard(OutputStream out) {
        return new Terminal(new PrintWriter(out, true, StandardCharsets.UTF_8),
            new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
            isWatched(), wantsColour(isWatched(), System.getenv()));
    }

    /// A line beside the results, in place of one that is being rewritten.
    void say(String words) {
        err.println((live ? "\r\033[K" : "") + "gradus: " + words);
        err.flush();
    }

    @SuppressWarnings("SystemConsoleNull")                   // some JDKs have none, others one that is no terminal
    private static boolean isWatched() {
        var console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    /// `NO_COLOR` is respected (no-color.org).
    static boolean wantsColour(boolean live, Map<String, String> environment) {
        return live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
