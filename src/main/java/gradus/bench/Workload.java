package gradus.bench;

import java.util.Locale;
import java.util.function.Function;

/// What can be measured.
public enum Workload {
    /// A real training.
    MNIST_MLP("784-128-64-10 on MNIST, SGD: seconds an epoch", 64, MnistMlp::measure),
    /// Next to no arithmetic: what is left is the cost of the graph.
    XOR("2-4-1 on its four rows, SGD: steps a second", 4, Xor::measure),
    /// micrograd's demo, on scalars.
    MOONS("micrograd's demo, 2-16-16-1 on 100 points, a scalar a node", 100, Moons::measure),
    /// Scalars, and as little else as can be.
    GRAPH("a scalar graph of 100,000 operations, there and back", 0, ChainOfDiamonds::measure),
    /// Next to nothing but arithmetic.
    WIDE_MLP("1024-4096-4096-1024, SGD: GFLOP/s", 256, WideMlp::measure),
    /// Matrix products alone.
    GEMM("matrix products, as a share of what the core can do", 64, Gemm::measure),
    /// A fresh process.
    STARTUP("from the command to the first training step of mnist-mlp", 64, Startup::measure),
    /// Nothing but drawing.
    PICTURES("graphs of 20 and 300 scalars with gradients, to SVG", 0, Pictures::measure),
    /// Reading and writing.
    FILES("models/mnist.json and 40 MB of safetensors, there and back", 0, Archive::measure),
    /// Convolutions and pools.
    LENET("LeNet with ReLU and max-pool, SGD: seconds for 10,000 pictures", 64, Lenet::measure);

    private final String description;
    private final int batch;
    private final Function<Plan, Measurement> work;

    Workload(String description, int batch, Function<Plan, Measurement> work) {
        this.description = description;
        this.batch = batch;
        this.work = work;
    }

    /// What is measured, in a few words.
    public String description() { return description; }

    /// How many examples a step sees, if nothing else is said; 0 where there are none.
    public int batch() { return batch; }

    /// Whether it may be run with other batches.
    public boolean takesBatch() { return this == MNIST_MLP || this == WIDE_MLP || this == LENET; }

    /// Whether it reads MNIST.
    public boolean readsMnist() { return this == MNIST_MLP || this == STARTUP; }

    /// Warms up, runs, and checks.
    ///
    /// @throws gradus.data.DataException for files that are missing or damaged
    public Measurement measure(Plan plan) { return work.apply(plan); }

    /// As it is called on the command line: `mnist-mlp`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
}
