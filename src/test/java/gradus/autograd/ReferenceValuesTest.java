package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Axes;
import gradus.tensor.Shape;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Values that others have published or that are easily computed by hand.
class ReferenceValuesTest {
    /// The expression of micrograd's README (github.com/karpathy/micrograd), more digits computed.
    @Test void microgradsExpression() {
        Value a = Value.parameter(-4.0), b = Value.parameter(2.0);
        var c = a.add(b);
        var d = a.mul(b).add(b.pow(3));
        c = c.add(c.add(1));
        c = c.add(Value.of(1).add(c).add(a.neg()));
        d = d.add(d.mul(2).add(b.add(a).relu()));
        d = d.add(d.mul(3).add(b.sub(a).relu()));
        var e = c.sub(d);
        var f = e.pow(2);
        var g = f.div(2);
        g = g.add(Value.of(10).div(f));
        assertThat(g.item()).isCloseTo(24.70408163265306, within(1e-14));
        var gradients = g.backward();
        assertThat(gradients.of(a).item()).isCloseTo(138.83381924198252, within(1e-12));
        assertThat(gradients.of(b).item()).isCloseTo(645.5772594752186, within(1e-12));
    }

    /// micrograd's test_engine.py.
    @Test void microgradsSanityTest() {
        var x = Value.parameter(-4.0);
        var z = x.mul(2).add(2).add(x);
        var q = z.relu().add(z.mul(x));
        var h = z.mul(z).relu();
        var y = h.add(q).add(q.mul(x));
        assertThat(y.item()).isEqualTo(-20);
        assertThat(y.backward().of(x).item()).isEqualTo(46);
    }

    /// A walk that reads a value before all of its users have sent their parts gives less than 4.
    @Test void diamond() {
        var a = Value.parameter(1.0);
        var b = a.add(a);
        assertThat(b.add(b).backward().of(a).item()).isEqualTo(4);
    }

    /// HIPS/autograd's README.
    @Test void slopeOfTanhAtOne() {
        var x = Value.parameter(1.0);
        assertThat(x.tanh().backward().of(x).item()).isCloseTo(0.41997434161402614, within(1e-16));
    }

    /// HIPS/autograd's example: (1 − x)² + 100 (y − x²)².
    @Test void rosenbrock() {
        UnaryOperator<Value> f = p -> {
            var parts = p.split(0, 1, 1);
            Value x = parts.get(0).squeeze(0), y = parts.get(1).squeeze(0);
            return Value.of(1).sub(x).square().add(y.sub(x.square()).square().mul(100));
        };
        var at = Value.of(-1.2, 1.0);
        assertThat(f.apply(at).item()).isCloseTo(24.2, within(1e-13));
        assertThat(Derivatives.gradient(f, at).data().toDoubles()).containsExactly(new double[] {-215.6, -88}, within(1e-12));
        assertThat(Derivatives.hessian(f, at).shape()).isEqualTo(Shape.of(2, 2));
        assertThat(Derivatives.hessian(f, at).data().toDoubles())
            .containsExactly(new double[] {1330, 480, 480, 200}, within(1e-11));
        assertThat(Derivatives.hessianVectorProduct(f, at, Value.of(1.0, -2.0)).data().toDoubles())
            .containsExactly(new double[] {370, 80}, within(1e-11));
    }

    @Test void crossEntropyOfLogits() {
        var logits = Value.parameter(1.0, 2.0, 3.0);
        var loss = logits.logSoftmax(0).gather(2).neg().sum();
        assertThat(loss.item()).isCloseTo(0.4076059644443806, within(1e-15));
        assertThat(loss.backward().of(logits).data().toDoubles())
            .containsExactly(new double[] {0.0900306, 0.2447285, -0.3347590}, within(5e-8));
        var other = logits.logSumExp(Axes.all()).sub(logits.slice(0, 2, 3).sum());
        assertThat(other.item()).isCloseTo(0.4076059644443806, within(1e-15));
    }
}
