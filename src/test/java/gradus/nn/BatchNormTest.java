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
import gradus.tensor.Window;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// The numbers are PyTorch's (`BatchNorm1d`, `BatchNorm2d` in float64).
class BatchNormTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final Random RANDOM = Random.seeded(1);
    private static final Value FIRST = Value.of(new double[][] {{1, -2}, {3, 0.5}, {2, 4}});
    private static final Value SECOND = Value.of(new double[][] {{0, 1}, {-1, 2}, {5, 3.5}});

    private static BatchNorm rows() {
        var layer = BatchNorm.of(2, Precision.DOUBLE);
        layer.weight().update(Tensor.of(2, -0.5));
        layer.bias().update(Tensor.of(0.25, 1));
        return layer;
    }

    private static Value pictures() {
        return Value.of(Tensor.of(Shape.of(2, 2, 2, 2), IntStream.range(0, 16).mapToDouble(i -> i * StrictMath.sqrt(i) / 10).toArray()));
    }

    private static Value train(BatchNorm layer, Value x) { return Training.run(RANDOM, () -> layer.apply(x)); }

    @Test void normalisesByTheBatchInTraining() {
        var layer = rows();
        assertThat(train(layer, FIRST).data().toDoubles()).containsExactly(new double[] {-2.1994713718167804, 1.575692166914847,
            2.6994713718167804, 1.067728490225276, 0.25, 0.3565793428598769}, CLOSE);
        assertThat(train(layer, SECOND).data().toDoubles()).containsExactly(new double[] {-0.7660002785822345, 1.5677722845163748,
            -1.5280004875189106, 1.081110326359482, 3.0440007661011452, 0.3511173891241425}, CLOSE);
    }

    @Test void keepsRunningStatisticsOfWhichTheVarianceIsUnbiased() {
        var layer = rows();
        train(layer, FIRST);
        train(layer, SECOND);
        assertThat(layer.runningMean().data().toDoubles()).containsExactly(new double[] {0.31333333333333335, 0.2916666666666667}, CLOSE);
        assertThat(layer.runningVariance().data().toDoubles()).containsExactly(new double[] {1.9333333333333336, 1.7858333333333336}, CLOSE);
    }

    @Test void normalisesByTheRunningStatisticsOutside() {
        var layer = rows();
        train(layer, FIRST);
        train(layer, SECOND);
        var before = layer.runningMean().data();
        var y = layer.apply(FIRST);
        assertThat(y.data().toDoubles()).containsExactly(new double[] {1.2376918466877287, 1.8574321698130114, 4.114464215681114,
            0.9220516209260898, 2.676078031184421, -0.38748114751560014}, CLOSE);
        assertThat(layer.runningMean().data()).isSameAs(before);
        var first = layer.apply(Value.of(new double[][] {{1, -2}}));
        assertThat(first.data().toDoubles()).containsExactly(new double[] {1.2376918466877287, 1.8574321698130114}, CLOSE);
    }

    @Test void hasTheGradientsOfThatThroughMeanAndVariance() {
        var layer = rows();
        var x = Value.parameter(FIRST.data());
        var gradients = train(layer, x).mul(Value.of(new double[][] {{1, 2}, {0, -1}, {3, 1}})).sum().backward();
        assertThat(gradients.of(x).data().toDoubles()).containsExactly(new double[] {-2.0412077724209228, -0.20225354061654152,
            -2.0412445139403776, 0.34672014763044673, 4.082452286361301, -0.14446660701390526}, CLOSE);
        assertThat(gradients.of(layer.weight()).data().toDoubles())
            .containsExactly(new double[] {-1.2247356859083902, -0.8804703729285897}, CLOSE);
        assertThat(gradients.of(layer.bias()).data().toDoubles()).containsExactly(4, 2);
    }

    @Test void normalisesChannelsOfPictures() {
        var layer = BatchNorm.of(2, Precision.DOUBLE);
        assertThat(train(layer, pictures()).data().toDoubles()).containsExactly(new double[] {-1.1205403284935775, -1.0498201556119193,
            -0.9205134732483555, -0.7530675308403174, -1.2304350281658982, -1.0633085349295601, -0.8785116868629445, -0.6775966252090193,
            0.47967451346819845, 0.7889043393111941, 1.1158278997755562, 1.4595347356392228, 0.5336235675802927, 0.8122928295460654,
            1.1018971777323079, 1.4020383003087549}, CLOSE);
        assertThat(layer.runningMean().data().toDoubles()).containsExactly(new double[] {0.1584470573012694, 0.31414609636535196}, CLOSE);
        assertThat(layer.runningVariance().data().toDoubles()).containsExactly(new double[] {1.1285089146579228, 1.3138540587246978}, CLOSE);
        assertThat(layer.apply(pictures()).data().slice(0, 0, 1).toDoubles()).containsExactly(new double[] {-0.14915223192905006,
            -0.05501843451465331, 0.11709835403319245, 0.3399813275643429, 0.4238678531618463, 0.7013265357729194, 1.0081210422712668,
            1.341674551614571}, CLOSE);
    }

    @Test void keepsTheVarianceWhereABatchSaysNothingOfIt() {
        var layer = rows();
        var y = train(layer, Value.of(new double[][] {{5, -7}}));
        assertThat(y.data().toDoubles()).containsExactly(0.25, 1);
        assertThat(layer.runningMean().data().toDoubles()).containsExactly(new double[] {0.5, -0.7}, CLOSE);
        assertThat(layer.runningVariance().data().toDoubles()).containsExactly(1, 1);
    }

    @Test void computesInTheRowsPrecision() {
        var x = Value.of(FIRST.data().to(Precision.FLOAT));
        assertThat(train(BatchNorm.of(2), x).precision()).isEqualTo(Precision.FLOAT);
        assertThat(BatchNorm.of(2).apply(x).precision()).isEqualTo(Precision.FLOAT);
        assertThatThrownBy(() -> BatchNorm.of(2).apply(FIRST)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("float");
    }

    @Test void saysInTrainingAsOutsideWhichPrecisionIsTheInputs() {
        var layer = BatchNorm.of(2);
        var before = layer.runningMean().data();
        for (Runnable use : new Runnable[] {() -> train(layer, FIRST), () -> layer.apply(FIRST)})
            assertThatThrownBy(use::run).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("BatchNorm(2) computes in float, and its input (3, 2) is in double: convert one of them, as in"
                    + " Value.of(x.data().to(Precision.FLOAT))");
        assertThat(layer.runningMean().data()).isSameAs(before);
    }

    @Test void hasStateThatIsNoParameterByPyTorchsNames() {
        var net = Sequential.of(Unflatten.of(1, 4, 4),
            Conv2d.withoutBias(1, 2, Window.of(3).padding(1), 1, Initializer.HE_NORMAL, RANDOM, Precision.DOUBLE), BatchNorm.of(2),
            Activation.RELU, MaxPool2d.of(2), new Flatten(), new Dropout(0.5), Linear.of(8, 3, Initializer.HE_NORMAL, RANDOM), LayerNorm.of(3));
        assertThat(net.state().keySet()).containsExactly("1.weight", "2.weight", "2.bias", "2.running_mean", "2.running_var",
            "7.weight", "7.bias", "8.weight", "8.bias");                  // PyTorch has a count besides, 2.num_batches_tracked
        assertThat(net.parameters().keySet()).containsExactly("1.weight", "2.weight", "2.bias", "7.weight", "7.bias", "8.weight", "8.bias");
        assertThat(net).hasToString("Sequential(Unflatten(1, 4, 4), Conv2d(1 → 2, 3 × 3, padding 1, no bias), BatchNorm(2), relu,"
            + " MaxPool2d(2 × 2, stride 2), Flatten, Dropout(0.5), Linear(8 → 3), LayerNorm(3)) · 55 parameters");
    }

    @Test void saysWhatWouldFit() {
        var layer = BatchNorm.of(3);
        assertThatThrownBy(() -> layer.apply(Value.of(Tensor.zeros(Shape.of(2, 5), Precision.FLOAT)))).isInstanceOf(MisfitException.class)
            .hasMessage("an input of shape (2, 5) does not fit BatchNorm(3), which takes (n, 3) or (n, 3, height, width);"
                + " a BatchNorm for 5 channels would fit");
        assertThatThrownBy(() -> layer.apply(Value.of(Tensor.zeros(Shape.of(2, 5, 5, 3), Precision.FLOAT))))
            .hasMessageEndingWith("; channels come second: permute(0, 3, 1, 2)");
        assertThatThrownBy(() -> layer.apply(Value.of(Tensor.zeros(Shape.of(3), Precision.FLOAT)))).hasMessageEndingWith("height, width)");
    }

    @Test void refusesPartsThatAreNoLayer() {
        var ok = rows();
        assertThatThrownBy(() -> BatchNorm.of(0)).hasMessage("batch norm is for at least one channel, not 0");
        assertThatThrownBy(() -> new BatchNorm(ok.weight(), Value.parameter(1.0, 2.0, 3.0), ok.runningMean(), ok.runningVariance(), 1e-5, 0.1))
            .hasMessageEndingWith("all of one shape (c), not (2), (3), (2) and (2)");
        assertThatThrownBy(() -> new BatchNorm(ok.weight(), ok.bias(), Value.parameter(0.0, 0.0), ok.runningVariance(), 1e-5, 0.1))
            .hasMessageEndingWith("make them with Value.buffer(...)");
        assertThatThrownBy(() -> new BatchNorm(ok.weight(), ok.bias(), ok.runningMean(), Value.buffer(Tensor.of(1, -0.5)), 1e-5, 0.1))
            .hasMessage("the running variance of batch norm is a mean of squares, at least 0, not -0.5 (channel 1)");
        assertThatThrownBy(() -> new BatchNorm(ok.weight(), BatchNorm.of(2).bias(), ok.runningMean(), ok.runningVariance(), 1e-5, 0.1))
            .hasMessage("weight, bias, mean and variance of batch norm are of one precision, not double, float, double and double");
        assertThatThrownBy(() -> new BatchNorm(ok.weight(), ok.bias(), ok.runningMean(), ok.runningVariance(), 0, 0.1))
            .hasMessageEndingWith("a number above 0, not 0.0");
        assertThatThrownBy(() -> new BatchNorm(ok.weight(), ok.bias(), ok.runningMean(), ok.runningVariance(), 1e-5, 1.5))
            .hasMessageEndingWith("from 0 to 1, not 1.5");
    }
}
