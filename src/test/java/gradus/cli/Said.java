package gradus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a command said, run inside of the test.
record Said(int status, String out, String err) {
    static Said gradus(Object... args) { return on(false, args); }

    /// As if a person watched.
    static Said live(Object... args) { return on(true, args); }

    private static Said on(boolean live, Object... args) {
        StringWriter out = new StringWriter(), err = new StringWriter();
        var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), live, false);
        int status = Main.commandLine(terminal).execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
        return new Said(status, out.toString(), err.toString());
    }

    List<String> lines() { return out.lines().toList(); }

    JsonNode json() throws IOException { return new ObjectMapper().readTree(lines().getLast()); }

    /// The words behind `gradus: `, if that is all that was said of the error; warnings may have come before it.
    String error() {
        var error = err.replaceAll("(?m)^gradus: warning: .*\\n", "");
        if (!error.matches("gradus: [^\\n]+\\n")) throw new AssertionError("not one line of error: " + err);
        return error.substring("gradus: ".length()).strip();
    }

    /// A small model to ask, made by training.
    static Path xor(Path folder) {
        var path = folder.resolve("xor.json");
        var said = gradus("train", "xor", "--out", path, "--epochs", 150);
        if (said.status != 0) throw new AssertionError(said.err);
        return path;
    }
}
