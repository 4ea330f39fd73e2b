package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Value;
import gradus.optim.Sgd;
import gradus.tensor.Precision;
import gradus.tensor.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PerceptronTest {
    private static final float[][] CORNERS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    private static final int[] AND = {0, 0, 0, 1}, OR = {0, 1, 1, 1}, XOR = {0, 1, 1, 0};
    private final Value inputs = Value.of(CORNERS);

    /// Epochs until one is without mistakes, or −1 if there are always some.
    private static int train(Perceptron unit, Value inputs, int[] labels, double rate) {
        for (int epoch = 1; epoch <= 200; epoch++) if (unit.epoch(inputs, labels, rate) == 0) return epoch;
        return -1;
    }

    @Test void learnsAnd() {
        var unit = Perceptron.of(2);
        assertThat(train(unit, inputs, AND, 1)).isPositive();
        assertThat(unit.predict(inputs)).containsExactly(AND);
    }

    @Test void learnsOr() {
        var unit = Perceptron.of(2);
        assertThat(train(unit, inputs, OR, 0.1)).isPositive();
        assertThat(unit.predict(inputs)).containsExactly(OR);
    }

    @Test void neverLearnsXor() {
        var unit = Perceptron.of(2);
        assertThat(train(unit, inputs, XOR, 1)).isEqualTo(-1);
        assertThat(unit.predict(inputs)).isNotEqualTo(XOR);
    }

    @ParameterizedTest @EnumSource
    void correctsEachMistakeAtOnceByRosenblattsRule(Precision precision) {
        var unit = Perceptron.of(2, precision);
        var x = Value.of(Value.of(CORNERS).data().to(precision));
        // by hand, from w = (0, 0), b = 0 and η = 0.5, on AND: (0,0) fires, so b = −0.5; (0,1) and (1,0) do not;
        // (1,1) does not, but should, so w = (0.5, 0.5), b = 0
        assertThat(unit.epoch(x, AND, 0.5)).isEqualTo(2);
        assertThat(unit.weight().data().toDoubles()).containsExactly(0.5, 0.5);
        assertThat(unit.bias().data().toDoubles()).containsExactly(0);
    }

    @Test void changesNothingWithoutMistakes() {
        var unit = Perceptron.of(2);
        train(unit, inputs, AND, 1);
        var before = unit.weight().data().toFloats();
        assertThat(unit.epoch(inputs, AND, 1)).isZero();
        assertThat(unit.weight().data().toFloats()).containsExactly(before);
    }

    @Test void firesAtItsThreshold() {
        var unit = new Perceptron(Value.parameter(new double[][] {{1}, {1}}), Value.parameter(new double[] {-1}));
        assertThat(unit.predict(Value.of(new double[][] {{0, 1}, {0, 0.999}, {1, 1}}))).containsExactly(1, 0, 1);
        assertThat(Perceptron.of(3).predict(Value.of(new float[1][3]))).containsExactly(1);
    }

    @Test void givesTheNetInputForwards() {
        var unit = new Perceptron(Value.parameter(new double[][] {{2}, {3}}), Value.parameter(new double[] {-1}));
        var z = unit.apply(Value.of(new double[][] {{1, 1}, {0, 0}, {-1, 2}}));
        assertThat(z.shape()).hasToString("(3, 1)");
        assertThat(z.data().toDoubles()).containsExactly(4, -1, 3);
    }

    @Test void learnsByGradientsToo() {
        var unit = Perceptron.of(2);
        var targets = Value.of(new float[][] {{0}, {0}, {0}, {1}});
        var optimizer = new Sgd(unit.parameters().values(), 1);
        for (int step = 0; step < 300; step++) optimizer.step(Loss.binaryCrossEntropy(unit.apply(inputs), targets).backward());
        assertThat(unit.predict(inputs)).containsExactly(AND);
    }

    @Test void hasTwoParametersAndPrintsItsInputs() {
        assertThat(Perceptron.of(2).parameters().keySet()).containsExactly("weight", "bias");
        assertThat(Perceptron.of(2)).hasToString("Perceptron(2 inputs)");
        assertThat(Perceptron.of(1)).hasToString("Perceptron(1 input)");
    }

    @Test void refusesWhatDoesNotFit() {
        var unit = Perceptron.of(2);
        assertThatThrownBy(() -> unit.epoch(inputs, new int[] {0, 1}, 1)).isInstanceOf(ShapeException.class)
            .hasMessage("Perceptron(2 inputs) and 2 labels need inputs of shape (2, 2), not (4, 2)");
        assertThatThrownBy(() -> unit.epoch(Value.of(1f, 2f), AND, 1)).hasMessageEndingWith("shape (4, 2), not (2)");
        assertThatThrownBy(() -> unit.epoch(inputs, new int[] {0, 1, -1, 1}, 1))
            .hasMessage("label -1 in row 2: a perceptron takes the labels 0 and 1");
        assertThatThrownBy(() -> unit.epoch(inputs, AND, 0)).hasMessage("the learning rate must be a positive number, not 0.0");
        assertThatThrownBy(() -> unit.epoch(inputs, AND, Double.NaN)).hasMessageEndingWith("not NaN");
        assertThatThrownBy(() -> unit.predict(Value.of(new float[1][3])))
            .hasMessage("an input of shape (1, 3) does not fit Perceptron(2 inputs): its last axis must be 2");
        assertThatThrownBy(() -> Perceptron.of(0)).hasMessage("a perceptron needs at least one input, not 0");
        assertThatThrownBy(() -> new Perceptron(Value.parameter(1.0, 2.0), Value.parameter(0)))
            .hasMessage("a perceptron has a weight of shape (in, 1) and a bias of shape (1), not (2) and ()");
    }
}
