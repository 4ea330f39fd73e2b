package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autograd.MisfitException;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Layers of pictures against results by hand, by a product of patches, and by PyTorch.
class Conv2dTest {
    private static final Random RANDOM = Random.seeded(1);
    private static final Value SQUARE = Value.of(Tensor.of(Shape.of(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9));
    private static final Value SIXTEEN = Value.of(Tensor.of(Shape.of(1, 1, 4, 4), IntStream.rangeClosed(1, 16).asDoubleStream().toArray()));

    private static Value zeros(int... shape) { return Value.of(Tensor.zeros(Shape.of(shape), Precision.FLOAT)); }

    @Test void weighsWhatItsWindowSees() {
        var layer = new Conv2d(Value.parameter(Tensor.of(Shape.of(1, 1, 2, 2), 1, 10, 100, 1000)), Value.parameter(Tensor.of(new double[] {0.5})),
            Window.of(2), 1);
        var y = layer.apply(SQUARE);
        assertThat(y.shape()).hasToString("(1, 1, 2, 2)");
        assertThat(y.data().toDoubles()).containsExactly(5421.5, 6532.5, 8754.5, 9865.5);           // 1·1 + 2·10 + 4·100 + 5·1000 + 0.5
    }

    @Test void seesZerosBeyondTheBorderAndMovesByItsStride() {
        var layer = new Conv2d(Value.parameter(Tensor.full(Shape.of(1, 1, 3, 3), 1, Precision.DOUBLE)), null,
            Window.of(3).stride(2).padding(1), 1);
        assertThat(layer.apply(SQUARE).data().toDoubles()).containsExactly(12, 16, 24, 28);
    }

    @Test void isTheProductOfPatchesAndWeights() {
        var x = Value.of(RANDOM.at("x").normal(Shape.of(2, 3, 5, 4), 0, 1, Precision.DOUBLE));
        var layer = Conv2d.of(3, 4, Window.of(3, 2), 1, Initializer.HE_NORMAL, RANDOM, Precision.DOUBLE);
        var y = layer.apply(x);
        assertThat(y.shape()).hasToString("(2, 4, 3, 3)");
        var matrix = layer.weight().data().reshape(Shape.of(4, 18)).transpose();
        for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) {
            var patches = x.data().slice(2, i, i + 3).slice(3, j, j + 2).reshape(Shape.of(2, 18));
            var product = Value.of(patches).matmul(Value.of(matrix)).data();
            for (int n = 0; n < 2; n++) for (int o = 0; o < 4; o++)
                assertThat(y.data().get(n, o, i, j)).isCloseTo(product.get(n, o), within(1e-12));
        }
    }

    /// `torch.nn.Conv2d(2, 4, (2, 3), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2)`: whole numbers, so exactly equal.
    @Test void dividesChannelsIntoGroupsAndLooksAtPixelsApart() {
        var w = Tensor.of(Shape.of(4, 1, 2, 3), IntStream.range(0, 24).mapToDouble(i -> i % 5 - 2).toArray());
        var layer = new Conv2d(Value.parameter(w), Value.parameter(0.5, -1.0, 2.0, 0.0),
            Window.of(2, 3).stride(2, 1).padding(1, 2).dilation(1, 2), 2);
        var x = Value.of(Tensor.of(Shape.of(2, 2, 3, 4), IntStream.range(0, 48).mapToDouble(i -> i * 7 % 11 - 5).toArray()));
        assertThat(layer.in()).isEqualTo(2);
        assertThat(layer.apply(x).shape()).hasToString("(2, 4, 2, 4)");
        assertThat(layer.apply(x).data().toDoubles()).containsExactly(-5.5, -5.5, -8.5, 12.5, -6.5, 19.5, -11.5, -0.5, 11.0, -10.0, -7.0, -7.0,
            12.0, -2.0, -8.0, 18.0, 0.0, 4.0, -7.0, 5.0, -4.0, -1.0, 1.0, -2.0, 5.0, 1.0, -2.0, 2.0, -11.0, 18.0, -6.0, -3.0, -5.5, 16.5, 0.5,
            -0.5, -9.5, -5.5, -0.5, -11.5, 2.0, -8.0, -7.0, 15.0, -5.0, 14.0, -11.0, -7.0, -3.0, 1.0, -5.0, -4.0, 13.0, -6.0, 17.0, -8.0,
            -3.0, 4.0, -5.0, -1.0, -8.0, -1.0, 11.0, -8.0);
    }

    @Test void poolsWindowsAndWholePictures() {
        assertThat(MaxPool2d.of(2).apply(SIXTEEN).data().toDoubles()).containsExactly(6, 8, 14, 16);
        assertThat(AvgPool2d.of(2).apply(SIXTEEN).data().toDoubles()).containsExactly(3.5, 5.5, 11.5, 13.5);
        var overlapping = Window.of(3).stride(2).padding(1);
        assertThat(new MaxPool2d(overlapping).apply(SIXTEEN.neg()).data().toDoubles()).containsExactly(-1, -2, -5, -6);
        assertThat(new AvgPool2d(overlapping).apply(SIXTEEN).data().toDoubles()).containsExactly(new double[] {14 / 9.0, 30 / 9.0, 57 / 9.0, 11},
            within(1e-12));
        var two = Value.concat(1, SIXTEEN, SIXTEEN.neg());
        assertThat(GlobalPool.AVERAGE.apply(two).data().toDoubles()).containsExactly(8.5, -8.5);
        assertThat(GlobalPool.MAX.apply(two).data().toDoubles()).containsExactly(16, -1);
        assertThat(GlobalPool.MAX.apply(two).shape()).hasToString("(1, 2)");
    }

    @Test void rowsBecomePicturesAndPicturesRows() {
        var rows = Value.of(new double[][] {{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}});
        var pictures = Unflatten.of(1, 2, 3).apply(rows);
        assertThat(pictures.shape()).hasToString("(2, 1, 2, 3)");
        assertThat(pictures.data().get(1, 0, 1, 0)).isEqualTo(10);
        assertThat(new Flatten().apply(pictures).data()).hasToString(rows.data().toString());
    }

    @Test void beginsWithTheWeightsOfItsInitializerAndBiasZero() {
        var layer = Conv2d.of(4, 6, Window.of(3), 2, Initializer.GLOROT_UNIFORM, RANDOM, Precision.FLOAT);
        assertThat(layer.weight().data().toFloats())                                     // 2 channels of 3 × 3 in, 3 of 3 × 3 out
            .containsExactly(Initializer.GLOROT_UNIFORM.draw(Shape.of(6, 2, 3, 3), 18, 27, RANDOM.at("weight"), Precision.FLOAT).toFloats());
        assertThat(Objects.requireNonNull(layer.bias()).data().toFloats()).containsOnly(0);
        assertThat(layer.parameters().keySet()).containsExactly("weight", "bias");
        assertThat(Conv2d.withoutBias(4, 6, Window.of(3), 2, Initializer.ZEROS, RANDOM, Precision.FLOAT).parameters()).containsOnlyKeys("weight");
    }

    @Test void prints() {
        assertThat(Conv2d.of(1, 6, Window.of(5).padding(2), Initializer.ZEROS, RANDOM)).hasToString("Conv2d(1 → 6, 5 × 5, padding 2)");
        assertThat(Conv2d.withoutBias(4, 6, Window.of(3), 2, Initializer.ZEROS, RANDOM, Precision.FLOAT))
            .hasToString("Conv2d(4 → 6, 3 × 3, groups 2, no bias)");
        assertThat(Sequential.of(MaxPool2d.of(2), AvgPool2d.of(3), GlobalPool.AVERAGE, new Flatten(), Unflatten.of(1, 28, 28)))
            .hasToString("Sequential(MaxPool2d(2 × 2, stride 2), AvgPool2d(3 × 3, stride 3), GlobalPool(average), Flatten,"
                + " Unflatten(1, 28, 28)) · 0 parameters");
        assertThat(MaxPool2d.of(2)).isEqualTo(MaxPool2d.of(2));
        assertThat(Unflatten.of(1, 2)).isEqualTo(Unflatten.of(1, 2));
        assertThat(new Flatten()).isEqualTo(new Flatten());
    }

    @Test void saysWhatWouldFit() {
        var layer = Conv2d.of(1, 6, Window.of(5), Initializer.ZEROS, RANDOM);
        assertThatThrownBy(() -> Sequential.of(layer).apply(zeros(2, 784))).isInstanceOf(MisfitException.class).hasMessage(
            "in 0: an input of shape (2, 784) does not fit Conv2d(1 → 6, 5 × 5), which takes pictures (n, 1, height, width);"
                + " make pictures of rows at the beginning, by Unflatten.of(1, 28, 28)");
        assertThatThrownBy(() -> layer.apply(zeros(2, 15))).hasMessageEndingWith("by Unflatten.of(1, height, width)");
        var colours = Conv2d.of(3, 6, Window.of(5), Initializer.ZEROS, RANDOM);
        assertThatThrownBy(() -> colours.apply(zeros(2, 784))).hasMessageEndingWith("; rows of 784 numbers are no pictures of 3 channels");
        assertThatThrownBy(() -> colours.apply(zeros(2, 12))).hasMessageEndingWith("by Unflatten.of(3, 2, 2)");
        assertThatThrownBy(() -> layer.apply(zeros(1, 28, 28))).hasMessageEndingWith("; a single picture is a batch of one, (1, 1, 28, 28)");
        assertThatThrownBy(() -> layer.apply(zeros(2, 28, 28, 1))).hasMessageEndingWith("; channels come second: permute(0, 3, 1, 2)");
        assertThatThrownBy(() -> layer.apply(zeros(2, 3, 28, 28))).hasMessageEndingWith("; a Conv2d for 3 channels would fit");
        assertThatThrownBy(() -> layer.apply(zeros(2, 1, 3, 3))).isInstanceOf(ShapeException.class).hasMessageContaining("5 × 5");
        assertThatThrownBy(() -> MaxPool2d.of(2).apply(zeros(2, 784))).isInstanceOf(ShapeException.class).hasMessage(
            "an input of shape (2, 784) does not fit MaxPool2d(2 × 2, stride 2), which takes pictures (n, channels, height, width);"
                + " make pictures of rows at the beginning, by Unflatten.of(1, 28, 28)");
        assertThatThrownBy(() -> AvgPool2d.of(2).apply(zeros(2, 8))).hasMessageEndingWith("by Unflatten.of(channels, height, width)");
        assertThatThrownBy(() -> GlobalPool.AVERAGE.apply(zeros(2, 1, 0, 4)))
            .hasMessage("pictures (2, 1, 0, 4) have no pixels, of which GlobalPool(average) would take one number");
        assertThatThrownBy(() -> GlobalPool.MAX.apply(zeros(2, 4, 4))).hasMessageEndingWith("a batch of one, (1, 2, 4, 4)");
        assertThatThrownBy(() -> Unflatten.of(1, 28, 28).apply(zeros(2, 100))).isInstanceOf(MisfitException.class)
            .hasMessage("an input of shape (2, 100) does not fit Unflatten(1, 28, 28), which takes rows (n, 784)");
        assertThatThrownBy(() -> Unflatten.of(1, 28, 28).apply(zeros(2, 1, 28, 28)))
            .hasMessageEndingWith(": it has that shape already, so leave this layer out");
        assertThatThrownBy(() -> new Flatten().apply(Value.of(1))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Linear.of(96, 10, Initializer.ZEROS, RANDOM).apply(zeros(2, 6, 4, 4)))
            .hasMessageEndingWith("; put a Flatten before it");
    }

    @Test void refusesPartsThatAreNoLayer() {
        assertThatThrownBy(() -> Conv2d.of(3, 4, Window.of(3), 2, Initializer.ZEROS, RANDOM, Precision.FLOAT))
            .hasMessage("a convolution has at least one channel in and out, in equal groups, not 3 → 4 in 2");
        var w = Value.parameter(Tensor.zeros(Shape.of(4, 1, 3, 3), Precision.FLOAT));
        assertThatThrownBy(() -> new Conv2d(w, null, Window.of(5), 1)).hasMessageContaining("(out, in / groups, 5, 5), not (4, 1, 3, 3)");
        assertThatThrownBy(() -> new Conv2d(w, null, Window.of(3), 3)).hasMessageContaining("the 4 outputs");
        assertThatThrownBy(() -> new Conv2d(w, Value.parameter(1f, 2f), Window.of(3), 1)).hasMessageEndingWith("has shape (4), not (2)");
    }
}
