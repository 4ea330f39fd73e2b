package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TrainingTest {
    private static final Random RANDOM = Random.seeded(1);
    private static final Value X = Value.of(RANDOM.normal(Shape.of(16, 8), 1, 2, Precision.FLOAT));

    private static Sequential net() {
        return Sequential.of(BatchNorm.of(8), Linear.of(8, 8, Initializer.HE_NORMAL, RANDOM.at(0)), new Dropout(0.3), Activation.RELU,
            new Dropout(0.5));
    }

    private static double[] numbers(Value value) { return value.data().toDoubles(); }

    private static double[] state(Module net) {
        return net.state().values().stream().flatMapToDouble(value -> Arrays.stream(numbers(value))).toArray();
    }

    @Test void isOffUnlessItIsOn() {
        assertThat(Training.isOn()).isFalse();
        assertThat(Training.<Boolean>run(RANDOM, Training::isOn)).isTrue();
        assertThat(Training.<Boolean>frozen(RANDOM, Training::isOn)).isTrue();
        assertThat(Training.isOn()).isFalse();
    }

    @Test void endsHoweverItEnds() {
        assertThatThrownBy(() -> Training.run(RANDOM, () -> { throw new IllegalStateException("on purpose"); })).hasMessage("on purpose");
        assertThat(Training.isOn()).isFalse();
    }

    @Test void isAPureFunctionOfItsRandom() {
        var net = net();
        var first = numbers(Training.run(RANDOM.step(0), () -> net.apply(X)));
        assertThat(numbers(Training.run(RANDOM.step(0), () -> net.apply(X)))).isEqualTo(first);
        assertThat(numbers(Training.run(RANDOM.step(1), () -> net.apply(X)))).isNotEqualTo(first);
        assertThat(numbers(Training.frozen(RANDOM.step(0), () -> net.apply(X)))).isEqualTo(first);
    }

    @Test void keepsStatisticsUnlessTheyAreFrozen() {
        var net = net();
        var before = state(net);
        Training.frozen(RANDOM, () -> net.apply(X));
        net.apply(X);
        Training.off(() -> net.apply(X));
        assertThat(state(net)).isEqualTo(before);
        Training.run(RANDOM, () -> net.apply(X));
        assertThat(state(net)).isNotEqualTo(before);
    }

    @Test void mayBeLeftInTheMiddle() {
        var net = net();
        var outside = numbers(net.apply(X));
        var inside = numbers(Training.frozen(RANDOM, () -> net.apply(X)));
        var before = state(net);
        Training.run(RANDOM, () -> {
            assertThat(numbers(Training.off(() -> net.apply(X)))).isEqualTo(outside);
            assertThat(Training.<Boolean>off(Training::isOn)).isFalse();
            assertThat(Training.isOn()).isTrue();
            assertThat(state(net)).isEqualTo(before);
            // being left costs no draws: the masks are those of a scope that never was
            return assertThat(numbers(net.apply(X))).isEqualTo(inside);
        });
    }

    @Test void beginsAnewWhereItIsNested() {
        var net = net();
        var alone = numbers(Training.frozen(RANDOM.at("inner"), () -> net.apply(X)));
        Training.run(RANDOM, () -> {
            net.apply(X);
            return assertThat(numbers(Training.run(RANDOM.at("inner"), () -> net.apply(X)))).isEqualTo(alone);
        });
    }

    @Test void drawsAnewForEachCallOfALayer() {
        var dropout = new Dropout(0.5);
        var ones = Value.of(Tensor.full(Shape.of(64), 1, Precision.FLOAT));
        Training.run(RANDOM, () -> assertThat(numbers(dropout.apply(ones))).isNotEqualTo(numbers(dropout.apply(ones))));
    }

    @Test void belongsToItsThread() throws InterruptedException {
        var on = new AtomicBoolean(true);
        var other = new Thread[1];
        Training.run(RANDOM, () -> other[0] = Thread.ofPlatform().start(() -> on.set(Training.isOn())));
        other[0].join();
        assertThat(on).isFalse();
    }
}
