package gradus.tensor;

import java.nio.charset.StandardCharsets;

/// Random numbers without a state: every draw is a pure function of a key and an index, so that shuffles, initial weights and
/// masks depend on their place in a run and on nothing else, and a run can be resumed from that place.
///
/// A key has children, by purpose and by number, whose draws are independent of its own:
/// ```java
/// var random = Random.seeded(42);
/// random.at("weights").at(0).normal(7);        // the eighth normal number for layer 0
/// random.epoch(3).permutation(60_000);         // the order of the fourth epoch
/// ```
/// One key serves one purpose: `uniform`, `normal` and `permutation` of the same key draw from the same bits.
///
/// The mixing function is the finaliser of SplitMix64 (Steele, Lea & Flood 2014), applied to key and index in turn.
public final class Random {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long key;

    private Random(long key) { this.key = key; }

    /// The stream of a seed.
    public static Random seeded(long seed) { return new Random(mix(seed + GOLDEN)); }

    /// The stream for a purpose.
    public Random at(String purpose) {
        long hash = key;
        for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) hash = mix(hash * 31 + b + GOLDEN);
        return new Random(mix(hash ^ 0x5851f42d4c957f2dL));
    }

    /// The stream with a number.
    public Random at(long index) { return new Random(mix(mix(key ^ 0xd1342543de82ef95L) + (index + 1) * GOLDEN)); }

    /// The stream of an epoch, counted from 0.
    public Random epoch(int epoch) { return at("epoch").at(epoch); }

    /// The stream of a step, counted from 0.
    public Random step(long step) { return at("step").at(step); }

    /// 64 random bits.
    public long bits(long index) { return mix(mix(key + index * GOLDEN) ^ key); }

    /// A number from 0 up to, not including, 1, with 53 random bits.
    public double uniform(long index) { return (bits(index) >>> 11) * 0x1p-53; }

    /// A standard normal number, by Box and Muller's transform (1958).
    public double normal(long index) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log((bits(2 * index) >>> 11) * 0x1p-53 + 0x1p-54));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform(2 * index + 1));
    }

    /// A whole number from 0 to bound − 1, each equally likely (Lemire 2019, drawing again where the ranges do not fit).
    public int below(int bound, long index) {
        if (bound < 1) throw new IllegalArgumentException("a bound must be at least 1, not " + bound);
        long threshold = (1L << 32) % bound;
        var draws = this;
        while (true) {
            long product = (draws.bits(index) >>> 32) * bound;
            if ((product & 0xffffffffL) >= threshold) return (int) (product >>> 32);
            draws = draws.at("again");
        }
    }

    /// The numbers 0 to n − 1 in random order (Fisher & Yates, as Durstenfeld 1964 has it).
    public int[] permutation(int n) {
        int[] out = new int[n];
        for (int i = 0; i < n; i++) out[i] = i;
        for (int i = n - 1; i > 0; i--) {
            int j = below(i + 1, i), swapped = out[i];
            out[i] = out[j];
            out[j] = swapped;
        }
        return out;
    }

    /// A tensor of numbers drawn evenly from `low` up to `high`; in float the same draws, rounded.
    public Tensor uniform(Shape shape, double low, double high, Precision precision) {
        var out = new double[shape.size()];
        for (int i = 0; i < out.length; i++) out[i] = low + (high - low) * uniform(i);
        return Tensor.of(shape, out).to(precision);
    }

    /// In each place 0 with this probability, else 1: where `uniform(shape, 0, 1, precision)` is `rate` or more.
    public Tensor mask(Shape shape, double rate, Precision precision) {
        if (precision == Precision.DOUBLE) return uniform(shape, 0, 1, precision).ge(rate);
        var out = new float[shape.size()];
        float bound = (float) rate;
        Threads.stretches(out.length, 2 * Threads.PASS, (from, to) -> {
            for (int i = from; i < to; i++) out[i] = (float) uniform(i) >= bound ? 1 : 0;
        });
        return Tensor.wrap(shape, out, Vectors.KERNELS);
    }

    /// A tensor of normal numbers with this mean and standard deviation; in float the same draws, rounded.
    public Tensor normal(Shape shape, double mean, double deviation, Precision precision) {
        var out = new double[shape.size()];
        for (int i = 0; i < out.length; i++) out[i] = mean + deviation * normal(i);
        return Tensor.of(shape, out).to(precision);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
