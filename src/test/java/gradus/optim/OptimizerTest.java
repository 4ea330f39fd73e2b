package gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.nn.Loss;
import gradus.nn.Module;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
    /// Makes one of each kind.
    record Kind(String name, Function<Collection<Value>, Optimizer> make) {
        @Override public String toString() { return name; }
    }

    static List<Kind> kinds() {
        return List.of(
            new Kind("Sgd", p -> new Sgd(p, 0.1)),
            new Kind("Sgd, momentum", p -> new Sgd(p, 0.05, 0.9)),
            new Kind("Sgd, Nesterov, decay", p -> new Sgd(p, 0.05, 0.9, true, 1e-4)),
            new Kind("RmsProp", p -> new RmsProp(p, 0.01)),
            new Kind("Adam", p -> new Adam(p, 0.05)),
            new Kind("AdamW", p -> new AdamW(p, 0.05, 0.9, 0.999, 1e-8, 1e-4)));
    }

    @ParameterizedTest @MethodSource("kinds")
    void findsTheBottomOfABowl(Kind kind) {
        var w = Value.parameter(2.0, -1.5);
        var optimizer = kind.make.apply(List.of(w));
        for (int i = 0; i < 500; i++) optimizer.step(w.sub(Value.of(1.0, 0.5)).mul(Value.of(1.0, 2.0)).square().sum().backward());
        assertThat(w.data().at(0)).isCloseTo(1, within(0.02));
        assertThat(w.data().at(1)).isCloseTo(0.5, within(0.02));
    }

    @ParameterizedTest @MethodSource("kinds")
    void givesTheSameBitsAgain(Kind kind) { assertThat(floatsAfterTraining(kind)).containsExactly(floatsAfterTraining(kind)); }

    private static float[] floatsAfterTraining(Kind kind) {
        var w = Value.parameter(Random.seeded(5).normal(Shape.of(7, 9), 0, 1, Precision.FLOAT));
        var optimizer = kind.make.apply(List.of(w));
        for (int i = 0; i < 20; i++) optimizer.step(w.sin().mul(w).sum().backward());
        return w.data().toFloats();
    }

    @ParameterizedTest @MethodSource("kinds")
    void leavesWhatTheLossDoesNotReachAsItIs(Kind kind) {
        Value used = Value.parameter(1), unused = Value.parameter(1);
        var optimizer = kind.make.apply(List.of(unused, used));
        for (int i = 0; i < 3; i++) optimizer.step(used.square().backward());
        assertThat(unused.item()).isEqualTo(1);
        assertThat(used.item()).isLessThan(1);
    }

    @ParameterizedTest @MethodSource("kinds")
    void takesParametersOfManyShapesEachByItself(Kind kind) {
        Value a = Value.parameter(1.0, 2.0), b = Value.parameter(new double[][] {{3}}), alone = Value.parameter(1.0, 2.0);
        Optimizer both = kind.make.apply(List.of(a, b)), one = kind.make.apply(List.of(alone));
        for (int i = 0; i < 4; i++) {
            both.step(a.square().sum().add(b.pow(3).sum()).backward());
            one.step(alone.square().sum().backward());
        }
        assertThat(a.data().toDoubles()).containsExactly(alone.data().toDoubles());
        assertThat(b.data().at(0)).isLessThan(3);
    }

    @ParameterizedTest @MethodSource("kinds")
    void followsARateThatChanges(Kind kind) {
        var w = Value.parameter(1);
        var optimizer = kind.make.apply(List.of(w));
        optimizer.rate(0);
        assertThat(optimizer.rate()).isZero();
        optimizer.step(w.square().backward());
        assertThat(w.item()).isEqualTo(1);
        optimizer.rate(0.1);
        optimizer.step(w.square().backward());
        assertThat(w.item()).isLessThan(1);
    }

    @ParameterizedTest @MethodSource("kinds")
    void keepsThePrecision(Kind kind) {
        var w = Value.parameter(1f, 2f);
        kind.make.apply(List.of(w)).step(w.square().sum().backward());
        assertThat(w.precision()).isEqualTo(Precision.FLOAT);
        assertThat(w.data().at(0)).isLessThan(1);
    }

    @ParameterizedTest @MethodSource("kinds")
    void refusesValuesThatAreNoParameters(Kind kind) {
        var w = Value.parameter(1);
        assertThatThrownBy(() -> kind.make.apply(List.of(w, Value.of(1.0, 2.0).named("mean")))).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("value 1 'mean' of shape (2) is no parameter, so it cannot be optimized: make it by Value.parameter(...)");
        assertThatThrownBy(() -> kind.make.apply(List.of(w.mul(2)))).hasMessageStartingWith("value 0 of shape () is no parameter");
        assertThatThrownBy(() -> kind.make.apply(List.of(w, w))).hasMessageStartingWith("value 1 of shape () is given twice");
        assertThatThrownBy(() -> kind.make.apply(List.of())).hasMessage("an optimizer needs at least one parameter, but there is none");
    }

    @ParameterizedTest @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesRatesThatAreNone(double rate) {
        var w = List.of(Value.parameter(1));
        var message = "the learning rate must be a number from 0 up, not " + rate;
        assertThatThrownBy(() -> new Sgd(w, rate)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
        assertThatThrownBy(() -> new RmsProp(w, rate)).hasMessage(message);
        assertThatThrownBy(() -> new Adam(w, rate)).hasMessage(message);
        assertThatThrownBy(() -> new AdamW(w, rate)).hasMessage(message);
        var optimizer = new Sgd(w, 0.1);
        assertThatThrownBy(() -> optimizer.rate(rate)).hasMessage(message);
        assertThat(optimizer.rate()).isEqualTo(0.1);
    }

    @Test void refusesSettingsOutOfTheirRange() {
        var w = List.of(Value.parameter(1));
        assertThatThrownBy(() -> new Sgd(w, 0.1, 1)).hasMessage("momentum must be at least 0 and less than 1, not 1.0");
        assertThatThrownBy(() -> new Sgd(w, 0.1, Double.NaN)).hasMessageEndingWith("not NaN");
        assertThatThrownBy(() -> new Sgd(w, 0.1, 0, true, 0)).hasMessage("Nesterov's variant needs a momentum above 0, such as 0.9");
        assertThatThrownBy(() -> new Sgd(w, 0.1, 0, false, -1)).hasMessage("the weight decay must be a number from 0 up, not -1.0");
        assertThatThrownBy(() -> new RmsProp(w, 0.1, -0.1, 1e-8)).hasMessageStartingWith("smoothing must be at least 0");
        assertThatThrownBy(() -> new RmsProp(w, 0.1, 0.9, 0)).hasMessage("the epsilon must be a positive number, not 0.0");
        assertThatThrownBy(() -> new Adam(w, 0.1, 1, 0.999, 1e-8)).hasMessageStartingWith("beta1 must be");
        assertThatThrownBy(() -> new Adam(w, 0.1, 0.9, 1, 1e-8)).hasMessageStartingWith("beta2 must be");
        assertThatThrownBy(() -> new Adam(w, 0.1, 0.9, 0.999, -1)).hasMessageStartingWith("the epsilon must be");
        assertThatThrownBy(() -> new AdamW(w, 0.1, 0.9, 0.999, 1e-8, Double.NaN)).hasMessageStartingWith("the weight decay must be");
    }

    private record Line(Value slope, Value height) implements Module {
        @Override public Value forward(Value x) { return x.mul(slope).add(height); }
    }

    @Test void trainsAModuleThatOthersCannotSee() {
        var line = new Line(Value.parameter(0), Value.parameter(0));
        var optimizer = new Sgd(line.parameters().values(), 0.1);
        Value x = Value.of(-1.0, 0.0, 1.0, 2.0), y = Value.of(-1.0, 1.0, 3.0, 5.0);
        for (int i = 0; i < 200; i++) optimizer.step(Loss.meanSquaredError(line.apply(x), y).backward());
        assertThat(line.slope().item()).isCloseTo(2, within(1e-6));
        assertThat(line.height().item()).isCloseTo(1, within(1e-6));
    }

    @Test void refusesALossThatReachesNoneOfItsParameters() {
        Value mine = Value.parameter(1.0), another = Value.parameter(2.0);
        assertThatThrownBy(() -> new Sgd(List.of(mine), 0.1).step(another.square().backward()))
            .isInstanceOf(IllegalStateException.class).hasMessageStartingWith("the loss reaches none of this optimizer's 1 parameters");
        assertThat(mine.item()).isEqualTo(1);
    }

    @Test void keepsItsParametersInOrder() {
        Value a = Value.parameter(1), b = Value.parameter(2);
        assertThat(new Sgd(List.of(b, a), 0.1).parameters()).containsExactly(b, a);
    }

    @Test void printsItsSettings() {
        var w = List.of(Value.parameter(1));
        assertThat(new Sgd(w, 0.1)).hasToString("Sgd(rate 0.1)");
        assertThat(new Sgd(w, 0.1, 0.9, true, 0.001)).hasToString("Sgd(rate 0.1, momentum 0.9, Nesterov, weight decay 0.001)");
        assertThat(new RmsProp(w, 0.01)).hasToString("RmsProp(rate 0.01, smoothing 0.99, epsilon 1.0E-8)");
        assertThat(new Adam(w, 0.01)).hasToString("Adam(rate 0.01, beta1 0.9, beta2 0.999, epsilon 1.0E-8)");
        assertThat(new AdamW(w, 0.01)).hasToString("AdamW(rate 0.01, beta1 0.9, beta2 0.999, epsilon 1.0E-8, weight decay 0.01)");
    }
}
