package gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdamWTest {
    @Test void decaysBesideAdamsStep() {
        Walk.compare(p -> new AdamW(p, 0.1, 0.8, 0.95, 1e-4, 0.05), () -> new AdamTest.PyTorch(0.1, 0.8, 0.95, 1e-4, 0.05));
    }

    @Test void hasTheDefaultsOfPyTorch() {
        Walk.compare(p -> new AdamW(p, 0.001), () -> new AdamTest.PyTorch(0.001, 0.9, 0.999, 1e-8, 0.01));
    }

    @Test void decaysWithoutAGradientAndIsAdamWithoutDecay() {
        Value w = Value.parameter(8), still = Value.parameter(8);
        new AdamW(List.of(w), 0.5, 0.9, 0.999, 1e-8, 0.25).step(w.mul(0).backward());
        assertThat(w.item()).isEqualTo(7);
        new AdamW(List.of(still), 0.5, 0.9, 0.999, 1e-8, 0).step(still.mul(0).backward());
        assertThat(still.item()).isEqualTo(8);
    }
}
