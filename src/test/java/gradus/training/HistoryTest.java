package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final Value weight = Value.parameter(1, 2), bias = Value.parameter(3.0), other = Value.parameter(5.0);

    private History history(long expected) {
        var parameters = new LinkedHashMap<String, Value>();
        parameters.put("0.weight", weight);
        parameters.put("0.bias", bias);
        parameters.put("encoder.1.weight", other);
        return new History(parameters, expected);
    }

    @Test void aLayersNormIsThatOfAllItsParameters() {
        var history = history(1);
        var loss = weight.mul(2).sum().add(bias);                         // gradients (2, 2), 1, and none
        history.stepped(1, loss.item(), loss.backward());
        assertThat(history.layers()).containsExactly("0", "encoder.1");
        assertThat(history.steps()).singleElement().satisfies(step -> {
            assertThat(step.loss()).isEqualTo(9);
            assertThat(step.norms()[0]).isCloseTo(3, within(1e-12));
            assertThat(step.norms()[1]).isZero();
        });
    }

    @Test void manyStepsAreThinnedEvenly() {
        var history = history(2500);
        var gradients = bias.mul(1).backward();
        for (int step = 1; step <= 2500; step++) history.stepped(step, step, gradients);
        assertThat(history.steps()).hasSizeBetween(500, History.STEPS);
        assertThat(history.steps().get(0).step()).isEqualTo(1);
        assertThat(history.steps().get(1).step()).isEqualTo(4);
        assertThat(history.steps().getLast().step()).isEqualTo(2500);
    }

    @Test void epochsAreCounted() {
        var history = history(1);
        history.ended(new Metrics(1, 0.5), new Metrics(2, 0.25));
        history.ended(new Metrics(0.5, null), null);
        assertThat(history.epochs()).containsExactly(new History.Epoch(1, new Metrics(1, 0.5), null, new Metrics(2, 0.25)),
            new History.Epoch(2, new Metrics(0.5, null), null, null));
    }
}
