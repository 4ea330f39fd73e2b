package gradus.optim;

import org.junit.jupiter.api.Test;

class RmsPropTest {
    @Test void dividesByTheRootOfTheMeanSquare() {
        Walk.compare(p -> new RmsProp(p, 0.1, 0.9, 1e-3), () -> new Walk.Formula() {
            double v;
            @Override public double applyAsDouble(double w, double g) {
                v = 0.9 * v + 0.1 * g * g;
                return w - 0.1 * g / (StrictMath.sqrt(v) + 1e-3);
            }
        });
    }

    @Test void hasTheDefaultsOfPyTorch() {
        Walk.compare(p -> new RmsProp(p, 0.01), () -> new Walk.Formula() {
            double v;
            @Override public double applyAsDouble(double w, double g) {
                v = 0.99 * v + 0.01 * g * g;
                return w - 0.01 * g / (StrictMath.sqrt(v) + 1e-8);
            }
        });
    }
}
