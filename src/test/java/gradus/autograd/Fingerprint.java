package gradus.autograd;

import gradus.tensor.Axes;
import gradus.tensor.Memory;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Step;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A program of its own, run by [DeterminismTest] in JVMs of every kind: prints a hash of the bits of what it computes, a line
/// each. It uses nothing but tensor and autograd.
final class Fingerprint {
    private static final Random RANDOM = Random.seeded(7);

    private Fingerprint() {}

    /// With `light`, leaves out what takes long where the processor has no fused multiply-add; with `loop`, runs two training
    /// loops of 2,000 steps instead, which compute some hundred megabytes each.
    public static void main(String[] arguments) {
        var what = arguments.length == 0 ? "" : arguments[0];
        if (what.equals("loop")) {
            print("arrays", Tensor.of(train(2000, 64)));
            System.out.println("scalars " + (float) trainScalars(2000));
            return;
        }
        print("products", product(5, 7, 9), product(17, 40, 33), product(9, 16, 300));
        print("transposed products",
            normal(12, 30).matmul(normal(12, 20), true, false), normal(12, 30).matmul(normal(20, 30), false, true));
        print("sums",
            normal(3, 1000).sum(), normal(3, 1000).sum(Axes.of(0)), normal(3, 1000).sum(Axes.of(1)), normal(2, 5, 6)
            .sum(Axes.of(0, 2)));
        var x = RANDOM.uniform(Shape.of(999), -110, 95, Precision.FLOAT);
        print("functions",
            x.exp(), x.abs().log(), x.mul(0.02).tanh(), x.mul(0.1).sigmoid(), x.abs().sqrt(), x.softplus(), x.mul(0.05)
            .erf(), x.sin());
        print("functions, any bits", anyBits().exp(), anyBits().log(), anyBits().tanh(), anyBits().sigmoid(), anyBits().sqrt());
        print("more functions", x.mul(0.1).expm1(), x.abs().log1p(), x.cos(), x.mul(500).sin(), x.mul(1e6).cos());
        print("more functions, any bits", anyBits().expm1(), anyBits().log1p(), anyBits().softplus(), anyBits().erf(), anyBits().sin(),
            anyBits().cos());
        print("rows", normal(8, 50).softmax(1), normal(8, 50).logSoftmax(0), normal(8, 50).logSumExp(Axes.of(1)));
        print("steps of optimisers", steps(new Step.Momentum(0.1, 0.9, true, 0.01)), steps(new Step.RmsProp(0.01, 0.9, 1e-8)),
            steps(new Step.Adam(0.01, 0.9, 0.999, 1e-8, 0.1, 2)));
        print("randomness", normal(100), RANDOM.at("u").uniform(Shape.of(100), 0, 1, Precision.DOUBLE));
        print("double",
            normal(9, 20).to(Precision.DOUBLE).matmul(normal(20, 9).to(Precision.DOUBLE)), normal(99).to(Precision.DOUBLE).exp());
        print("few steps", Tensor.of(train(3, 16)));
        if (what.equals("light")) return;
        print("large products", product(130, 90, 70), product(200, 33, 600), product(64, 784, 128),
            normal(300, 64).matmul(normal(300, 128), true, false), normal(64, 300).matmul(normal(128, 300), false, true));
        print("products shared by threads", product(300, 250, 260), normal(260, 300).matmul(normal(250, 260), true, true));
        print("batched products", normal(3, 1, 40, 50).matmul(normal(4, 50, 30)));
        print("training", Tensor.of(train(60, 128)));
        print("large maps and rows", normal(200_000).exp(), normal(200_000).add(normal(200_000)), normal(30, 3000).softmax(1),
            normal(9000, 10).logSoftmax(1), pictures());
        print("training shared by threads", trainWide(new Step.Adam(0.002, 0.9, 0.999, 1e-8, 0.01, 1)),
            trainWide(new Step.RmsProp(0.001, 0.9, 1e-8)));
        images();
        print("training of convolutions", trainConvolutions());
        sharedConvolutions();
        moments();
    }

    private static void images() {
        var window = new Window(3, 5, 2, 1, 1, 2, 1, 1);
        Tensor x = normal(11, 4, 13, 14), w = normal(6, 2, 3, 5), y = x.convolve(w, window, 2);
        print("convolutions", y, y.convolveBack(w, x.shape(), window, 2), x.convolveWeight(y, window, 2), x.convolve(normal(5, 4, 3, 3),
            Window.of(3).padding(1), 1), normal(11, 5, 11, 12).convolveBack(normal(5, 4, 3, 3), x.shape(), Window.of(3), 1));
        var pool = Window.of(3).stride(2).padding(1);
        print("pools", Tensor.of(x.largest(pool)),
            x.windowMean(pool), x.windowMean(pool).windowMeanBack(x.shape(), pool));
        print("standardized", x.standardize(Axes.of(0, 2, 3), 1e-5),
            x.standardizeBack(normal(11, 4, 13, 14).sin(), Axes.of(0, 2, 3), 1e-5),
            normal(50, 30).standardize(Axes.of(0), 1e-5), normal(50, 30).standardize(Axes.of(-1), 1e-5));
        print("masks", RANDOM.at("mask").mask(Shape.of(100, 333), 0.3, Precision.FLOAT));
    }

    /// Convolutions with so many multiplications that threads share them.
    private static void sharedConvolutions() {
        var strided = new Window(3, 5, 2, 1, 1, 2, 1, 1);
        print("strided convolutions shared by threads", convolutions(normal(40, 8, 13, 14), normal(12, 4, 3, 5), strided, 2));
        print("pointwise convolutions shared by threads",
            convolutions(normal(40, 16, 14, 14), normal(48, 16, 1, 1), Window.of(1).stride(2), 1));
        print("depthwise convolutions shared by threads",
            convolutions(normal(40, 16, 14, 15), normal(16, 1, 3, 3), Window.of(3).padding(1), 16));
        var pool = Window.of(3).stride(2).padding(1);
        Tensor pictures = normal(64, 16, 32, 32), means = pictures.windowMean(pool);
        print("pools shared by threads", Tensor.of(pictures.largest(pool)), means, means.windowMeanBack(pictures.shape(), pool));
        print("gradients of many weights", normal(60, 64, 4, 5).convolveWeight(normal(60, 128, 4, 5).sin(), Window.of(3).padding(1), 1));
    }

    private static Tensor[] convolutions(Tensor x, Tensor w, Window window, int groups) {
        var y = x.convolve(w, window, groups);
        return new Tensor[] {y, y.convolveBack(w, x.shape(), window, groups), x.convolveWeight(y, window, groups)};
    }

    /// What batch norm keeps in model files, of groups near 0 and far from it; and groups enough for threads to share, long and short.
    private static void moments() {
        Tensor x = normal(40, 8, 12, 13), rows = normal(5000, 20);
        var channels = Axes.of(0, 2, 3);
        print("moments", x.mean(channels), x.variance(channels), x.add(1000).mean(channels), x.add(1000).variance(channels),
            x.mul(1e20).mean(channels), rows.mean(Axes.of(0)), rows.variance(Axes.of(-1)), rows.to(Precision.DOUBLE).variance(Axes.of(0)));
        print("standardized, shared by threads", x.standardize(channels, 1e-5), x.standardizeBack(x.sin(), channels, 1e-5),
            rows.standardize(Axes.of(0), 1e-5), rows.standardize(Axes.of(-1), 1e-5), rows.standardizeBack(rows.sin(), Axes.of(-1), 1e-5),
            rows.sum(Axes.of(1)));
    }

    /// The parameters of a small convolutional net with batch norm after four steps, shared by threads.
    private static Tensor trainConvolutions() {
        var parameters = new Value[] {Value.parameter(normal(8, 1, 5, 5).mul(0.2)), Value.parameter(normal(16, 8, 3, 3).mul(0.1)),
            Value.parameter(normal(784, 10).mul(0.05))};
        for (int taken = 0; taken < 4; taken++) {
            var random = RANDOM.at("convolutions").step(taken);
            var x = Value.of(random.normal(Shape.of(32, 1, 28, 28), 0, 1, Precision.FLOAT));
            var labels = IntStream.range(0, 32).map(row -> random.below(10, row)).toArray();
            var hidden = x.conv2d(parameters[0], Window.of(5).padding(2), 1).standardize(Axes.of(0, 2, 3), 1e-5).relu()
                .maxPool2d(Window.of(2).stride(2));
            hidden = hidden.conv2d(parameters[1], Window.of(3).padding(1), 1).relu().avgPool2d(Window.of(2).stride(2));
            var gradients = hidden.reshape(32, 784).matmul(parameters[2]).crossEntropy(labels).backward();
            for (var p : parameters) p.update(p.data().addScaled(-0.1, gradients.of(p).data()));
        }
        return Tensor.concat(0, Stream.of(parameters).map(p -> p.data().reshape(Shape.of(p.shape().size()))).toArray(Tensor[]::new));
    }

    private static Tensor pictures() {
        var bytes = new byte[200 * 784];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) RANDOM.bits(i);
        return Tensor.ofBytes(bytes, 784, RANDOM.permutation(200), 0.01f, -1.3f);
    }

    /// The parameters of 600-256-10 after four steps: its products are shared by threads and summed in several blocks.
    private static Tensor trainWide(Step step) {
        var parameters = new Value[] {Value.parameter(normal(600, 256).mul(0.06)), Value.parameter(Tensor.zeros(Shape.of(256), Precision.FLOAT)),
            Value.parameter(normal(256, 10).mul(0.09)), Value.parameter(Tensor.zeros(Shape.of(10), Precision.FLOAT))};
        var memories = Stream.of(parameters).map(p -> new Memory(p.shape(), Precision.FLOAT, step.remembered())).toArray(Memory[]::new);
        for (int taken = 0; taken < 4; taken++) {
            var random = RANDOM.at("wide").step(taken);
            var x = Value.of(random.normal(Shape.of(128, 600), 0, 1, Precision.FLOAT));
            var labels = IntStream.range(0, 128).map(row -> random.below(10, row)).toArray();
            var hidden = x.matmul(parameters[0]).add(parameters[1]).relu();
            var gradients = hidden.matmul(parameters[2]).add(parameters[3]).crossEntropy(labels).backward();
            for (int i = 0; i < parameters.length; i++)
                parameters[i].update(memories[i].step(step, parameters[i].data(), gradients.of(parameters[i]).data()));
        }
        return Tensor.concat(0, Stream.of(parameters).map(p -> p.data().reshape(Shape.of(p.shape().size()))).toArray(Tensor[]::new));
    }

    private static Tensor normal(int... dims) { return RANDOM.at(dims.length).normal(Shape.of(dims), 0, 1, Precision.FLOAT); }
    private static Tensor product(int m, int n, int k) { return normal(m, k).matmul(normal(k, n)); }

    private static Tensor anyBits() {
        var out = new float[777];
        for (int i = 0; i < out.length; i++) out[i] = Float.intBitsToFloat((int) RANDOM.bits(i));
        return Tensor.of(out);
    }

    private static Tensor steps(Step step) {
        var memory = new Memory(Shape.of(333), Precision.FLOAT, step.remembered());
        var w = normal(333);
        for (int i = 0; i < 3; i++) w = memory.step(step, w, w.sin());
        return w;
    }

    /// The loss after some steps of gradient descent on a network of two layers, and its parameters.
    private static double[] train(int steps, int batch) {
        Value w1 = Value.parameter(normal(20, 32).mul(0.3)), b1 = Value.parameter(Tensor.zeros(Shape.of(32), Precision.FLOAT));
        Value w2 = Value.parameter(normal(32, 4).mul(0.3)), b2 = Value.parameter(Tensor.zeros(Shape.of(4), Precision.FLOAT));
        double last = 0;
        for (int step = 0; step < steps; step++) {
            var random = RANDOM.step(step);
            var x = Value.of(random.normal(Shape.of(batch, 20), 0, 1, Precision.FLOAT));
            var targets = new float[batch * 4];
            for (int i = 0; i < batch; i++)
                targets[4 * i + (x.data().get(i, 0) > 0 ? 1 : 0) + (x.data().get(i, 1) > 0 ? 2 : 0)] = 1;
            var logits = x.matmul(w1).add(b1).tanh().matmul(w2).add(b2);
            var loss = logits.logSoftmax(1).mul(Value.of(Tensor.of(Shape.of(batch, 4), targets))).sum().div(-batch);
            var gradients = loss.backward();
            for (var p : new Value[] {w1, b1, w2, b2}) p.update(p.data().addScaled(-0.2, gradients.of(p).data()));
            last = loss.item();
        }
        var all = Tensor.concat(0, w1.data().reshape(Shape.of(640)), b1.data(), w2.data().reshape(Shape.of(128)), b2.data())
            .toDoubles();
        var out = new double[all.length + 1];
        out[0] = last;
        System.arraycopy(all, 0, out, 1, all.length);
        return out;
    }

    /// Where gradient descent ends, on graphs of a thousand scalars: S² − 0.165 S is least where S = 0.33 w² = 0.0825, w = ½.
    private static double trainScalars(int steps) {
        Value w = Value.parameter(0.7), small = Value.parameter(0.001);
        for (int step = 0; step < steps; step++) {
            var sum = Value.of(0);
            for (int i = 0; i < 330; i++) sum = sum.add(w.mul(w).mul(small));
            var gradients = sum.mul(sum).sub(sum.mul(0.165)).backward();
            w.update(w.data().addScaled(-2, gradients.of(w).data()));
        }
        return w.item();
    }

    private static long bits(Precision p, double x) {
        return p == Precision.FLOAT ? Float.floatToIntBits((float) x) : Double.doubleToLongBits(x);
    }

    /// A hash of shapes and bits, with one NaN.
    private static void print(String name, Tensor... results) {
        long hash = 0;
        for (var t : results) {
            hash = hash * 31 + t.shape().hashCode();
            for (int i = 0; i < t.size(); i++)
                hash = Long.rotateLeft(hash, 7) * 0x9e3779b97f4a7c15L + bits(t.precision(), t.at(i));
        }
        System.out.println(name + " " + Long.toHexString(hash));
    }
}
