package gradus.experiments;

import gradus.nn.Perceptron;
import gradus.tensor.Tensor;
import gradus.training.Metrics;
import java.util.Objects;

/// The best weights that a perceptron has had so far.
record Pocket(Tensor weight, Tensor bias, double accuracy) {
    static Pocket of(Perceptron perceptron, Metrics metrics) {
        return new Pocket(perceptron.weight().data(), perceptron.bias().data(), Objects.requireNonNull(metrics.accuracy()));
    }

    Pocket orBetter(Perceptron perceptron, Metrics metrics) {
        var other = of(perceptron, metrics);
        return other.accuracy > accuracy ? other : this;
    }

    void restore(Perceptron perceptron) {
        perceptron.weight().update(weight);
        perceptron.bias().update(bias);
    }
}
