package gradus.tensor;

/// Numbers with mean 0 and variance 1 in each group, a group being what some axes run over: the pixels of a channel in all pictures of a
/// batch, or the numbers of a row. `y = (x − μ) / √(σ² + ε)`, and its gradient `(g − mean g − y · mean g·y) / √(σ² + ε)`.
///
/// A group is some stretches of neighbours. Sums over a stretch are those of [Kernels#fold], and are added up in double in ascending
/// order. A group by itself stays near, so that it is cheaper to go over it again than to remember what was found.
///
/// Mean and variance are those of the corrected two-pass algorithm (Chan, Golub & LeVeque, *Algorithms for computing the sample
/// variance*, 1983): a sum in float misses the mean by some ulps, and the distances from there tell by how much. So equal numbers
/// become 0, however far from 0 they are, and neighbouring floats are told apart.
final class Standardization<A> {
    private final Kernels<A> kernels;
    private final double epsilon;
    private final A x;
    private final boolean turned;
    private final int size;
    /// Group k has `outer` stretches of `inner` neighbours, from (o · groups + k) · inner on: `count` numbers.
    private final int outer, groups, inner, count;

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
        count = first * last;
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

    private double sum(A array, int group) {
        double sum = 0;
        for (int o = 0; o < outer; o++) sum += kernels.fold(Fold.SUM, array, place(o, group), inner);
        return sum;
    }

    /// Mean and variance of a group.
    private record Found(double mean, double variance) {
        /// From the sums of the distances of n numbers from one `near` their mean, and of the distances' squares. What goes beyond all
        /// numbers is NaN, since a scale of 0 would go unnoticed.
        static Found of(double near, double[] distances, int n) {
            double off = distances[0] / n, variance = Math.max(0, distances[1] / n - off * off);
            return new Found(Double.isNaN(off) ? near : near + off, variance < Double.POSITIVE_INFINITY ? variance : Double.NaN);
        }

        double scale(double epsilon) { return 1 / StrictMath.sqrt(variance + epsilon); }
    }

    private Found found(int group) {
        double near = kernels.precision().round(sum(x, group) / count);
        var distances = new double[2];
        for (int o = 0; o < outer; o++) kernels.addDistances(x, place(o, group), inner, near, distances);
        var found = Found.of(near, distances, count);
        return Double.isNaN(found.variance) ? widened(group) : found;
    }

    /// In float a sum of squares overflows for numbers from some 10¹⁹ on: they are summed once more, in double.
    private Found widened(int group) {
        var wide = new double[count];
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++) wide[o * inner + i] = kernels.get(x, place(o, group) + i);
        double near = Doubles.KERNELS.fold(Fold.SUM, wide, 0, count) / count;
        var distances = new double[2];
        Doubles.KERNELS.addDistances(wide, 0, count, near, distances);
        return Found.of(near, distances, count);
    }

    private interface Group { void of(int group); }

    private void each(int passes, Group work) {
        Threads.stretches(groups, count, (long) passes * Threads.PASS, (from, to) -> { for (int k = from; k < to; k++) work.of(k); });
    }

    A forward() {
        A out = kernels.allocate(size);
        each(3, group -> {
            var found = found(group);
            double scale = found.scale(epsilon);
            for (int o = 0; o < outer; o++) kernels.centreAndScale(x, out, place(o, group), inner, found.mean, scale);
        });
        return turned(out, groups, inner);
    }

    A back(A gradient) {
        A g = turned(gradient, inner, groups), out = kernels.allocate(size);
        each(5, group -> {
            var found = found(group);
            double mean = found.mean, scale = found.scale(epsilon), sum = 0;
            for (int o = 0; o < outer; o++) sum += kernels.sumOfProducts(g, place(o, group), x, place(o, group), inner, mean);
            double meanG = sum(g, group) / count, meanGY = sum * scale / count;
            for (int o = 0; o < outer; o++) kernels.centreAndScaleBack(g, x, out, place(o, group), inner, mean, scale, meanG, meanGY);
        });
        return turned(out, groups, inner);
    }

    /// The mean of each group, and the variance about that, in the shape of the groups.
    Moments moments(Shape shape) {
        A means = kernels.allocate(groups), variances = kernels.allocate(groups);
        each(2, group -> {
            var found = found(group);
            kernels.put(means, group, found.mean);
            kernels.put(variances, group, found.variance);
        });
        return new Moments(Tensor.wrap(shape, means, kernels), Tensor.wrap(shape, variances, kernels));
    }
}
