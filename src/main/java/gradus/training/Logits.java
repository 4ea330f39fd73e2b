package gradus.training;

import gradus.autograd.Binary;
import gradus.autograd.CrossEntropy;
import gradus.autograd.Graph;
import gradus.autograd.LogSoftmax;
import gradus.autograd.Op;
import gradus.autograd.Permute;
import gradus.autograd.Reshape;
import gradus.autograd.Slice;
import gradus.autograd.Softmax;
import gradus.autograd.Sum;
import gradus.autograd.Unary;
import gradus.autograd.Value;
import gradus.training.Finding.Kind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What classifiers' losses are made of. They take logits, the numbers before softmax and sigmoid, and it goes unnoticed if they
/// are given probabilities: the network learns, but slowly and never well.
final class Logits {
    private Logits() {}

    /// Of how many classes a loss is the cross-entropy, from logits: `crossEntropy`, or for 2 the mean of
    /// `t softplus(−x) + (1 − t) softplus(x)`. 0 for any other loss, also for one with something added.
    static int classes(Value loss) {
        if (loss.op() instanceof CrossEntropy) return loss.inputs().getFirst().shape().dim(-1);
        if (loss.op() != Binary.DIV || !(loss.inputs().getFirst().op() instanceof Sum)) return 0;
        var sum = loss.inputs().getFirst().inputs().getFirst();
        return sum.op() == Binary.ADD && sum.inputs().stream().allMatch(term -> term.op() == Binary.MUL
            && term.inputs().stream().anyMatch(factor -> factor.op() == Unary.SOFTPLUS)) ? 2 : 0;
    }

    /// Softmax, log-softmax or sigmoid right before a cross-entropy that computes it itself.
    static List<Finding> findings(Graph graph, Labels labels) {
        return graph.values().stream().flatMap(value -> finding(value, labels)).limit(1).toList();
    }

    private static Stream<Finding> finding(Value loss, Labels labels) {
        var given = given(loss);
        if (given == null) return Stream.empty();
        var made = origin(given);
        var op = made.op();
        boolean twice = op instanceof LogSoftmax;
        if (op == null || !twice && !(op instanceof Softmax) && op != Unary.SIGMOID) return Stream.empty();
        boolean binary = loss.op() == Unary.SOFTPLUS;
        var name = op.label();
        var path = labels.path(made);
        return Stream.of(new Finding(Kind.SOFTMAX_BEFORE_LOSS, path == null ? "" : path,
            "%s before cross-entropy: the loss takes logits, and is given what %s made of them, of shape %s.".formatted(
                capitalized(name), name, given.shape()), cause(binary, twice, given),
            "Give the loss what goes into %s: leave it out of the network, and apply it to answers where probabilities are wanted."
                .formatted(name),
            List.of(made, loss)));
    }

    private static String cause(boolean binary, boolean twice, Value given) {
        if (twice && !binary) return "The loss computes log-softmax itself. A second one changes nothing, but costs its time and misleads.";
        if (twice) return "The loss computes a sigmoid itself, and logarithms of probabilities, which are never above 0, always say no.";
        if (binary) return "The loss computes a sigmoid itself, and that of a number from 0 to 1 lies between 0.5 and 0.73: the loss stays"
            + " above 0.31 where the target is 1 and above 0.69 where it is 0, however sure the network is, and the gradient is small.";
        int classes = given.shape().dim(-1);
        double least = StrictMath.log1p((classes - 1) / StrictMath.E);
        return String.format(Locale.ROOT, "The loss computes softmax itself, and that of numbers from 0 to 1 is nearly flat: with %d"
            + " classes the loss stays above %.2f, however sure the network is, and the gradient is small.", classes, least);
    }

    /// What an operation takes for logits; null for one that takes none.
    private static @Nullable Value given(Value loss) {
        Op op = loss.op();
        if (op instanceof CrossEntropy || op instanceof LogSoftmax) return loss.inputs().getFirst();
        if (op == Unary.SOFTPLUS && loss.inputs().getFirst().op() == Unary.NEG) return loss.inputs().getFirst().inputs().getFirst();
        return null;
    }

    /// The value whose numbers these are: behind what only moves them.
    private static Value origin(Value value) {
        while (value.op() instanceof Reshape || value.op() instanceof Permute
            || value.op() instanceof Slice) value = value.inputs().getFirst();
        return value;
    }

    private static String capitalized(String name) { return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1); }
}
