package gradus.nn;

import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;

/// The threshold unit of McCulloch and Pitts with Rosenblatt's learning rule: it fires, and says 1, if its net input
/// `z = x · w + b` is 0 or more, else 0.
///
/// The step has no slope to follow, so the rule corrects mistakes instead: after each example with target t and output y,
/// `w ← w + η (t − y) x` and `b ← b + η (t − y)`. If a line (a plane) separates the classes, the rule finds one after finitely
/// many mistakes (Novikoff 1962); if none does, as for XOR, it goes on making them for ever (Minsky & Papert 1969).
///
/// As a [Module] it gives the net input, on the same two parameters, so that it can be trained by gradients too: with
/// [Loss#binaryCrossEntropy] it is logistic regression, with [Loss#hinge] a linear support vector machine.
///
/// McCulloch & Pitts, *A logical calculus of the ideas immanent in nervous activity*, 1943;
/// Rosenblatt, *The perceptron: a probabilistic model*, 1958.
///
/// @param weight  w, shape `(in, 1)`
/// @param bias    b, shape `(1)`: the negative of the threshold
public record Perceptron(Value weight, Value bias) implements Module {
    /// A unit of values that exist already.
    ///
    /// @throws ShapeException if the shapes are not `(in, 1)` and `(1)`
    public Perceptron {
        if (weight.shape().rank() != 2 || weight.shape().dim(1) != 1 || !bias.shape().equals(Shape.of(1)))
            throw new ShapeException("a perceptron has a weight of shape (in, 1) and a bias of shape (1), not "
                + weight.shape() + " and " + bias.shape());
    }

    /// A unit of floats with this many inputs, whose weights and bias begin at 0.
    ///
    /// @throws IllegalArgumentException if `inputs` is less than 1
    public static Perceptron of(int inputs) { return of(inputs, Precision.FLOAT); }

    /// The same in a precision of choice.
    public static Perceptron of(int inputs, Precision precision) {
        if (inputs < 1) throw new IllegalArgumentException("a perceptron needs at least one input, not " + inputs);
        return new Perceptron(Value.parameter(Tensor.zeros(Shape.of(inputs, 1), precision)).named("weight"),
            Value.parameter(Tensor.zeros(Shape.of(1), precision)).named("bias"));
    }

    /// The number of inputs.
    public int in() { return weight.shape().dim(0); }

    /// The net input `x · w + b`, from `(…, in)` to `(…, 1)`.
    @Override public Value forward(Value x) {
        if (x.shape().rank() == 0 || x.shape().dim(-1) != in())
            throw new ShapeException("an input of shape " + x.shape() + " does not fit " + this + ": its last axis must be " + in());
        return new Linear(weight, bias).forward(x);
    }

    /// What the unit says to each row of `(n, in)`: 1 where it fires, else 0.
    public int[] predict(Value inputs) {
        var net = Recording.off(() -> apply(inputs)).data();
        var fired = new int[net.size()];
        for (int i = 0; i < fired.length; i++) fired[i] = step(net.at(i));
        return fired;
    }

    /// Goes once through the examples in their order, and learns from each at once by Rosenblatt's rule. Returns the number of
    /// mistakes: 0 means that nothing was left to learn, and nothing was changed.
    ///
    /// @param inputs  shape `(n, in)`
    /// @param labels  n targets, 0 or 1
    /// @param rate    η, positive; from weights 0 on it scales the weights and changes nothing else
    /// @throws IllegalArgumentException for another number of labels than inputs, another label, or a rate that is not positive
    public int epoch(Value inputs, int[] labels, double rate) {
        requireFit(inputs.shape(), labels, rate);
        int mistakes = 0;
        for (int row = 0; row < labels.length; row++) {
            var x = inputs.data().slice(0, row, row + 1);
            int error = labels[row] - step(x.matmul(weight.data()).item() + bias.data().item());
            if (error == 0) continue;
            mistakes++;
            weight.update(weight.data().addScaled(rate * error, x.transpose()));
            bias.update(bias.data().add(rate * error));
        }
        return mistakes;
    }

    private void requireFit(Shape shape, int[] labels, double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY))
            throw new IllegalArgumentException("the learning rate must be a positive number, not " + rate);
        if (shape.rank() != 2 || shape.dim(1) != in() || shape.dim(0) != labels.length)
            throw new ShapeException(this + " and " + labels.length + " labels need inputs of shape "
                + Shape.of(labels.length, in()) + ", not " + shape);
        for (int row = 0; row < labels.length; row++)
            if (labels[row] != 0 && labels[row] != 1)
                throw new IllegalArgumentException("label " + labels[row] + " in row " + row + ": a perceptron takes the labels 0 and 1");
    }

    /// The step activation fires at the threshold itself, too.
    private static int step(double net) { return net >= 0 ? 1 : 0; }

    @Override public String toString() { return "Perceptron(" + in() + (in() == 1 ? " input)" : " inputs)"); }
}
