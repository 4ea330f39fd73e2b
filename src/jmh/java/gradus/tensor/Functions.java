package gradus.tensor;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Functions element by element, in float.
public class Functions extends Microbenchmark {
    /// How many elements: few, a layer of 128 units for 64 examples, and more than the nearest cache holds.
    @Param({"16", "8192", "262144"})
    public int size;

    private Tensor x = Tensor.of(0), y = x, row = x, none = x;

    @Setup public void draw() {
        var random = Random.seeded(1);
        x = random.at("x").normal(Shape.of(size / 16, 16), 0, 2, Precision.FLOAT);
        y = random.at("y").uniform(x.shape(), 0.5, 2, Precision.FLOAT);
        row = random.at("row").normal(Shape.of(16), 0, 1, Precision.FLOAT);
        none = Tensor.scalar(0, Precision.FLOAT);
    }

    @Benchmark public Tensor exp() { return x.exp(); }
    @Benchmark public Tensor log() { return y.log(); }
    @Benchmark public Tensor tanh() { return x.tanh(); }
    @Benchmark public Tensor sigmoid() { return x.sigmoid(); }
    @Benchmark public Tensor softplus() { return x.softplus(); }
    @Benchmark public Tensor erf() { return x.erf(); }
    @Benchmark public Tensor sin() { return x.sin(); }
    @Benchmark public Tensor sqrt() { return y.sqrt(); }
    @Benchmark public Tensor relu() { return x.relu(); }
    @Benchmark public Tensor add() { return x.add(y); }
    @Benchmark public Tensor addRow() { return x.add(row); }
    @Benchmark public Tensor mulNumber() { return x.mul(0.5); }
    @Benchmark public Tensor div() { return x.div(y); }
    @Benchmark public Tensor greater() { return x.gt(0); }
    @Benchmark public Tensor where() { return x.where(y, none); }
    @Benchmark public Tensor addScaled() { return x.addScaled(-0.1, y); }
}
