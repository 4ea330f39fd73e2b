package gradus.bench;

import gradus.data.Mnist;
import gradus.data.Split;
import gradus.experiments.Recipe;
import gradus.experiments.Rehearsal;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Random;
import gradus.training.Metrics;
import gradus.training.Objective;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// The training that `mnist-mlp` and `startup` measure: 784-128-64-10 with ReLU, He's initialisation, softmax and cross-entropy,
/// SGD with the rate 0.1, in an order that is drawn anew for every epoch.
final class MnistTraining {
    private static final int FIRST = 128, SECOND = 64;
    /// Where 98 % is given up.
    private static final int LONGEST = 30;

    private final Split mnist;
    private final int batch;
    private final Random random = Random.seeded(1);
    private final Sequential net;
    private final Sgd optimizer;
    private int epochs;
    private double loss, firstLoss;

    /// Reads the pictures as `train mnist` does, while the loops are being compiled.
    MnistTraining(Path folder, int batch) {
        try (var _ = new Rehearsal(Recipe.MNIST.settings(1))) {
            mnist = Mnist.read(folder);
        }
        this.batch = batch;
        var he = Initializer.HE_NORMAL;
        net = Sequential.of(
            Linear.of(mnist.train().width(), FIRST, he, random.at(0)), Activation.RELU,
            Linear.of(FIRST, SECOND, he, random.at(1)), Activation.RELU,
            Linear.of(SECOND, mnist.train().classes(), he, random.at(2)));
        optimizer = new Sgd(net.parameters().values(), 0.1);
    }

    /// How many examples an epoch has, and in how many steps.
    int examples() { return mnist.train().size(); }
    int steps() { return Math.ceilDiv(examples(), batch); }

    /// The matrix products of a step.
    List<Product> products() {
        return Product.ofStep(Math.min(batch, examples()), mnist.train().width(), FIRST, SECOND, mnist.train().classes());
    }

    void epoch() { epoch(milestone -> {}); }

    private void epoch(Consumer<Milestone> reached) {
        double sum = 0;
        for (var examples : mnist.train().batches(batch, random.epoch(epochs))) {
            var error = Loss.crossEntropy(net.apply(examples.inputs()), examples.labels());
            optimizer.step(error.backward());
            if (epochs == 0 && sum == 0) {
                firstLoss = error.item();
                reached.accept(Milestone.FIRST_STEP);
            }
            sum += error.item() * examples.size();
        }
        loss = sum / examples();
        epochs++;
    }

    /// Trains until all milestones are reached, or for thirty epochs; says of each when it is reached. Accuracy is judged after
    /// every epoch.
    void train(Consumer<Milestone> reached) {
        double best = 0;
        while (best < 0.98 && epochs < LONGEST) {
            epoch(reached);
            double accuracy = accuracy();
            if (best < 0.97 && accuracy >= 0.97) reached.accept(Milestone.ACCURACY_97);
            if (accuracy >= 0.98) reached.accept(Milestone.ACCURACY_98);
            best = Math.max(best, accuracy);
        }
    }

    /// The share of test pictures that are recognised.
    double accuracy() {
        var accuracy = Metrics.of(net, mnist.test(), Objective.CROSS_ENTROPY).accuracy();
        return accuracy == null ? 0 : accuracy;
    }

    /// Whether the loss fell, and as much was learned as this many steps must bring.
    Check check() { return Check.fell(firstLoss, loss).and(Check.accuracy(accuracy(), least((long) epochs * steps()))); }

    /// What is recognised on MNIST after so many steps at least, whatever the batch (16 is restless at this rate, and comes to no
    /// more than 97 %).
    static double least(long steps) { return steps < 100 ? 0.5 : steps < 200 ? 0.8 : steps < 1000 ? 0.9 : 0.95; }
}
