package gradus.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// As many fused multiply-adds as the core can do in vectors: twelve sums, none of which waits for another, since a core begins
/// two of them in each cycle and has the first back after four. More than sixteen registers must not be needed.
final class VectorPeak {
    private static final VectorSpecies<Float> WIDTH = VectorFloats.WIDTH;
    /// Floating-point operations in a step.
    static final int OPERATIONS = 12 * 2 * WIDTH.length();

    private VectorPeak() {}

    /// Does these steps. What keeps the tiles of [VectorProduct] in registers keeps this there too: one flat method, and zeros
    /// made on the spot.
    static float run(int steps) {
        FloatVector a = FloatVector.broadcast(WIDTH, 0.5f), b = FloatVector.broadcast(WIDTH, 0.25f);
        FloatVector s0 = FloatVector.zero(WIDTH), s1 = FloatVector.zero(WIDTH), s2 = FloatVector.zero(WIDTH);
        FloatVector s3 = FloatVector.zero(WIDTH), s4 = FloatVector.zero(WIDTH), s5 = FloatVector.zero(WIDTH);
        FloatVector s6 = FloatVector.zero(WIDTH), s7 = FloatVector.zero(WIDTH), s8 = FloatVector.zero(WIDTH);
        FloatVector s9 = FloatVector.zero(WIDTH), s10 = FloatVector.zero(WIDTH), s11 = FloatVector.zero(WIDTH);
        for (int i = 0; i < steps; i++) {
            s0 = a.fma(b, s0);
            s1 = a.fma(b, s1);
            s2 = a.fma(b, s2);
            s3 = a.fma(b, s3);
            s4 = a.fma(b, s4);
            s5 = a.fma(b, s5);
            s6 = a.fma(b, s6);
            s7 = a.fma(b, s7);
            s8 = a.fma(b, s8);
            s9 = a.fma(b, s9);
            s10 = a.fma(b, s10);
            s11 = a.fma(b, s11);
        }
        var sum = s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11);
        return sum.lane(0);
    }
}
