package gradus.tensor;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Prints a tensor as nested rows, of which long ones are cut.
final class Rows {
    private static final int SHOWN = 6;

    private Rows() {}

    static String of(Tensor x) { return of(x, 0, 0); }

    private static String of(Tensor x, int axis, int from) {
        if (axis == x.shape().rank()) return number(x, from);
        int length = x.shape().dim(axis), step = x.shape().strides()[axis];
        return IntStream.range(0, Math.min(length, SHOWN)).mapToObj(i -> of(x, axis + 1, from + i * step))
            .collect(Collectors.joining(", ", "[", length > SHOWN ? ", … %s in all]".formatted(length) : "]"));
    }

    private static String number(Tensor x, int i) {
        return x.precision() == Precision.FLOAT ? Float.toString((float) x.at(i)) : Double.toString(x.at(i));
    }
}
