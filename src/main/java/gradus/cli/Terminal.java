package gradus.cli;

import java.io.PrintWriter;

/// Where words go.
///
/// @param out     results and progress
/// @param err     errors
/// @param live    whether a person watches, so that a line may be rewritten in place
/// @param colour  whether colours are wanted
record Terminal(PrintWriter out, PrintWriter err, boolean live, boolean colour) {
    /// Standard output and error. `NO_COLOR` is respected (no-color.org).
    @SuppressWarnings("SystemConsoleNull")                   // some JDKs have none, others one that is no terminal
    static Terminal standard() {
        var console = System.console();
        boolean live = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        boolean plain = !System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(new PrintWriter(System.out, true, System.out.charset()),
            new PrintWriter(System.err, true, System.err.charset()), live, live && !plain);
    }
}
