package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
    private static final Random RANDOM = Random.seeded(1);
    private static final Value ONES = Value.of(Tensor.full(Shape.of(100, 100), 1, Precision.DOUBLE));

    @ParameterizedTest @ValueSource(doubles = {0.1, 0.5, 0.8}) void leavesOutItsShareAndKeepsTheMean(double rate) {
        var y = Training.run(RANDOM, () -> new Dropout(rate).apply(ONES)).data();
        double left = y.eq(0).sum().item() / y.size();
        assertThat(left).isCloseTo(rate, within(0.015));                            // three deviations of 10,000 draws
        assertThat(y.max(Axes.all()).item()).isEqualTo(1 / (1 - rate));
        assertThat(y.sum().item() / y.size()).isCloseTo(1, within(0.06));
    }

    @Test void isTheIdentityOutsideOfTrainingAndAtRateZero() {
        assertThat(new Dropout(0.5).apply(ONES)).isSameAs(ONES);
        assertThat(Training.run(RANDOM, () -> new Dropout(0).apply(ONES))).isSameAs(ONES);
    }

    @Test void drawsAnewForEachLayerAndStepAndTheSameForTheSame() {
        var twice = Sequential.of(new Dropout(0.5), new Dropout(0.5));
        var once = Training.run(RANDOM, () -> new Dropout(0.5).apply(ONES)).data();
        double both = Training.run(RANDOM, () -> twice.apply(ONES)).data().eq(0).sum().item() / 10_000;
        assertThat(both).isCloseTo(0.75, within(0.015));
        assertThat(Training.run(Random.seeded(1), () -> new Dropout(0.5).apply(ONES)).data().toDoubles()).isEqualTo(once.toDoubles());
        assertThat(Training.run(RANDOM.step(1), () -> new Dropout(0.5).apply(ONES)).data().toDoubles()).isNotEqualTo(once.toDoubles());
    }

    @Test void passesGradientsToWhatItKept() {
        var x = Value.parameter(Tensor.of(1, 2, 3, 4, 5, 6, 7, 8));
        var y = Training.run(RANDOM, () -> new Dropout(0.5).apply(x));
        var gradient = y.sum().backward().of(x).data();
        assertThat(gradient.toDoubles()).containsOnly(0, 2).isEqualTo(y.data().div(x.data()).toDoubles());
    }

    @Test void leavesOutEvenWhatIsNotFinite() {
        var x = Value.of(Tensor.full(Shape.of(1000), Double.POSITIVE_INFINITY, Precision.DOUBLE));
        assertThat(Training.run(RANDOM, () -> new Dropout(0.5).apply(x)).data().toDoubles()).containsOnly(0, Double.POSITIVE_INFINITY);
    }

    @Test void computesInItsInputsPrecision() {
        var x = Value.of(1f, 2f);
        assertThat(Training.run(RANDOM, () -> new Dropout(0.5).apply(x)).precision()).isEqualTo(Precision.FLOAT);
    }

    /// In float masks are drawn by another loop: it is held to what a mask is.
    @ParameterizedTest @ValueSource(doubles = {0, 0.1, 0.25, 0.8}) void aMaskIsWhereTheDrawsAreTheRateOrMore(double rate) {
        var shape = Shape.of(300, 301);
        for (var precision : Precision.values())
            assertThat(RANDOM.mask(shape, rate, precision).toDoubles())
                .isEqualTo(RANDOM.uniform(shape, 0, 1, precision).ge(rate).toDoubles());
    }

    @ParameterizedTest @ValueSource(doubles = {-0.1, 1, Double.NaN}) void refusesWhatIsNoRate(double rate) {
        assertThatThrownBy(() -> new Dropout(rate)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("a dropout rate is a probability from 0 up to, not including, 1, not " + rate);
    }

    @Test void isEqualByItsRate() {
        assertThat(new Dropout(0.5)).isEqualTo(new Dropout(0.5)).isNotEqualTo(new Dropout(0.4)).hasToString("Dropout(0.5)");
    }
}
