package gradus.viz;

import gradus.autograd.Binary;
import gradus.autograd.Broadcast;
import gradus.autograd.Clamp;
import gradus.autograd.Concat;
import gradus.autograd.Convolution;
import gradus.autograd.CrossEntropy;
import gradus.autograd.Elu;
import gradus.autograd.Extremum;
import gradus.autograd.Gather;
import gradus.autograd.Gradients;
import gradus.autograd.Graph;
import gradus.autograd.LeakyRelu;
import gradus.autograd.LogSoftmax;
import gradus.autograd.LogSumExp;
import gradus.autograd.MatMul;
import gradus.autograd.Op;
import gradus.autograd.Permute;
import gradus.autograd.Power;
import gradus.autograd.Recording;
import gradus.autograd.Reshape;
import gradus.autograd.Slice;
import gradus.autograd.Softmax;
import gradus.autograd.Standardize;
import gradus.autograd.Sum;
import gradus.autograd.Trace;
import gradus.autograd.TransposedConvolution;
import gradus.autograd.Unary;
import gradus.autograd.Value;
import gradus.autograd.WeightConvolution;
import gradus.autograd.Where;
import gradus.autograd.WindowMean;
import gradus.autograd.WindowSpread;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A graph of arrays, computed once more with a value for every single number: what textbooks draw. It is a graph like any other,
/// with gradients of its own, so whatever draws graphs, or steps through them, serves it.
///
/// A product or a convolution becomes multiplications and additions, a softmax its exponentials, their sum and quotients. Operations
/// that only move numbers (reshape, transpose, slices, broadcasting, concatenation, the choice of a max-pool) vanish: who goes where is
/// found by sending numbered places through them. Of what max and min choose from, the winner stays. Functions of each element, products
/// of matrices, convolutions, pools, sums, standardizing, softmax and the losses made of them can be drawn; anything else is refused by
/// name.
final class Scalars {
    /// More numbers than anybody looks at; a bound before the graph is built.
    private static final int MOST = 200_000;
    private static final String CHOSEN =
        "Of what was chosen from, as in a max-pool, only the winners are drawn; changing a number does not choose anew.";

    private final Trace trace = new Trace();
    private final IdentityHashMap<Value, Value[]> numbers = new IdentityHashMap<>();        // looked up, never walked

    private Scalars() {}

    /// The same picture of the graph of single numbers.
    ///
    /// @throws PictureException for a result that is not one number, for operations that cannot be drawn so, for large graphs, and
    ///     for gradients of another result, which cannot be computed from these numbers
    static Picture of(Picture picture) {
        var graph = Graph.of(picture.root());
        require(graph);
        if (picture.gradients() != null && !graph.root().isConstant()) require(picture.gradients(), graph.root());
        var scalars = new Scalars();
        var root = scalars.trace.run(() -> scalars.expand(graph, picture.trace()));
        var drawn = Picture.of(root).upTo(picture.limit()).notes(picture.notes());
        if (picture.trace() != null) drawn = drawn.modules(scalars.trace);
        if (graph.values().stream().anyMatch(v -> v.op() instanceof Gather || v.op() instanceof Extremum))
            drawn = drawn.notes(List.of(CHOSEN));
        if (picture.gradients() != null && !root.isConstant()) drawn = drawn.gradients(root.backwardKeepingAll());
        if (picture.title() != null) drawn = drawn.titled(picture.title());
        return picture.folds() ? drawn : drawn.unfolded();
    }

    private static void require(Graph graph) {
        if (graph.root().shape().size() != 1)
            throw new PictureException("at level scalars one number is drawn, not " + graph.root().shape() + ": take its sum() or mean()");
        long size = 0;
        for (var v : graph.values()) {
            var terms = v.op() == null ? null : terms(v.op(), v.inputs().toArray(Value[]::new));
            size += terms != null ? terms.count()
                : v.op() instanceof MatMul ? (long) v.shape().size() * v.inputs().getFirst().shape().dim(-1) : v.shape().size();
            if (size > MOST)
                throw new PictureException("at level scalars this is a graph of more than " + MOST + " numbers: use level operations");
        }
    }

    private static void require(Gradients gradients, Value root) {
        if (!gradients.keeps(root) || gradients.of(root).item() != 1)
            throw new PictureException("at level scalars the gradients of what is drawn are computed once more, but those given are of"
                + " another result: draw that one, or give backwardKeepingAll() of this");
    }

    private Value expand(Graph graph, @Nullable Trace calls) {
        for (var v : graph.values()) numbers.put(v, trace.within(calls == null ? null : calls.of(v), () -> numbers(v)));
        return of(graph.root())[0];
    }

    private Value[] of(Value v) {
        var known = numbers.get(v);
        if (known == null) throw new IllegalStateException("a value came before its inputs");
        return known;
    }

    private Value[] numbers(Value v) {
        var op = v.op();
        var out = op == null ? leaves(v) : results(op, v, v.inputs().toArray(Value[]::new));
        var name = v.name();
        if (name == null || op != null && out.length > 1) return out;
        for (int i = 0; i < out.length; i++) if (out[i].name() == null) out[i].named(name + place(v.shape(), i));
        return out;
    }

    private static Value[] leaves(Value v) {
        return IntStream.range(0, v.shape().size()).mapToObj(i -> {
            var number = Tensor.scalar(v.data().at(i), v.precision());
            return v.isParameter() ? Value.parameter(number) : v.isBuffer() ? Value.buffer(number) : Value.of(number);
        }).toArray(Value[]::new);
    }

    /// `[2,0]`, in a column or row of one number `[2]`; nothing for a single number.
    private static String place(Shape shape, int i) {
        if (shape.size() == 1) return "";
        var words = new StringBuilder();
        int rest = i;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            int dim = shape.dim(axis);
            if (dim > 1) words.insert(0, (words.isEmpty() ? "" : ",")).insert(0, rest % dim);
            rest /= dim;
        }
        return "[" + words + "]";
    }

    private Value[] results(Op op, Value v, Value... in) {
        return switch (op) {
            case Unary _, Binary _, Power _, LeakyRelu _, Elu _, Clamp _, Where _ -> elementwise(op, v.shape(), in);
            case Reshape _, Permute _, Broadcast _, Slice _, Concat _, Gather _ -> moved(op, in);
            case MatMul product -> product(product, v.shape(), in[0], in[1]);
            case Convolution _, TransposedConvolution _, WeightConvolution _, WindowMean _, WindowSpread _ -> windows(op, v, in);
            case Standardize(Axes axes, double epsilon) -> standardized(in[0], axes, epsilon);
            case Extremum extremum -> winners(in[0], extremum.axes(), v);
            case Sum sum -> sums(in[0], sum.axes(), of(in[0]), v.shape().size());
            case Softmax softmax -> softmax(in[0], Axes.of(softmax.axis()));
            case LogSoftmax softmax -> {
                var x = of(in[0]);
                var logs = spread(in[0], Axes.of(softmax.axis()), logSumExp(in[0], Axes.of(softmax.axis())));
                yield IntStream.range(0, x.length).mapToObj(i -> x[i].sub(logs[i])).toArray(Value[]::new);
            }
            case LogSumExp logSumExp -> logSumExp(in[0], logSumExp.axes());
            case CrossEntropy loss -> new Value[] {crossEntropy(in[0], loss.labels())};
            default -> throw new PictureException("at level scalars " + op.label() + " cannot be drawn: use level operations");
        };
    }

    private Value[] elementwise(Op op, Shape shape, Value... in) {
        var places = Arrays.stream(in).map(x -> places(x).broadcastTo(shape)).toArray(Tensor[]::new);
        return IntStream.range(0, shape.size()).mapToObj(i -> op.apply(
            IntStream.range(0, in.length).mapToObj(k -> of(in[k])[(int) places[k].at(i)]).toArray(Value[]::new))).toArray(Value[]::new);
    }

    /// 0, 1, 2, … in the shape of a value.
    private static Tensor places(Value v) {
        return Tensor.of(v.shape(), IntStream.range(0, v.shape().size()).asDoubleStream().toArray());
    }

    /// The inputs' numbers where the operation sends their places.
    private Value[] moved(Op op, Value... in) {
        var places = new Tensor[in.length];
        var all = new Value[0];
        for (int k = 0; k < in.length; k++) {
            places[k] = places(in[k]).add(Tensor.scalar(all.length, Precision.DOUBLE));
            int before = all.length;
            all = Arrays.copyOf(all, before + of(in[k]).length);
            System.arraycopy(of(in[k]), 0, all, before, of(in[k]).length);
        }
        var from = all;
        var to = op.forward(places);
        return IntStream.range(0, to.size()).mapToObj(i -> from[(int) to.at(i)]).toArray(Value[]::new);
    }

    private Value[] product(MatMul op, Shape shape, Value left, Value right) {
        if (left.shape().rank() != 2 || right.shape().rank() != 2)
            throw new PictureException("at level scalars products of matrices can be drawn, but not of " + left.shape() + " and "
                + right.shape() + ": use level operations");
        Value[] a = of(left), b = of(right);
        int rows = shape.dim(0), columns = shape.dim(1), inner = left.shape().dim(op.transposeA() ? 0 : 1);
        var out = new Value[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                for (int k = 0; k < inner; k++) {
                    var part = a[op.transposeA() ? k * rows + i : i * inner + k].mul(b[op.transposeB() ? j * inner + k : k * columns + j]);
                    out[i * columns + j] = k == 0 ? part : out[i * columns + j].add(part);
                }
        return out;
    }

    /// The terms of a convolution, of one of its derivatives, or of a pool of means; null for other operations.
    private static @Nullable Terms terms(Op op, Value... in) {
        return switch (op) {
            case Convolution(Window window, int groups) -> new Terms(in[0].shape(), in[1].shape().dim(0), window, groups);
            case TransposedConvolution(Window window, int groups, Shape pictures) ->
                new Terms(pictures, in[1].shape().dim(0), window, groups);
            case WeightConvolution(Window window, int groups) -> new Terms(in[0].shape(), in[1].shape().dim(1), window, groups);
            case WindowMean(Window window) -> Terms.ofPool(in[0].shape(), window);
            case WindowSpread(Window window, Shape pictures) -> Terms.ofPool(pictures, window);
            default -> null;
        };
    }

    /// Sums of terms: each of pictures, kernels and result is a sum of products of the other two. A mean is a sum, divided by the size.
    private Value[] windows(Op op, Value v, Value... in) {
        var out = new Value[v.shape().size()];
        Value[] a = of(in[0]), b = in.length == 1 ? a : of(in[1]);
        Objects.requireNonNull(terms(op, in)).each((x, w, y) -> {
            switch (op) {
                case Convolution _ -> add(out, y, a[x].mul(b[w]));
                case TransposedConvolution _ -> add(out, x, a[y].mul(b[w]));
                case WeightConvolution _ -> add(out, w, a[x].mul(b[y]));
                case WindowMean _ -> add(out, y, a[x]);
                default -> add(out, x, a[y]);
            }
        });
        int size = op instanceof WindowMean(Window window) ? window.size() : op instanceof WindowSpread spread ? spread.window().size() : 1;
        for (int i = 0; i < out.length; i++)
            if (out[i] == null) out[i] = Value.of(Tensor.scalar(0, v.precision()));                   // where nothing is in sight
            else if (size > 1) out[i] = out[i].div(size);
        return out;
    }

    private static void add(Value[] sums, int to, Value term) { sums[to] = sums[to] == null ? term : sums[to].add(term); }

    /// (x − mean) / √(variance + ε) over axes.
    private Value[] standardized(Value x, Axes axes, double epsilon) {
        int groups = axes.keptShape(x.shape()).size(), count = x.shape().size() / groups;
        var of = of(x);
        var means = spread(x, axes, each(sums(x, axes, of, groups), sum -> sum.div(count)));
        var centred = IntStream.range(0, of.length).mapToObj(i -> of[i].sub(means[i])).toArray(Value[]::new);
        var variances = each(sums(x, axes, each(centred, Value::square), groups), sum -> sum.div(count));
        var deviations = spread(x, axes, each(variances, variance -> variance.add(epsilon).sqrt()));
        return IntStream.range(0, of.length).mapToObj(i -> centred[i].div(deviations[i])).toArray(Value[]::new);
    }

    private static Value[] each(Value[] of, UnaryOperator<Value> function) {
        return Arrays.stream(of).map(function).toArray(Value[]::new);
    }

    /// For each element of an array, the place that it has in the array's sum over axes.
    private static Tensor targets(Value x, Axes axes) {
        var kept = axes.keptShape(x.shape());
        return Tensor.of(kept, IntStream.range(0, kept.size()).asDoubleStream().toArray()).broadcastTo(x.shape());
    }

    private static Value[] sums(Value x, Axes axes, Value[] of, int count) {
        var targets = targets(x, axes);
        var out = new Value[count];
        for (int i = 0; i < of.length; i++) add(out, (int) targets.at(i), of[i]);
        return out;
    }

    /// For each largest or smallest number the one that it is; of several, which share its gradient equally, their mean.
    private Value[] winners(Value x, Axes axes, Value extremes) {
        var targets = targets(x, axes);
        var of = of(x);
        var out = new Value[extremes.shape().size()];
        var ties = new int[out.length];
        for (int i = 0; i < of.length; i++) {
            int to = (int) targets.at(i);
            double number = x.data().at(i), extreme = extremes.data().at(to);
            if (number != extreme && !(Double.isNaN(number) && Double.isNaN(extreme))) continue;
            add(out, to, of[i]);
            ties[to]++;
        }
        for (int i = 0; i < out.length; i++) if (ties[i] > 1) out[i] = out[i].div(ties[i]);
        return out;
    }

    /// Each sum beside every element that is in it.
    private static Value[] spread(Value x, Axes axes, Value... sums) {
        var targets = targets(x, axes);
        return IntStream.range(0, x.shape().size()).mapToObj(i -> sums[(int) targets.at(i)]).toArray(Value[]::new);
    }

    /// eˣ of each element; where the largest m of a sum is far from 0, eˣ⁻ᵐ, so that nothing overflows and not all vanish.
    private Value[] exponentials(Value x, Axes axes, double... shifts) {
        var targets = targets(x, axes);
        var of = of(x);
        return IntStream.range(0, of.length).mapToObj(i -> {
            double shift = shifts[(int) targets.at(i)];
            return shift == 0 ? of[i].exp() : of[i].sub(shift).exp();
        }).toArray(Value[]::new);
    }

    /// For each sum of exponentials, what is taken off its exponents.
    private static double[] shifts(Value x, Axes axes) {
        var largest = x.data().max(axes);
        return IntStream.range(0, largest.size()).mapToDouble(largest::at)
            .map(m -> Math.abs(m) > LARGE && Double.isFinite(m) ? Math.rint(m) : 0).toArray();
    }

    private static final double LARGE = 30;

    private Value[] softmax(Value x, Axes axes) {
        var powers = exponentials(x, axes, shifts(x, axes));
        var sums = spread(x, axes, sums(x, axes, powers, axes.keptShape(x.shape()).size()));
        return IntStream.range(0, powers.length).mapToObj(i -> powers[i].div(sums[i])).toArray(Value[]::new);
    }

    private Value[] logSumExp(Value x, Axes axes) {
        var shifts = shifts(x, axes);
        var sums = sums(x, axes, exponentials(x, axes, shifts), shifts.length);
        return IntStream.range(0, sums.length).mapToObj(i -> shifts[i] == 0 ? sums[i].log() : sums[i].log().add(shifts[i]))
            .toArray(Value[]::new);
    }

    /// The mean of log Σ eˣ − x at the label.
    private Value crossEntropy(Value logits, int... labels) {
        int classes = logits.shape().dim(-1);
        var logs = logSumExp(logits, Axes.of(-1));
        var x = of(logits);
        Value sum = logs[0].sub(x[labels[0]]);
        for (int row = 1; row < labels.length; row++) sum = sum.add(logs[row].sub(x[row * classes + labels[row]]));
        return labels.length == 1 ? sum : sum.div(labels.length);
    }
}
