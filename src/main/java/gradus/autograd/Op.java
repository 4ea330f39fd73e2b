package gradus.autograd;

import gradus.tensor.Precision;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A step of arithmetic: how to compute it, and how to pull a gradient back through it.
///
/// The set is closed, so that a test can hold every operation to its derivative; [Custom] is the open door.
public sealed interface Op permits Unary, Binary, Power, LeakyRelu, Elu, Clamp, Where, Gate, Sum, Extremum, Norm, LogSumExp,
    Softmax, LogSoftmax, CrossEntropy, MatMul, Convolution, TransposedConvolution,
    WeightConvolution, WindowMean, WindowSpread, Standardize, StandardizeBack, Permute, Reshape, Broadcast, Slice, Pad, Concat, Gather,
        ScatterAdd, Op.Custom {

    /// The result for these inputs, which have one precision.
    Tensor forward(Tensor... in);

    /// The gradient `g` of the output `out`, pulled back to input `i`: `g · ∂out/∂in[i]`. It is written in operations on values,
    /// so that it can be differentiated again; it is asked only for inputs whose gradient is wanted. Where an input was
    /// stretched by broadcasting, the gradient may keep the output's shape: the walk sums it up.
    Value pull(int i, Value g, Value out, Value... in);

    /// The operation as the field writes it: `add`, `matmul`, `leakyRelu(0.01)`.
    default String label() {
        if (this instanceof Enum<?> e) return e.name().toLowerCase(Locale.ROOT);
        var name = getClass().getSimpleName();
        return name.isEmpty() ? "custom" : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /// Applies this step: the one place where a graph grows. What depends on no parameter remembers nothing. Inputs given as an
    /// array belong to the graph from then on, and must not be changed.
    default Value apply(Value... in) {
        var data = new Tensor[in.length];
        boolean depends = false;
        for (int i = 0; i < in.length; i++) {
            data[i] = in[i].data;
            if (data[i].precision() != data[0].precision()) return apply(agreed(in));
            depends |= in[i] instanceof Recorded;
        }
        var out = computed(in, data);
        var scope = Recording.of(depends);
        return scope.on ? scope.recorded(this, out, in) : new Constant(out);
    }

    private Tensor computed(Value[] in, Tensor... data) {
        try {
            return forward(data);
        } catch (ShapeException e) {
            throw MisfitException.of(e, this, in);
        }
    }

    /// Inputs of two precisions in one: plain numbers, which are in double, take on that of the others, which must agree.
    private Value[] agreed(Value... in) {
        var precision = Precision.DOUBLE;
        boolean found = false;
        for (var v : in) {
            if (v.isPlain()) continue;
            if (found && v.precision() != precision) throw mixed(in);
            precision = v.precision();
            found = true;
        }
        var out = in.clone();
        for (int i = 0; i < out.length; i++) if (out[i].isPlain()) out[i] = ((Constant) out[i]).in(precision);
        return out;
    }

    private IllegalArgumentException mixed(Value... in) {
        var inputs = Arrays.stream(in).map(v -> (v.name() == null ? "" : v.name() + " ") + v.precision() + " " + v.shape())
            .collect(Collectors.joining(" and "));
        return new IllegalArgumentException(label() + ": float and double cannot be mixed, but the inputs are " + inputs
            + "; convert the numbers of one, as in Value.of(x.data().to(Precision.FLOAT))");
    }

    /// An operation of one's own: a record or class that says how to compute it and how to pull a gradient back, and is then
    /// applied like any other, `new Cube().apply(x)`. `docs/add-an-operation.md` shows one.
    non-sealed interface Custom extends Op {}
}
