package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.MisfitException;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// The numbers are PyTorch's (`LayerNorm` in float64).
class LayerNormTest {
    private static final Offset<Double> CLOSE = within(1e-12);

    @Test void normalisesEachRowByItself() {
        var layer = new LayerNorm(Value.parameter(1.0, 2.0, -1.0), Value.parameter(0.0, 0.5, 1.0), 1e-5);
        var x = Value.of(new double[][] {{1, 2, 4}, {0, -3, 0.5}});
        double[] expected = {-1.069041531450298, -0.03452076572514917, -0.3363019143128718, 0.5391627375382247, -2.3036462351987685,
            0.13733961993884036};
        assertThat(layer.apply(x).data().toDoubles()).containsExactly(expected, CLOSE);
        assertThat(Training.run(Random.seeded(1), () -> layer.apply(x)).data()).hasToString(layer.apply(x).data().toString());
        assertThat(layer.apply(x.reshape(Shape.of(2, 1, 3))).data().toDoubles()).containsExactly(expected, CLOSE);
    }

    @Test void normalisesWholeArrays() {
        var x = new double[2][4];
        for (int i = 0; i < 4; i++) {
            x[0][i] = i * StrictMath.sqrt(i) / 10;
            x[1][i] = (8 + i) * StrictMath.sqrt(8 + i) / 10;
        }
        var y = LayerNorm.of(Shape.of(2, 2), Precision.DOUBLE).apply(Value.of(x).reshape(Shape.of(2, 2, 2)));
        assertThat(y.data().toDoubles()).containsExactly(new double[] {-1.1408633105278654, -0.6351939640374251, 0.2893855852383754,
            1.4866716893269152, -1.3175234519095498, -0.4710485795583311, 0.42386050095572414, 1.3647115305121555}, CLOSE);
    }

    @Test void printsItsShape() {
        assertThat(LayerNorm.of(64)).hasToString("LayerNorm(64)");
        assertThat(LayerNorm.of(6, 28, 28)).hasToString("LayerNorm(6, 28, 28)");
        assertThat(LayerNorm.of(4, Precision.DOUBLE).weight().precision()).isEqualTo(Precision.DOUBLE);
        assertThat(LayerNorm.of(4).parameters().keySet()).containsExactly("weight", "bias");
    }

    @Test void saysWhatWouldFit() {
        assertThatThrownBy(() -> LayerNorm.of(3).apply(Value.of(Tensor.zeros(Shape.of(2, 5), Precision.FLOAT))))
            .isInstanceOf(MisfitException.class)
            .hasMessage("an input of shape (2, 5) does not fit LayerNorm(3), whose inputs have 3 as their last axis");
        assertThatThrownBy(() -> LayerNorm.of(2, 3).apply(Value.of(Tensor.zeros(Shape.of(3), Precision.FLOAT))))
            .hasMessage("an input of shape (3) does not fit LayerNorm(2, 3), whose inputs have (2, 3) as their last axes");
        assertThatThrownBy(() -> new LayerNorm(Value.parameter(1.0), Value.parameter(1.0, 2.0), 1e-5)).hasMessageEndingWith("not () and (2)");
        assertThatThrownBy(() -> new LayerNorm(Value.parameter(1.0, 1.0), Value.parameter(1.0, 1.0), -1)).hasMessageEndingWith("not -1.0");
        assertThatThrownBy(() -> LayerNorm.of(0)).hasMessage("layer norm is for at least one number, not for arrays of shape (0)");
    }
}
