package gradus.training;

import gradus.autograd.Convolution;
import gradus.autograd.Graph;
import gradus.autograd.MatMul;
import gradus.autograd.Value;
import gradus.tensor.Tensor;
import gradus.training.Finding.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The size of what goes into the first layer: constants that are multiplied by a matrix of parameters, or convolved with kernels, as
/// they are there, whoever normalised them.
///
/// First weights (He, Glorot) are drawn for inputs of mean 0 and deviation 1, or a mean square of 1: the first layer's outputs
/// grow with its root, and so do the gradients of its weights.
final class InputScale {
    /// Ten times the size that weights are made for, in the root of the mean square: ten times too large outputs saturate
    /// every tanh, and one rate must serve gradients of which some are ten times larger. Bytes from 0 to 255 come to about 85,
    /// pixels from 0 to 1 to 0.3, gates of 0 and 1 to 0.7, normalised inputs to 1.
    static final double LARGE = 10;
    /// Where no number is as large as a hundredth of it, next to nothing goes in. (A mean square says less here: one-hot rows
    /// of a thousand have 0.001, and are well.)
    static final double SMALL = 0.01;
    /// Fewer numbers than this prove nothing: one row may be an outlier, or all zeros.
    static final int ENOUGH = 64;

    private InputScale() {}

    static List<Finding> findings(Graph graph, Labels labels) {
        return graph.values().stream().filter(value -> (value.op() instanceof MatMul || value.op() instanceof Convolution)
                && value.inputs().getFirst().isConstant() && value.inputs().getLast().isParameter())
            .flatMap(value -> finding(value.inputs().getFirst(), value.inputs().getLast(), labels)).limit(1).toList();
    }

    private static Stream<Finding> finding(Value inputs, Value weight, Labels labels) {
        var x = inputs.data();
        if (x.size() < ENOUGH) return Stream.empty();
        double sum = 0, squares = 0, least = Double.POSITIVE_INFINITY, most = Double.NEGATIVE_INFINITY;
        boolean whole = true;
        for (int i = 0; i < x.size(); i++) {
            double number = x.at(i);
            sum += number;
            squares += number * number;
            least = Math.min(least, number);
            most = Math.max(most, number);
            whole &= number == Math.rint(number);
        }
        double mean = sum / x.size(), size = StrictMath.sqrt(squares / x.size());
        boolean small = Math.max(Math.abs(least), Math.abs(most)) < SMALL;
        if (!(size > LARGE) && !small) return Stream.empty();
        var seen = "those that go into %s have mean %s and deviation %s (from %s to %s), where about 0 and 1 are expected".formatted(
            labels.named(weight), text(mean), text(StrictMath.sqrt(Math.max(0, squares / x.size() - mean * mean))),
            text(least), text(most));
        return Stream.of(new Finding(Kind.INPUTS_NOT_NORMALIZED, "",
            "Inputs not normalised: " + seen + (small ? "" : worst(x, squares)) + ".",
            small ? "Next to nothing goes into the network, and the gradients of its first weights are as small."
                : "First weights are drawn for inputs of mean 0 and deviation 1: here all that the first layer computes begins about "
                + text(size)
                    + " times too large, and so does its gradient, so that tanh and sigmoid saturate and steps overshoot.",
            (whole && least >= 0 && most <= 255 && !small ? "Divide bytes by 255, or better, subtract" : "Subtract")
                + " the mean and divide by the deviation, of each column in a table, both measured on the training examples:"
                + " split.normalized().",
            List.of(inputs, weight)));
    }

    /// Which column of a table it is that is so large, or which channel of pictures `(n, channels, height, width)`, if it is one.
    private static String worst(Tensor x, double squares) {
        boolean pictures = x.shape().rank() == 4;
        int columns = x.shape().dim(pictures ? 1 : -1), pixels = pictures ? x.shape().dim(2) * x.shape().dim(3) : 1;
        for (int column = 0; column < columns && columns > 1; column++) {
            double sum = 0, own = 0;
            for (int i = column * pixels; i < x.size(); i += columns * pixels)
                for (int pixel = 0; pixel < pixels; pixel++) {
                    double number = x.at(i + pixel);
                    sum += number;
                    own += number * number;
                }
            double numbers = (double) x.size() / columns, mean = sum / numbers;
            if (own > 0.5 * squares) return "; %s %d of %d alone has mean %s and deviation %s".formatted(pictures ? "channel" : "column",
                column + 1, columns, text(mean), text(StrictMath.sqrt(Math.max(0, own / numbers - mean * mean))));
        }
        return "";
    }

    private static String text(double x) { return String.format(Locale.ROOT, "%.3g", x); }
}
