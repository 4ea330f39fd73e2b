package gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Precision;
import gradus.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    @Test void columnsGetZeroMeanAndUnitVariance() {
        var raw = Tensor.of(new double[][] {{1, 100}, {2, 300}, {6, 200}});
        var normal = Normalization.ofColumns(raw.toDoubles(), 2, 0, 1, 2).apply(raw);
        for (int column = 0; column < 2; column++) {
            double sum = 0, squares = 0;
            for (int row = 0; row < 3; row++) {
                sum += normal.get(row, column);
                squares += normal.get(row, column) * normal.get(row, column);
            }
            assertThat(sum / 3).isCloseTo(0, within(1e-15));
            assertThat(squares / 3).isCloseTo(1, within(1e-15));
        }
    }

    @Test void onlyTheChosenRowsAreMeasured() {
        assertThat(Normalization.ofColumns(new double[] {1, 3, 1000}, 1, 0, 1)).isEqualTo(Normalization.of(2, 1));
    }

    @Test void aConstantColumnIsOnlyShifted() {
        var normal = Normalization.ofColumns(new double[] {7, 7, 7}, 1, 0, 1, 2);
        assertThat(normal).isEqualTo(Normalization.of(7, 1));
        assertThat(normal.apply(Tensor.of(new double[][] {{7}, {9}})).toDoubles()).containsExactly(0, 2);
    }

    @Test void bytesAreMeasuredExactly() {
        long white = 1_000_000_000L, all = 4 * white;       // the others are 0: mean 255/4, deviation 255 √3 / 4
        var normal = Normalization.ofSums(all, 255 * white, 255 * 255 * white);
        assertThat(normal.mean().getFirst()).isEqualTo(63.75);
        assertThat(normal.deviation().getFirst()).isCloseTo(255 * StrictMath.sqrt(3) / 4, within(1.5e-14));
    }

    @Test void pixelsAreTheSameWhicheverWayTheyAreNormalised() {
        byte[] pixels = {0, 100, (byte) 200, (byte) 255};
        var one = Normalization.of(50, 25).pixels(pixels, 2, Precision.FLOAT, 1, 0);
        var perColumn = new Normalization(List.of(50.0, 50.0), List.of(25.0, 25.0)).pixels(pixels, 2, Precision.FLOAT, 1, 0);
        assertThat(one.toDoubles()).containsExactly(new double[] {6, 8.2, -2, 2}, within(1e-6));
        assertThat(perColumn.toFloats()).containsExactly(one.toFloats(), within(1e-6f));
    }

    @Test void picturesThatNoArrayCanHoldAreRefusedByTheirShape() {
        int n = 50_000;
        var wide = new Normalization(Collections.nCopies(n, 0.0), Collections.nCopies(n, 1.0));
        assertThatThrownBy(() -> wide.pixels(new byte[n], n, Precision.FLOAT, new int[n]))
            .hasMessage("(50000, 50000) has more than 2147483647 elements");
    }

    @Test void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new Normalization(List.of(1.0), List.of())).hasMessageContaining("1 and 0");
        assertThatThrownBy(() -> Normalization.of(0, 0)).hasMessageContaining("column 1 has mean 0.0 and deviation 0.0");
        assertThatThrownBy(() -> Normalization.of(Double.NaN, 1)).hasMessageContaining("mean NaN");
        var two = new Normalization(List.of(1.0, 2.0), List.of(1.0, 1.0));
        assertThat(two.fits(2)).isTrue();
        assertThat(two.fits(3)).isFalse();
        assertThat(Normalization.NONE.fits(3)).isTrue();
        assertThatThrownBy(() -> two.apply(Tensor.of(new double[][] {{1, 2, 3}})))
            .hasMessage("a normalisation of 2 columns does not fit inputs of 3");
    }
}
