package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
    private static double sigmoid(double x) { return 1 / (1 + StrictMath.exp(-x)); }

    /// The definitions, written down once more; erf in GELU by its series.
    private static DoubleUnaryOperator definition(Activation activation) {
        return switch (activation) {
            case IDENTITY   -> x -> x;
            case RELU       -> x -> x > 0 ? x : 0;
            case LEAKY_RELU -> x -> x > 0 ? x : 0.01 * x;
            case ELU        -> x -> x > 0 ? x : StrictMath.exp(x) - 1;
            case GELU       -> x -> x * 0.5 * (1 + erf(x / StrictMath.sqrt(2)));
            case SILU       -> x -> x * sigmoid(x);
            case TANH       -> StrictMath::tanh;
            case SIGMOID    -> ActivationTest::sigmoid;
            case SOFTPLUS   -> x -> StrictMath.log(1 + StrictMath.exp(x));
        };
    }

    private static double erf(double x) {
        double sum = 0, term = x;
        for (int n = 0; n < 60; n++) {
            sum += term / (2 * n + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / StrictMath.sqrt(StrictMath.PI) * sum;
    }

    @ParameterizedTest @EnumSource
    void computesItsDefinition(Activation activation) {
        double[] xs = {-2.5, -1, -0.3, 0, 0.2, 1, 3};
        var ys = activation.apply(Value.of(xs)).data();
        for (int i = 0; i < xs.length; i++)
            assertThat(ys.at(i)).as("%s(%s)", activation, xs[i]).isCloseTo(definition(activation).applyAsDouble(xs[i]), within(1e-7));
    }

    @ParameterizedTest @EnumSource
    void staysFiniteFarOutWithItsGradient(Activation activation) {
        var x = Value.parameter(-1000.0, 1000.0);
        var y = activation.apply(x);
        assertThat(y.data().isFinite()).isTrue();
        assertThat(y.sum().backward().of(x).data().isFinite()).isTrue();
    }

    @ParameterizedTest @EnumSource
    void keepsTheShape(Activation activation) {
        assertThat(activation.apply(Value.of(new double[][] {{1, 2, 3}, {4, 5, 6}})).shape()).hasToString("(2, 3)");
    }

    @ParameterizedTest @EnumSource
    void hasNoParameters(Activation activation) { assertThat(activation.parameters()).isEmpty(); }

    @Test void printsAsOnTheCommandLine() {
        assertThat(Activation.RELU).hasToString("relu");
        assertThat(Activation.LEAKY_RELU).hasToString("leaky-relu");
    }
}
