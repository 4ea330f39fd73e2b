package gradus.viz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What draws pictures here.
public final class Engines {
    private Engines() {}

    /// What Graphviz' program `dot` on the PATH says of its version, or null where there is none; without it, pictures are drawn
    /// by graph-support, in pure Java.
    public static @Nullable String dot() {
        try {
            var process = new ProcessBuilder("dot", "-V").redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                process.destroy();
                return null;
            }
            var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? words.replaceFirst("^dot - ", "") : null;
        } catch (IOException notThere) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
