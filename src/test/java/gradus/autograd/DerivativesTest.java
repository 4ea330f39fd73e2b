package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Derivatives of derivatives, against closed forms.
class DerivativesTest {
    /// The n-th derivative of a function of one number.
    private static double derivative(int n, UnaryOperator<Value> f, double x) {
        var at = Value.parameter(x);
        var y = f.apply(at);
        for (int i = 0; i < n; i++) y = y.isConstant() ? Value.of(0) : y.differentiate().of(at);
        return y.item();
    }

    @Test void nest() {
        assertThat(Derivatives.gradient(x -> Derivatives.gradient(z -> z.pow(3), x), Value.of(2.0)).item()).isEqualTo(12);
        assertThat(Derivatives.gradient(x -> Derivatives.gradient(y -> Derivatives.gradient(z -> z.pow(4), y), x), Value.of(2.0)).item())
            .isEqualTo(48);
        // Inside, x is a constant: d/dz (x z) = x, whose own slope is 1.
        assertThat(Derivatives.gradient(x -> Derivatives.gradient(z -> x.mul(z), x), Value.of(5.0)).item()).isEqualTo(1);
        var rows = Derivatives.jacobian(x -> Derivatives.gradient(z -> z.pow(3).sum(), x), Value.of(1, 2));
        assertThat(rows.data()).hasToString("[[6.0, 0.0], [0.0, 12.0]]");
        var third = Derivatives.gradient(x -> Derivatives.hessian(z -> z.pow(3).sum(), x).sum(), Value.of(1, 2));
        assertThat(third.data()).hasToString("[6.0, 6.0]");
    }

    @Test void doNotMindThatRecordingIsOff() {
        Recording.off(() -> {
            assertThat(Derivatives.gradient(Value::square, Value.of(3.0)).item()).isEqualTo(6);
            assertThat(Derivatives.hessian(Value::square, Value.of(3.0)).item()).isEqualTo(2);
        });
    }

    @Test void ofMoreThanOneNumberAskForTheJacobian() {
        assertThatThrownBy(() -> Derivatives.gradient(Value::square, Value.of(1, 2)))
            .hasMessage("a gradient is of one number, but the function gave shape (2): reduce it with sum(), or ask for the jacobian");
    }

    @Test void higherDerivativesOfTanhByHand() {
        for (double x : new double[] {-1.3, 0, 0.4, 2}) {
            double t = StrictMath.tanh(x), s = 1 - t * t;
            assertThat(derivative(1, Value::tanh, x)).isCloseTo(s, within(1e-15));
            assertThat(derivative(2, Value::tanh, x)).isCloseTo(-2 * t * s, within(1e-15));
            assertThat(derivative(3, Value::tanh, x)).isCloseTo(s * (6 * t * t - 2), within(1e-14));
            assertThat(derivative(4, Value::tanh, x)).isCloseTo(s * t * (16 - 24 * t * t), within(1e-13));
        }
    }

    @Test void higherDerivativesOfPowersSinesAndExponentials() {
        assertThat(derivative(3, x -> x.pow(4), 2)).isEqualTo(48);
        assertThat(derivative(5, x -> x.pow(4), 2)).isZero();
        assertThat(derivative(3, Value::sin, 0.7)).isCloseTo(-StrictMath.cos(0.7), within(1e-15));
        assertThat(derivative(4, Value::cos, 0.7)).isCloseTo(StrictMath.cos(0.7), within(1e-15));
        assertThat(derivative(6, x -> x.mul(2).exp(), 0.3)).isCloseTo(64 * StrictMath.exp(0.6), within(1e-12));
        assertThat(derivative(3, Value::log, 2)).isCloseTo(2 / 8.0, within(1e-15));
        assertThat(derivative(2, Value::sqrt, 4)).isCloseTo(-1 / 32.0, within(1e-15));
        assertThat(derivative(2, x -> Value.of(1).div(x), 2)).isCloseTo(2 / 8.0, within(1e-15));
        assertThat(derivative(2, x -> x.pow(x), 1)).as("xˣ: xˣ ((1 + log x)² + 1/x)").isCloseTo(2, within(1e-14));
        double s = 1 / (1 + StrictMath.exp(-0.5));
        assertThat(derivative(3, Value::softplus, 0.5)).isCloseTo(s * (1 - s) * (1 - 2 * s), within(1e-15));
    }

    @Test void gradientOfAQuadraticForm() {
        var a = Tensor.of(new double[][] {{2, 1}, {1, 3}});
        UnaryOperator<Value> f = x -> x.unsqueeze(0).matmul(Value.of(a)).matmul(x.unsqueeze(1)).sum().mul(0.5);
        var x = Value.of(1.0, -2.0);
        assertThat(Derivatives.gradient(f, x).data().toDoubles()).containsExactly(0, -5);
        assertThat(Derivatives.hessian(f, x).data().toDoubles()).containsExactly(2, 1, 1, 3);
        assertThat(Derivatives.hessianVectorProduct(f, x, Value.of(1.0, 1.0)).data().toDoubles()).containsExactly(3, 4);
        assertThat(x.isConstant()).as("the point is left as it is").isTrue();
    }

    @Test void jacobianOfALinearMapIsTheMap() {
        var a = Random.seeded(1).normal(Shape.of(3, 4), 0, 1, Precision.DOUBLE);
        var jacobian = Derivatives.jacobian(x -> Value.of(a).matmul(x.unsqueeze(1)).squeeze(1), Value.of(1.0, 2.0, 3.0, 4.0));
        assertThat(jacobian.shape()).isEqualTo(Shape.of(3, 4));
        assertThat(jacobian.data().toDoubles()).isEqualTo(a.toDoubles());
    }

    @Test void jacobianHasTheShapesOfResultAndPoint() {
        var x = Random.seeded(1).normal(Shape.of(2, 3), 0, 1, Precision.FLOAT);
        var jacobian = Derivatives.jacobian(v -> v.transpose().square(), Value.of(x));
        assertThat(jacobian.shape()).isEqualTo(Shape.of(3, 2, 2, 3));
        assertThat(jacobian.precision()).isEqualTo(Precision.FLOAT);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 2; j++)
                for (int k = 0; k < 2; k++)
                    for (int l = 0; l < 3; l++)
                        assertThat(jacobian.data().get(i, j, k, l)).isEqualTo(j == k && i == l ? (float) (2 * x.get(k, l)) : 0);
        assertThat(Derivatives.jacobian(v -> v, Value.of(1.0, 2.0)).data()).hasToString("[[1.0, 0.0], [0.0, 1.0]]");
        assertThat(Derivatives.jacobian(Value::exp, Value.of(0.0)).shape()).isEqualTo(Shape.SCALAR);
    }

    @Test void jacobianOfSoftmaxIsDiagonalMinusOuterProduct() {
        var x = Value.of(0.5, -1.0, 2.0);
        double[] s = x.softmax(0).data().toDoubles();
        var jacobian = Derivatives.jacobian(v -> v.softmax(0), x);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                assertThat(jacobian.data().get(i, j)).isCloseTo((i == j ? s[i] : 0) - s[i] * s[j], within(1e-15));
    }

    @Test void hessianOfLogSumExpIsTheJacobianOfSoftmax() {
        var x = Value.of(0.5, -1.0, 2.0);
        assertThat(Derivatives.hessian(v -> v.logSumExp(), x).data().toDoubles())
            .containsExactly(Derivatives.jacobian(v -> v.softmax(0), x).data().toDoubles(), within(1e-15));
    }

    @Test void hessianVectorProductIsTheHessianTimesTheVector() {
        UnaryOperator<Value> f = x -> x.tanh().mul(x.exp()).sum().mul(x.norm());
        Value x = Value.of(0.3, -0.8, 1.1), v = Value.of(1.0, -2.0, 0.5);
        var product = Derivatives.hessian(f, x).matmul(v.unsqueeze(1)).squeeze(1);
        assertThat(Derivatives.hessianVectorProduct(f, x, v).data().toDoubles())
            .containsExactly(product.data().toDoubles(), within(1e-13));
    }

    @Test void aHessianIsSymmetric() {
        UnaryOperator<Value> f = x -> x.sin().softmax(1).mul(x.square()).sum(0).logSumExp();
        var h = Derivatives.hessian(f, Value.of(Random.seeded(3).normal(Shape.of(2, 3), 0, 1, Precision.DOUBLE)));
        assertThat(h.shape()).isEqualTo(Shape.of(2, 3, 2, 3));
        for (int i = 0; i < 6; i++)
            for (int j = 0; j < 6; j++) assertThat(h.data().at(i * 6 + j)).isCloseTo(h.data().at(j * 6 + i), within(1e-13));
    }

    @Test void whatDoesNotDependOnThePointHasZeros() {
        var x = Value.of(1.0, 2.0);
        assertThat(Derivatives.gradient(v -> Value.of(3), x).data().toDoubles()).containsExactly(0, 0);
        assertThat(Derivatives.jacobian(v -> Value.of(3.0, 4.0, 5.0), x).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(Derivatives.hessian(v -> v.sum(), x).data().toDoubles()).containsExactly(0, 0, 0, 0);
        assertThat(Derivatives.hessian(v -> Value.of(3), x).data().toDoubles()).containsExactly(0, 0, 0, 0);
        assertThat(Derivatives.hessianVectorProduct(v -> v.sum(), x, x).data().toDoubles()).containsExactly(0, 0);
        assertThat(Derivatives.hessianVectorProduct(v -> Value.of(3), x, x).data().toDoubles()).containsExactly(0, 0);
    }

    @Test void gradientAndHessianAreForOneNumber() {
        assertThatThrownBy(() -> Derivatives.gradient(Value::square, Value.of(1.0, 2.0))).isInstanceOf(ShapeException.class)
            .hasMessageContaining("sum()");
        assertThatThrownBy(() -> Derivatives.hessian(Value::square, Value.of(1.0, 2.0))).isInstanceOf(ShapeException.class);
    }
}
