package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.data.Normalization;
import gradus.nn.AvgPool2d;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Dropout;
import gradus.nn.Flatten;
import gradus.nn.GlobalPool;
import gradus.nn.Initializer;
import gradus.nn.LayerNorm;
import gradus.nn.Linear;
import gradus.nn.MaxPool2d;
import gradus.nn.Module;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.Unflatten;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Window;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The nodes of layers of pictures; `mvn -P onnx test` asks a runtime what they compute.
class OnnxLayersTest {
    private static final Random RANDOM = Random.seeded(1);

    @TempDir Path folder;

    private static Conv2d conv(int in, int out, Window window) { return Conv2d.of(in, out, window, Initializer.HE_NORMAL, RANDOM); }

    private List<String> nodes(int width, Module... layers) {
        var path = folder.resolve("net.onnx");
        OnnxFile.write(new ModelFile(1, new LinkedHashMap<>(), "0".repeat(64), Shape.of(width), Normalization.NONE, List.of(),
            Sequential.of(layers)), path);
        return OnnxFile.inspect(path).layers();
    }

    @Test void eachLayerIsANodeByItsPlace() {
        assertThat(nodes(32, Unflatten.of(2, 4, 4), conv(2, 3, Window.of(3).padding(1)), BatchNorm.of(3), new Dropout(0.5), MaxPool2d.of(2),
            new AvgPool2d(Window.of(2).padding(1)), LayerNorm.of(3), new Flatten(), Linear.of(27, 2, Initializer.HE_NORMAL, RANDOM)))
            .containsExactly(
                "0  Reshape(input, 0.shape) → 0.out", "1  Conv(0.out, 1.weight, 1.bias) → 1.out",
                "2  BatchNormalization(1.out, 2.weight, 2.bias, 2.running_mean, 2.running_var) → 2.out", "3  MaxPool(2.out) → 4.out",
                "4  AveragePool(4.out) → 5.out", "5  LayerNormalization(5.out, 6.weight, 6.bias) → 6.out",
                "6  Flatten(6.out) → 7.out",
                "7  Gemm(7.out, 8.weight, 8.bias) → 8.out", "8  Identity(8.out) → output");
    }

    @Test void aResidualAddsItsTwoWays() {
        assertThat(nodes(16, Unflatten.of(1, 4, 4), Residual.of(conv(1, 1, Window.of(3).padding(1))),
            new Residual(conv(1, 2, Window.of(2)), conv(1, 2, Window.of(2))), GlobalPool.MAX)).containsExactly(
                "0  Reshape(input, 0.shape) → 0.out", "1  Conv(0.out, 1.inner.weight, 1.inner.bias) → 1.inner.out",
                "2  Add(0.out, 1.inner.out) → 1.out", "3  Conv(1.out, 2.inner.weight, 2.inner.bias) → 2.inner.out",
                "4  Conv(1.out, 2.shortcut.weight, 2.shortcut.bias) → 2.shortcut.out", "5  Add(2.shortcut.out, 2.inner.out) → 2.out",
                "6  GlobalMaxPool(2.out) → 3.pooled.out", "7  Flatten(3.pooled.out) → 3.out", "8  Identity(3.out) → output");
    }

    /// What operator set 17, or its best-known runtime, has no words for.
    @Test void whatAPoolCannotSayIsSaidOtherwise() {
        assertThat(nodes(98, Unflatten.of(2, 7, 7), new AvgPool2d(Window.of(2).dilation(2)),
            new MaxPool2d(Window.of(2).padding(2).dilation(3)),
            Linear.withoutBias(6, 1, Initializer.HE_NORMAL, RANDOM, Precision.FLOAT), new Flatten())).containsExactly(
                "0  Reshape(input, 0.shape) → 0.out", "1  Conv(0.out, 1.weight) → 1.out",
                "2  Pad(1.out, 2.border, 2.nothing) → 2.bordered.out",
                "3  MaxPool(2.bordered.out) → 2.out", "4  MatMul(2.out, 3.weight) → 3.out", "5  Flatten(3.out) → 4.out",
                "6  Identity(4.out) → output");
    }
}
