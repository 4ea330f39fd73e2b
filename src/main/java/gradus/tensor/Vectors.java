package gradus.tensor;

import java.util.Locale;

/// Which vector loops may be used: the environment's `GRADUS_VECTORS` says `off`, or the widest vectors in bits (128, 256,
/// 512). It changes the speed and never a result.
public final class Vectors {
    private static final int WIDEST = setting();

    /// The fastest float kernels this machine has, chosen once: without the module, or switched off, the plain loops.
    static final Floats KERNELS = allowed() ? new VectorFloats() : new Floats();

    private Vectors() {}

    /// Whether the vector kernels are used: the module is there and the environment does not forbid it.
    public static boolean allowed() { return WIDEST > 0 && available(); }

    /// Whether this JVM runs with `--add-modules jdk.incubator.vector`.
    public static boolean available() { return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(); }

    /// The width of the vectors that are used, in bits; 0 where none are.
    public static int bits() { return allowed() ? VectorFloats.WIDTH.vectorBitSize() : 0; }

    /// Whether the processor has an instruction for Math.fma, measured now in less than a millisecond where it has one. Without
    /// it the bits are the same, and everything takes very long.
    public static boolean fused() { return Fma.isInstruction(); }

    /// How fast one core can multiply and add in float, in GFLOP/s, measured now; it takes a quarter of a second.
    public static double peak() { return Peak.measure(allowed()); }

    /// The widest vectors to use, in bits; 0 for none.
    static int widest() { return WIDEST; }

    private static int setting() {
        var text = System.getenv().getOrDefault("GRADUS_VECTORS", "512").toLowerCase(Locale.ROOT);
        return switch (text) {
            case "" -> 512;                                // set to nothing is not set
            case "off" -> 0;
            case "128", "256", "512" -> Integer.parseInt(text);
            default -> throw new IllegalArgumentException("GRADUS_VECTORS=" + text + " is unknown: off, 128, 256 and 512 are possible");
        };
    }
}
