package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A case for every operation, at random points clear of kinks and ties, for [GradientCheck]: what `./gradus gradcheck` runs,
/// and what a census test holds against the closed set of [Op].
public final class GradientCases {
    private GradientCases() {}

    /// A function to check, and where.
    ///
    /// @param name      the operation's name in the code, with what is special about the case behind it: `add, row and matrix`
    /// @param function  from parameters to any value
    /// @param inputs    the points, drawn from a stream
    public record Case(String name, Function<Value[], Value> function, Function<Random, Tensor[]> inputs) {
        /// The operation's name without what is special about the case.
        public String operation() { return name.contains(",") ? name.substring(0, name.indexOf(',')) : name; }

        /// The check at points drawn from this stream.
        public GradientCheck.Report check(Random random) {
            return GradientCheck.check(function, random.at("directions"), inputs.apply(random.at("inputs")));
        }
    }

    private static final Shape MATRIX = Shape.of(3, 4), ROW = Shape.of(4), COLUMN = Shape.of(3, 1), SCALAR = Shape.SCALAR;

    /// All cases.
    public static List<Case> all() {
        var cases = new ArrayList<Case>();
        unary(cases);
        binary(cases);
        reductions(cases);
        products(cases);
        shaping(cases);
        images(cases);
        return List.copyOf(cases);
    }

    private static void unary(List<Case> cases) {
        cases.add(of("neg", x -> x[0].neg(), around(MATRIX)));
        cases.add(of("exp", x -> x[0].exp(), around(MATRIX)));
        cases.add(of("expm1", x -> x[0].expm1(), around(MATRIX)));
        cases.add(of("log", x -> x[0].log(), positive(MATRIX)));
        cases.add(of("log1p", x -> x[0].log1p(), positive(MATRIX)));
        cases.add(of("sqrt", x -> x[0].sqrt(), positive(MATRIX)));
        cases.add(of("square", x -> x[0].square(), around(MATRIX)));
        cases.add(of("abs", x -> x[0].abs(), around(MATRIX)));
        cases.add(of("sin", x -> x[0].sin(), around(MATRIX)));
        cases.add(of("cos", x -> x[0].cos(), around(MATRIX)));
        cases.add(of("tanh", x -> x[0].tanh(), around(MATRIX)));
        cases.add(of("sigmoid", x -> x[0].sigmoid(), around(MATRIX)));
        cases.add(of("erf", x -> x[0].erf(), around(MATRIX)));
        cases.add(of("relu", x -> x[0].relu(), around(MATRIX)));
        cases.add(of("leakyRelu", x -> x[0].leakyRelu(0.1), around(MATRIX)));
        cases.add(of("elu", x -> x[0].elu(0.7), around(MATRIX)));
        cases.add(of("gelu", x -> x[0].gelu(), around(MATRIX)));
        cases.add(of("silu", x -> x[0].silu(), around(MATRIX)));
        cases.add(of("softplus", x -> x[0].softplus(), around(MATRIX)));
        cases.add(of("clamp", x -> x[0].clamp(-0.7, 0.7), away(MATRIX, 0.7)));
        cases.add(of("pow, by a number", x -> x[0].pow(2.5), positive(MATRIX)));
        cases.add(of("pow, by a whole number", x -> x[0].pow(3), around(MATRIX)));
        cases.add(of("pow, by a negative number", x -> x[0].pow(-1.5), positive(MATRIX)));
        cases.add(of("exp, a scalar", x -> x[0].exp(), around(SCALAR)));
    }

    private static void binary(List<Case> cases) {
        cases.add(of("add", x -> x[0].add(x[1]), around(MATRIX), around(MATRIX)));
        cases.add(of("add, matrix and row", x -> x[0].add(x[1]), around(MATRIX), around(ROW)));
        cases.add(of("add, a value to itself", x -> x[0].add(x[0]), around(MATRIX)));
        cases.add(of("sub", x -> x[0].sub(x[1]), around(MATRIX), around(MATRIX)));
        cases.add(of("sub, column and matrix", x -> x[0].sub(x[1]), around(COLUMN), around(MATRIX)));
        cases.add(of("mul", x -> x[0].mul(x[1]), around(MATRIX), around(MATRIX)));
        cases.add(of("mul, column and row", x -> x[0].mul(x[1]), around(COLUMN), around(ROW)));
        cases.add(of("mul, scalar and matrix", x -> x[0].mul(x[1]), around(SCALAR), around(MATRIX)));
        cases.add(of("mul, a value by itself", x -> x[0].mul(x[0]), around(MATRIX)));
        cases.add(of("div", x -> x[0].div(x[1]), around(MATRIX), positive(MATRIX)));
        cases.add(of("div, scalar and row", x -> x[0].div(x[1]), around(SCALAR), positive(ROW)));
        cases.add(of("pow", x -> x[0].pow(x[1]), positive(MATRIX), around(MATRIX)));
        cases.add(of("pow, row and column", x -> x[0].pow(x[1]), positive(ROW), around(COLUMN)));
        cases.add(of("maximum", x -> x[0].maximum(x[1]), apart(MATRIX), around(MATRIX)));
        cases.add(of("maximum, with a number", x -> x[0].maximum(0), around(MATRIX)));
        cases.add(of("minimum", x -> x[0].minimum(x[1]), apart(MATRIX), around(MATRIX)));
        cases.add(of("gate", x -> new Gate().apply(x[0], x[1]), around(MATRIX), around(MATRIX)));
        cases.add(of("gate, matrix and row", x -> new Gate().apply(x[0], x[1]), around(MATRIX), around(ROW)));
        cases.add(of("where", x -> x[0].gt(0).where(x[1], x[2]), around(MATRIX), around(MATRIX), around(ROW)));
    }

    private static void reductions(List<Case> cases) {
        var cube = Shape.of(2, 3, 4);
        cases.add(of("sum", x -> x[0].sum(), around(MATRIX)));
        cases.add(of("sum, over rows", x -> x[0].sum(0), around(MATRIX)));
        cases.add(of("sum, over outer axes", x -> x[0].sum(0, 2), around(cube)));
        cases.add(of("sum, kept", x -> x[0].sum(Axes.of(1).keep()), around(cube)));
        cases.add(of("mean", x -> x[0].mean(), around(MATRIX)));
        cases.add(of("mean, over columns", x -> x[0].mean(-1), around(MATRIX)));
        cases.add(of("max", x -> x[0].max(), spread(MATRIX)));
        cases.add(of("max, over columns", x -> x[0].max(1), spread(MATRIX)));
        cases.add(of("min", x -> x[0].min(), spread(MATRIX)));
        cases.add(of("min, over rows", x -> x[0].min(0), spread(MATRIX)));
        cases.add(of("variance", x -> x[0].variance(), around(MATRIX)));
        cases.add(of("variance, over rows", x -> x[0].variance(0), around(MATRIX)));
        cases.add(of("standardize", x -> x[0].standardize(Axes.of(0), 0.1).mul(x[1]), around(MATRIX), around(MATRIX)));
        cases.add(of("standardize, over rows", x -> x[0].standardize(Axes.of(-1), 0.1).mul(x[1]), around(MATRIX), around(MATRIX)));
        cases.add(of("standardize, channels of pictures", x -> x[0].standardize(Axes.of(0, 2, 3), 0.1).mul(x[1]),
            around(Shape.of(2, 2, 2, 3)), around(Shape.of(2, 2, 2, 3))));
        cases.add(of("standardize, its rule", x -> new StandardizeBack(Axes.of(0), 0.1).apply(x[0], x[1]),
            around(MATRIX), around(MATRIX)));
        cases.add(of("norm", x -> x[0].norm(), around(MATRIX)));
        cases.add(of("norm, over columns", x -> x[0].norm(1), around(MATRIX)));
        cases.add(of("logSumExp", x -> x[0].logSumExp(), around(MATRIX)));
        cases.add(of("logSumExp, over columns", x -> x[0].logSumExp(1), around(MATRIX)));
        cases.add(of("softmax", x -> x[0].softmax(-1), around(MATRIX)));
        cases.add(of("softmax, over rows", x -> x[0].softmax(0), around(MATRIX)));
        cases.add(of("logSoftmax", x -> x[0].logSoftmax(-1), around(MATRIX)));
        cases.add(of("crossEntropy", x -> x[0].crossEntropy(2, 0, 3), around(MATRIX)));
        cases.add(of("logSoftmax, over the middle axis", x -> x[0].logSoftmax(1), around(cube)));
    }

    private static void products(List<Case> cases) {
        for (boolean a : new boolean[] {false, true})
            for (boolean b : new boolean[] {false, true})
                cases.add(of("matmul" + (a ? ", left transposed" : "") + (b ? ", right transposed" : ""),
                    x -> new MatMul(a, b).apply(x[0], x[1]),
                    around(a ? Shape.of(4, 3) : MATRIX), around(b ? Shape.of(2, 4) : Shape.of(4, 2))));
        cases.add(of("matmul, a matrix by itself", x -> x[0].matmul(x[0]), around(Shape.of(3, 3))));
        cases.add(of("matmul, batched", x -> x[0].matmul(x[1]), around(Shape.of(2, 3, 4)), around(Shape.of(2, 4, 2))));
        cases.add(of("matmul, batched and broadcast", x -> x[0].matmul(x[1]), around(Shape.of(2, 1, 3, 4)), around(Shape.of(3, 4, 2))));
        cases.add(of("matmul, one right side for a batch", x -> x[0].matmul(x[1]), around(Shape.of(2, 3, 4)), around(Shape.of(4, 2))));
        cases.add(of("matmul, one transposed right side for a batch", x -> new MatMul(false, true).apply(x[0], x[1]),
            around(Shape.of(2, 3, 4)), around(Shape.of(2, 4))));
        cases.add(of("matmul, one right side for a transposed batch", x -> new MatMul(true, false).apply(x[0], x[1]),
            around(Shape.of(2, 4, 3)), around(Shape.of(4, 2))));
        cases.add(of("matmul, batched, both transposed", x -> new MatMul(true, true).apply(x[0], x[1]),
            around(Shape.of(2, 4, 3)), around(Shape.of(2, 4))));
    }

    private static void shaping(List<Case> cases) {
        var cube = Shape.of(2, 3, 4);
        // Squares behind, so that there is a second order to check.
        cases.add(of("transpose", x -> x[0].transpose().square(), around(MATRIX)));
        cases.add(of("permute", x -> x[0].permute(2, 0, 1).square(), around(cube)));
        cases.add(of("reshape", x -> x[0].reshape(2, -1).square(), around(MATRIX)));
        cases.add(of("flatten", x -> x[0].flatten().square(), around(cube)));
        cases.add(of("squeeze", x -> x[0].squeeze(1).square(), around(COLUMN)));
        cases.add(of("unsqueeze", x -> x[0].unsqueeze(1).square(), around(MATRIX)));
        cases.add(of("broadcastTo", x -> x[0].broadcastTo(2, 3, 4).square(), around(COLUMN)));
        cases.add(of("slice", x -> x[0].slice(1, 1, 3).square(), around(MATRIX)));
        cases.add(of("split", x -> x[0].split(1, 1, 3).get(1).square(), around(MATRIX)));
        cases.add(of("concat", x -> Value.concat(1, x[0], x[1], x[0]).square(), around(MATRIX), around(Shape.of(3, 2))));
        cases.add(of("stack", x -> Value.stack(0, x[0], x[1]).square(), around(MATRIX), around(MATRIX)));
        cases.add(of("gather", x -> x[0].gather(2, 0, 2).square(), around(MATRIX)));
        cases.add(of("scatterAdd", x -> x[0].scatterAdd(4, 1, 3, 1).square(), around(MATRIX)));
        cases.add(of("pad", x -> x[0].pad(0, 1, 2).square(), around(MATRIX)));
    }

    private static void images(List<Case> cases) {
        convolution(cases, "", Window.of(3), 1, Shape.of(2, 2, 4, 5), Shape.of(3, 2, 3, 3));
        convolution(cases, ", 1 × 1", Window.of(1), 1, Shape.of(2, 3, 2, 3), Shape.of(2, 3, 1, 1));
        convolution(cases, ", padded", Window.of(3).padding(1), 1, Shape.of(2, 1, 3, 3), Shape.of(2, 1, 3, 3));
        convolution(cases, ", with strides", Window.of(3, 2).stride(2, 1).padding(1, 0), 1, Shape.of(1, 2, 5, 4), Shape.of(2, 2, 3, 2));
        convolution(cases, ", dilated", Window.of(2).dilation(2), 1, Shape.of(1, 2, 4, 5), Shape.of(2, 2, 2, 2));
        convolution(cases, ", in groups", Window.of(2), 2, Shape.of(2, 4, 3, 3), Shape.of(4, 2, 2, 2));
        var pictures = Shape.of(2, 2, 5, 5);
        cases.add(of("maxPool2d", x -> x[0].maxPool2d(Window.of(2).stride(2)).square(), spread(pictures)));
        cases.add(of("maxPool2d, overlapping and padded", x -> x[0].maxPool2d(Window.of(3).stride(2).padding(1)).square(),
            spread(pictures)));
        cases.add(of("avgPool2d", x -> x[0].avgPool2d(Window.of(2).stride(2)).square(), around(pictures)));
        cases.add(of("avgPool2d, overlapping and padded", x -> x[0].avgPool2d(Window.of(3, 2).stride(2).padding(1)).square(),
            around(pictures)));
        cases.add(of("windowSpread", x -> new WindowSpread(Window.of(2), pictures).apply(x[0]).square(), around(Shape.of(2, 2, 4, 4))));
    }

    /// A convolution and its two reverses, of which each stands in the others' rules.
    private static void convolution(List<Case> cases, String how, Window window, int groups, Shape pictures, Shape kernels) {
        var result = Shape.of(pictures.dim(0), kernels.dim(0), window.placesDown(pictures.dim(2)), window.placesAcross(pictures.dim(3)));
        cases.add(of("conv2d" + how, x -> x[0].conv2d(x[1], window, groups), around(pictures), around(kernels)));
        cases.add(of("transposedConvolution" + how, x -> new TransposedConvolution(window, groups, pictures).apply(x[0], x[1]),
            around(result), around(kernels)));
        cases.add(of("weightConvolution" + how, x -> new WeightConvolution(window, groups).apply(x[0], x[1]),
            around(pictures), around(result)));
    }

    @SafeVarargs
    private static Case of(String name, Function<Value[], Value> function, Function<Random, Tensor>... inputs) {
        return new Case(name, function, random -> {
            var out = new Tensor[inputs.length];
            for (int i = 0; i < out.length; i++) out[i] = inputs[i].apply(random.at(i));
            return out;
        });
    }

    /// Numbers of magnitude 0.1 to 1.3, of either sign: clear of the kinks at 0.
    private static Function<Random, Tensor> around(Shape shape) {
        return random -> {
            var sign = random.at("sign").uniform(shape, -1, 1, Precision.DOUBLE).ge(0).mul(2).sub(1);
            return random.uniform(shape, 0.1, 1.3, Precision.DOUBLE).mul(sign);
        };
    }

    /// Numbers from 0.3 to 2.
    private static Function<Random, Tensor> positive(Shape shape) {
        return random -> random.uniform(shape, 0.3, 2, Precision.DOUBLE);
    }

    /// As [#around], but clear of ±`kink` too.
    private static Function<Random, Tensor> away(Shape shape, double kink) {
        return random -> {
            var x = around(shape).apply(random);
            return x.abs().sub(kink).abs().lt(0.05).where(x.mul(0.5), x);
        };
    }

    /// Numbers that none of [#around] comes near: those have magnitudes up to 1.3, these 1.4 to 2.
    private static Function<Random, Tensor> apart(Shape shape) {
        return random -> {
            var far = random.uniform(shape, 1.4, 2, Precision.DOUBLE);
            return random.at("side").uniform(shape, -1, 1, Precision.DOUBLE).ge(0).where(far, far.neg());
        };
    }

    /// Different numbers at least 0.2 apart, in random order.
    private static Function<Random, Tensor> spread(Shape shape) {
        return random -> {
            int[] order = random.permutation(shape.size());
            var out = new double[order.length];
            for (int i = 0; i < out.length; i++) out[i] = 0.2 * order[i] - 1 + 0.01 * random.uniform(i);
            return Tensor.of(shape, out);
        };
    }
}
