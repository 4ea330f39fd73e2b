package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.MisfitException;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
    private static final Random RANDOM = Random.seeded(11);

    private static double[] gradient(UnaryOperator<Value> loss, Tensor at) {
        var x = Value.parameter(at);
        return loss.apply(x).backward().of(x).data().toDoubles();
    }

    /// The gradient against central differences of the loss itself.
    private static void checkGradient(UnaryOperator<Value> loss, Tensor at) {
        double[] expected = gradient(loss, at), xs = at.toDoubles();
        double h = 1e-5;
        for (int i = 0; i < xs.length; i++) {
            double[] up = xs.clone(), down = xs.clone();
            up[i] += h;
            down[i] -= h;
            double slope = (loss.apply(Value.of(Tensor.of(at.shape(), up))).item() - loss.apply(Value.of(Tensor.of(at.shape(), down))).item()) / (2 * h);
            assertThat(expected[i]).as("element %d", i).isCloseTo(slope, within(1e-8));
        }
        assertThat(Arrays.stream(expected)).anyMatch(g -> StrictMath.abs(g) > 1e-3);        // something was compared
    }

    private static Tensor normal(int... dims) { return RANDOM.normal(Shape.of(dims), 0, 1.5, Precision.DOUBLE); }

    @Nested class CrossEntropy {
        @Test void hasTheKnownValueAndGradient() {
            var logits = Value.parameter(new double[][] {{1, 2, 3}});
            var loss = Loss.crossEntropy(logits, 2);
            assertThat(loss.shape()).isEqualTo(Shape.SCALAR);
            assertThat(loss.item()).isCloseTo(0.4076059644443806, within(1e-15));
            double[] g = loss.backward().of(logits).data().toDoubles();
            assertThat(g[0]).isCloseTo(0.0900306, within(5e-8));
            assertThat(g[1]).isCloseTo(0.2447285, within(5e-8));
            assertThat(g[2]).isCloseTo(-0.3347590, within(5e-8));
        }

        @Test void takesOneExampleAsAVector() {
            assertThat(Loss.crossEntropy(Value.of(1.0, 2.0, 3.0), 2).item()).isCloseTo(0.4076059644443806, within(1e-15));
            assertThat(Loss.crossEntropy(Value.of(1.0, 2.0, 3.0), Value.of(0.0, 0.0, 1.0)).item()).isCloseTo(0.4076059644443806, within(1e-15));
        }

        @Test void ofAnUntrainedNetworkIsTheLogarithmOfItsClasses() {
            assertThat(Loss.crossEntropy(Value.of(new double[4][10]), 0, 3, 5, 9).item()).isCloseTo(StrictMath.log(10), within(1e-14));
        }

        @Test void isTheMeanOverRows() {
            var logits = Value.of(new double[][] {{1, 2, 3}, {0, 0, 0}});
            double expected = (0.4076059644443806 + 2 - 0 - StrictMath.log(9) + 2 * StrictMath.log(3) - 2 + StrictMath.log(3)) / 2;
            assertThat(Loss.crossEntropy(logits, 2, 1).item()).isCloseTo(expected, within(1e-14));
        }

        @Test void hasTheSameValueForClassesAndForOneHotRows() {
            var logits = Value.of(normal(3, 4));
            var oneHot = Value.of(new double[][] {{0, 1, 0, 0}, {0, 0, 0, 1}, {1, 0, 0, 0}});
            assertThat(Loss.crossEntropy(logits, 1, 3, 0).item()).isCloseTo(Loss.crossEntropy(logits, oneHot).item(), within(1e-14));
        }

        @Test void hasTheGradientOfItsDifferences() {
            checkGradient(x -> Loss.crossEntropy(x, 1, 3, 0), normal(3, 4));
            checkGradient(x -> Loss.crossEntropy(x, Value.of(new double[][] {{0.5, 0.5, 0}, {0, 0.1, 0.9}})), normal(2, 3));
        }

        @ParameterizedTest @EnumSource
        void isRightAtExtremeLogits(Precision precision) {
            var logits = Tensor.of(new double[][] {{1000, -1000}, {-1000, 1000}}).to(precision);
            assertThat(Loss.crossEntropy(Value.of(logits), 0, 1).item()).isZero();
            assertThat(Loss.crossEntropy(Value.of(logits), 1, 1).item()).isEqualTo(1000);
            var oneHot = Value.of(Tensor.of(new double[][] {{0, 1}, {0, 1}}).to(precision));
            assertThat(Loss.crossEntropy(Value.of(logits), oneHot).item()).isEqualTo(1000);
            assertThat(gradient(x -> Loss.crossEntropy(x, 1, 1), logits)).containsExactly(0.5, -0.5, 0, 0);
            assertThat(gradient(x -> Loss.crossEntropy(x, oneHot), logits)).containsExactly(0.5, -0.5, 0, 0);
        }

        @Test void saysWhichLabelIsNoClass() {
            var logits = Value.of(new double[3][10]);
            assertThatThrownBy(() -> Loss.crossEntropy(logits, 0, 10, 3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label 10 in row 1 is no class: logits of shape (3, 10) have classes 0 to 9;"
                    + " a network for these labels has at least 11 outputs");
            assertThatThrownBy(() -> Loss.crossEntropy(logits, 1, 10, 3)).hasMessageEndingWith("; labels are counted from 0, so subtract 1 from each");
            assertThatThrownBy(() -> Loss.crossEntropy(logits, 0, 9, -1)).hasMessageStartingWith("label -1 in row 2")
                .hasMessageEndingWith("; labels are counted from 0");
        }

        @Test void saysWhatDoesNotFit() {
            var logits = Value.of(new double[3][10]);
            assertThatThrownBy(() -> Loss.crossEntropy(logits, 1, 2)).isInstanceOf(ShapeException.class)
                .hasMessage("crossEntropy: logits of shape (3, 10) need 3 labels, but there are 2; each row of logits has one label, the number of its class");
            assertThatThrownBy(() -> Loss.crossEntropy(logits, Value.of(new double[1][10]))).isInstanceOf(ShapeException.class)
                .hasMessage("logits of shape (3, 10) and targets of shape (1, 10) must have the same shape:"
                    + " nothing is broadcast here, since each of the logits has a target of its own");
            assertThatThrownBy(() -> Loss.crossEntropy(logits, Value.of(1.0, 2.0, 3.0)))
                .hasMessageEndingWith(": targets have a column for each of the 10 outputs, one-hot; class numbers go to crossEntropy as int[]");
            assertThatThrownBy(() -> Loss.crossEntropy(Value.of(1), 0)).isInstanceOf(MisfitException.class).hasMessage(
                "cross-entropy takes logits of shape (n, classes), not (): a single number is no choice between classes; binaryCrossEntropy takes one");
            assertThatThrownBy(() -> Loss.crossEntropy(Value.of(Tensor.zeros(Shape.of(1, 1, 2), Precision.DOUBLE)), 0))
                .hasMessageEndingWith("not (1, 1, 2): reshape them to (1, 2)");
            assertThatThrownBy(() -> Loss.crossEntropy(Value.of(new double[2][2]), Value.of(new double[][] {{0, 1}, {1, 2}})))
                .hasMessageStartingWith("row 1 of the targets adds up to 3.0, not to 1");
            assertThatThrownBy(() -> Loss.crossEntropy(Value.of(new double[1][2]), Value.of(new double[][] {{0, 0}})))
                .hasMessageStartingWith("row 0 of the targets adds up to 0.0");
        }
    }

    @Nested class BinaryCrossEntropy {
        @Test void isItsDefinition() {
            double[] x = {-2, 0, 0.7, 3}, t = {0, 1, 0.3, 1};
            double expected = 0;
            for (int i = 0; i < x.length; i++) {
                double p = 1 / (1 + StrictMath.exp(-x[i]));
                expected -= (t[i] * StrictMath.log(p) + (1 - t[i]) * StrictMath.log(1 - p)) / x.length;
            }
            assertThat(Loss.binaryCrossEntropy(Value.of(x), Value.of(t)).item()).isCloseTo(expected, within(1e-14));
        }

        @Test void hasTheGradientOfItsDifferencesAlsoAtZero() {
            var targets = Value.of(new double[][] {{1, 0, 0.25}, {0, 1, 1}});
            checkGradient(x -> Loss.binaryCrossEntropy(x, targets), normal(2, 3));
            assertThat(gradient(x -> Loss.binaryCrossEntropy(x, Value.of(1.0, 0.0)), Tensor.of(0.0, 0.0))).containsExactly(-0.25, 0.25);
        }

        @ParameterizedTest @EnumSource
        void isRightAtExtremeLogits(Precision precision) {
            var logits = Tensor.of(1000.0, -1000.0).to(precision);
            Value right = Value.of(Tensor.of(1.0, 0.0).to(precision)), wrong = Value.of(Tensor.of(0.0, 1.0).to(precision));
            assertThat(Loss.binaryCrossEntropy(Value.of(logits), right).item()).isZero();
            assertThat(Loss.binaryCrossEntropy(Value.of(logits), wrong).item()).isEqualTo(1000);
            assertThat(gradient(x -> Loss.binaryCrossEntropy(x, right), logits)).containsExactly(0, 0);
            assertThat(gradient(x -> Loss.binaryCrossEntropy(x, wrong), logits)).containsExactly(0.5, -0.5);
        }

        @Test void keepsItsDigitsWhereThePredictionIsAlmostRight() {
            // softplus(30) − 30 would lose all but two of them
            assertThat(Loss.binaryCrossEntropy(Value.of(30), Value.of(1)).item()).isCloseTo(9.357622968839737e-14, within(1e-26));
        }

        @Test void saysWhatDoesNotFit() {
            assertThatThrownBy(() -> Loss.binaryCrossEntropy(Value.of(new double[4][1]), Value.of(new double[4]))).isInstanceOf(ShapeException.class)
                .hasMessage("logits of shape (4, 1) and targets of shape (4) must have the same shape: reshape the targets to (4, 1)")
                .isInstanceOfSatisfying(MisfitException.class, misfit -> {
                    assertThat(misfit.inputs()).hasSize(2);
                    assertThat(misfit.cure()).isEqualTo(": reshape the targets to (4, 1)");
                });
            assertThatThrownBy(() -> Loss.binaryCrossEntropy(Value.of(1.0, 2.0), Value.of(1.0, -1.0)))
                .hasMessage("target -1.0 at 1: binary cross-entropy takes targets from 0 to 1; targets.add(1).div(2) makes them of -1 and 1");
            assertThatThrownBy(() -> Loss.binaryCrossEntropy(Value.of(1), Value.of(Double.NaN))).hasMessageStartingWith("target NaN at 0");
        }
    }

    @Nested class MeanSquaredError {
        @Test void isItsDefinition() {
            assertThat(Loss.meanSquaredError(Value.of(1.0, 2.0, 3.0), Value.of(1.0, 4.0, 0.0)).item()).isCloseTo(13.0 / 3, within(1e-15));
        }

        @Test void hasTheGradientOfItsDifferences() {
            checkGradient(x -> Loss.meanSquaredError(x, Value.of(new double[][] {{1, 2}, {3, 4}})), normal(2, 2));
        }

        @Test void isRightAtExtremePredictions() {
            assertThat(Loss.meanSquaredError(Value.of(1000f, -1000f), Value.of(-1000f, -1000f)).item()).isEqualTo(2e6);
        }

        @Test void doesNotBroadcast() {
            assertThatThrownBy(() -> Loss.meanSquaredError(Value.of(new double[4][1]), Value.of(new double[1][4]))).isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("predictions of shape (4, 1) and targets of shape (1, 4) must have the same shape");
            assertThatThrownBy(() -> Loss.meanSquaredError(Value.of(new double[4][1]), Value.of(1))).isInstanceOf(ShapeException.class);
        }
    }

    @Nested class Hinge {
        @Test void isZeroBeyondTheMarginAndALineBefore() {
            // 1 − 2 < 0; 1 − 0.5; 1 + 3; 1 − 0
            assertThat(Loss.hinge(Value.of(2.0, -0.5, -3.0, 0.0), Value.of(1.0, -1.0, 1.0, -1.0)).item()).isEqualTo(5.5 / 4);
        }

        @Test void hasTheGradientOfItsDifferences() {
            checkGradient(x -> Loss.hinge(x, Value.of(1.0, -1.0, 1.0, -1.0)), Tensor.of(2.0, -0.5, -3.0, 0.1));
        }

        @Test void isRightAtExtremeScores() {
            assertThat(Loss.hinge(Value.of(1000f, -1000f), Value.of(1f, -1f)).item()).isZero();
            assertThat(Loss.hinge(Value.of(1000f, -1000f), Value.of(-1f, 1f)).item()).isEqualTo(1001);
        }

        @Test void saysWhatDoesNotFit() {
            assertThatThrownBy(() -> Loss.hinge(Value.of(1.0, 2.0), Value.of(1.0, 0.0)))
                .hasMessage("target 0.0 at 1: hinge loss takes the targets -1 and 1; targets.mul(2).sub(1) makes them of 0 and 1");
            assertThatThrownBy(() -> Loss.hinge(Value.of(1.0, 2.0), Value.of(1.0))).isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("scores of shape (2) and targets");
        }
    }

    @Nested class Huber {
        @Test void isAParabolaUpToDeltaAndALineBeyond() {
            double delta = 2;
            double[] errors = {0, 0.5, -1.9, 2, -2, 5, -7};
            for (double e : errors) {
                double a = StrictMath.abs(e), expected = a <= delta ? e * e / 2 : delta * (a - delta / 2);
                assertThat(Loss.huber(Value.of(3 + e), Value.of(3), delta).item()).as("error %s", e).isCloseTo(expected, within(1e-14));
            }
            assertThat(Loss.huber(Value.of(1.0, 5.0), Value.of(0.0, 0.0), delta).item()).isEqualTo((0.5 + 8) / 2);
        }

        @Test void pullsByNoMoreThanDelta() {
            assertThat(gradient(x -> Loss.huber(x, Value.of(0.0, 0.0, 0.0), 2), Tensor.of(9.0, -9.0, 1.5))).containsExactly(2.0 / 3, -2.0 / 3, 0.5);
        }

        @Test void hasTheGradientOfItsDifferences() {
            checkGradient(x -> Loss.huber(x, Value.of(0.0, 0.0, 0.0, 0.0), 0.7), Tensor.of(0.3, -0.6, 1.2, -4.0));
        }

        @Test void isRightAtExtremePredictions() {
            assertThat(Loss.huber(Value.of(1000f, -1000f), Value.of(0f, 0f), 1).item()).isEqualTo(999.5);
        }

        @ParameterizedTest @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
        void refusesADeltaThatIsNotPositive(double delta) {
            assertThatThrownBy(() -> Loss.huber(Value.of(1), Value.of(1), delta))
                .hasMessage("delta of the Huber loss must be a positive number, not " + delta);
        }

        @Test void doesNotBroadcast() {
            assertThatThrownBy(() -> Loss.huber(Value.of(1.0, 2.0), Value.of(1), 1)).isInstanceOf(ShapeException.class);
        }
    }
}
