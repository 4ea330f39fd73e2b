package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DigitsTest {
    @Test void numbersHaveFourDigits() {
        assertThat(Digits.number(0.72134)).isEqualTo("0.7213");
        assertThat(Digits.number(-12.34567)).isEqualTo("−12.35");
        assertThat(Digits.number(0.1)).isEqualTo("0.1");
        assertThat(Digits.number(0.99996)).isEqualTo("1");
        assertThat(Digits.number(0.001)).isEqualTo("0.001");
        assertThat(Digits.number(1234.56)).isEqualTo("1235");
    }

    @Test void wholeNumbersAreShownInFull() {
        assertThat(Digits.number(0)).isEqualTo("0");
        assertThat(Digits.number(-0.0)).isEqualTo("0");
        assertThat(Digits.number(123456)).isEqualTo("123456");
        assertThat(Digits.number(-60000)).isEqualTo("−60000");
    }

    @Test void verySmallAndVeryLargeNumbersHaveAnExponent() {
        assertThat(Digits.number(1.23456e-5)).isEqualTo("1.235e−5");
        assertThat(Digits.number(-1e-4)).isEqualTo("−1e−4");
        assertThat(Digits.number(12345678)).isEqualTo("1.235e7");
        assertThat(Digits.number(Double.MIN_VALUE)).isEqualTo("4.941e−324");
    }

    @Test void whatIsNoNumberIsNamed() {
        assertThat(Digits.number(Double.NaN)).isEqualTo("NaN");
        assertThat(Digits.number(Double.POSITIVE_INFINITY)).isEqualTo("∞");
        assertThat(Digits.number(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
    }

    @Test void smallTensorsAreShownInFullAsTheyAreWritten() {
        assertThat(Digits.lines(Tensor.of(2))).containsExactly("2");
        assertThat(Digits.lines(Tensor.of(1.0, -2))).containsExactly("[1, −2]");
        assertThat(Digits.lines(Tensor.of(new double[][] {{1, 2}, {3, 4}}))).containsExactly("[[1, 2], [3, 4]]");
        assertThat(Digits.lines(Tensor.of(Shape.of(1, 2, 1), 1.0, 2.0))).containsExactly("[[[1], [2]]]");
        assertThat(Digits.lines(Tensor.of(new float[] {0.1f}))).containsExactly("[0.1]");
    }

    @Test void aWideMatrixHasALineARow() {
        assertThat(Digits.lines(Tensor.of(new double[][] {{0.1234, 0.2345, 0.3456}, {-0.4567, 0.5678, 0.6789}})))
            .containsExactly("[[0.1234, 0.2345, 0.3456],", "[−0.4567, 0.5678, 0.6789]]");
    }

    @Test void ofManyNumbersRangeAndMeanAreShown() {
        assertThat(Digits.lines(Tensor.of(1.0, 2, 3, 4, 5, 6))).containsExactly("[1, 2, 3, 4, 5, 6]");
        assertThat(Digits.lines(Tensor.of(1.0, 2, 3, 4, 5, 6, -7))).containsExactly("−7 … 6, mean 2");
        assertThat(Digits.lines(Tensor.full(Shape.of(3, 3), 0.5, Precision.FLOAT))).containsExactly("all 0.5");
        assertThat(Digits.lines(Tensor.zeros(Shape.of(0, 3), Precision.FLOAT))).containsExactly("empty");
    }

    @Test void numbersThatAreNotFiniteAreCountedAndNotAveraged() {
        assertThat(Digits.lines(Tensor.of(1.0, 2, 3, Double.NaN, 5, Double.POSITIVE_INFINITY, 4)))
            .containsExactly("1 … 5, mean 3", "2 of 7 not finite");
        assertThat(Digits.lines(Tensor.full(Shape.of(7), Double.NaN, Precision.DOUBLE))).containsExactly("7 of 7 not finite");
    }
}
