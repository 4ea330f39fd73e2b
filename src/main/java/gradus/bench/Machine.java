package gradus.bench;

import gradus.tensor.Vectors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a measurement was made on.
///
/// @param processor   its name, or its architecture where the name is not to be had
/// @param cores       how many threads can run at once
/// @param vectorBits  the width of the vectors that are used; 0 for none
/// @param jdk         the version of Java
public record Machine(String processor, int cores, int vectorBits, String jdk) {
    /// This one.
    public static Machine here() {
        var name = field(Path.of("/proc/cpuinfo"), "model name");
        return new Machine(name != null ? name : System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(),
            Vectors.bits(), Runtime.version().toString());
    }

    /// The most memory that this process has had, in MB of 2²⁰ bytes: what the system counts or, where it does not say, what
    /// the JVM does.
    static double peakMemory() {
        var peak = field(Path.of("/proc/self/status"), "VmHWM");
        if (peak != null) return Double.parseDouble(peak.replace("kB", "").strip()) / 1024;
        return ManagementFactory.getMemoryPoolMXBeans().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 0x1p20;
    }

    /// Seconds since this JVM began.
    static double age() { return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3; }

    /// What stands behind a name and a colon, or null where there is no such file or name.
    private static @Nullable String field(Path file, String name) {
        if (!Files.isReadable(file)) return null;
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name)).map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst().orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /// As `AMD EPYC, 2 cores, vectors of 512 bits, Java 25.0.1+8`.
    @Override public String toString() {
        return processor + ", " + cores + (cores == 1 ? " core, " : " cores, ")
            + (vectorBits == 0 ? "no vectors" : "vectors of " + vectorBits + " bits") + ", Java " + jdk;
    }
}
