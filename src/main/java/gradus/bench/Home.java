package gradus.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where Gradus lies: the launcher says so.
public final class Home {
    private static final String PROPERTY = "gradus.home";

    private Home() {}

    /// The folder of the MNIST that comes with Gradus.
    public static Path mnist() { return data().resolve("mnist"); }

    /// The folder of data that come with Gradus, and of the page about them.
    public static Path data() { return Path.of(System.getProperty(PROPERTY, "."), "data"); }

    /// A model that comes with Gradus.
    static Path model(String name) { return Path.of(System.getProperty(PROPERTY, "."), "models", name); }

    /// The launcher, which starts processes as a user would.
    ///
    /// @throws IllegalArgumentException if this process was not started by it
    static Path launcher() {
        @Nullable String home = System.getProperty(PROPERTY);
        if (home == null || !Files.isExecutable(Path.of(home, "gradus")))
            throw new IllegalArgumentException("processes are started by the launcher, which is not known here: use ./gradus bench");
        return Path.of(home, "gradus");
    }
}
