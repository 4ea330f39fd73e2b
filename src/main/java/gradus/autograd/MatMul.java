package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;

/// The matrix product, either side taken transposed; closed under differentiation. With Y = A·B, the gradients are G·Bᵀ and
/// Aᵀ·G; where a side is taken transposed its gradient is the transpose of that, again a product of two of the three.
public record MatMul(boolean transposeA, boolean transposeB) implements Op {
    @Override public Tensor forward(Tensor... in) { return in[0].matmul(in[1], transposeA, transposeB); }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        Value a = in[0], b = in[1];
        if (i == 1 && b.shape().rank() == 2 && !transposeA) {
            // One B for a whole stack of matrices: their rows are the rows of one, and its product adds up their gradients.
            a = rows(a);
            g = rows(g);
        }
        if (i == 0) return transposeA ? product(b, g, transposeB, true) : product(g, b, false, !transposeB);
        return transposeB ? product(g, a, true, transposeA) : product(a, g, !transposeA, false);
    }

    private static Value rows(Value x) {
        return x.shape().rank() == 2 ? x : x.reshape(Shape.of(x.shape().remove(-1).size(), x.shape().dim(-1)));
    }

    private static Value product(Value a, Value b, boolean transposeA, boolean transposeB) {
        return new MatMul(transposeA, transposeB).apply(a, b);
    }

    /// `matmul`, with a ᵀ for a side that is taken transposed.
    @Override public String label() {
        return transposeA || transposeB ? "matmul(%s, %s)".formatted(transposeA ? "Aᵀ" : "A", transposeB ? "Bᵀ" : "B") : "matmul";
    }
}
