package gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import java.util.Collection;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;

/// Five steps of two weights, whose gradients are known because the loss is their product with these numbers.
final class Walk {
    static final double[][] GRADIENTS = {{0.5, -1}, {2, -0.25}, {-1, 0.125}, {0.75, 4}, {0.1, -3}};
    static final double[] START = {1, -2};

    private Walk() {}

    /// One weight's way, step by step: from the weight and its gradient to the weight after.
    interface Formula extends DoubleBinaryOperator {}

    /// Compares an optimiser with a formula in plain numbers, which is made anew for each weight.
    static void compare(Function<Collection<Value>, Optimizer> optimizer, java.util.function.Supplier<Formula> formula) {
        var w = Value.parameter(START);
        var walking = optimizer.apply(List.of(w));
        var formulas = List.of(formula.get(), formula.get());
        double[] expected = START.clone();
        for (int step = 0; step < GRADIENTS.length; step++) {
            walking.step(w.mul(Value.of(GRADIENTS[step])).sum().backward());
            for (int i = 0; i < expected.length; i++) {
                expected[i] = formulas.get(i).applyAsDouble(expected[i], GRADIENTS[step][i]);
                assertThat(w.data().at(i)).as("weight %d after step %d", i, step + 1).isCloseTo(expected[i], within(1e-14));
            }
        }
    }
}
