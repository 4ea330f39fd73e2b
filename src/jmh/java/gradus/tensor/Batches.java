package gradus.tensor;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// What a batch of pictures takes: bytes become floats, in an order drawn by chance.
public class Batches extends Microbenchmark {
    /// How many pictures of 784 pixels.
    @Param({"16", "64", "256"})
    public int batch;

    private byte[] pixels = {};
    private int[] rows = {};

    @Setup public void draw() {
        pixels = new byte[60_000 * 784];
        rows = Arrays.copyOf(Random.seeded(1).permutation(60_000), batch);
    }

    @Benchmark public Tensor fromBytes() { return Tensor.ofBytes(pixels, 784, rows, 1 / 78.6f, -33.3f / 78.6f); }
}
