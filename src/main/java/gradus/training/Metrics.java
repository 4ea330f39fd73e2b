package gradus.training;

import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Dataset;
import gradus.nn.Module;
import gradus.nn.Training;
import org.jspecify.annotations.Nullable;

/// How good a model is on some examples.
///
/// @param loss      the mean loss of an example
/// @param accuracy  the share of examples whose class it says, from 0 to 1; null in regression, where there are no classes
public record Metrics(double loss, @Nullable Double accuracy) {
    /// How many examples are judged at a time.
    public static final int BATCH = 1000;

    /// A model's loss and accuracy on a whole data set, computed in batches, without recording and outside of the [Training] scope.
    public static Metrics of(Module model, Dataset data, Objective objective) {
        var tally = new Tally(objective);
        for (var batch : data.batches(BATCH)) tally.judge(model, batch);
        return tally.metrics();
    }

    /// Adds up metrics batch by batch.
    public static final class Tally {
        private final Objective objective;
        private double losses;
        private int examples;
        private int labelled;
        private int right;

        /// Begins with nothing.
        public Tally(Objective objective) { this.objective = objective; }

        /// Goes on from another one's [#sums].
        public Tally(Objective objective, double... sums) {
            this.objective = objective;
            losses = sums[0];
            examples = (int) sums[1];
            labelled = (int) sums[2];
            right = (int) sums[3];
        }

        /// All that was added up so far: losses, and how many examples there were, how many with a class, and how many of those right.
        public double[] sums() { return new double[] {losses, examples, labelled, right}; }

        /// Adds a batch: the mean loss of its examples, and which classes the outputs say.
        public void add(Value loss, Value outputs, Batch batch) {
            losses += loss.item() * batch.size();
            examples += batch.size();
            if (batch.labels().length == 0) return;
            int[] said = objective.decide(outputs.data());
            for (int i = 0; i < said.length; i++) if (said[i] == batch.labels()[i]) right++;
            labelled += said.length;
        }

        /// Asks a model about a batch, without recording and outside of the [Training] scope, and adds what comes of it; the mean loss of
        /// these examples.
        public double judge(Module model, Batch batch) {
            return Training.off(() -> Recording.off(() -> {
                var outputs = model.apply(batch.inputs());
                var loss = objective.loss(outputs, batch);
                add(loss, outputs, batch);
                return loss.item();
            }));
        }

        /// How many examples were added.
        public int examples() { return examples; }

        /// The means of all that was added.
        public Metrics metrics() { return new Metrics(losses / examples, labelled == 0 ? null : (double) right / labelled); }
    }
}
