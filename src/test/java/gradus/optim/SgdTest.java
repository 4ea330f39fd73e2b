package gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class SgdTest {
    @Test void stepsAgainstTheGradient() {
        Walk.compare(p -> new Sgd(p, 0.1), () -> (w, g) -> w - 0.1 * g);
    }

    @Test void addsTheDecayToTheGradient() {
        Walk.compare(p -> new Sgd(p, 0.1, 0, false, 0.01), () -> (w, g) -> w - 0.1 * (g + 0.01 * w));
    }

    @Test void gathersVelocity() {
        Walk.compare(p -> new Sgd(p, 0.1, 0.9), () -> new Walk.Formula() {
            double v;
            @Override public double applyAsDouble(double w, double g) {
                v = 0.9 * v + g;
                return w - 0.1 * v;
            }
        });
    }

    @Test void looksAheadAsNesterovDoes() {
        Walk.compare(p -> new Sgd(p, 0.1, 0.9, true, 0.01), () -> new Walk.Formula() {
            double v;
            @Override public double applyAsDouble(double w, double gradient) {
                double g = gradient + 0.01 * w;
                v = 0.9 * v + g;
                return w - 0.1 * (g + 0.9 * v);
            }
        });
    }

    @Test void hasTheVelocitiesOfPolyakWrittenOut() {
        // gradients 1, 1, 1 with μ = 0.5: v = 1, 1.5, 1.75, so w = −η · 4.25
        var w = Value.parameter(0);
        var sgd = new Sgd(List.of(w), 0.25, 0.5);
        for (int i = 0; i < 3; i++) sgd.step(w.mul(1).backward());
        assertThat(w.item()).isEqualTo(-0.25 * 4.25);
    }
}
