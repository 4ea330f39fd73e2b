package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Steps of optimisers in one pass. That their formulas are those of the papers is tested with the optimisers.
class StepTest {
    private static final Shape SHAPE = Shape.of(7, 31);

    static List<Step> steps() {
        return List.of(new Step.Momentum(0.1, 0.9, false, 0), new Step.Momentum(0.1, 0.9, true, 0.01), new Step.RmsProp(0.01, 0.9, 1e-8),
            new Step.Adam(0.01, 0.9, 0.999, 1e-8, 0, 1), new Step.Adam(0.01, 0.9, 0.999, 1e-8, 0.1, 3));
    }

    private static Tensor normal(int number) { return Random.seeded(number).normal(SHAPE, 0, 1, Precision.FLOAT); }

    @ParameterizedTest @MethodSource("steps") void inFloatItIsTheDoubleFormulaAlmost(Step step) {
        var floats = new Memory(SHAPE, Precision.FLOAT, step.remembered());
        var doubles = new Memory(SHAPE, Precision.DOUBLE, step.remembered());
        Tensor w = normal(0), exact = w.to(Precision.DOUBLE);
        for (int i = 1; i <= 4; i++) {
            w = floats.step(step, w, normal(i));
            exact = doubles.step(step, exact, normal(i).to(Precision.DOUBLE));
        }
        assertThat(w.precision()).isEqualTo(Precision.FLOAT);
        assertThat(exact.sub(normal(0).to(Precision.DOUBLE)).abs().min(Axes.all()).item()).as("every weight has moved").isGreaterThan(1e-6);
        assertThat(w.to(Precision.DOUBLE).sub(exact).abs().max(Axes.all()).item()).isCloseTo(0, within(2e-6));
    }

    @ParameterizedTest @MethodSource("steps") void changesNothingThatOthersHold(Step step) {
        Tensor w = normal(0), g = normal(1);
        var memory = new Memory(SHAPE, Precision.FLOAT, step.remembered());
        var first = memory.step(step, w, g);
        float[] numbers = first.toFloats();
        memory.step(step, first, g);
        assertThat(w.toFloats()).containsExactly(normal(0).toFloats());
        assertThat(g.toFloats()).containsExactly(normal(1).toFloats());
        assertThat(first.toFloats()).containsExactly(numbers);
    }

    @ParameterizedTest @MethodSource("steps") void anElementDoesNotHangOnItsNeighbours(Step step) {
        float[] w = normal(0).toFloats(), g = normal(1).toFloats();
        var all = new Memory(SHAPE, Precision.FLOAT, step.remembered()).step(step, normal(0), normal(1));
        for (int i = 0; i < w.length; i += 5) {
            var one = new Memory(Shape.SCALAR, Precision.FLOAT, step.remembered());
            assertThat(one.step(step, Tensor.scalar(w[i], Precision.FLOAT), Tensor.scalar(g[i], Precision.FLOAT)).item()).isEqualTo(all.at(i));
        }
    }

    @Test void whatDoesNotFitIsAnError() {
        var memory = new Memory(Shape.of(2), Precision.FLOAT, 1);
        Tensor two = Tensor.of(1f, 2f), three = Tensor.of(1f, 2f, 3f);
        var step = new Step.RmsProp(0.1, 0.9, 1e-8);
        assertThatThrownBy(() -> memory.step(step, two, three)).isInstanceOf(ShapeException.class)
            .hasMessage("this is the memory of a weight float (2), but the gradient is float (3)");
        assertThatThrownBy(() -> memory.step(step, two.to(Precision.DOUBLE), two))
            .hasMessage("this is the memory of a weight float (2), but the weight is double (2)");
        assertThatThrownBy(() -> memory.step(new Step.Adam(0.1, 0.9, 0.999, 1e-8, 0, 1), two, two))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("a step that remembers 2 numbers of each element needs a memory for as many, not for 1");
    }
}
