package gradus.experiments;

import gradus.io.Checkpoint;
import gradus.nn.MaxNorm;
import gradus.nn.Training;
import gradus.optim.Optimizer;
import gradus.tensor.Tensor;
import gradus.training.DivergedException;
import gradus.training.EarlyStopping;
import gradus.training.Metrics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Gradient descent: each step makes the loss of a batch a little smaller.
final class Descent extends Course {
    private static final double EXPLODED = 1000;

    private final Learning learning;
    private final Optimizer optimizer;
    private final @Nullable EarlyStopping stopping;
    private final @Nullable MaxNorm bound;
    private Metrics.Tally tally;
    private double first;                                          // the loss of the first step

    Descent(Run run) {
        super(run);
        learning = run.settings().learning();
        optimizer = learning.rule().optimizer(run.net().parameters().values(), learning.rate(),
            learning.regularization().decay());
        optimizer.clipping(learning.clipping());
        stopping = learning.stopping().patience() == 0 ? null : new EarlyStopping(run.net().state(), learning.stopping().patience());
        bound = learning.regularization().isBounded() ? new MaxNorm(learning.regularization().maxNorm()) : null;
        tally = new Metrics.Tally(learning.loss());
    }

    @Override int batches() { return (int) (most() / learning.epochs()); }

    @Override long most() { return run.expectedSteps(); }

    @Override double rate() { return optimizer.rate(); }

    @Override void train(Progress progress) {
        var augmentation = learning.regularization().augmentation();
        var train = augmentation.isNone() ? run.data().train() : run.data().train().augmented(augmentation);
        long all = run.expectedSteps();
        boolean closely = progress.looksClosely();
        while (!isOver()) {
            for (var examples : train.batches(learning.batch(), run.random().epoch(epoch)).from(batch)) {
                // of the place alone: a resumed run draws the same
                var layers = run.random().at("layers").epoch(epoch).step(batch);
                var outputs = Training.run(layers, () -> run.net().apply(examples.inputs()));
                var loss = learning.loss().loss(outputs, examples);
                steps++;
                if (!Double.isFinite(loss.item())) throw run.diverged(loss.item(), examples, layers);
                if (steps == 1) first = loss.item();
                var gradients = loss.backward();
                optimizer.rate(learning.rate() * learning.schedule().factor(steps - 1, all));
                run.history().stepped(steps, loss.item(), closely ? gradients : null);
                progress.differentiated(steps, examples, loss, gradients);
                optimizer.step(gradients);
                if (bound != null) bound.constrain(run.net());
                tally.add(loss, outputs, examples);
                batch++;
                progress.stepped(epoch, tally.examples());
            }
            end(tally.metrics(), closely, progress);
        }
        if (stopping != null) stopping.restoreBest();
    }

    /// The epoch is over.
    private void end(Metrics metrics, boolean closely, Progress progress) {
        var validation = run.validation() == null ? null : run.judge(run.validation());
        run.history().ended(metrics, validation, closely ? Metrics.of(run.net(), run.data().test(), learning.loss()) : null);
        requireNoExplosion(metrics.loss());
        over = stopping != null && validation != null && stopping.stops(validation.loss());
        epoch++;
        batch = 0;
        tally = new Metrics.Tally(learning.loss());
        progress.ended(epoch - 1, metrics, isOver());
    }

    /// A loss need not leave the range of numbers to be lost: saturated units can keep it finite at any height.
    private void requireNoExplosion(double now) {
        if (now > EXPLODED * Math.max(1, first)) throw new DivergedException(steps, "the loss grew to "
            + String.format(Locale.ROOT, "%.3g by step %d, from %.3g; ", now, steps, first) + Run.CURE);
    }

    @Override SequencedMap<String, @Nullable Object> place() {
        var place = super.place();
        place.put("first-loss", first);
        double[] sums = tally.sums();
        for (int i = 0; i < sums.length; i++) place.put("tally-" + i, sums[i]);
        if (stopping != null && !stopping.best().isEmpty()) {
            place.put("best-loss", stopping.least());
            place.put("waited", stopping.waited());
        }
        return place;
    }

    @Override SequencedMap<String, Tensor> tensors() {
        var tensors = new LinkedHashMap<String, Tensor>();
        optimizer.state().forEach((name, tensor) -> tensors.put("optimizer." + name, tensor));
        if (stopping != null) stopping.best().forEach((name, tensor) -> tensors.put("best." + name, tensor));
        return tensors;
    }

    @Override void restore(Checkpoint checkpoint) {
        super.restore(checkpoint);
        var place = checkpoint.place();
        first = number(place, "first-loss");
        var sums = new double[tally.sums().length];
        for (int i = 0; i < sums.length; i++) sums[i] = number(place, "tally-" + i);
        tally = new Metrics.Tally(learning.loss(), sums);
        optimizer.restore(checkpoint.part("optimizer"));
        if (stopping != null && place.containsKey("best-loss")) {
            var best = checkpoint.part("best");
            Run.requireFit(run.net(), "best", best);
            stopping.restore(number(place, "best-loss"), whole(place, "waited", learning.epochs()), best);
        }
    }
}
