package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for the one simple change that makes two operands fit: a new axis of length 1 (or one that a reduction should have
/// kept), or for a product a transpose or the other order. It tries them all, on shapes alone, and speaks up for one only.
record Fix(String words, Shape left, Shape right) {
    static @Nullable String of(Op op, Value... in) {
        if (in.length != 2) return null;
        var fitting = switch (op) {
            case Binary _ -> elementwise(in[0], in[1]).stream().filter(fix -> broadcast(fix.left, fix.right)).toList();
            case MatMul m -> products(side(in[0].shape(), m.transposeA()), side(in[1].shape(), m.transposeB())).stream()
                .filter(fix -> multiply(fix.left, fix.right)).toList();
            default -> List.<Fix>of();
        };
        return fitting.size() != 1 ? null
            : fitting.getFirst().words + ": " + fitting.getFirst().left + " and " + fitting.getFirst().right + " fit";
    }

    /// A new axis of length 1, but not at the front, where broadcasting puts one by itself. (A transpose is never the only
    /// change that fits: where one of the left operand does, one of the right does too.)
    private static List<Fix> elementwise(Value left, Value right) {
        Shape a = left.shape(), b = right.shape();
        var fixes = new ArrayList<Fix>();
        for (int axis = 1; axis <= a.rank() && a.rank() < b.rank(); axis++)
            fixes.add(new Fix(axis(left, "left", axis), a.insert(axis, 1), b));
        for (int axis = 1; axis <= b.rank() && b.rank() < a.rank(); axis++)
            fixes.add(new Fix(axis(right, "right", axis), a, b.insert(axis, 1)));
        return fixes;
    }

    private static List<Fix> products(Shape a, Shape b) {
        var fixes = new ArrayList<Fix>();
        if (multiply(a, b)) return fixes;                                     // something else is wrong, such as the size
        if (a.rank() == 1) fixes.add(new Fix("give the left one an axis by unsqueeze(0)", a.insert(0, 1), b));
        if (b.rank() == 1) fixes.add(new Fix("give the right one an axis by unsqueeze(1)", a, b.insert(1, 1)));
        if (a.rank() < 2 || b.rank() < 2) return fixes;
        fixes.add(new Fix("transpose the left one", transposed(a), b));
        fixes.add(new Fix("transpose the right one", a, transposed(b)));
        fixes.add(new Fix("swap the two", b, a));
        return fixes;
    }

    /// In words, a new axis; or, where a reduction took it away, that it could have stayed.
    private static String axis(Value value, String side, int axis) {
        var sum = value.op() == Binary.DIV && value.inputs().getFirst().op() instanceof Sum ? value.inputs().getFirst() : value;
        Axes axes = switch (sum.op()) {
            case Sum op -> op.axes();
            case Extremum op -> op.axes();
            case Norm op -> op.axes();
            case LogSumExp op -> op.axes();
            case null, default -> null;
        };
        if (axes == null || axes.kept() || axes.axes().size() != 1
            || !axes.keptShape(sum.inputs().getFirst().shape()).equals(value.shape().insert(axis, 1)))
            return "give the " + side + " one an axis by unsqueeze(" + axis + ")";
        var label = sum.op() == null ? "" : sum.op().label();
        var name = sum == value ? label.substring(0, label.indexOf('(')) : "mean";
        return "keep the axis that " + name + " takes from the " + side + " one, by " + name + "(Axes.of(" + axes + ").keep())";
    }

    private static boolean broadcast(Shape a, Shape b) {
        try {
            return a.broadcast(b).rank() >= 0;
        } catch (ShapeException misfit) {
            return false;
        }
    }

    private static boolean multiply(Shape a, Shape b) {
        return a.rank() >= 2 && b.rank() >= 2 && a.dim(-1) == b.dim(-2) && broadcast(leading(a), leading(b));
    }

    private static Shape side(Shape shape, boolean transpose) { return transpose && shape.rank() >= 2 ? transposed(shape) : shape; }

    private static Shape transposed(Shape shape) {
        int[] dims = shape.toArray();
        int last = dims.length - 1, columns = dims[last];
        dims[last] = dims[last - 1];
        dims[last - 1] = columns;
        return Shape.of(dims);
    }

    private static Shape leading(Shape shape) { return shape.remove(-1).remove(-1); }
}
