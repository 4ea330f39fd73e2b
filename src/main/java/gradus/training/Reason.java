package gradus.training;

import gradus.autograd.Binary;
import gradus.autograd.Op;
import gradus.autograd.Power;
import gradus.autograd.Unary;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/// Why an operation has no finite answer for its operands, in words.
///
/// @param numbers  the operands where it has none, as `log(0.0)`; for operations on whole rows, how large they are
/// @param cause    what is the matter with them
/// @param cure     what helps
record Reason(String numbers, String cause, String cure) {
    private static final String SMALLER =
        "A smaller learning rate, inputs near the range from -1 to 1, or clipped gradients keep numbers small.";
    private static final String POSITIVE = "Keep it above 0 by clamp(1e-12, 1) or by adding a small number;"
        + " in a loss, start from logits instead: Loss.crossEntropy, Loss.binaryCrossEntropy, logSoftmax.";

    /// Of a value that is not finite, though its inputs are; or that had none.
    static Reason of(Value value) {
        var op = value.op();
        if (op == null) return leaf(value);
        int at = NonFinite.first(value.data());
        var shape = value.shape();
        var operands = value.inputs().stream().map(Value::data).toList();
        if (!elementwise(op))
            return new Reason("of numbers up to " + operands.stream().map(in -> text(largest(in))).collect(Collectors.joining(" and ")),
                "A sum of such numbers left the range of " + range(value) + ".", SMALLER);
        double[] x = operands.stream().mapToDouble(in -> in.at(index(at, shape, in.shape()))).toArray();
        var numbers = "as " + op.label() + "(" + DoubleStream.of(x).mapToObj(Double::toString).collect(Collectors.joining(", ")) + ")"
            + (shape.size() == 1 ? "" : " at " + position(at, shape));
        var tooLarge = new Reason(numbers, "The result leaves the range of " + range(value) + ".", SMALLER);
        return switch (op) {
            case Unary.LOG, Unary.LOG1P -> new Reason(numbers,
                value.data().at(at) == Double.NEGATIVE_INFINITY ? "The logarithm of 0 is -Infinity."
                    : "Negative numbers have no logarithm.", POSITIVE);
            case Unary.SQRT -> new Reason(numbers, "Negative numbers have no square root.", POSITIVE);
            case Unary.EXP, Unary.EXPM1 -> new Reason(numbers, "The exponential leaves the range of " + range(value) + " beyond "
                + (value.precision() == Precision.FLOAT ? "88.7." : "709.7."),
                "Subtract the largest operand first, as softmax and logSumExp do, or keep operands small: a smaller learning rate helps.");
            case Binary.DIV -> x[1] != 0 ? tooLarge : new Reason(numbers, x[0] == 0 ? "0 / 0 is no number." : "It divides by 0.",
                "Add a small number to the divisor, or choose another one where it is 0: d.eq(0).where(1, d).");
            case Binary.POW -> power(numbers, x[0], value.data().at(at), tooLarge);
            case Power _ -> power(numbers, x[0], value.data().at(at), tooLarge);
            default -> tooLarge;
        };
    }

    /// Of a gradient that became infinite, or no number, by the rule of an operation.
    static Reason ofRule(Value value) {
        var op = value.op();
        boolean atZero = value.inputs().stream().anyMatch(in -> holdsZero(in.data()));
        var steep = op == Unary.SQRT ? "√x is infinitely steep at x = 0."
            : op == Unary.LOG ? "The slope of log x is 1 / x, which is none at x = 0."
            : op != Binary.DIV && op != Binary.POW && !(op instanceof Power) ? null
            : "Its slope divides by a power of its operand, which is 0 here.";
        if (atZero && steep != null)
            return new Reason("at an operand of 0", steep + " That where(...) did not choose the result does not help:"
                + " the rule runs all the same.",
                "Keep the operand away from 0 before the operation: x.add(1e-12), or x.gt(0).where(x, 1).");
        var sizes = value.inputs().stream().map(in -> text(largest(in.data()))).collect(Collectors.joining(" and "));
        return new Reason("of operands up to " + sizes,
            "The gradient grew beyond the range of " + range(value) + " on its way back.", SMALLER);
    }

    private static Reason leaf(Value value) {
        return new Reason("at " + position(NonFinite.first(value.data()), value.shape()), value.isParameter()
            ? "An earlier step, or whatever filled it, wrote it there."
            : "The data, or what was computed of them without parameters, hold it already.",
            value.isParameter() ? "Look at the step before this one: a smaller learning rate, or clipped gradients."
                : "Look for missing numbers and for divisions by 0 in the data, as by the deviation of a column that never changes.");
    }

    private static Reason power(String numbers, double base, double result, Reason tooLarge) {
        if (base == 0) return new Reason(numbers, "0 to a negative power is a division by 0.", POSITIVE);
        return Double.isNaN(result) ? new Reason(numbers, "A negative number has no such power.", POSITIVE) : tooLarge;
    }

    private static boolean elementwise(Op op) { return op instanceof Unary || op instanceof Binary || op instanceof Power; }

    private static String range(Value value) {
        return value.precision() == Precision.FLOAT ? "floats (3.4e38)" : "doubles (1.8e308)";
    }

    private static boolean holdsZero(Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) if (tensor.at(i) == 0) return true;
        return false;
    }

    private static double largest(Tensor tensor) {
        double largest = 0;
        for (int i = 0; i < tensor.size(); i++) largest = Math.max(largest, Math.abs(tensor.at(i)));
        return largest;
    }

    private static String text(double x) { return String.format(Locale.ROOT, "%.2g", x); }

    /// The element of an operand of this shape that went into an element of the result: aligned at the last axis, 0 where it
    /// was stretched.
    private static int index(int at, Shape out, Shape in) {
        int index = 0, stride = 1;
        for (int i = 1; i <= out.rank(); at /= out.dim(-i), i++) {
            if (i > in.rank()) break;
            if (in.dim(-i) != 1) index += at % out.dim(-i) * stride;
            stride *= in.dim(-i);
        }
        return index;
    }

    /// As `[1, 0]`.
    private static String position(int at, Shape shape) {
        var position = new int[shape.rank()];
        for (int i = position.length - 1; i >= 0; at /= shape.dim(i--)) position[i] = at % shape.dim(i);
        return Arrays.toString(position);
    }
}
