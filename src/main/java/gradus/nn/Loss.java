package gradus.nn;

import gradus.autograd.Binary;
import gradus.autograd.LogSoftmax;
import gradus.autograd.MisfitException;
import gradus.autograd.Value;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;

/// How far predictions are from what they should be: one number, the mean over all examples, to be made small.
///
/// All are computed from logits where there are logits, the numbers before sigmoid or softmax: so they and their gradients
/// stay finite and right however sure, and however wrong, a network is. Predictions and targets have the same shape; nothing
/// is broadcast in silence between them.
public final class Loss {
    private Loss() {}

    /// Cross-entropy of softmax against class numbers: `mean over rows i of −log softmax(logits)[i, labels[i]]`.
    /// Its gradient is `(softmax(logits) − one-hot) / n`. An untrained network of k classes begins near `log k`.
    ///
    /// @param logits  shape `(n, classes)`, or `(classes)` for one example
    /// @param labels  n class numbers, counted from 0
    /// @throws ShapeException if logits and labels differ in number
    /// @throws IllegalArgumentException for a label that is no class
    public static Value crossEntropy(Value logits, int... labels) {
        requireLogits(logits);
        return logits.crossEntropy(labels);
    }

    /// Cross-entropy of softmax against distributions: `mean over rows i of −Σⱼ targets[i, j] · log softmax(logits)[i, j]`.
    ///
    /// @param logits   shape `(n, classes)`, or `(classes)` for one example
    /// @param targets  the same shape; rows are one-hot, or distributions that add up to 1
    /// @throws ShapeException if the shapes differ
    /// @throws IllegalArgumentException if a row of the targets does not add up to 1
    public static Value crossEntropy(Value logits, Value targets) {
        var shape = requireLogits(logits);
        requireSame("logits", logits, targets);
        int classes = shape.dim(-1);
        for (int row = 0; row < shape.size() / classes; row++) {
            double sum = 0;
            for (int j = 0; j < classes; j++) sum += targets.data().at(row * classes + j);
            if (!(sum > 0.999 && sum < 1.001))
                throw new IllegalArgumentException("row " + row + " of the targets adds up to " + sum
                    + ", not to 1: targets are one-hot rows or distributions, or class numbers as int[]");
        }
        return targets.mul(logits.logSoftmax(-1)).sum(-1).mean().neg();
    }

    /// Binary cross-entropy of the sigmoid: `mean of −t log σ(x) − (1 − t) log(1 − σ(x))`, computed as
    /// `t softplus(−x) + (1 − t) softplus(x)`, in which nothing cancels. Its gradient is `(σ(x) − t) / n`.
    ///
    /// @param logits   any shape
    /// @param targets  the same shape, from 0 to 1
    /// @throws ShapeException if the shapes differ
    /// @throws IllegalArgumentException for a target outside of 0 to 1
    public static Value binaryCrossEntropy(Value logits, Value targets) {
        requireSame("logits", logits, targets);
        for (int i = 0; i < targets.data().size(); i++) {
            double target = targets.data().at(i);
            if (!(target >= 0 && target <= 1))
                throw new IllegalArgumentException("target " + target + " at " + i + ": binary cross-entropy takes targets from 0 to 1"
                    + (target == -1 ? "; targets.add(1).div(2) makes them of -1 and 1" : ""));
        }
        var others = targets.neg().add(1);
        return targets.mul(logits.neg().softplus()).add(others.mul(logits.softplus())).mean();
    }

    /// Mean squared error: `mean of (p − t)²`.
    ///
    /// @param predictions  any shape
    /// @param targets      the same shape
    /// @throws ShapeException if the shapes differ
    public static Value meanSquaredError(Value predictions, Value targets) {
        requireSame("predictions", predictions, targets);
        return predictions.sub(targets).square().mean();
    }

    /// Hinge loss: `mean of max(0, 1 − t s)`, 0 where a score is on its side of the border by 1 or more.
    ///
    /// @param scores   any shape
    /// @param targets  the same shape, −1 and 1
    /// @throws ShapeException if the shapes differ
    /// @throws IllegalArgumentException for a target that is neither −1 nor 1
    public static Value hinge(Value scores, Value targets) {
        requireSame("scores", scores, targets);
        for (int i = 0; i < targets.data().size(); i++) {
            double target = targets.data().at(i);
            if (target != 1 && target != -1)
                throw new IllegalArgumentException("target " + target + " at " + i + ": hinge loss takes the targets -1 and 1"
                    + (target == 0 ? "; targets.mul(2).sub(1) makes them of 0 and 1" : ""));
        }
        return targets.mul(scores).neg().add(1).relu().mean();
    }

    /// Huber's loss of the error `e = p − t`: `e² / 2` up to δ, and beyond it the line `δ (|e| − δ / 2)`, so that no outlier
    /// pulls by more than δ (Huber, *Robust estimation of a location parameter*, 1964). With `c = clamp(e, −δ, δ)` both are
    /// `c (e − c / 2)`.
    ///
    /// @param predictions  any shape
    /// @param targets      the same shape
    /// @param delta        δ, where the parabola becomes a line
    /// @throws ShapeException if the shapes differ
    /// @throws IllegalArgumentException if δ is not positive
    public static Value huber(Value predictions, Value targets, double delta) {
        if (!(delta > 0 && delta < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("delta of the Huber loss must be a positive number, not " + delta);
        requireSame("predictions", predictions, targets);
        var error = predictions.sub(targets);
        var clamped = error.clamp(-delta, delta);
        return clamped.mul(error.sub(clamped.mul(0.5))).mean();
    }

    private static Shape requireLogits(Value logits) {
        var shape = logits.shape();
        if (shape.rank() < 1 || shape.rank() > 2 || shape.size() == 0)
            throw new MisfitException("cross-entropy takes logits of shape (n, classes), not " + shape,
                shape.size() == 0 ? ": there is no example or no class"
                    : shape.rank() == 0 ? ": a single number is no choice between classes; binaryCrossEntropy takes one"
                    : ": reshape them to " + Shape.of(shape.size() / shape.dim(-1), shape.dim(-1)),
                new LogSoftmax(-1), logits);
        return shape;
    }

    private static void requireSame(String what, Value given, Value targets) {
        Shape a = given.shape(), b = targets.shape();
        if (a.equals(b)) return;
        throw new MisfitException(what + " of shape " + a + " and targets of shape " + b + " must have the same shape", cure(what, a, b),
            Binary.SUB, given, targets);
    }

    private static String cure(String what, Shape a, Shape b) {
        if (a.size() == b.size()) return ": reshape the targets to " + a;
        boolean classes = a.rank() == 2 && a.dim(1) > 1 && b.size() == a.dim(0);
        return classes ? ": targets have a column for each of the " + a.dim(1)
            + " outputs, one-hot; class numbers go to crossEntropy as int[]"
            : ": nothing is broadcast here, since each of the " + what + " has a target of its own";
    }
}
