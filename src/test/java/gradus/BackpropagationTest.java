package gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Derivatives;
import gradus.autograd.GradientCheck;
import gradus.autograd.MatMul;
import gradus.autograd.Op;
import gradus.autograd.Value;
import gradus.nn.Initializer;
import gradus.nn.Loss;
import gradus.optim.Adam;
import gradus.optim.Optimizer;
import gradus.optim.RmsProp;
import gradus.optim.Sgd;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The formulas of `docs/backpropagation.md`, by their numbers: what was derived there by hand is computed here in plain loops,
/// and held against what the graph says. And what the other documents show in Java is held against the code.
class BackpropagationTest {
    private static final double TIGHT = 1e-12;
    private static final Random RANDOM = Random.seeded(20);

    // ---------------------------------------------------------------- forward

    @Test void formula01Affine() {
        double[][] x = draw("x", 5, 3), w = draw("w", 3, 4);
        double[] b = draw("b", 1, 4)[0];
        var z = new double[5][4];
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 4; j++) {
                z[i][j] = b[j];
                for (int k = 0; k < 3; k++) z[i][j] += x[i][k] * w[k][j];
            }
        assertSame(Value.of(x).matmul(Value.of(w)).add(Value.of(b)), z);
    }

    @Test void formula02Activations() {
        double[][] z = draw("z", 4, 5);
        assertSame(Value.of(z).relu(), map(z, v -> v > 0 ? v : 0));
        assertSame(Value.of(z).tanh(), map(z, v -> (StrictMath.exp(v) - StrictMath.exp(-v)) / (StrictMath.exp(v) + StrictMath.exp(-v))));
        assertSame(Value.of(z).sigmoid(), map(z, BackpropagationTest::sigmoid));
    }

    @Test void formula03Softmax() {
        double[][] z = draw("z", 4, 5);
        var a = softmax(z);
        assertSame(Value.of(z).softmax(-1), a);
        assertSame(Value.of(a).sum(-1), new double[] {1, 1, 1, 1});
    }

    @Test void formula04CrossEntropy() {
        double[][] z = draw("z", 4, 3), a = softmax(z), y = oneHot(3, 2, 0, 1, 1);
        double loss = 0;
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 3; j++) loss -= y[i][j] * StrictMath.log(a[i][j]) / 4;
        assertThat(Loss.crossEntropy(Value.of(z), 2, 0, 1, 1).item()).isCloseTo(loss, within(TIGHT));
        assertThat(Loss.crossEntropy(Value.of(z), Value.of(y)).item()).isCloseTo(loss, within(TIGHT));
    }

    @Test void formula05BinaryCrossEntropy() {
        double[][] z = draw("z", 6, 1), y = {{0}, {1}, {1}, {0}, {0.25}, {1}};
        double loss = 0;
        for (int i = 0; i < 6; i++) {
            double a = sigmoid(z[i][0]);
            loss -= (y[i][0] * StrictMath.log(a) + (1 - y[i][0]) * StrictMath.log(1 - a)) / 6;
        }
        assertThat(Loss.binaryCrossEntropy(Value.of(z), Value.of(y)).item()).isCloseTo(loss, within(TIGHT));
    }

    @Test void formula06MeanSquaredError() {
        double[][] p = draw("p", 3, 2), t = draw("t", 3, 2);
        double loss = 0;
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 2; j++) loss += (p[i][j] - t[i][j]) * (p[i][j] - t[i][j]) / 6;
        assertThat(Loss.meanSquaredError(Value.of(p), Value.of(t)).item()).isCloseTo(loss, within(TIGHT));
    }

    // ---------------------------------------------------------------- the chain rule on a graph

    @Test void formula07ChainAlongAPath() {
        var x = Value.parameter(0.7);
        var u = x.square().named("u");
        var v = u.sin().named("v");
        var y = v.exp();
        var gradients = y.backward();
        double dv = StrictMath.exp(StrictMath.sin(0.49)), du = dv * StrictMath.cos(0.49), dx = du * 2 * 0.7;
        assertThat(gradients.of(v).item()).isCloseTo(dv, within(TIGHT));
        assertThat(gradients.of(u).item()).isCloseTo(du, within(TIGHT));
        assertThat(gradients.of(x).item()).isCloseTo(dx, within(TIGHT));
    }

    @Test void formula08PathsAdd() {
        var x = Value.parameter(0.7);
        var y = x.sin().mul(x.exp());
        double alongSin = StrictMath.exp(0.7) * StrictMath.cos(0.7), alongExp = StrictMath.sin(0.7) * StrictMath.exp(0.7);
        assertThat(y.backward().of(x).item()).isCloseTo(alongSin + alongExp, within(TIGHT));

        var a = Value.parameter(1);
        var b = a.add(a);
        assertThat(b.add(b).backward().of(a).item()).isEqualTo(4);
    }

    // ---------------------------------------------------------------- products, sums, broadcasting

    @Test void formula09GradientOfTheInput() {
        double[][] a = draw("a", 5, 3), w = draw("w", 3, 4), dZ = draw("dZ", 5, 4);
        var input = Value.parameter(a);
        var dA = new double[5][3];
        for (int i = 0; i < 5; i++)
            for (int k = 0; k < 3; k++)
                for (int j = 0; j < 4; j++) dA[i][k] += dZ[i][j] * w[k][j];
        assertSame(input.matmul(Value.of(w)).backward(Value.of(dZ)).of(input), dA);
        assertSame(Value.of(times(dZ, transposed(w))), dA);
    }

    @Test void formula10GradientOfTheWeight() {
        double[][] a = draw("a", 5, 3), w = draw("w", 3, 4), dZ = draw("dZ", 5, 4);
        var weight = Value.parameter(w);
        var dW = new double[3][4];
        for (int k = 0; k < 3; k++)
            for (int j = 0; j < 4; j++)
                for (int i = 0; i < 5; i++) dW[k][j] += a[i][k] * dZ[i][j];
        assertSame(Value.of(a).matmul(weight).backward(Value.of(dZ)).of(weight), dW);
        assertSame(Value.of(times(transposed(a), dZ)), dW);
    }

    @Test void formula11GradientOfTheBias() {
        double[][] z = draw("z", 5, 4), dZ = draw("dZ", 5, 4);
        var bias = Value.parameter(draw("b", 1, 4)[0]);
        assertSame(Value.of(z).add(bias).backward(Value.of(dZ)).of(bias), columnSums(dZ));
    }

    @Test void formula12TransposedProducts() {
        double[][] a = draw("a", 5, 3), b = draw("b", 3, 4), g = draw("g", 5, 4);
        double[][] dA = times(g, transposed(b)), dB = times(transposed(a), g);
        for (boolean transposeA : new boolean[] {false, true})
            for (boolean transposeB : new boolean[] {false, true}) {
                var left = Value.parameter(transposeA ? transposed(a) : a);
                var right = Value.parameter(transposeB ? transposed(b) : b);
                var gradients = new MatMul(transposeA, transposeB).apply(left, right).backward(Value.of(g));
                assertSame(gradients.of(left), transposeA ? transposed(dA) : dA);
                assertSame(gradients.of(right), transposeB ? transposed(dB) : dB);
            }
        var product = Value.parameter(transposed(a));
        var rule = new MatMul(true, false).pull(0, Value.parameter(g), product, product, Value.of(b));
        assertThat(rule.op()).as("one product gives the gradient, and nothing is turned").isEqualTo(new MatMul(false, true));
        assertThat(rule.inputs()).noneMatch(in -> in.op() != null);
    }

    @Test void formula13BroadcastingUndone() {
        double[][] column = draw("column", 4, 1), g = draw("g", 4, 3);
        double[] row = draw("row", 1, 3)[0];
        var u = Value.parameter(column);
        var v = Value.parameter(row);
        var c = Value.parameter(0.5);
        var gradients = u.mul(v).add(c).backward(Value.of(g));
        var du = new double[4][1];
        var dv = new double[3];
        double dc = 0;
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 3; j++) {
                du[i][0] += g[i][j] * row[j];
                dv[j] += g[i][j] * column[i][0];
                dc += g[i][j];
            }
        assertSame(gradients.of(u), du);
        assertSame(gradients.of(v), dv);
        assertThat(gradients.of(c).item()).isCloseTo(dc, within(TIGHT));
    }

    // ---------------------------------------------------------------- back through activations

    @Test void formula14ThroughRelu() { throughActivation(Value::relu, z -> z > 0 ? 1 : 0); }

    @Test void formula15ThroughTanh() { throughActivation(Value::tanh, z -> 1 - StrictMath.tanh(z) * StrictMath.tanh(z)); }

    @Test void formula16ThroughSigmoid() { throughActivation(Value::sigmoid, z -> sigmoid(z) * (1 - sigmoid(z))); }

    private static void throughActivation(UnaryOperator<Value> activation, DoubleUnaryOperator slope) {
        double[][] z = draw("z", 4, 5), dA = draw("dA", 4, 5);
        z[1][2] = 0;                                                                       // the kink of relu
        var net = Value.parameter(z);
        assertSame(activation.apply(net).backward(Value.of(dA)).of(net), product(dA, map(z, slope)));
    }

    // ---------------------------------------------------------------- the output

    @Test void formula17JacobianOfSoftmax() {
        double[][] z = draw("z", 1, 4);
        var a = softmax(z)[0];
        var expected = new double[4][4];
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++) expected[i][j] = a[i] * ((i == j ? 1 : 0) - a[j]);
        assertSame(Derivatives.jacobian(x -> x.softmax(-1), Value.of(z[0])), expected);
    }

    @Test void formula18SoftmaxWithCrossEntropy() {
        double[][] z = draw("z", 4, 3), y = oneHot(3, 2, 0, 1, 1), dZ = map(minus(softmax(z), y), v -> v / 4);
        var logits = Value.parameter(z);
        assertSame(Loss.crossEntropy(logits, 2, 0, 1, 1).backward().of(logits), dZ);
        assertSame(Loss.crossEntropy(logits, Value.of(y)).backward().of(logits), dZ);
        var written = Value.of(y).mul(logits.softmax(-1).log()).sum(-1).mean().neg();      // the formula as it stands, step by step
        assertSame(written.backward().of(logits), dZ);
    }

    @Test void formula19SigmoidWithBinaryCrossEntropy() {
        double[][] z = draw("z", 5, 1), y = {{0}, {1}, {1}, {0}, {0.25}};
        double[][] dZ = map(minus(map(z, BackpropagationTest::sigmoid), y), v -> v / 5);
        var logits = Value.parameter(z);
        var target = Value.of(y);
        assertSame(Loss.binaryCrossEntropy(logits, target).backward().of(logits), dZ);
        var a = logits.sigmoid();
        var written = target.mul(a.log()).add(target.neg().add(1).mul(a.neg().add(1).log())).mean().neg();
        assertSame(written.backward().of(logits), dZ);
    }

    @Test void formula20SigmoidIsSoftmaxOfTwo() {
        double[][] z = draw("z", 4, 1);
        var logit = Value.parameter(z);
        var two = Value.concat(1, Value.of(new double[4][1]), logit);
        assertSame(two.softmax(-1).slice(1, 1, 2), map(z, BackpropagationTest::sigmoid));
        var both = Loss.crossEntropy(two, 1, 0, 0, 1);
        var one = Loss.binaryCrossEntropy(logit, Value.of(new double[][] {{1}, {0}, {0}, {1}}));
        assertThat(both.item()).isCloseTo(one.item(), within(TIGHT));
        assertSame(both.backward().of(logit), rows(one.backward().of(logit)));
    }

    @Test void formula21GradientOfMeanSquaredError() {
        double[][] p = draw("p", 3, 2), t = draw("t", 3, 2);
        var predictions = Value.parameter(p);
        assertSame(Loss.meanSquaredError(predictions, Value.of(t)).backward().of(predictions), map(minus(p, t), v -> 2 * v / 6));
    }

    // ---------------------------------------------------------------- a whole network

    /// Three layers with two activations: every gradient in loops, layer by layer from the output down.
    @Test void formula22WholeNetwork() {
        double[][] x = draw("x", 6, 5), w1 = draw("w1", 5, 4), w2 = draw("w2", 4, 4), w3 = draw("w3", 4, 3);
        double[] b1 = draw("b1", 1, 4)[0], b2 = draw("b2", 1, 4)[0], b3 = draw("b3", 1, 3)[0];
        int[] labels = {2, 0, 1, 1, 2, 0};

        double[][] z1 = plus(times(x, w1), b1), a1 = map(z1, v -> v > 0 ? v : 0);
        double[][] z2 = plus(times(a1, w2), b2), a2 = map(z2, StrictMath::tanh);
        double[][] a3 = softmax(plus(times(a2, w3), b3));

        double[][] dZ3 = map(minus(a3, oneHot(3, labels)), v -> v / 6);
        double[][] dZ2 = product(times(dZ3, transposed(w3)), map(a2, v -> 1 - v * v));
        double[][] dZ1 = product(times(dZ2, transposed(w2)), map(z1, v -> v > 0 ? 1 : 0));

        var weights = Stream.of(w1, w2, w3).map(Value::parameter).toList();
        var biases = Stream.of(b1, b2, b3).map(Value::parameter).toList();
        var h1 = Value.of(x).matmul(weights.get(0)).add(biases.get(0)).relu();
        var h2 = h1.matmul(weights.get(1)).add(biases.get(1)).tanh();
        var gradients = Loss.crossEntropy(h2.matmul(weights.get(2)).add(biases.get(2)), labels).backward();

        assertSame(gradients.of(weights.get(2)), times(transposed(a2), dZ3));
        assertSame(gradients.of(weights.get(1)), times(transposed(a1), dZ2));
        assertSame(gradients.of(weights.get(0)), times(transposed(x), dZ1));
        assertSame(gradients.of(biases.get(2)), columnSums(dZ3));
        assertSame(gradients.of(biases.get(1)), columnSums(dZ2));
        assertSame(gradients.of(biases.get(0)), columnSums(dZ1));
    }

    @Test void formula23BatchIsTheMeanOfItsExamples() {
        double[][] x = draw("x", 6, 5), w = draw("w", 5, 3);
        int[] labels = {2, 0, 1, 1, 2, 0};
        var weight = Value.parameter(w);
        var mean = new double[5][3];
        for (int i = 0; i < 6; i++) {
            var one = rows(Loss.crossEntropy(Value.of(new double[][] {x[i]}).matmul(weight), labels[i]).backward().of(weight));
            for (int k = 0; k < 5; k++)
                for (int j = 0; j < 3; j++) mean[k][j] += one[k][j] / 6;
        }
        assertSame(Loss.crossEntropy(Value.of(x).matmul(weight), labels).backward().of(weight), mean);
    }

    // ---------------------------------------------------------------- numbers that are too large

    @Test void formula24LogSumExp() {
        double[][] z = draw("z", 1, 5);
        double naive = 0;
        for (double v : z[0]) naive += StrictMath.exp(v);
        assertThat(Value.of(z).logSumExp().item()).isCloseTo(StrictMath.log(naive), within(TIGHT));

        var large = Value.parameter(1000.0, 999.0, -1000.0);
        assertThat(large.exp().sum().log().item()).as("as it is written").isInfinite();
        double right = 1000 + StrictMath.log(1 + StrictMath.exp(-1) + StrictMath.exp(-2000));
        assertThat(large.logSumExp().item()).isCloseTo(right, within(TIGHT));
        assertSame(large.logSumExp().backward().of(large), softmax(new double[][] {{0, -1, -2000}})[0]);
        assertThat(Loss.crossEntropy(large, 2).item()).isCloseTo(right + 1000, within(TIGHT * 2000));
    }

    @Test void formula25SoftplusForm() {
        double[][] z = draw("z", 4, 1);
        for (double[] row : z) {
            double v = row[0], t = 0.3;
            double written = -t * StrictMath.log(sigmoid(v)) - (1 - t) * StrictMath.log(1 - sigmoid(v));
            double stable = t * softplus(-v) + (1 - t) * softplus(v);
            assertThat(stable).isCloseTo(written, within(TIGHT));
            assertThat(Loss.binaryCrossEntropy(Value.of(v), Value.of(t)).item()).isCloseTo(stable, within(TIGHT));
        }
        var wrong = Value.parameter(-1000);                                                // sure, and wrong
        var loss = Loss.binaryCrossEntropy(wrong, Value.of(1));
        assertThat(loss.item()).isEqualTo(1000);
        assertThat(loss.backward().of(wrong).item()).isEqualTo(-1);
        assertThat(wrong.sigmoid().log().neg().item()).as("as it is written").isInfinite();
    }

    private static double softplus(double z) { return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z))); }

    // ---------------------------------------------------------------- slopes that multiply

    @Test void formula26ProductOfSlopes() {
        int depth = 30;
        double[] w = draw("w", 1, depth)[0];
        var x = Value.parameter(0.5);
        var a = x;
        double slopes = 1;
        for (int l = 0; l < depth; l++) {
            double out = sigmoid(w[l] * a.item());
            slopes *= w[l] * out * (1 - out);
            a = a.mul(w[l]).sigmoid();
        }
        double dx = a.backward().of(x).item();
        assertThat(dx / slopes).isCloseTo(1, within(TIGHT));
        assertThat(Math.abs(dx)).isPositive().isLessThan(StrictMath.pow(0.25, depth));      // since |w| < 1 here
        var z = Value.parameter(0.0, 1.0, -3.0);
        assertSame(z.sigmoid().sum().backward().of(z), new double[] {0.25, sigmoid(1) * sigmoid(-1), sigmoid(3) * sigmoid(-3)});
    }

    // ---------------------------------------------------------------- going down

    @Test void formula27GradientDescent() {
        var w = new double[] {0.7, -1.1};
        var parameter = Value.parameter(w);
        descend(new Sgd(List.of(parameter), 0.1), parameter, (i, g) -> w[i] -= 0.1 * g);
    }

    @Test void formula28Momentum() {
        double[] w = {0.7, -1.1}, v = new double[2];
        var parameter = Value.parameter(w);
        descend(new Sgd(List.of(parameter), 0.1, 0.9), parameter, (i, g) -> {
            v[i] = 0.9 * v[i] + g;
            return w[i] -= 0.1 * v[i];
        });
    }

    @Test void formula29RmsProp() {
        double[] w = {0.7, -1.1}, v = new double[2];
        var parameter = Value.parameter(w);
        descend(new RmsProp(List.of(parameter), 0.01), parameter, (i, g) -> {
            v[i] = 0.99 * v[i] + 0.01 * g * g;
            return w[i] -= 0.01 * g / (StrictMath.sqrt(v[i]) + 1e-8);
        });
    }

    @Test void formula30Adam() {
        double[] w = {0.7, -1.1}, m = new double[2], v = new double[2];
        int[] t = new int[2];
        var parameter = Value.parameter(w);
        descend(new Adam(List.of(parameter), 0.01), parameter, (i, g) -> {
            t[i]++;
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            double mHat = m[i] / (1 - StrictMath.pow(0.9, t[i])), vHat = v[i] / (1 - StrictMath.pow(0.999, t[i]));
            return w[i] -= 0.01 * mHat / (StrictMath.sqrt(vHat) + 1e-8);
        });
    }

    private interface Step { double next(int i, double gradient); }

    /// Five steps down Σ (w⁴ + w), whose slope is 4w³ + 1: by the optimiser, and by hand.
    private static void descend(Optimizer optimizer, Value w, Step byHand) {
        for (int step = 0; step < 5; step++) {
            double[] before = w.data().toDoubles(), after = new double[2];
            for (int i = 0; i < 2; i++) after[i] = byHand.next(i, 4 * before[i] * before[i] * before[i] + 1);
            optimizer.step(w.pow(4).add(w).sum().backward());
            assertSame(w, after);
            assertThat(after).isNotEqualTo(before);
        }
    }

    // ---------------------------------------------------------------- where to begin

    /// Drawn numbers have the variance of their distribution only about: here within a twentieth.
    @Test void formula31VarianceThroughALayer() {
        int in = 300, out = 400, n = 200;
        var a = Value.of(RANDOM.at("a").uniform(Shape.of(n, in), 0, 2, Precision.DOUBLE));  // E[a²] = 4/3, and its mean is not 0
        var w = Value.of(RANDOM.at("w").normal(Shape.of(in, out), 0, 0.2, Precision.DOUBLE));
        var dZ = Value.of(RANDOM.at("dZ").normal(Shape.of(n, out), 0, 0.5, Precision.DOUBLE));
        assertThat(a.matmul(w).square().mean().item()).isCloseTo(in * 0.04 * 4 / 3, withinATwentieth());
        assertThat(dZ.matmul(w.transpose()).square().mean().item()).isCloseTo(out * 0.04 * 0.25, withinATwentieth());
    }

    @Test void formula32ReluHalvesTheSquares() {
        var z = Value.of(RANDOM.at("z").normal(Shape.of(100, 400), 0, 3, Precision.DOUBLE));
        assertThat(z.relu().square().mean().item()).isCloseTo(4.5, withinATwentieth());
        assertSame(z.relu().square().add(z.neg().relu().square()), rows(z.square()));
    }

    @Test void formula33InitialVariances() {
        assertThat(variance(Initializer.LECUN_NORMAL)).isCloseTo(1 / 300.0, within(TIGHT));
        assertThat(variance(Initializer.LECUN_UNIFORM)).isCloseTo(1 / 300.0, within(TIGHT));
        assertThat(variance(Initializer.GLOROT_NORMAL)).isCloseTo(2 / 700.0, within(TIGHT));
        assertThat(variance(Initializer.GLOROT_UNIFORM)).isCloseTo(2 / 700.0, within(TIGHT));
        assertThat(variance(Initializer.HE_NORMAL)).isCloseTo(2 / 300.0, within(TIGHT));
        assertThat(variance(Initializer.HE_UNIFORM)).isCloseTo(2 / 300.0, within(TIGHT));
        for (var init : List.of(Initializer.LECUN_UNIFORM, Initializer.GLOROT_NORMAL, Initializer.HE_UNIFORM, Initializer.HE_NORMAL)) {
            var drawn = Value.of(init.draw(300, 400, RANDOM.at("init"), Precision.DOUBLE));
            assertThat(drawn.square().mean().item() / variance(init)).as(init.toString()).isCloseTo(1, within(0.05));
        }
    }

    private static double variance(Initializer init) { return init.deviation(300, 400) * init.deviation(300, 400); }

    private static org.assertj.core.data.Percentage withinATwentieth() { return org.assertj.core.data.Percentage.withPercentage(5); }

    // ---------------------------------------------------------------- README.md: a first graph

    @Test void theReadmesFirstGraphPrintsWhatItSays() throws IOException {
        var x = Value.parameter(2.0).named("x");
        var w = Value.parameter(-3.0).named("w");
        var b = Value.parameter(6.5).named("b");
        var y = x.mul(w).add(b).tanh();

        var gradients = y.backward();
        var printed = Stream.of(y, x, w, b).map(v -> v + "   dy/d = " + gradients.of(v).item()).toList();
        double slope = 1 - StrictMath.tanh(0.5) * StrictMath.tanh(0.5);
        assertThat(Stream.of(x, w, b).mapToDouble(v -> gradients.of(v).item()).toArray())
            .containsExactly(new double[] {-3 * slope, 2 * slope, slope}, within(TIGHT));

        var readme = Files.readString(Path.of("README.md"));
        assertThat(readme).contains(String.join("\n", printed));
        var shown = readme.substring(readme.indexOf("## A first graph"), readme.indexOf("A network, with its training loop"));
        var here = Files.readAllLines(Path.of("src/test/java/gradus/BackpropagationTest.java")).stream().map(String::strip).toList();
        assertThat(shown.lines().map(String::strip).filter(line -> line.startsWith("var ")).toList()).hasSize(5).isSubsetOf(here);
    }

    // ---------------------------------------------------------------- docs/add-an-operation.md

    /// c = √(a² + b²), element by element. Its slopes are a/c and b/c.
    record Hypotenuse() implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return in[0].square().add(in[1].square()).sqrt(); }
        @Override public Value pull(int i, Value g, Value out, Value... in) { return g.mul(in[i]).div(out); }
    }

    /// The same with a slope that is taken for a plain number: right, but it cannot be differentiated again.
    record Detached() implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return new Hypotenuse().forward(in); }
        @Override public Value pull(int i, Value g, Value out, Value... in) { return g.mul(in[i].detach()).div(out.detach()); }
    }

    /// The same with a slope that was forgotten to be divided.
    record Undivided() implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return new Hypotenuse().forward(in); }
        @Override public Value pull(int i, Value g, Value out, Value... in) { return g.mul(in[i]); }
    }

    @Nested class AnOperationOfOnesOwn {
        @Test void isAppliedLikeAnyOther() {
            var a = Value.parameter(3.0);
            var b = Value.parameter(4.0);
            var c = new Hypotenuse().apply(a, b);
            assertThat(c.item()).isEqualTo(5);
            assertThat(c.backward().of(a).item()).isCloseTo(0.6, within(TIGHT));
            assertThat(c.toString()).isEqualTo("hypotenuse 5.0");
            assertThat(c.differentiate().of(a).backward().of(a).item()).isCloseTo(16 / 125.0, within(TIGHT));   // b² / c³
        }

        @Test void broadcasts() {
            var a = Value.parameter(new double[][] {{3}, {5}});
            var b = Value.parameter(4.0, 12.0);
            var c = new Hypotenuse().apply(a, b).sum();
            assertThat(c.backward().of(a).shape()).isEqualTo(Shape.of(2, 1));
            assertThat(c.backward().of(b).shape()).isEqualTo(Shape.of(2));
        }

        @Test void passesTheGradientCheck() {
            var random = Random.seeded(1);
            var a = random.at("a").uniform(Shape.of(3, 4), 0.5, 2, Precision.DOUBLE);
            var b = random.at("b").uniform(Shape.of(4), 0.5, 2, Precision.DOUBLE);
            var report = GradientCheck.check(x -> new Hypotenuse().apply(x[0], x[1]), random, a, b);
            assertThat(report.passes()).as(report.toString()).isTrue();
        }

        @Test void failsTheCheckWhereTheRuleIsWrong() {
            var at = new Tensor[] {Tensor.of(0.6, 1.3), Tensor.of(1.1, 0.8)};
            var detached = GradientCheck.check(x -> new Detached().apply(x[0], x[1]), Random.seeded(1), at);
            assertThat(detached.passes()).isFalse();
            assertThat(detached.order()).isEqualTo(2);
            var undivided = GradientCheck.check(x -> new Undivided().apply(x[0], x[1]), Random.seeded(1), at);
            assertThat(undivided.passes()).isFalse();
            assertThat(undivided.order()).isEqualTo(1);
        }

        @Test void saysItsNameWhereShapesDoNotFit() {
            assertThatThrownBy(() -> new Hypotenuse().apply(Value.of(1.0, 2.0), Value.of(1.0, 2.0, 3.0)))
                .isInstanceOf(ShapeException.class).hasMessageStartingWith("hypotenuse: ");
        }
    }

    // ---------------------------------------------------------------- the documents say what is so

    @Nested class TheDocuments {
        private static final Pattern NUMBERED = Pattern.compile("(?m)^ {4}.*\\((\\d+)\\)$");
        private static final Pattern METHOD = Pattern.compile("formula(\\d\\d)\\w+");
        private static final Pattern QUOTE = Pattern.compile("(?s)```java\n// (?:in )?(\\S+\\.java)\n(.*?)```");
        private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

        /// Each numbered formula has a test with its number, named beside it; no test is without its formula.
        @Test void nameATestForEachFormula() throws IOException {
            var text = Files.readString(Path.of("docs/backpropagation.md"));
            var tests = new TreeSet<String>();
            for (Method method : BackpropagationTest.class.getDeclaredMethods())
                if (METHOD.matcher(method.getName()).matches()) tests.add(method.getName());
            assertThat(new TreeSet<>(METHOD.matcher(text).results().map(MatchResult::group).toList())).isEqualTo(tests);
            var numbers = NUMBERED.matcher(text).results().map(found -> Integer.valueOf(found.group(1))).toList();
            assertThat(numbers).containsExactlyElementsOf(tests.stream().map(name -> Integer.valueOf(name.substring(7, 9))).toList());
        }

        /// A piece of Java that says where it is from stands there, line by line.
        @ParameterizedTest
        @ValueSource(strings = {"README.md", "docs/add-an-operation.md", "docs/architecture.md", "docs/backpropagation.md"})
        void quoteWhatStandsInTheCode(String document) throws IOException {
            for (var quote : QUOTE.matcher(Files.readString(Path.of(document))).results().toList()) {
                var code = Files.readAllLines(Path.of(quote.group(1))).stream().map(String::strip).toList();
                assertThat(quote.group(2).lines().map(String::strip).filter(line -> !line.isEmpty()).toList())
                    .as("%s quotes %s", document, quote.group(1)).isSubsetOf(code);
            }
        }

        /// Files that documents point to are there.
        @ParameterizedTest
        @ValueSource(strings = {"README.md", "docs/add-an-operation.md", "docs/architecture.md", "docs/backpropagation.md"})
        void pointToWhatIsThere(String document) throws IOException {
            var here = Path.of(document).resolveSibling(".");
            var missing = LINK.matcher(Files.readString(Path.of(document))).results().map(link -> link.group(1))
                .filter(target -> !Files.exists(here.resolve(target))).toList();
            assertThat(missing).as("links of %s", document).isEmpty();
        }
    }

    // ---------------------------------------------------------------- plain loops

    /// Numbers from −1 to 1, the same for the same name.
    private static double[][] draw(String name, int rows, int columns) {
        return rows(Value.of(RANDOM.at(name).uniform(Shape.of(rows, columns), -1, 1, Precision.DOUBLE)));
    }

    private static double[][] rows(Value matrix) {
        var out = new double[matrix.shape().dim(0)][matrix.shape().dim(1)];
        for (int i = 0; i < out.length; i++)
            for (int j = 0; j < out[i].length; j++) out[i][j] = matrix.data().get(i, j);
        return out;
    }

    private static void assertSame(Value actual, double[]... expected) {
        assertThat(actual.shape()).isEqualTo(Shape.of(expected.length, expected[0].length));
        for (int i = 0; i < expected.length; i++)
            for (int j = 0; j < expected[i].length; j++)
                assertThat(actual.data().get(i, j)).as("element %d, %d", i, j).isCloseTo(expected[i][j], within(TIGHT));
    }

    private static void assertSame(Value actual, double... expected) {
        assertThat(actual.shape()).isEqualTo(Shape.of(expected.length));
        assertThat(actual.data().toDoubles()).containsExactly(expected, within(TIGHT));
    }

    private static double sigmoid(double z) { return 1 / (1 + StrictMath.exp(-z)); }

    private static double[][] softmax(double[]... z) {
        var out = map(z, StrictMath::exp);
        for (double[] row : out) {
            double sum = 0;
            for (double v : row) sum += v;
            for (int j = 0; j < row.length; j++) row[j] /= sum;
        }
        return out;
    }

    private static double[][] oneHot(int classes, int... labels) {
        var out = new double[labels.length][classes];
        for (int i = 0; i < labels.length; i++) out[i][labels[i]] = 1;
        return out;
    }

    private static double[][] map(double[][] a, DoubleUnaryOperator f) {
        var out = new double[a.length][a[0].length];
        for (int i = 0; i < out.length; i++)
            for (int j = 0; j < out[i].length; j++) out[i][j] = f.applyAsDouble(a[i][j]);
        return out;
    }

    private static double[][] times(double[][] a, double[][] b) {
        var out = new double[a.length][b[0].length];
        for (int i = 0; i < out.length; i++)
            for (int j = 0; j < out[i].length; j++)
                for (int k = 0; k < b.length; k++) out[i][j] += a[i][k] * b[k][j];
        return out;
    }

    private static double[][] transposed(double[]... a) {
        var out = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++)
            for (int j = 0; j < a[i].length; j++) out[j][i] = a[i][j];
        return out;
    }

    /// Element by element.
    private static double[][] product(double[][] a, double[][] b) {
        var out = new double[a.length][a[0].length];
        for (int i = 0; i < out.length; i++)
            for (int j = 0; j < out[i].length; j++) out[i][j] = a[i][j] * b[i][j];
        return out;
    }

    private static double[][] minus(double[][] a, double[][] b) {
        var out = new double[a.length][a[0].length];
        for (int i = 0; i < out.length; i++)
            for (int j = 0; j < out[i].length; j++) out[i][j] = a[i][j] - b[i][j];
        return out;
    }

    /// A row added to every row.
    private static double[][] plus(double[][] a, double... row) {
        var out = new double[a.length][row.length];
        for (int i = 0; i < out.length; i++)
            for (int j = 0; j < row.length; j++) out[i][j] = a[i][j] + row[j];
        return out;
    }

    private static double[] columnSums(double[]... a) {
        var out = new double[a[0].length];
        for (double[] row : a)
            for (int j = 0; j < row.length; j++) out[j] += row[j];
        return out;
    }
}
