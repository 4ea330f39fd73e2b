package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeakTest {
    @Test void plainLoopsAndVectorsHaveAPeak() {
        assertThat(Peak.measure(false)).isPositive().isFinite();
        assertThat(Vectors.peak()).isPositive().isFinite();
    }

    @Test void theWidthIsThatOfTheKernels() {
        assertThat(Vectors.bits() > 0).isEqualTo(Vectors.allowed());
        assertThat(Vectors.bits()).isIn(0, 128, 256, 512).isLessThanOrEqualTo(Vectors.widest());
    }
}
