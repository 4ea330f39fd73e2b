package gradus.cli;

import java.util.function.Supplier;

/// What a command says when it is stopped from outside, as by Ctrl-C or a reader that leaves: how to go on. Closed, it says nothing.
final class Farewell implements AutoCloseable {
    private final Thread thread;

    /// @param words  what to say by then; nothing if empty
    Farewell(Terminal terminal, Supplier<String> words) {
        thread = new Thread(() -> say(terminal, words.get()), "gradus-farewell");
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /// Nothing here may touch standard output: who writes there holds its lock, and may be waiting for a reader, or for the end itself.
    private static void say(Terminal terminal, String words) { if (!words.isEmpty()) terminal.say("stopped; " + words); }

    /// What comes after this is no interruption.
    @Override public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException e) {
            return;                                                // the program is ending already, and says so
        }
    }
}
