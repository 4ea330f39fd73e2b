package gradus.bench;

import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A matrix product in float, (m, k) times (k, n), with operands to compute it on; either may lie transposed.
final class Product {
    /// About how many multiplications a check may take.
    private static final long AFFORDABLE = 1 << 24;

    final int m, k, n;
    final boolean transposeA, transposeB;
    private final Tensor a, b;

    Product(int m, int k, int n, boolean transposeA, boolean transposeB) {
        this.m = m;
        this.k = k;
        this.n = n;
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        var random = Random.seeded(1).at("product");
        a = random.at("a").uniform(transposeA ? Shape.of(k, m) : Shape.of(m, k), -1, 1, Precision.FLOAT);
        b = random.at("b").uniform(transposeB ? Shape.of(n, k) : Shape.of(k, n), -1, 1, Precision.FLOAT);
    }

    /// What a training step multiplies: X·W forward through each layer; back from the last, Xᵀ·G for the weights and G·Wᵀ for
    /// the inputs, which the first layer is not asked for.
    static List<Product> ofStep(int batch, int... widths) {
        var forward = new ArrayList<Product>();
        var back = new ArrayList<Product>();
        for (int layer = 1; layer < widths.length; layer++) {
            int in = widths[layer - 1], out = widths[layer];
            forward.add(new Product(batch, in, out, false, false));
            if (layer > 1) back.add(new Product(batch, out, in, false, true));
            back.add(new Product(in, batch, out, true, false));
        }
        forward.addAll(back.reversed());
        return forward;
    }

    Tensor compute() { return a.matmul(b, transposeA, transposeB); }

    /// Floating-point operations: a multiplication and an addition for each term.
    double operations() { return 2.0 * m * n * k; }

    /// Whether this is the product, by the kernels in double, which are its specification. A sum of k terms is rounded k times
    /// at most, in whatever order, so that no element is further off than γ·Σ|a||b|, γ = k·u / (1 − k·u), u = 2⁻²⁴ (Higham,
    /// *Accuracy and stability of numerical algorithms*, 2002, §3.1). Of large products some rows are checked, drawn by chance.
    Check check(Tensor product) {
        int rows = Math.clamp(AFFORDABLE / ((long) n * k), 1, m);
        int[] drawn = Arrays.copyOf(Random.seeded(k).permutation(m), rows);
        var left = (transposeA ? a.transpose() : a).gather(drawn).to(Precision.DOUBLE);
        var right = b.to(Precision.DOUBLE);
        double rounding = k * 0x1p-24, gamma = rounding / (1 - rounding);
        var error = product.gather(drawn).to(Precision.DOUBLE).sub(left.matmul(right, false, transposeB)).abs();
        var bound = left.abs().matmul(right.abs(), false, transposeB).mul(gamma);
        double worst = error.div(bound).max(Axes.all()).item();
        return new Check(worst <= 1, this + (worst <= 1 ? " is right" : " is wrong: an element is off by " + Text.number(worst)
            + " times what rounding can do"));
    }

    /// As `784 × 64 × 128, A transposed`.
    @Override public String toString() {
        return m + " × " + k + " × " + n + (transposeA ? ", A transposed" : "") + (transposeB ? ", B transposed" : "");
    }
}
