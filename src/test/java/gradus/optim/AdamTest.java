package gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdamTest {
    /// PyTorch's order of the same arithmetic: corrections go into the step and the divisor.
    static final class PyTorch implements Walk.Formula {
        private final double rate, beta1, beta2, epsilon, decay;
        private double m, v;
        private int t;

        PyTorch(double rate, double beta1, double beta2, double epsilon, double decay) {
            this.rate = rate;
            this.beta1 = beta1;
            this.beta2 = beta2;
            this.epsilon = epsilon;
            this.decay = decay;
        }

        @Override public double applyAsDouble(double weight, double g) {
            t++;
            double w = weight * (1 - rate * decay);
            m += (1 - beta1) * (g - m);
            v = beta2 * v + (1 - beta2) * g * g;
            double stepSize = rate / (1 - StrictMath.pow(beta1, t));
            double divisor = StrictMath.sqrt(v) / StrictMath.sqrt(1 - StrictMath.pow(beta2, t)) + epsilon;
            return w - stepSize * m / divisor;
        }
    }

    @Test void stepsByCorrectedMoments() {
        Walk.compare(p -> new Adam(p, 0.1, 0.8, 0.95, 1e-4), () -> new PyTorch(0.1, 0.8, 0.95, 1e-4, 0));
    }

    @Test void hasTheDefaultsOfThePaper() {
        Walk.compare(p -> new Adam(p, 0.001), () -> new PyTorch(0.001, 0.9, 0.999, 1e-8, 0));
    }

    @Test void stepsFirstByItsRateWhateverTheGradient() {
        for (double scale : new double[] {1e-4, 1, 1e4}) {
            var w = Value.parameter(5.0, 5.0);
            new Adam(List.of(w), 0.01).step(w.mul(Value.of(scale, -scale)).sum().backward());
            assertThat(w.data().at(0)).isCloseTo(4.99, within(2e-6));
            assertThat(w.data().at(1)).isCloseTo(5.01, within(2e-6));
        }
    }

    @Test void countsTheStepsOfEachParameterByItself() {
        Value late = Value.parameter(1), early = Value.parameter(1);
        var adam = new Adam(List.of(early, late), 0.1);
        for (int i = 0; i < 5; i++) adam.step(early.mul(3).backward());
        adam.step(late.mul(3).backward());
        assertThat(late.item()).isCloseTo(0.9, within(1e-8));          // a first step, not a sixth
    }
}
