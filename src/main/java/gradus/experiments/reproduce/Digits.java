package gradus.experiments.reproduce;

import gradus.autograd.Recording;
import gradus.data.DataException;
import gradus.data.Dataset;
import gradus.data.Mnist;
import gradus.data.Normalization;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.nn.Training;
import gradus.optim.Optimizer;
import gradus.optim.Schedule;
import gradus.tensor.Random;
import gradus.training.Metrics;
import gradus.training.Objective;
import gradus.viz.charts.Line;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// MNIST as most papers take it: pixels from 0 to 1, and the last of the 60,000 training pictures set apart.
///
/// @param train       what a network learns from
/// @param validation  what was set apart; null where nothing was
/// @param test        the 10,000 test pictures
record Digits(Dataset train, @Nullable Dataset validation, Dataset test) {
    /// Of MNIST's pictures and labels.
    private static final String LEARNED = "debf3434e314ef5676af6cc20505d85b6c9e9ddee02368426e2a5255fd30d9b8",
        JUDGED = "b2c28c9bf4cd00ba71e2e2bdffe02b328cb52fd62c7dea16677ced298450e594";

    /// The pictures of a folder, of which the last `apart` training pictures are set apart.
    static Digits read(Path folder, int apart) {
        var pixels = Normalization.of(0, 255);
        var all = Mnist.train(folder).normalized(pixels);
        var test = Mnist.test(folder, all.classNames()).normalized(pixels);
        if (!all.digest().equals(LEARNED) || !test.digest().equals(JUDGED))
            throw new DataException(folder + ": other pictures than MNIST's, of which these figures were published");
        int kept = all.size() - apart;
        return new Digits(all.limit(kept), apart == 0 ? null : all.select(IntStream.range(kept, all.size()).toArray()), test);
    }

    /// What was set apart.
    ///
    /// @throws NullPointerException where nothing was: the test pictures are never taken in its place
    @Override public Dataset validation() { return Objects.requireNonNull(validation, "no pictures were set apart"); }

    /// The first pictures of each part.
    Digits limit(int learned, int judged) {
        return new Digits(train.limit(learned), validation == null ? null : validation.limit(judged), test.limit(judged));
    }

    /// Learns by cross-entropy: the loss on all pictures before the first epoch and after each.
    static double[] losses(Module net, Optimizer optimizer, Dataset pictures, int batch, int epochs, Random random) {
        var losses = new double[epochs + 1];
        losses[0] = loss(net, pictures);
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (var each : pictures.batches(batch, random.epoch(epoch)))
                optimizer.step(Loss.crossEntropy(net.apply(each.inputs()), each.labels()).backward());
            losses[epoch + 1] = loss(net, pictures);
        }
        return losses;
    }

    /// Learns by cross-entropy at a rate that falls from the optimiser's own to 0.
    ///
    /// @param every  how many epochs lie between two looks at the test pictures, of which the last is after the last epoch
    /// @param after  is done after each step
    /// @return the test accuracy, in percent, at the epochs of the looks
    Line accuracy(Module net, Optimizer optimizer, int batch, int epochs, int every, Random random, Runnable after) {
        double rate = optimizer.rate();
        var schedule = Schedule.linear();
        int step = 0, steps = epochs * Math.ceilDiv(train.size(), batch);
        var at = IntStream.rangeClosed(1, epochs).filter(epoch -> (epochs - epoch) % every == 0).toArray();
        var accuracy = new double[at.length];
        for (int epoch = 0, look = 0; epoch < epochs; epoch++) {
            for (var each : train.batches(batch, random.epoch(epoch))) {
                optimizer.rate(rate * schedule.factor(step, steps));
                var loss = Training.run(random.step(step++), () -> Loss.crossEntropy(net.apply(each.inputs()), each.labels()));
                optimizer.step(loss.backward());
                after.run();
            }
            if (at[look] == epoch + 1) accuracy[look++] = accuracy(net, test);
        }
        return Line.of("test accuracy", IntStream.of(at).asDoubleStream().toArray(), accuracy);
    }

    /// The mean cross-entropy on pictures.
    static double loss(Module net, Dataset pictures) { return Metrics.of(net, pictures, Objective.CROSS_ENTROPY).loss(); }

    /// How many classes are never a network's greatest output.
    static int silent(Module net, Dataset pictures) {
        var said = new BitSet();
        for (var batch : pictures.batches(Metrics.BATCH))
            IntStream.of(Recording.off(() -> net.apply(batch.inputs())).data().argmax(-1)).forEach(said::set);
        return pictures.classNames().size() - said.cardinality();
    }

    /// The share of pictures, in percent, whose class is the greatest output of a network.
    static double accuracy(Module net, Dataset pictures) {
        long right = 0;
        for (var batch : pictures.batches(Metrics.BATCH)) {
            int[] said = Recording.off(() -> net.apply(batch.inputs())).data().argmax(-1);
            right += IntStream.range(0, said.length).filter(i -> said[i] == batch.labels()[i]).count();
        }
        return 100.0 * right / pictures.size();
    }
}
