package gradus.viz.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autograd.Graph;
import gradus.autograd.Trace;
import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Flatten;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.MaxPool2d;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.Unflatten;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.tensor.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureMapsTest {
    private static final Random RANDOM = Random.seeded(4);

    private static Conv2d conv(int in, int out) {
        return Conv2d.of(in, out, Window.of(3).padding(1), Initializer.HE_NORMAL, RANDOM.at(in).at(out));
    }

    @Test void theMapsOfAConvolutionAreWhatItsModulesPassOnAndTheirGradientIsTheResults() {
        var net = Sequential.of(Unflatten.of(1, 6, 6), conv(1, 3), BatchNorm.of(3), Activation.RELU, MaxPool2d.of(2),
            Residual.of(conv(3, 3)), new Flatten(), Linear.of(27, 2, Initializer.HE_NORMAL, RANDOM.at("last")));
        var x = Value.of(RANDOM.normal(Shape.of(2, 36), 0, 1, Precision.FLOAT));
        var trace = new Trace();
        var score = trace.run(() -> net.apply(x).sum());
        var gradients = score.backwardKeepingAll();
        var chart = FeatureMaps.of("t", "c", Tensor.zeros(Shape.of(6, 6), Precision.DOUBLE), score, gradients, trace);
        assertThat(chart.layers()).extracting(FeatureMaps.Layer::name)
            .containsExactly("1 Conv2d(1 → 3, 3 × 3, padding 1)", "5.inner Conv2d(3 → 3, 3 × 3, padding 1)");
        var relu = Graph.of(score).values().stream().filter(v -> v.op() != null && v.op().label().equals("relu")).findFirst().orElseThrow();
        var first = chart.layers().getFirst();
        assertThat(first.maps().shape()).isEqualTo(Shape.of(3, 6, 6));
        assertThat(first.maps().toDoubles()).isEqualTo(relu.data().slice(0, 0, 1).toDoubles());           // behind norm and activation
        assertThat(first.gradient()).isNotNull();
        if (first.gradient() != null)
            assertThat(first.gradient().toDoubles()).isEqualTo(gradients.of(relu).data().slice(0, 0, 1).toDoubles());
        assertThat(chart.layers().getLast().maps().shape()).isEqualTo(Shape.of(3, 3, 3));
    }

    @Test void oneLayerIsAsHighAsItNeedsAndGradientsTakeRowsOfTheirOwn() {
        var pixels = Tensor.zeros(Shape.of(6, 6), Precision.DOUBLE);
        var maps = RANDOM.normal(Shape.of(20, 5, 5), 0, 1, Precision.FLOAT);
        int without = new FeatureMaps("t", "c", pixels, List.of(new FeatureMaps.Layer("a", maps, null))).height();
        int with = new FeatureMaps("t", "c", pixels, List.of(new FeatureMaps.Layer("a", maps, maps))).height();
        assertThat(with).isGreaterThan(without);
        var words = new FeatureMaps("t", "c", pixels, List.of(new FeatureMaps.Layer("a", RANDOM.normal(Shape.of(40, 5, 4), 0, 1,
            Precision.FLOAT), null))).svg();
        assertThat(words).contains("the first 32 of 40 channels of 5 × 4").doesNotContain("raise the result");
    }

    @Test void kernelsAreNumberedWithTheChannelsThatTheySee() {
        var kernels = Tensor.of(Shape.of(3, 2, 1, 2), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -11);
        var chart = WeightImages.ofKernels("k", kernels, 5);
        assertThat(chart.weight().slice(1, 5, 6).toDoubles()).containsExactly(10, -11);                   // kernel 2, channel 1
        assertThat(chart.svg()).contains(">2.0<", "the first 5 pictures of 3 kernels of 2 channels").doesNotContain(">2.1<");
        assertThat(WeightImages.ofKernels("k", kernels.reshape(Shape.of(6, 1, 1, 2)), 9).svg()).contains(">5<", "6 kernels");
    }

    @Test void whatIsNoPictureOrNoConvolutionIsRefused() {
        var pixels = Tensor.zeros(Shape.of(6, 6), Precision.DOUBLE);
        var maps = Tensor.zeros(Shape.of(2, 3, 3), Precision.DOUBLE);
        assertThatThrownBy(() -> new FeatureMaps("t", "c", pixels, List.of())).hasMessageContaining("no convolution");
        assertThatThrownBy(() -> new FeatureMaps.Layer("a", pixels, null)).hasMessageContaining("(6, 6)");
        assertThatThrownBy(() -> new FeatureMaps.Layer("a", maps, pixels)).hasMessageContaining("(6, 6)");
        assertThatThrownBy(() -> new FeatureMaps("t", "c", maps, List.of(new FeatureMaps.Layer("a", maps, null))))
            .hasMessageContaining("(height, width)");
        assertThatThrownBy(() -> WeightImages.ofKernels("k", maps, 3)).hasMessageContaining("(out, in, height, width)");
    }
}
