package gradus.bench;

import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;

/// 1024-4096-4096-1024 with ReLU and mean squared error on one batch of random numbers: forward, backward and a step of SGD. It
/// is counted as 6·batch·Σ(in·out) operations, as is usual, though nobody asks for the gradient of the first layer's input.
final class WideMlp {
    private static final int IN = 1024, WIDE = 4096, OUT = 1024;
    private static final double WARM_UP = 0.3, RUN = 1;

    private final Value inputs, targets;
    private final List<Linear> layers;
    private final Sequential net;
    private final Sgd optimizer;
    private double loss;

    WideMlp(int batch, int in, int wide, int out) {
        var random = Random.seeded(1);
        inputs = Value.of(random.at("inputs").normal(Shape.of(batch, in), 0, 1, Precision.FLOAT));
        targets = Value.of(random.at("targets").normal(Shape.of(batch, out), 0, 1, Precision.FLOAT));
        layers = List.of(
            Linear.of(in, wide, Initializer.HE_NORMAL, random.at(0)),
            Linear.of(wide, wide, Initializer.HE_NORMAL, random.at(1)),
            Linear.of(wide, out, Initializer.HE_NORMAL, random.at(2)));
        net = Sequential.of(layers.get(0), Activation.RELU, layers.get(1), Activation.RELU, layers.get(2));
        optimizer = new Sgd(net.parameters().values(), 0.1);
    }

    static Measurement measure(Plan plan) {
        EveryOperation.rehearse();
        var mlp = new WideMlp(plan.batch(), IN, WIDE, OUT);
        mlp.step();
        double first = mlp.loss;
        Timing.warmUp(WARM_UP, mlp::step);
        double operations = 6.0 * plan.batch() * ((double) IN * WIDE + (double) WIDE * WIDE + (double) WIDE * OUT);
        var runs = Timing.runs(plan.runs(), () -> operations / 1e9 / Timing.average(RUN, mlp::step));
        return new Measurement(runs, "GFLOP/s", Check.fell(first, mlp.loss).and(mlp.checkGradient()), List.of(), new LinkedHashMap<>());
    }

    private void step() {
        var error = Loss.meanSquaredError(net.apply(inputs), targets);
        optimizer.step(error.backward());
        loss = error.item();
    }

    /// The gradient of a loss that counts three examples only, so that double arithmetic is quick to follow; the products are as
    /// large as ever.
    Check checkGradient() {
        int batch = inputs.shape().dim(0);
        int[] counted = {0, batch / 2, batch - 1};
        var gradients = Loss.meanSquaredError(net.apply(inputs).gather(counted), targets.gather(counted)).backward();
        return new PlainMlp(layers, rows(inputs, counted), rows(targets, counted)).check(gradients);
    }

    private static double[][] rows(Value matrix, int... chosen) {
        var rows = new double[chosen.length][];
        for (int i = 0; i < rows.length; i++) rows[i] = matrix.data().gather(chosen[i]).toDoubles();
        return rows;
    }
}
