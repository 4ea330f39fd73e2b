package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaxNormTest {
    private static final Random RANDOM = Random.seeded(1);

    @Test void scalesColumnsDownToTheLimit() {
        var layer = new Linear(Value.parameter(new double[][] {{3, 0.6, -12}, {4, 0.8, 5}}), Value.parameter(100.0, 100.0, 100.0));
        new MaxNorm(2).constrain(layer);
        assertThat(layer.weight().data().toDoubles())
            .containsExactly(new double[] {1.2, 0.6, -24 / 13.0, 1.6, 0.8, 10 / 13.0}, within(1e-15));
        assertThat(layer.weight().data().get(0, 1)).isEqualTo(0.6);                        // within: not touched
        assertThat(Objects.requireNonNull(layer.bias()).data().toDoubles()).containsOnly(100);
    }

    @Test void scalesFiltersDownToTheLimit() {
        var layer = Conv2d.of(4, 6, Window.of(3), 2, Initializer.normal(1), RANDOM, Precision.FLOAT);
        var before = layer.weight().data();
        new MaxNorm(4).constrain(layer);
        int above = 0;
        for (int filter = 0; filter < 6; filter++) {
            var old = before.slice(0, filter, filter + 1);
            double norm = StrictMath.sqrt(old.square().sum().item());
            var now = layer.weight().data().slice(0, filter, filter + 1);
            if (norm <= 4) assertThat(now.toFloats()).isEqualTo(old.toFloats());
            else {
                above++;
                assertThat(StrictMath.sqrt(now.square().sum().item())).isCloseTo(4, within(1e-6));
                assertThat(now.div(old).max(Axes.all()).item()).isCloseTo(4 / norm, within(1e-6));
            }
        }
        assertThat(above).isBetween(1, 5);
    }

    @Test void changesNothingThatIsWithin() {
        var layer = Linear.of(8, 8, Initializer.normal(0.1), RANDOM);
        var before = layer.weight().data();
        new MaxNorm(3).constrain(layer);
        assertThat(layer.weight().data()).isSameAs(before);
    }

    @Test void findsLayersWhereverTheyAreButConstantsStay() {
        var inner = Linear.of(4, 4, Initializer.normal(5), RANDOM);
        var fixed = new Linear(Value.of(new double[][] {{7}}), null);
        new MaxNorm(1).constrain(Sequential.of(Residual.of(inner, Activation.RELU), fixed, BatchNorm.of(1)));
        assertThat(inner.weight().data().square().sum(Axes.of(0)).max(Axes.all()).item())
            .isCloseTo(1, within(1e-6));
        assertThat(fixed.weight().item()).isEqualTo(7);
    }

    @Test void doesNotHideADivergedTraining() {
        var layer = new Linear(Value.parameter(Tensor.of(new float[][] {{Float.NaN, 1e30f, 30}})), null);
        new MaxNorm(3).constrain(layer);
        assertThat(layer.weight().data().toFloats()).containsExactly(Float.NaN, 1e30f, 3);
    }

    @Test void saysWhereThereIsNothingToBound() {
        assertThatThrownBy(() -> new MaxNorm(3).constrain(Sequential.of(BatchNorm.of(3), Activation.RELU)))
            .hasMessage("there is neither a Linear nor a Conv2d whose weights could be bounded in Sequential(BatchNorm(3), relu)");
    }

    @ParameterizedTest @ValueSource(doubles = {0, -3, Double.NaN, Double.POSITIVE_INFINITY}) void refusesWhatIsNoLimit(double limit) {
        assertThatThrownBy(() -> new MaxNorm(limit)).hasMessage("the largest norm of a unit's weights is a number above 0, not " + limit);
    }
}
