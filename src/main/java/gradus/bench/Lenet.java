package gradus.bench;

import gradus.autograd.Value;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// LeNet on pictures of noise: a convolution 5 × 5 × 6 with padding 2, max-pool 2, a convolution 5 × 5 × 16, max-pool 2, and 400-120-84-10
/// with ReLU, cross-entropy and plain descent. Learning by heart is as much work as learning.
///
/// LeCun, Bottou, Bengio & Haffner, *Gradient-based learning applied to document recognition*, 1998 (its pools and activations differ).
final class Lenet {
    private static final Window FIRST = Window.of(5).padding(2), SECOND = Window.of(5), POOL = Window.of(2).stride(2);
    private static final Shape[] SHAPES = {Shape.of(6, 1, 5, 5), Shape.of(6, 1, 1), Shape.of(16, 6, 5, 5), Shape.of(16, 1, 1),
        Shape.of(400, 120), Shape.of(120), Shape.of(120, 84), Shape.of(84), Shape.of(84, 10), Shape.of(10)};
    private static final int[] FAN_IN = {25, 0, 150, 0, 400, 0, 120, 0, 84, 0};
    /// Multiplications forward, by picture: of the first layer, which gives its input no gradient, and of the others.
    private static final double FIRST_WORK = 784.0 * 6 * 25, WORK = 100.0 * 16 * 150 + 400 * 120 + 120 * 84 + 84 * 10;
    private static final int IMAGES = 10_000;
    private static final double WARM_UP = 2, RATE = 0.02, BOUND = 1e-4;

    private final Value inputs;
    private final int[] labels;
    private final Value[] parameters;
    private double loss;

    Lenet(int batch) {
        var random = Random.seeded(1);
        inputs = Value.of(random.at("inputs").normal(Shape.of(batch, 1, 28, 28), 0, 1, Precision.FLOAT));
        labels = IntStream.range(0, batch).map(i -> random.at("labels").below(10, i)).toArray();
        parameters = new Value[SHAPES.length];
        for (int i = 0; i < parameters.length; i++)
            parameters[i] = Value.parameter(FAN_IN[i] == 0 ? Tensor.zeros(SHAPES[i], Precision.FLOAT)
                : random.at(i).normal(SHAPES[i], 0, StrictMath.sqrt(2.0 / FAN_IN[i]), Precision.FLOAT));
    }

    static Measurement measure(Plan plan) {
        EveryOperation.rehearse();
        var lenet = new Lenet(plan.batch());
        var exact = lenet.checkGradient();                            // at the beginning: what is known by heart has hardly a gradient
        lenet.step();
        double first = lenet.loss;
        Timing.warmUp(WARM_UP, lenet::step);
        int steps = Math.ceilDiv(IMAGES, plan.batch());
        double images = (double) steps * plan.batch() / IMAGES;
        var runs = Timing.runs(plan.runs(), () -> Timing.seconds(() -> { for (int i = 0; i < steps; i++) lenet.step(); }) / images);
        double speed = IMAGES * (4 * FIRST_WORK + 6 * WORK) / 1e9 / Timing.median(runs), peak = Machine.peakMemory();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("gflops", speed);
        fields.put("peak_mb", peak);
        return new Measurement(runs, "s/10,000 pictures", Check.fell(first, lenet.loss).and(exact),
            List.of(String.format(Locale.ROOT, "%.1f GFLOP/s; peak memory %.0f MB", speed, peak)), fields);
    }

    private static Value apply(Value x, Value... p) {
        var hidden = x.conv2d(p[0], FIRST, 1).add(p[1]).relu().maxPool2d(POOL).conv2d(p[2], SECOND, 1).add(p[3]).relu().maxPool2d(POOL);
        return hidden.reshape(x.shape().dim(0), 400).matmul(p[4]).add(p[5]).relu().matmul(p[6]).add(p[7]).relu().matmul(p[8]).add(p[9]);
    }

    private void step() {
        var error = apply(inputs, parameters).crossEntropy(labels);
        var gradients = error.backward();
        for (var p : parameters) p.update(p.data().addScaled(-RATE, gradients.of(p).data()));
        loss = error.item();
    }

    /// The gradient for some pictures beside that of the plain loops in double.
    Check checkGradient() {
        int few = Math.min(3, labels.length);
        var pictures = inputs.data().slice(0, 0, few);
        var some = IntStream.range(0, few).map(i -> labels[i]).toArray();
        var exact = Stream.of(parameters).map(p -> Value.parameter(p.data().to(Precision.DOUBLE))).toArray(Value[]::new);
        var right = apply(Value.of(pictures.to(Precision.DOUBLE)), exact).crossEntropy(some).backward();
        var found = apply(Value.of(pictures), parameters).crossEntropy(some).backward();
        double worst = 0;
        for (int i = 0; i < exact.length; i++) {
            var g = right.of(exact[i]).data();
            double error = found.of(parameters[i]).data().to(Precision.DOUBLE).sub(g).abs().max(Axes.all()).item();
            worst = Math.max(worst, error / g.abs().max(Axes.all()).item());
        }
        return new Check(worst <= BOUND, String.format(Locale.ROOT, "gradients differ from double arithmetic by %.1e of the largest,"
            + " where %.0e is allowed", worst, BOUND));
    }
}
