package gradus.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What the naive references of these tests walk along: every index of a shape, in row-major order.
final class Indices {
    private Indices() {}

    static List<int[]> of(Shape shape) {
        var all = new ArrayList<int[]>();
        for (int i = 0; i < shape.size(); i++) {
            int[] index = new int[shape.rank()];
            for (int axis = shape.rank() - 1, rest = i; axis >= 0; rest /= shape.dim(axis--))
                index[axis] = rest % shape.dim(axis);
            all.add(index);
        }
        return all;
    }

    /// A tensor from a formula for its elements.
    static Tensor tensor(Shape shape, Precision precision, ToDoubleFunction<int[]> element) {
        return Tensor.of(shape, of(shape).stream().mapToDouble(element).toArray()).to(precision);
    }

    /// The element of x that stands at this index of a larger shape, after broadcasting.
    static double stretched(Tensor x, int... index) {
        int[] own = new int[x.shape().rank()];
        for (int axis = 0; axis < own.length; axis++)
            own[axis] = x.shape().dim(axis) == 1 ? 0 : index[index.length - own.length + axis];
        return x.get(own);
    }

    /// A random shape of up to `rank` axes, each of length 0 to 4, seldom 0.
    static Shape shape(Random random, int rank) {
        int[] dims = new int[random.below(rank + 1, 0)];
        for (int i = 0; i < dims.length; i++)
            dims[i] = random.at("empty").below(20, i) == 0 ? 0 : 1 + random.at("length").below(4, i);
        return Shape.of(dims);
    }

    /// A shape that broadcasts to `whole`: some axes of length 1, some at the front left out.
    static Shape smaller(Random random, Shape whole) {
        int from = random.below(3, 0) == 0 ? random.below(whole.rank() + 1, 1) : 0;
        int[] dims = new int[whole.rank() - from];
        for (int i = 0; i < dims.length; i++) dims[i] = random.at("stretch").below(3, i) == 0 ? 1 : whole.dim(i + from);
        return Shape.of(dims);
    }
}
