package gradus.tensor;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Numbers and matrices so small that arithmetic is nothing: what an operation costs.
public class SmallTensors extends Microbenchmark {
    /// Both precisions.
    @Param({"FLOAT", "DOUBLE"})
    public Precision precision = Precision.FLOAT;

    private Tensor a = Tensor.of(0), b = a, x = a, w = a, bias = a;

    @Setup public void draw() {
        var random = Random.seeded(1);
        a = Tensor.scalar(0.3, precision);
        b = Tensor.scalar(0.7, precision);
        x = random.at("x").normal(Shape.of(4, 2), 0, 1, precision);
        w = random.at("w").normal(Shape.of(2, 4), 0, 1, precision);
        bias = random.at("bias").normal(Shape.of(4), 0, 1, precision);
    }

    @Benchmark public Tensor scalarAdd() { return a.add(b); }
    @Benchmark public Tensor scalarMul() { return a.mul(b); }
    @Benchmark public Tensor scalarRelu() { return a.relu(); }
    @Benchmark public Tensor scalarTanh() { return a.tanh(); }
    @Benchmark public Tensor add() { return x.add(x); }
    @Benchmark public Tensor addRow() { return w.add(bias); }
    @Benchmark public Tensor addNumber() { return x.add(1); }
    @Benchmark public Tensor tanh() { return x.tanh(); }
    @Benchmark public Tensor sum() { return x.sum(); }
    @Benchmark public Tensor product() { return x.matmul(w); }
    @Benchmark public Tensor productTransposed() { return x.matmul(x, true, false); }
    @Benchmark public Tensor addScaled() { return w.addScaled(-0.5, w); }
}
