package gradus.bench;

import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.data.Gate;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Random;
import gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;

/// XOR by 2-4-1, tanh, then sigmoid: mean squared error of all four rows, SGD with the rate 0.5. A step is some 350
/// multiplications; the rest is what a graph costs.
final class Xor {
    private static final int STEPS = 1000;
    private static final double WARM_UP = 0.3, RUN = 0.5;

    private final Value inputs, targets;
    private final Sequential net;
    private final Sgd optimizer;
    private double loss;

    private Xor() {
        var rows = Gate.XOR.dataset().all();
        inputs = rows.inputs();
        targets = rows.targets();
        var random = Random.seeded(1);
        net = Sequential.of(Linear.of(2, 4, Initializer.GLOROT_NORMAL, random.at(0)), Activation.TANH,
            Linear.of(4, 1, Initializer.GLOROT_NORMAL, random.at(1)), Activation.SIGMOID);
        optimizer = new Sgd(net.parameters().values(), 0.5);
    }

    static Measurement measure(Plan plan) {
        EveryOperation.rehearse();
        var xor = new Xor();
        xor.step();
        double first = xor.loss;
        Timing.warmUp(WARM_UP, xor::steps);
        var runs = Timing.runs(plan.runs(), () -> STEPS / Timing.average(RUN, xor::steps));
        var answers = Recording.off(() -> xor.net.apply(xor.inputs)).data();
        return new Measurement(runs, "steps/s", Check.fell(first, xor.loss).and(learned(answers, xor.targets.data())),
            List.of(), new LinkedHashMap<>());
    }

    private void steps() { for (int i = 0; i < STEPS; i++) step(); }

    private void step() {
        var loss = Loss.meanSquaredError(net.apply(inputs), targets);
        optimizer.step(loss.backward());
        this.loss = loss.item();
    }

    /// Whether every answer lies on the right side of ½.
    static Check learned(Tensor answers, Tensor targets) {
        double right = answers.gt(0.5).eq(targets).sum().item() / targets.size();
        return Check.accuracy(right, 1);
    }
}
