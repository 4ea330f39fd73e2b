package gradus.tensor;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Matrix products in float, (m, k) times (k, n), each side as it lies or transposed.
public class Products extends Microbenchmark {
    /// m × k × n: the layers of an MNIST step, one row, a few columns, ragged edges, and a square.
    @Param({"64x784x128", "64x128x64", "64x64x10", "64x10x64", "784x64x128", "1x784x128", "100x100x3", "61x67x71", "512x512x512"})
    public String shape = "";

    /// Which side lies transposed.
    @Param({"none", "a", "b", "both"})
    public String transposed = "";

    private Tensor a = Tensor.of(0), b = a;
    private boolean transposeA, transposeB;

    @Setup public void draw() {
        transposeA = transposed.equals("a") || transposed.equals("both");
        transposeB = transposed.equals("b") || transposed.equals("both");
        var sizes = shape.split("x", -1);
        int m = Integer.parseInt(sizes[0]), k = Integer.parseInt(sizes[1]), n = Integer.parseInt(sizes[2]);
        var random = Random.seeded(1);
        a = random.at("a").uniform(transposeA ? Shape.of(k, m) : Shape.of(m, k), -1, 1, Precision.FLOAT);
        b = random.at("b").uniform(transposeB ? Shape.of(n, k) : Shape.of(k, n), -1, 1, Precision.FLOAT);
    }

    @Benchmark public Tensor product() { return a.matmul(b, transposeA, transposeB); }
}
