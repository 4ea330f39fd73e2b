package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.Value;
import gradus.io.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir Path folder;

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

    @Test void itComesBackFromItsJson() {
        var history = history(2500);
        history.stepped(1, 0.1 + 0.2, weight.mul(2).sum().add(bias).backward());
        history.stepped(2, 7, null);
        history.stepped(4, Double.MIN_VALUE, null);
        history.ended(new Metrics(1 / 3.0, 0.5), new Metrics(2, null), null);
        history.ended(new Metrics(3, null), new Metrics(2, 0.25));
        var again = history(1);
        again.restore(history.toJson());
        assertThat(again.toJson()).isEqualTo(history.toJson());
        assertThat(again.epochs()).isEqualTo(history.epochs());
        assertThat(again.steps()).usingRecursiveComparison().isEqualTo(history.steps());
        again.stepped(5, 1, null);                                        // every third step, as before
        assertThat(again.steps()).hasSize(2);
        for (var damaged : new String[] {"", "{}", "[1]", history.toJson().replace("encoder.1", "encoder.2")})
            assertThatThrownBy(() -> history(1).restore(damaged)).isInstanceOf(FormatException.class)
                .hasMessageStartingWith("this is no history of a run of that model: ");
    }

    @Test void aLongerRunKeepsToAThousandSteps() {
        var shorter = history(1500);                                      // every second step
        for (int step = 1; step <= 1500; step++) shorter.stepped(step, step, null);
        var longer = history(4500);                                       // every fifth would do; every sixth goes on evenly
        longer.restore(shorter.toJson());
        for (int step = 1501; step <= 4500; step++) longer.stepped(step, step, null);
        assertThat(longer.steps()).hasSize(750).allSatisfy(step -> assertThat((step.step() - 1) % 6).isZero());
        var again = history(4500);
        again.restore(longer.toJson());
        assertThat(again.toJson()).isEqualTo(longer.toJson());
    }

    @Test void stepsAreCountedInWholeNumbers() {
        var history = history(1);
        history.stepped(1, 7, null);
        for (var wrong : new String[] {"0", "-1", "1.5", "99999999999", "null", "\"1\""})
            for (var name : new String[] {"\"every\":1", "\"step\":[1"})
                assertThatThrownBy(() -> history(1).restore(history.toJson().replace(name, name.substring(0, name.length() - 1) + wrong)))
                    .isInstanceOf(FormatException.class).hasMessageStartingWith("this is no history of a run of that model: "
                        + (name.contains("every") ? "every" : "step") + ": " + wrong + ", expected a whole number from 1 up");
    }

    @Test void itsTableHasARowForEachStepAndEachEpoch() throws IOException {
        var history = history(1);
        history.stepped(1, 9, weight.mul(2).sum().add(bias).backward());
        history.stepped(2, Double.POSITIVE_INFINITY, null);
        history.ended(new Metrics(1.5, 0.5), new Metrics(2, null), null);
        assertThat(history.toCsv()).isEqualTo("""
            of,number,train_loss,train_accuracy,validation_loss,validation_accuracy,test_loss,test_accuracy,norm 0,norm encoder.1
            step,1,9.0,,,,,,3.0,0.0
            step,2,Infinity,,,,,,,
            epoch,1,1.5,0.5,2.0,,,,,
            """);
        history.write(folder.resolve("h.CSV"));
        history.write(folder.resolve("h.json"));
        assertThat(folder.resolve("h.CSV")).content().isEqualTo(history.toCsv());
        assertThat(folder.resolve("h.json")).content().isEqualTo(history.toJson() + "\n").contains("\"loss\":[9.0,null]");
    }
}
