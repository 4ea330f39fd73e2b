package gradus.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Value;
import gradus.nn.BatchNorm;
import gradus.tensor.Precision;
import gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    private final Value weight = Value.parameter(0.0, 0.0);
    private final LinkedHashMap<String, Value> parameters = new LinkedHashMap<>(Map.of("weight", weight));

    private int epochs(EarlyStopping stopping, double... losses) {
        for (int epoch = 0; epoch < losses.length; epoch++) {
            weight.update(Tensor.of(epoch + 1.0, -epoch));
            if (stopping.stops(losses[epoch])) return epoch + 1;
        }
        return 0;
    }

    @Test void itStopsAfterItsPatienceAndTakesBackTheBest() {
        var stopping = new EarlyStopping(parameters, 2);
        assertThat(epochs(stopping, 5, 4, 4.5, 3, 3, Double.NaN, 1)).isEqualTo(6);
        assertThat(stopping.least()).isEqualTo(3);
        stopping.restoreBest();
        assertThat(weight.data().toDoubles()).containsExactly(4, -3);
    }

    @Test void itGoesOnWhileTheLossFalls() {
        assertThat(epochs(new EarlyStopping(parameters, 1), 5, 4, 3, 2)).isZero();
    }

    @Test void whatItRemembersGoesIntoAnother() {
        var stopping = new EarlyStopping(parameters, 3);
        epochs(stopping, 5, 4, 6);
        var other = new EarlyStopping(parameters, 3);
        other.restore(stopping.least(), stopping.waited(), stopping.best());
        assertThat(List.of(other.stops(5), other.stops(4))).containsExactly(false, true);
        other.restoreBest();
        assertThat(weight.data().toDoubles()).containsExactly(2, -1);
        assertThatThrownBy(() -> other.restore(1, 0, Map.of("bias", Tensor.of(1)))).hasMessage("there is no parameter 'bias'");
    }

    @Test void patienceIsAtLeastAnEpoch() {
        assertThatThrownBy(() -> new EarlyStopping(parameters, 0)).hasMessage("patience is a number of epochs from 1 up, not 0");
    }

    @Test void buffersBelongToTheParametersThatHadThem() {
        var net = BatchNorm.of(1, Precision.DOUBLE);
        var stopping = new EarlyStopping(net.state(), 3);
        net.runningMean().update(Tensor.of(new double[] {5}));
        stopping.stops(1);
        net.runningMean().update(Tensor.of(new double[] {7}));
        net.weight().update(Tensor.of(new double[] {9}));
        stopping.stops(2);
        stopping.restoreBest();
        assertThat(net.runningMean().data().toDoubles()).containsExactly(5);
        assertThat(net.weight().data().toDoubles()).containsExactly(1);
        assertThat(stopping.best().keySet()).containsExactly("weight", "bias", "running_mean", "running_var");
    }
}
