package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Holds derivatives to their definition: every operation of a graph, and the graph as a whole, against central differences in
/// double, in random directions, to first and second order.
///
/// For weights r and directions d, s(x) = Σ r · (f(x) + f(x)²/10) has the slope Σ d · ∂s/∂x along d, which must equal
/// (s(x + εd) − s(x − εd)) / 2ε, extrapolated from ε and ε/2 (Richardson 1911), so that the error falls with ε⁴. The second
/// order differentiates the slope itself, written as a graph, along another direction e: a rule that hides a term from the
/// graph passes the first and fails here. The bound is 10⁻⁶ of the magnitudes involved, a hundred times above the rounding
/// error of the differences and far below anything that a wrong sign, factor or term could hide in. Inputs must stay clear of
/// kinks and ties by more than ε, and be in double.
public final class GradientCheck {
    private static final double STEP = 1e-3, BOUND = 1e-6;
    private static final int DIRECTIONS = 3;
    private static final double SMALL_STEP = 1e-5;
    private static final int ATTEMPTS = 4, MOVED = 1000, ASKED = 200;

    private GradientCheck() {}

    /// The worst that a check found.
    ///
    /// @param operation  the operation whose rule it concerns, or `the whole` for the graph at large
    /// @param order      1 or 2
    /// @param input      which input of the operation, and
    /// @param element    which element of it (in row-major order) is worst
    /// @param derived    the derivative by the rules
    /// @param measured   the derivative by differences
    /// @param error      how far they lie apart, as a share of the magnitudes involved
    public record Report(String operation, int order, int input, int element, double derived, double measured, double error) {
        /// Whether the rule is right: the error is within 10⁻⁶, and a number.
        public boolean passes() { return error <= BOUND; }

        /// One line: what was checked, and where it is worst.
        @Override public String toString() {
            return String.format(Locale.ROOT, "%s: %s, order %d, worst at input %d, element %d: rule %.9g, differences %.9g (error %.1e)",
                operation, passes() ? "right" : "WRONG", order, input, element, derived, measured, error);
        }
    }

    /// Checks a function at a point: each operation of its graph by itself, then the whole.
    public static Report check(Function<Value[], Value> f, Random random, Tensor... at) {
        var worst = nothing("the whole", 1);
        for (var report : operations(Graph.of(f.apply(parameters(at))), random)) worst = worse(worst, report);
        // What is wrong with an operation is wrong with the whole too: the operation is the better answer.
        return worst.passes() ? worse(worst, of("the whole", f, random, at)) : worst;
    }

    /// Checks every operation of a graph by itself, at the numbers it has there: one report each, in the graph's order.
    public static List<Report> operations(Graph graph, Random random) {
        var reports = new ArrayList<Report>();
        for (var v : graph.values())
            if (v instanceof Recorded r && r.op != null) reports.add(operation(r.op, random.at(reports.size()), v.inputs()));
        return reports;
    }

    /// An operation of a graph whose rule is wrong.
    ///
    /// @param value   its result: what a picture marks
    /// @param report  at which input and element its rule is furthest from the differences, and both numbers
    public record Wrong(Value value, Report report) {}

    /// The first operation behind a value, from the inputs on, whose rule differs from the differences of its own forward
    /// computation; null if all are right. Every operation is asked by itself, so an error does not carry on to those behind it.
    ///
    /// Unlike a point of one's choice, the numbers of a graph may lie on kinks and ties, as zeros behind relu do, and in float.
    /// So each operation is asked in double, near the numbers that it had: zeros become small, others move by up to a
    /// hundredth, directions are relative to each number (none crosses 0 or leaves the domain of a logarithm) and the step is
    /// 10⁻⁵. Of large inputs only a thousand elements move at a time. A rule is wrong if it fails at four such points, since a
    /// step across a kink would be another one at each. Operations without a finite result are left out.
    public static @Nullable Wrong firstWrong(Value root, Random random) {
        int place = 0;
        for (var v : Graph.of(root).values()) {
            if (!(v instanceof Recorded r) || r.op == null) continue;
            var report = failure(r, random.at(place++));
            if (report != null) return new Wrong(v, report);
        }
        return null;
    }

    private static @Nullable Report failure(Recorded v, Random random) {
        var op = Objects.requireNonNull(v.op);
        Report worst = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var report = near(op, random.at(attempt), v.inputs());
            if (report.passes()) return null;
            if (worst == null || report.error() > worst.error()) worst = report;
        }
        return worst;
    }

    /// Compares an operation's rule and differences near these inputs.
    private static Report near(Op op, Random random, List<Value> inputs) {
        var all = new Tensor[inputs.size()];
        for (int i = 0; i < all.length; i++) {
            var numbers = inputs.get(i).data().to(Precision.DOUBLE);
            all[i] = inputs.get(i).isConstant() ? numbers : nudged(numbers, random.at("nudge").at(i));
        }
        var at = IntStream.range(0, all.length).filter(i -> !inputs.get(i).isConstant()).mapToObj(i -> all[i]).toArray(Tensor[]::new);
        Function<Value[], Value> f = x -> {
            var full = new Value[all.length];
            int next = 0;
            for (int i = 0; i < full.length; i++) full[i] = inputs.get(i).isConstant() ? Value.of(all[i]) : x[next++];
            return op.apply(full);
        };
        var y = f.apply(parameters(at)).data();
        var right = nothing(op.label(), 1);
        if (!y.isFinite() || y.size() == 0) return right;
        double size = y.abs().max(Axes.all()).item();
        var weights = Value.of(weights(random.at("weights"), y.shape()).div(size == 0 ? 1 : size));
        Function<Value[], Value> s = x -> weighed(f.apply(x), weights, size == 0 ? 1 : size);
        for (int i = 0; i < DIRECTIONS; i++) {
            Tensor[] first = relative(random.at("first").at(i), at), second = relative(random.at("second").at(i), at);
            Function<Value[], Value> slope = x -> slope(s, second, x);
            for (int order = 1; order <= 2; order++) {
                var report = compare(op.label(), order, order == 1 ? s : slope, SMALL_STEP, first, at);
                if (!report.passes()) return pointed(report, order == 1 ? s : slope, first, at);
            }
        }
        return right;
    }

    /// Off zeros, kinks and ties: all within a hundredth of where they were, zeros within that of the largest.
    private static Tensor nudged(Tensor x, Random random) {
        double size = x.size() == 0 ? 0 : x.abs().max(Axes.all()).item();
        var positive = random.at("zeros").uniform(x.shape(), 0.001, 0.01, Precision.DOUBLE).mul(size == 0 ? 1 : size);
        return x.eq(0).where(positive, x.mul(random.uniform(x.shape(), 0.99, 1.01, Precision.DOUBLE)));
    }

    /// Directions as long in each element as its number, and 0 in all but some of many.
    private static Tensor[] relative(Random random, Tensor... at) {
        var out = directions(random, at);
        for (int i = 0; i < out.length; i++) {
            out[i] = out[i].mul(at[i].abs());
            if (at[i].size() > MOVED) {
                double share = (double) MOVED / at[i].size();
                out[i] = random.at("moved").at(i).uniform(at[i].shape(), 0, 1, Precision.DOUBLE).lt(share).where(out[i], Tensor.of(0));
            }
        }
        return out;
    }

    /// Having failed in a direction: which of the elements that moved is worst? Of many, the first are asked.
    private static Report pointed(Report failed, Function<Value[], Value> s, Tensor[] along, Tensor... at) {
        var worst = nothing(failed.operation(), failed.order());
        int asked = 0;
        for (int i = 0; i < at.length; i++)
            for (int j = 0; j < at[i].size() && asked < ASKED; j++) {
                if (along[i].at(j) == 0) continue;
                asked++;
                double x = Math.abs(at[i].at(j));
                var r = compare(failed.operation(), failed.order(), s, SMALL_STEP, axis(i, j, x, at), at);
                worst = worse(worst, new Report(r.operation(), r.order(), i, j, r.derived() / x, r.measured() / x, r.error()));
            }
        return worst.passes() ? failed : worst;
    }

    private static Report operation(Op op, Random random, List<Value> inputs) {
        var wanted = inputs.stream().filter(in -> !in.isConstant()).map(Value::data).toArray(Tensor[]::new);
        return of(op.label(), x -> {
            var all = new Value[inputs.size()];
            int next = 0;
            for (int i = 0; i < all.length; i++) all[i] = inputs.get(i).isConstant() ? inputs.get(i) : x[next++];
            return op.apply(all);
        }, random, wanted);
    }

    private static Report of(String name, Function<Value[], Value> f, Random random, Tensor... at) {
        var shape = f.apply(parameters(at)).shape();
        var worst = nothing(name, 1);
        for (int i = 0; i < DIRECTIONS; i++) {
            var draw = random.at("direction").at(i);
            var weights = Value.of(weights(draw.at("weights"), shape));
            Function<Value[], Value> scalar = x -> weighed(f.apply(x), weights);
            worst = worse(worst, compare(name, 1, scalar, directions(draw.at("first"), at), at));
            var along = directions(draw.at("second"), at);
            worst = worse(worst, compare(name, 2, x -> slope(scalar, along, x), directions(draw.at("first"), at), at));
        }
        return worst.passes() ? worst : locate(worst, f, random, at);
    }

    /// Σ r · (y + y²/10): curved, so that the gradient an operation is given depends on the point and must not be detached.
    private static Value weighed(Value y, Value weights) { return weighed(y, weights, 1); }

    /// The same of numbers of a size.
    private static Value weighed(Value y, Value weights, double size) { return y.mul(weights).mul(y.mul(0.1 / size).add(1)).sum(); }

    /// Compares the slope of s along the directions by rules and by differences.
    private static Report compare(String name, int order, Function<Value[], Value> s, Tensor[] along, Tensor... at) {
        return compare(name, order, s, STEP, along, at);
    }

    private static Report compare(String name, int order, Function<Value[], Value> s, double step, Tensor[] along, Tensor... at) {
        var x = parameters(at);
        var y = s.apply(x);
        double derived = y.isConstant() ? 0 : dot(y.backward(), x, along);
        double measured = difference(s, step, along, at);
        double size = Math.max(Math.max(Math.abs(derived), Math.abs(measured)), 1e-3 * Math.min(1, Math.abs(y.item())));
        double error = derived == measured ? 0 : Math.abs(derived - measured) / size;
        return new Report(name, order, 0, 0, derived, measured, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
    }

    /// Σ d · ∂s/∂x as a graph.
    private static Value slope(Function<Value[], Value> s, Tensor[] along, Value... x) {
        var y = s.apply(x);
        Value total = Value.of(0);
        if (y.isConstant()) return total;
        var gradients = y.differentiate();
        for (int i = 0; i < x.length; i++) total = total.add(gradients.of(x[i]).mul(Value.of(along[i])).sum());
        return total;
    }

    private static double dot(Gradients gradients, Value[] x, Tensor... along) {
        double total = 0;
        for (int i = 0; i < x.length; i++) total += gradients.of(x[i]).data().mul(along[i]).sum(Axes.all()).item();
        return total;
    }

    private static double difference(Function<Value[], Value> s, double step, Tensor[] along, Tensor... at) {
        double coarse = central(s, step, along, at), fine = central(s, step / 2, along, at);
        return (4 * fine - coarse) / 3;
    }

    private static double central(Function<Value[], Value> s, double step, Tensor[] along, Tensor... at) {
        return (s.apply(moved(step, along, at)).item() - s.apply(moved(-step, along, at)).item()) / (2 * step);
    }

    private static Value[] moved(double step, Tensor[] along, Tensor... at) {
        var out = new Value[at.length];
        for (int i = 0; i < out.length; i++) out[i] = Value.parameter(at[i].addScaled(step, along[i]));
        return out;
    }

    /// Having failed in a random direction: which element of which input is it? Each axis is a direction.
    private static Report locate(Report failed, Function<Value[], Value> f, Random random, Tensor... at) {
        var weights = Value.of(weights(random.at("locate"), f.apply(parameters(at)).shape()));
        Function<Value[], Value> scalar = x -> weighed(f.apply(x), weights);
        var along = directions(random.at("locate").at("second"), at);
        Function<Value[], Value> s = failed.order() == 1 ? scalar : x -> slope(scalar, along, x);
        var worst = nothing(failed.operation(), failed.order());
        for (int i = 0; i < at.length; i++)
            for (int j = 0; j < at[i].size(); j++) {
                var r = compare(failed.operation(), failed.order(), s, axis(i, j, 1, at), at);
                worst = worse(worst, new Report(r.operation(), r.order(), i, j, r.derived(), r.measured(), r.error()));
            }
        return worst.passes() ? failed : worst;
    }

    /// What stands before anything was compared.
    private static Report nothing(String operation, int order) { return new Report(operation, order, 0, 0, 0, 0, 0); }

    private static Report worse(Report a, Report b) { return b.error() > a.error() ? b : a; }

    private static Value[] parameters(Tensor... at) {
        var out = new Value[at.length];
        for (int i = 0; i < out.length; i++) out[i] = Value.parameter(at[i]);
        return out;
    }

    /// Numbers of magnitude ½ to 1½ and either sign: none is so small that it hides something.
    private static Tensor weights(Random random, Shape shape) {
        var magnitudes = random.at("magnitude").uniform(shape, 0.5, 1.5, Precision.DOUBLE);
        return magnitudes.mul(random.at("sign").uniform(shape, -1, 1, Precision.DOUBLE).ge(0).mul(2).sub(1));
    }

    private static Tensor[] directions(Random random, Tensor... at) {
        var out = new Tensor[at.length];
        for (int i = 0; i < out.length; i++) out[i] = weights(random.at(i), at[i].shape());
        return out;
    }

    private static Tensor[] axis(int input, int element, double length, Tensor... at) {
        var out = new Tensor[at.length];
        for (int i = 0; i < out.length; i++) {
            var d = new double[at[i].size()];
            if (i == input) d[element] = length;
            out[i] = Tensor.of(Shape.of(d.length), d).reshape(at[i].shape());
        }
        return out;
    }
}
