package gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Precision;
import gradus.tensor.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToyTest {
    private static final Random RANDOM = Random.seeded(3);

    @ParameterizedTest @EnumSource void gatesAnswerAsTheirNamesSay(Gate gate) {
        var all = gate.dataset().all();
        assertThat(all.inputs().data().toDoubles()).containsExactly(0, 0, 0, 1, 1, 0, 1, 1);
        for (int row = 0; row < 4; row++) {
            int a = row / 2, b = row % 2;
            assertThat(all.labels()[row]).isEqualTo(switch (gate) { case AND -> a & b; case OR -> a | b; case XOR -> a ^ b; });
        }
        assertThat(gate.dataset().classNames()).containsExactly("0", "1");
    }

    @Test void moonsLieOnTheirHalfCircles() {
        var data = Toy.moons(201, 0, RANDOM).to(Precision.DOUBLE);
        assertThat(data.labels()).containsOnly(0, 1);
        double highest = 0, lowest = 0;
        for (int i = 0; i < data.size(); i++) {
            var point = data.batch(i).inputs().data();
            double x = point.get(0, 0), y = point.get(0, 1);
            boolean upper = data.labels()[i] == 0;
            assertThat(upper ? x * x + y * y : (x - 1) * (x - 1) + (y - 0.5) * (y - 0.5)).isCloseTo(1, within(1e-14));
            assertThat(upper ? y : 0.5 - y).isGreaterThan(-1e-15);
            highest = Math.max(highest, y);
            lowest = Math.min(lowest, y);
        }
        assertThat(highest).isCloseTo(1, within(1e-3));
        assertThat(lowest).isCloseTo(-0.5, within(1e-3));
        assertThat(count(data, 0)).isEqualTo(100);
        assertThat(count(data, 1)).isEqualTo(101);
    }

    @Test void circlesHaveTheirRadii() {
        var data = Toy.circles(64, 0, RANDOM).to(Precision.DOUBLE);
        for (int i = 0; i < data.size(); i++) {
            assertThat(radius(data, i)).isCloseTo(data.labels()[i] == 0 ? 1 : 0.5, within(1e-14));
        }
    }

    @Test void spiralArmsWindOutwardsAndKeepApart() {
        var data = Toy.spirals(200, 0, RANDOM).to(Precision.DOUBLE);
        for (int i = 0; i < 100; i++) {
            for (int arm = 0; arm < 2; arm++) assertThat(radius(data, arm * 100 + i)).isCloseTo((i + 1) / 100.0, within(1e-14));
            var one = data.batch(i).inputs().data();
            var next = data.batch(100 + i).inputs().data();
            double angle = StrictMath.atan2(next.get(0, 1), next.get(0, 0)) - StrictMath.atan2(one.get(0, 1), one.get(0, 0));
            assertThat(StrictMath.cos(angle)).as("half a turn between arms").isCloseTo(-1, within(1e-12));
        }
        var last = data.batch(99).inputs().data();
        assertThat(last.toDoubles()).as("one and a half turns").containsExactly(new double[] {-1, 0}, within(1e-14));
        assertThat(data.classNames()).containsExactly("0", "1");
    }

    @Test void noiseHasItsDeviationAndItsSeed() {
        var still = Toy.moons(4000, 0, RANDOM).to(Precision.DOUBLE).all().inputs().data().toDoubles();
        var noisy = Toy.moons(4000, 0.2, RANDOM).to(Precision.DOUBLE).all().inputs().data().toDoubles();
        double sum = 0, squares = 0;
        for (int i = 0; i < still.length; i++) {
            sum += noisy[i] - still[i];
            squares += (noisy[i] - still[i]) * (noisy[i] - still[i]);
        }
        assertThat(sum / still.length).isCloseTo(0, within(0.01));
        assertThat(StrictMath.sqrt(squares / still.length)).isCloseTo(0.2, within(0.01));
        assertThat(Toy.moons(50, 0.2, RANDOM).digest()).isEqualTo(Toy.moons(50, 0.2, Random.seeded(3)).digest())
            .isNotEqualTo(Toy.moons(50, 0.2, Random.seeded(4)).digest());
    }

    @Test void whatMakesNoPointsIsRefused() {
        assertThatThrownBy(() -> Toy.moons(1, 0, RANDOM)).hasMessage("2 classes need at least 2 points, found 1");
        assertThatThrownBy(() -> Toy.moons(9, -0.1, RANDOM)).hasMessageEndingWith("found -0.1");
        assertThatThrownBy(() -> Toy.moons(9, Double.NaN, RANDOM)).hasMessageEndingWith("found NaN");
    }

    private static long count(Dataset data, int label) {
        return IntStream.of(data.labels()).filter(each -> each == label).count();
    }

    private static double radius(Dataset data, int i) {
        var point = data.batch(i).inputs().data();
        return StrictMath.hypot(point.get(0, 0), point.get(0, 1));
    }
}
