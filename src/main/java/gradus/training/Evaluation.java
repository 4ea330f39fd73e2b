package gradus.training;

import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Dataset;
import gradus.nn.Module;
import gradus.nn.Training;
import gradus.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// How good a model is on a data set, in detail.
///
/// @param metrics     loss and accuracy
/// @param confusion   which class was taken for which; null in regression
/// @param topFive     the share of examples whose class is among the five greatest outputs; null in regression and for fewer than
///     ten classes, of which five drawn at random hold the right one more often than not
/// @param deviations  how far off the numbers are; null for classes
public record Evaluation(Metrics metrics, @Nullable Confusion confusion, @Nullable Double topFive, @Nullable Deviations deviations) {
    private static final int TOP = 5, ENOUGH = 10;

    /// How far numbers are from what they should be.
    ///
    /// @param meanAbsoluteError  the mean of |p − t|, in the targets' unit
    /// @param rSquared           R² = 1 − Σ (t − p)² / Σ (t − t̄)²: 1 is perfect, 0 is as good as always saying the mean t̄, less is
    ///     worse than that. Of several targets it is the mean of theirs. Where all targets are alike it is 1 if all are met, else 0,
    ///     as in scikit-learn
    public record Deviations(double meanAbsoluteError, double rSquared) {
        /// Of predictions and targets `(n, k)`.
        ///
        /// @throws IllegalArgumentException for different shapes, or no rows
        public static Deviations of(Tensor predictions, Tensor targets) {
            var shape = targets.shape();
            if (!predictions.shape().equals(shape) || shape.rank() != 2 || shape.size() == 0)
                throw new IllegalArgumentException("predictions and targets have one shape (n, k), not " + predictions.shape() + " and "
                    + shape);
            int rows = shape.dim(0), columns = shape.dim(1);
            double absolute = 0, rSquared = 0;
            for (int column = 0; column < columns; column++) {
                double sum = 0, errors = 0, spread = 0;
                boolean alike = true;                              // their mean need not be any of them, in doubles
                for (int row = 0; row < rows; row++) {
                    sum += targets.get(row, column);
                    alike &= targets.get(row, column) == targets.get(0, column);
                }
                for (int row = 0; row < rows; row++) {
                    double target = targets.get(row, column), error = predictions.get(row, column) - target, distance = target - sum / rows;
                    absolute += Math.abs(error);
                    errors += error * error;
                    spread += distance * distance;
                }
                rSquared += alike ? errors == 0 ? 1 : 0 : 1 - errors / spread;
            }
            return new Deviations(absolute / shape.size(), rSquared / columns);
        }
    }

    /// Asks a model about every example, in batches, without recording and outside of the [Training] scope.
    public static Evaluation of(Module model, Dataset data, Objective objective) {
        var tally = new Metrics.Tally(objective);
        var said = new int[data.size()];
        var predictions = new Tensor[Math.ceilDiv(data.size(), Metrics.BATCH)];
        var targets = new Tensor[predictions.length];
        int from = 0, top = 0, i = 0;
        for (var batch : data.batches(Metrics.BATCH)) {
            var outputs = outputs(model, objective, batch, tally);
            if (data.isRegression()) {
                predictions[i] = outputs;
                targets[i++] = batch.targets().data();
                continue;
            }
            System.arraycopy(objective.decide(outputs), 0, said, from, batch.size());
            if (data.classes() >= ENOUGH) top += among(TOP, outputs, batch.labels());
            from += batch.size();
        }
        if (data.isRegression())
            return new Evaluation(tally.metrics(), null, null, Deviations.of(Tensor.concat(0, predictions), Tensor.concat(0, targets)));
        return new Evaluation(tally.metrics(), Confusion.of(data.classNames(), data.labels(), said),
            data.classes() >= ENOUGH ? (double) top / data.size() : null, null);
    }

    private static Tensor outputs(Module model, Objective objective, Batch batch, Metrics.Tally tally) {
        return Training.off(() -> Recording.off(() -> {
            Value outputs = model.apply(batch.inputs());
            tally.add(objective.loss(outputs, batch), outputs, batch);
            return outputs.data();
        }));
    }

    /// The share of rows whose label is among the k greatest outputs `(n, classes)`. Of equal outputs the first counts as the
    /// greater, as argmax has it, so that for k = 1 this is the accuracy.
    ///
    /// @throws IllegalArgumentException for a k below 1, or another number of labels than rows
    public static double topK(int k, Tensor outputs, int... labels) {
        if (k < 1) throw new IllegalArgumentException("the top k are at least one, not " + k);
        if (outputs.shape().rank() != 2 || outputs.shape().dim(0) != labels.length)
            throw new IllegalArgumentException("outputs of shape " + outputs.shape() + " and " + labels.length
                + " labels: outputs are (n, classes), with a label for each row");
        return labels.length == 0 ? 0 : (double) among(k, outputs, labels) / labels.length;
    }

    private static int among(int k, Tensor outputs, int... labels) {
        int found = 0;
        for (int row = 0; row < labels.length; row++) {
            double own = outputs.get(row, labels[row]);
            int before = 0;
            for (int c = 0; c < outputs.shape().dim(1); c++) {
                double other = outputs.get(row, c);
                if (other > own || other == own && c < labels[row]) before++;
            }
            if (before < k && !Double.isNaN(own)) found++;
        }
        return found;
    }
}
