package gradus.data;

import gradus.tensor.Tensor;
import java.util.List;

/// The logic gates a single neuron can and cannot learn: two inputs of 0 or 1, and the answer 0 or 1.
public enum Gate {
    /// 1 if both inputs are; a line separates the answers.
    AND(0, 0, 0, 1),
    /// 1 if at least one input is; a line separates the answers.
    OR(0, 1, 1, 1),
    /// 1 if exactly one input is; no line separates the answers.
    XOR(0, 1, 1, 0);

    private final int[] truth;    // for the inputs 00, 01, 10, 11

    Gate(int... truth) { this.truth = truth; }

    /// The four rows `(0, 0), (0, 1), (1, 0), (1, 1)` and their answers, with the classes "0" and "1".
    public Dataset dataset() {
        var inputs = Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
        return Dataset.of(inputs, truth, List.of("0", "1"));
    }
}
