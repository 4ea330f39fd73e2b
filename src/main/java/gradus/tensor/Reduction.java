package gradus.tensor;

import java.util.Arrays;

/// Many numbers become one, along chosen axes.
final class Reduction {
    private Reduction() {}

    /// Folds neighbouring axes together, the last group first: the order in which a sum is taken depends on the shape alone.
    static <A> Tensor fold(Kernels<A> kernels, Fold fold, Tensor x, Axes axes) {
        A array = x.array(kernels);
        if (axes.axes().isEmpty() && x.size() > 1)
            return Tensor.wrap(axes.of(x.shape()), fold(kernels, fold, array, 1, x.size(), 1), kernels);
        boolean[] reduced = axes.reduced(x.shape());
        int[] dims = x.shape().toArray();
        for (int last = dims.length - 1; last >= 0; last--) {
            if (!reduced[last]) continue;
            int first = last;
            while (first > 0 && reduced[first - 1]) first--;
            int outer = product(dims, 0, first), n = product(dims, first, last + 1), inner = product(dims, last + 1, dims.length);
            if (n == 0 && fold != Fold.SUM && outer * inner > 0)
                throw new ShapeException("the %s of no elements is not defined: the shape is %s".formatted(
                    fold == Fold.MAX ? "largest" : "smallest", x.shape()));
            if (n != 1) array = fold(kernels, fold, array, outer, n, inner);
            Arrays.fill(dims, first, last + 1, 1);
            last = first;
        }
        return Tensor.wrap(axes.of(x.shape()), array, kernels);
    }

    /// An (outer, n, inner) array becomes (outer, inner).
    private static <A> A fold(Kernels<A> kernels, Fold fold, A x, int outer, int n, int inner) {
        A out = kernels.allocate(outer * inner);
        Threads.stretches(outer, n * inner, Threads.PASS, (from, to) -> {
            for (int o = from; o < to; o++)
                if (inner == 1) kernels.put(out, o, kernels.fold(fold, x, o * n, n));
                else kernels.foldRows(fold, x, o * n * inner, n, inner, out, o * inner);
        });
        return out;
    }

    /// Where along an axis the largest element stands, the first of equals; a NaN counts as the largest.
    static int[] argmax(Tensor x, int axis) {
        int at = x.shape().axis(axis);
        int[] dims = x.shape().toArray();
        int outer = product(dims, 0, at), n = dims[at], inner = product(dims, at + 1, dims.length);
        if (n == 0) throw new ShapeException("argmax of no elements is not defined: axis %s of %s".formatted(axis, x.shape()));
        int[] out = new int[outer * inner];
        for (int o = 0; o < out.length; o++) {
            int first = o / inner * n * inner + o % inner, best = 0;
            for (int i = 1; i < n; i++) if (beats(x.at(first + i * inner), x.at(first + best * inner))) best = i;
            out[o] = best;
        }
        return out;
    }

    private static boolean beats(double a, double b) { return a > b || Double.isNaN(a) && !Double.isNaN(b); }

    private static int product(int[] dims, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) product *= dims[i];
        return product;
    }
}
