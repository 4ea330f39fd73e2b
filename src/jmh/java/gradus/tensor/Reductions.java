package gradus.tensor;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Sums, maxima and softmax in float.
public class Reductions extends Microbenchmark {
    /// How many columns 64 rows have.
    @Param({"10", "128", "784"})
    public int columns;

    private static final Axes ROWS = Axes.of(0), COLUMNS = Axes.of(1);
    private Tensor x = Tensor.of(0);

    @Setup public void draw() { x = Random.seeded(1).normal(Shape.of(64, columns), 0, 1, Precision.FLOAT); }

    @Benchmark public Tensor sum() { return x.sum(); }
    @Benchmark public Tensor sumOverRows() { return x.sum(ROWS); }
    @Benchmark public Tensor sumOverColumns() { return x.sum(COLUMNS); }
    @Benchmark public Tensor maxOverColumns() { return x.max(COLUMNS); }
    @Benchmark public int[] argmax() { return x.argmax(1); }
    @Benchmark public Tensor softmax() { return x.softmax(1); }
    @Benchmark public Tensor logSoftmax() { return x.logSoftmax(1); }
}
