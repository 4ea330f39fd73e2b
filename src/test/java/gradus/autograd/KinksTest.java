package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a gradient is where a function has no slope, or where a number is not finite.
class KinksTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private static double slope(UnaryOperator<Value> f, double x) {
        var at = Value.parameter(x);
        return f.apply(at).backward().of(at).item();
    }

    private static double[] slopes(UnaryOperator<Value> f, double... xs) {
        var at = Value.parameter(xs);
        return f.apply(at).sum().backward().of(at).data().add(0).toDoubles();      // −0 becomes 0
    }

    @Test void atZeroReluAndAbsAreFlat() {
        assertThat(slopes(Value::relu, -1, -0.0, 0, 1)).containsExactly(0, 0, 0, 1);
        assertThat(slopes(Value::abs, -1, -0.0, 0, 1)).containsExactly(-1, 0, 0, 1);
        assertThat(slopes(x -> x.leakyRelu(0.1), -1, 0, 1)).containsExactly(0.1, 0.1, 1);
        assertThat(slopes(x -> x.elu(0.7), 0, 1)).containsExactly(0.7, 1);
    }

    @Test void clampPassesBetweenAndAtItsBounds() {
        assertThat(slopes(x -> x.clamp(-1, 2), -1.5, -1, 0, 2, 2.5)).containsExactly(0, 1, 1, 1, 0);
        assertThatThrownBy(() -> Value.parameter(1.0).clamp(2, 1)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("low ≤ high");
    }

    @Test void tiesOfTwoShareEqually() {
        for (BinaryOperator<Value> f : java.util.List.<BinaryOperator<Value>>of(Value::maximum, Value::minimum)) {
            Value a = Value.parameter(1.0, 5.0, 3.0), b = Value.parameter(2.0, 4.0, 3.0);
            var gradients = f.apply(a, b).sum().backward();
            boolean largest = f.apply(Value.of(1), Value.of(2)).item() == 2;
            assertThat(gradients.of(a).data().toDoubles())
                .containsExactly(largest ? new double[] {0, 1, 0.5} : new double[] {1, 0, 0.5});
            assertThat(gradients.of(b).data().toDoubles())
                .containsExactly(largest ? new double[] {1, 0, 0.5} : new double[] {0, 1, 0.5});
        }
        assertThat(slope(x -> x.maximum(x), 3)).as("with itself").isEqualTo(1);
    }

    @Test void tiesOfManyShareEqually() {
        assertThat(slopes(x -> x.max(), 1, 3, 3, 2, 3, 3)).containsExactly(0, 0.25, 0.25, 0, 0.25, 0.25);
        assertThat(slopes(x -> x.min(), 1, 3, 1)).containsExactly(0.5, 0, 0.5);
        var m = Value.parameter(new double[][] {{1, 1}, {0, 2}});
        assertThat(m.max(1).sum().backward().of(m).data().toDoubles()).containsExactly(0.5, 0.5, 0, 1);
        assertThat(m.max(0).sum().backward().of(m).data().toDoubles()).containsExactly(1, 0, 0, 1);
    }

    @Test void whatIsNotTakenIsSelectedAwayNeverMultipliedByZero() {
        assertThat(slopes(x -> x.relu().mul(INFINITY), -1)).as("0 · ∞ forward, selected backward").containsExactly(0);
        assertThat(slopes(x -> x.clamp(0, 1).mul(INFINITY), -1)).containsExactly(0);
        assertThat(slopes(x -> x.maximum(0).mul(INFINITY), -1)).containsExactly(0);
        assertThat(slopes(x -> x.abs().mul(INFINITY), 0)).containsExactly(0);
        Value w = Value.parameter(1.0, 2.0), broken = Value.parameter(5.0, Double.NaN);
        var gradients = Value.of(0.0, 1.0).where(broken, w).mul(INFINITY).backward(Value.of(1.0, 0.0));
        assertThat(gradients.of(w).data().at(0)).isEqualTo(INFINITY);
        assertThat(gradients.of(broken).data().at(0)).as("not taken").isZero();
        assertThat(Value.of(1.0, 0.0).where(w, broken).sum().backward().of(w).data().toDoubles()).containsExactly(1, 0);
        assertThat(Value.of(1.0, 1.0).where(w.mul(3), Double.NaN).sum().backward().of(w).data().toDoubles())
            .containsExactly(3, 3);
    }

    @Test void whereTakesNumbersOnEitherSide() {
        var w = Value.parameter(1.0, -2.0);
        var mask = w.gt(0);
        assertThat(mask.where(w, 7).sum().backward().of(w).data().toDoubles()).containsExactly(1, 0);
        assertThat(mask.where(7, w).sum().backward().of(w).data().toDoubles()).containsExactly(0, 1);
        assertThat(mask.where(7, 8).data().toDoubles()).containsExactly(7, 8);
    }

    @Test void theNormIsFlatAtZero() {
        assertThat(slopes(x -> x.norm(), 0, 0)).containsExactly(0, 0);
        assertThat(slopes(x -> x.norm(), 3, -4)).containsExactly(0.6, -0.8);
        var m = Value.parameter(new double[][] {{0, 0}, {3, 4}});
        assertThat(m.norm(1).sum().backward().of(m).data().toDoubles()).containsExactly(0, 0, 0.6, 0.8);
    }

    @ParameterizedTest @CsvSource({"0, 0, 0", "0, 1, 1", "0, 2, 0", "-3, 2, -6", "-2, 0, 0", "-2, 3, 12", "5, 1, 1",
        "0, 0.5, Infinity"})
    void slopeOfAPowerByItsBase(double a, double b, double expected) {
        assertThat(slope(x -> x.pow(b), a)).as("with a number").isEqualTo(expected);
        assertThat(slope(x -> x.pow(Value.of(b)), a)).as("with a value").isEqualTo(expected);
    }

    @ParameterizedTest @CsvSource({"0, 0, 0", "0, 2, 0", "1, 5, 0", "0, 0.5, 0"})
    void slopeOfAPowerByItsExponent(double a, double b, double expected) {
        assertThat(slope(x -> Value.of(a).pow(x), b)).isEqualTo(expected);
        assertThat(slope(x -> Value.of(2).pow(x), 3)).isEqualTo(8 * StrictMath.log(2));
        assertThat(slope(x -> Value.of(-2).pow(x), 3)).as("−2 has no logarithm").isNaN();
    }

    @Test void zeroToTheZerothIsOneInBothForms() {
        Value a = Value.parameter(0.0), b = Value.parameter(0.0);
        assertThat(a.pow(b).item()).isEqualTo(1);
        assertThat(a.pow(0).item()).isEqualTo(1);
        var gradients = a.pow(b).backward();
        assertThat(gradients.of(a).item()).isZero();
        assertThat(gradients.of(b).item()).isZero();
    }

    @Test void higherDerivativesOfAPowerEndInZeros() {
        var x = Value.parameter(0.0);
        var slope = x.pow(2);
        double[] expected = {0, 2, 0, 0};
        for (double e : expected) {
            if (slope.isConstant()) break;
            slope = slope.differentiate().of(x);
            assertThat(slope.item()).isEqualTo(e);
        }
    }

    @Test void softmaxOfAThousandHasFiniteGradients() {
        assertThat(slopes(x -> x.logSoftmax(0).slice(0, 0, 1), 1000, -1000, 0)).containsExactly(0, 0, 0);
        assertThat(slopes(x -> x.logSoftmax(0).slice(0, 1, 2), 1000, -1000, 0)).containsExactly(-1, 1, 0);
        assertThat(slopes(x -> x.softmax(0).square(), 1000, -1000, 0)).containsExactly(0, 0, 0);
        assertThat(slopes(x -> x.logSumExp(), 1000, -1000, 0)).containsExactly(1, 0, 0);
        assertThat(slopes(Value::sigmoid, -1000, 1000)).containsExactly(0, 0);
        assertThat(slopes(Value::softplus, -1000, 1000)).containsExactly(0, 1);
        assertThat(slopes(Value::gelu, -1000, 1000)).containsExactly(0, 1);
        assertThat(slopes(Value::silu, -1000, 1000)).containsExactly(0, 1);
        assertThat(slopes(Value::tanh, -1000, 1000)).containsExactly(0, 0);
        assertThat(slopes(x -> x.elu(1), -1000, 1000)).containsExactly(0, 1);
    }
}
