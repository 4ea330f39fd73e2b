package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AxesTest {
    private static final Shape CUBE = Shape.of(2, 3, 4);

    @Test void noneMeansAll() {
        assertThat(Axes.of()).isEqualTo(Axes.all());
        assertThat(Axes.all().of(CUBE)).isEqualTo(Shape.SCALAR);
        assertThat(Axes.all().count(CUBE)).isEqualTo(24);
        assertThat(Axes.all().of(Shape.SCALAR)).isEqualTo(Shape.SCALAR);
    }

    @Test void saysWhatIsLeft() {
        assertThat(Axes.of(1).of(CUBE)).isEqualTo(Shape.of(2, 4));
        assertThat(Axes.of(-1, 0).of(CUBE)).isEqualTo(Shape.of(3));
        assertThat(Axes.of(-1, 0).count(CUBE)).isEqualTo(8);
        assertThat(Axes.of(1).keptShape(CUBE)).isEqualTo(Shape.of(2, 1, 4));
    }

    @Test void keptAxesStayWithLengthOne() {
        assertThat(Axes.of(0, 2).keep().of(CUBE)).isEqualTo(Shape.of(1, 3, 1));
        assertThat(Axes.all().keep().of(CUBE)).isEqualTo(Shape.of(1, 1, 1));
        assertThat(Axes.of(0).keep()).isNotEqualTo(Axes.of(0));
    }

    @Test void anAxisThatIsMissingOrNamedTwiceIsAnError() {
        assertThatThrownBy(() -> Axes.of(3).of(CUBE)).isInstanceOf(ShapeException.class).hasMessageContaining("no axis 3");
        assertThatThrownBy(() -> Axes.of(2, -1).of(CUBE)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("axis -1").hasMessageContaining("(2, 3, 4)").hasMessageContaining("twice");
    }

    @Test void printsAsInALabel() {
        assertThat(Axes.all()).hasToString("all");
        assertThat(Axes.of(1)).hasToString("1");
        assertThat(Axes.of(0, -1)).hasToString("0, -1");
    }
}
