package gradus.tensor;

import java.util.Arrays;

/// Products of matrices, or of stacks of matrices whose leading axes broadcast; either side may be taken transposed.
final class MatrixProduct {
    private MatrixProduct() {}

    static <A> Tensor multiply(Kernels<A> kernels, Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        Shape left = a.shape(), right = b.shape();
        if (left.rank() < 2 || right.rank() < 2) throw misfit(left, right, transposeA, transposeB);
        int m = left.dim(transposeA ? -1 : -2), k = left.dim(transposeA ? -2 : -1), n = right.dim(transposeB ? -2 : -1);
        if (k != right.dim(transposeB ? -1 : -2)) throw misfit(left, right, transposeA, transposeB);
        var product = new Kernels.Product(m, n, k, transposeA, transposeB);
        var stack = left.rank() == 2 && right.rank() == 2 ? Shape.SCALAR : stack(left, right, transposeA, transposeB);
        var shape = stack.rank() == 0 ? Shape.owning(m, n) : stack.insert(stack.rank(), m).insert(stack.rank() + 1, n);
        A x = a.array(kernels), y = b.array(kernels), out = kernels.allocate(shape.size());
        if (right.rank() == 2 && (left.rank() == 2 || !transposeA))
            kernels.multiply(product.rows(stack.size() * m), x, 0, y, 0, out, 0);        // the rows of a stack are the rows of one matrix
        else {
            int[] stridesA = leading(left).stridesFor(stack), stridesB = leading(right).stridesFor(stack), own = stack.strides();
            Threads.run(stack.size(), stack.size() * product.multiplications(), i -> {
                int atA = 0, atB = 0;
                for (int axis = 0, rest = i; axis < own.length; rest %= own[axis++]) {
                    atA += rest / own[axis] * stridesA[axis];
                    atB += rest / own[axis] * stridesB[axis];
                }
                kernels.multiply(product, x, atA * m * k, y, atB * k * n, out, i * m * n);
            });
        }
        return Tensor.wrap(shape, out, kernels);
    }

    /// The axes before the last two.
    private static Shape leading(Shape shape) { return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2)); }

    private static Shape stack(Shape a, Shape b, boolean transposeA, boolean transposeB) {
        try {
            return leading(a).broadcast(leading(b));
        } catch (ShapeException e) {
            throw misfit(a, b, transposeA, transposeB);
        }
    }

    private static ShapeException misfit(Shape a, Shape b, boolean transposeA, boolean transposeB) {
        return Fit.product(transposeA ? swapped(a) : a, transposeB ? swapped(b) : b);
    }

    private static Shape swapped(Shape shape) {
        return shape.rank() < 2 ? shape : shape.with(-1, shape.dim(-2)).with(-2, shape.dim(-1));
    }
}
