package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.Arrays;

/// The mean over rows of −log softmax at each row's label, of logits with classes along the last axis. Its gradient is
/// (softmax − one-hot) / n.
public final class CrossEntropy implements Op {
    private final int[] labels;

    CrossEntropy(int... labels) { this.labels = labels.clone(); }

    /// The class of each row, counted from 0.
    public int[] labels() { return labels.clone(); }

    @Override public Tensor forward(Tensor... in) {
        return in[0].logSoftmax(-1).reshape(Shape.of(in[0].size())).gather(places(in[0].shape())).sum().div(-labels.length);
    }

    @Override public Value pull(int i, Value g, Value out, Value... in) {
        var shape = in[0].shape();
        var ones = Tensor.full(Shape.of(labels.length), 1, in[0].precision());
        var oneHot = Value.of(ones.scatterAdd(shape.size(), places(shape)).reshape(shape));
        return in[0].softmax(-1).sub(oneHot).mul(g.div(labels.length));
    }

    /// Where in row-major order the labels' logits stand.
    private int[] places(Shape shape) {
        int classes = shape.dim(-1), rows = shape.size() / Math.max(classes, 1);
        if (rows != labels.length)
            throw new ShapeException("logits of shape " + shape + " need " + rows + " labels, but there are " + labels.length,
                "; each row of logits has one label, the number of its class");
        var places = new int[rows];
        for (int row = 0; row < rows; row++) {
            if (labels[row] < 0 || labels[row] >= classes)
                throw new IllegalArgumentException("label " + labels[row] + " in row " + row + " is no class: logits of shape "
                    + shape + " have classes 0 to " + (classes - 1) + cure(classes));
            places[row] = row * classes + labels[row];
        }
        return places;
    }

    private String cure(int classes) {
        int least = Arrays.stream(labels).min().orElse(0), most = Arrays.stream(labels).max().orElse(0);
        return least < 0 ? "; labels are counted from 0" : least > 0 && most == classes
            ? "; labels are counted from 0, so subtract 1 from each"
            : "; a network for these labels has at least " + (most + 1L) + " outputs";
    }

    @Override public String label() { return "crossEntropy"; }
}
