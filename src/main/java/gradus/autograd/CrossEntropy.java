package gradus.autograd;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;

/// The mean over rows of −log softmax at each row's label, of logits with classes along the last axis. Its gradient is
/// (softmax − one-hot) / n.
public final class CrossEntropy implements Op {
    private final int[] labels;

    CrossEntropy(int... labels) { this.labels = labels.clone(); }

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
        var places = new int[labels.length];
        for (int row = 0; row < places.length; row++) places[row] = row * shape.dim(-1) + labels[row];
        return places;
    }

    @Override public String label() { return "crossEntropy"; }
}
