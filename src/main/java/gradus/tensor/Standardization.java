package gradus.tensor;

/// Numbers with mean 0 and variance 1 in each group, a group being what some axes run over: the pixels of a channel in all pictures of a
/// batch, or the numbers of a row. `y = (x − μ) / √(σ² + ε)`, and its gradient `(g − mean g − y · mean g·y) / √(σ² + ε)`.
///
/// A group is some stretches of neighbours. Sums over a stretch are those of [Kernels#fold], and are added up in double in ascending
/// order. A group by itself stays near, so that it is cheaper to go over it again than to remember what was found.
/// In float a mean is right to some 2⁻²² of the numbers: those that lie much closer together than that, far from 0, are not told apart.
final class Standardization<A> {
    private final Kernels<A> kernels;
    private final double epsilon;
    private final A x;
    private final boolean turned;
    private final int size;
    /// Group k has `outer` stretches of `inner` neighbours, from (o · groups + k) · inner on.
    private final int outer, groups, inner;

    Standardization(Kernels<A> kernels, Tensor x, Axes axes, double epsilon) {
        this.kernels = kernels;
        this.epsilon = epsilon;
        size = x.size();
        boolean[] reduced = axes.reduced(x.shape());
        int before = 0, after = reduced.length;
        while (before < after && reduced[before]) before++;
        while (after > before && reduced[after - 1]) after--;
        for (int axis = before; axis < after; axis++)
            if (reduced[axis]) throw new ShapeException("axes " + axes + " of " + x.shape()
                + " are not the first and the last ones, around those that are kept: permute brings them there");
        if (axes.count(x.shape()) == 0) throw new ShapeException("there is nothing to standardize over axes " + axes + " of " + x.shape());
        int first = product(x.shape(), 0, before), last = product(x.shape(), after, reduced.length);
        groups = product(x.shape(), before, after);
        turned = first > 1 && last == 1;
        outer = turned ? 1 : first;
        inner = turned ? first : last;
        this.x = turned(x.array(kernels), inner, groups);
    }

    /// The columns of a matrix are groups whose numbers lie apart: it is turned, so that they lie together.
    private A turned(A matrix, int rows, int columns) {
        if (!turned) return matrix;
        A out = kernels.allocate(size);
        for (int column = 0; column < columns; column++) kernels.copy(matrix, column, columns, out, column * rows, rows);
        return out;
    }

    private static int product(Shape shape, int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) product *= shape.dim(axis);
        return product;
    }

    private int place(int o, int group) { return (o * groups + group) * inner; }

    private double mean(A array, int group) {
        double sum = 0;
        for (int o = 0; o < outer; o++) sum += kernels.fold(Fold.SUM, array, place(o, group), inner);
        return sum / ((long) outer * inner);
    }

    private double variance(int group, double mean) {
        double sum = 0;
        for (int o = 0; o < outer; o++) sum += kernels.sumOfSquares(x, place(o, group), inner, mean);
        return sum / ((long) outer * inner);
    }

    private interface Group { void of(int group); }

    private void each(int passes, Group work) { Threads.run(groups, (long) passes * Threads.PASS * size, work::of); }

    A forward() {
        A out = kernels.allocate(size);
        each(3, group -> {
            double mean = mean(x, group), scale = 1 / StrictMath.sqrt(variance(group, mean) + epsilon);
            for (int o = 0; o < outer; o++) kernels.centreAndScale(x, out, place(o, group), inner, mean, scale);
        });
        return turned(out, groups, inner);
    }

    A back(A gradient) {
        A g = turned(gradient, inner, groups), out = kernels.allocate(size);
        each(5, group -> {
            double mean = mean(x, group), scale = 1 / StrictMath.sqrt(variance(group, mean) + epsilon), meanG = mean(g, group), sum = 0;
            for (int o = 0; o < outer; o++) sum += kernels.sumOfProducts(g, place(o, group), x, place(o, group), inner, mean);
            double slope = -sum * scale * scale * scale / ((long) outer * inner);
            for (int o = 0; o < outer; o++)
                kernels.centreAndCombine(g, x, out, place(o, group), inner, mean, slope, meanG, scale);
        });
        return turned(out, groups, inner);
    }

    /// The mean of each group, or its variance about that.
    A moments(boolean variance) {
        A out = kernels.allocate(groups);
        each(2, group -> {
            double mean = mean(x, group);
            kernels.put(out, group, variance ? variance(group, mean) : mean);
        });
        return out;
    }
}
