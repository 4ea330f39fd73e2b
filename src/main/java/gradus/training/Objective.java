package gradus.training;

import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Dataset;
import gradus.nn.Loss;
import gradus.tensor.Tensor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What training makes small, and how the outputs of a model that was trained so are to be read.
///
/// A question with two classes has one output, which says 1 from a threshold on, except under softmax; for more classes
/// the greatest of their outputs wins.
public enum Objective {
    /// Softmax and its cross-entropy: an output for each class.
    CROSS_ENTROPY {
        @Override public Value loss(Value outputs, Batch batch) { return Loss.crossEntropy(outputs, batch.labels()); }

        @Override public int outputs(Dataset data) { return data.classes(); }

        @Override public @Nullable Tensor probabilities(Tensor outputs) { return outputs.softmax(-1); }
    },
    /// Sigmoid and its cross-entropy: one output for two classes; for more, each is asked by itself.
    BINARY_CROSS_ENTROPY {
        @Override public Value loss(Value outputs, Batch batch) { return Loss.binaryCrossEntropy(outputs, batch.targets()); }

        @Override public @Nullable Tensor probabilities(Tensor outputs) {
            var second = outputs.sigmoid();
            return outputs.shape().dim(-1) > 1 ? second : Tensor.concat(-1, outputs.neg().sigmoid(), second);
        }
    },
    /// The mean of squared errors: for numbers, or for classes as 0 and 1.
    MSE {
        @Override public Value loss(Value outputs, Batch batch) { return Loss.meanSquaredError(outputs, batch.targets()); }
    },
    /// Squared errors near 0 and absolute ones beyond 1: for numbers with outliers.
    HUBER {
        @Override public Value loss(Value outputs, Batch batch) { return Loss.huber(outputs, batch.targets(), 1); }
    },
    /// `max(0, 1 − t s)` for a score s and the target t, −1 or 1: the loss of support vector machines.
    HINGE {
        @Override public Value loss(Value outputs, Batch batch) { return Loss.hinge(outputs, signs(batch)); }
    },
    /// `max(0, −t s)`: how far the scores of mistakes lie on the wrong side. Rosenblatt's rule steps down its slope.
    PERCEPTRON {
        @Override public Value loss(Value outputs, Batch batch) { return outputs.mul(signs(batch)).neg().relu().mean(); }
    };

    /// The loss of a model's outputs `(n, k)` on a batch: one number.
    public abstract Value loss(Value outputs, Batch batch);

    /// How many outputs a model for these data has: k.
    public int outputs(Dataset data) { return data.targetWidth(); }

    /// Whether answers may be numbers; all objectives take classes.
    public boolean learnsNumbers() { return this == MSE || this == HUBER; }

    /// The class that each row of outputs `(n, k)` speaks for.
    public int[] decide(Tensor outputs) {
        if (outputs.shape().dim(-1) > 1) return outputs.argmax(-1);
        double threshold = learnsNumbers() ? 0.5 : 0;
        var classes = new int[outputs.size()];
        for (int i = 0; i < classes.length; i++) classes[i] = outputs.at(i) >= threshold ? 1 : 0;
        return classes;
    }

    /// The probability of each class, `(n, classes)`, for outputs `(n, k)`; null where outputs are no more than scores.
    public @Nullable Tensor probabilities(Tensor outputs) { return null; }

    /// 0 and 1 as −1 and 1.
    private static Value signs(Batch batch) { return batch.targets().mul(2).sub(1); }

    /// As it is called on the command line: `binary-cross-entropy`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
}
