package gradus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Value;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.tensor.Random;
import gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A benchmark's check is worth as much as what it notices.
class ChecksTest {
    // ---- products

    @ParameterizedTest
    @CsvSource({"64,784,128,false,false", "61,67,71,true,false", "5,300,9,false,true", "33,1,17,true,true", "300,700,400,false,false"})
    void productsAreRightAndAWrongElementIsNoticed(int m, int k, int n, boolean a, boolean b) {
        var product = new Product(m, k, n, a, b);
        var right = product.compute();
        assertThat(product.check(right)).isEqualTo(new Check(true, product + " is right"));
        assertThat(product.check(elsewhere(right, 1)).words()).startsWith(product + " is wrong: an element is off by ");
        assertThat(product.check(elsewhere(right, Double.NaN)).holds()).isFalse();
        assertThat(product.check(right.mul(1 - 1e-3)).holds()).isFalse();
    }

    /// With a number added to one element in each row.
    private static Tensor elsewhere(Tensor right, double more) {
        var numbers = right.toFloats();
        int width = right.shape().dim(1);
        for (int i = 0; i < numbers.length; i += width) numbers[i + i / width % width] += (float) more;
        return Tensor.of(right.shape(), numbers);
    }

    @Test void aProductThatLeavesOutTheLastTermIsNoticed() {
        var whole = new Product(8, 64, 8, false, false);
        assertThat(whole.check(new Product(8, 63, 8, false, false).compute()).holds()).isFalse();
    }

    @Test void theProductsOfAStepAreThoseOfAStep() {
        var products = Product.ofStep(64, 784, 128, 64, 10);
        assertThat(products).map(Product::toString).containsExactly("64 × 784 × 128", "64 × 128 × 64", "64 × 64 × 10",
            "64 × 64 × 10, A transposed", "64 × 10 × 64, B transposed", "128 × 64 × 64, A transposed", "64 × 64 × 128, B transposed",
            "784 × 64 × 128, A transposed");
        double all = 6.0 * 64 * (784 * 128 + 128 * 64 + 64 * 10), firstLayersInput = 2.0 * 64 * 784 * 128;
        assertThat(products.stream().mapToDouble(Product::operations).sum()).isEqualTo(all - firstLayersInput);
    }

    // ---- gradients

    @Test void aWideNetworksGradientsAreRight() {
        var check = new WideMlp(16, 20, 33, 18).checkGradient();
        assertThat(check.holds()).as(check.words()).isTrue();
    }

    @Test void wrongGradientsAreNoticed() {
        var layers = List.of(Linear.of(3, 5, Initializer.HE_NORMAL, Random.seeded(1)),
            Linear.of(5, 2, Initializer.HE_NORMAL, Random.seeded(2)));
        var x = new float[][] {{1, -2, 0.5f}, {0.25f, 1, 1}};
        var y = new float[][] {{1, 0}, {0.5f, -1}};
        var gradients = Loss.meanSquaredError(layers.get(1).apply(layers.get(0).apply(Value.of(x)).relu()), Value.of(y)).backward();
        var inputs = new double[][] {{1, -2, 0.5}, {0.25, 1, 1}};
        assertThat(new PlainMlp(layers, inputs, new double[][] {{1, 0}, {0.5, -1}}).check(gradients).holds()).isTrue();
        var wrong = new PlainMlp(layers, inputs, new double[][] {{1, 0}, {0.5, -1.01}}).check(gradients);
        assertThat(wrong.holds()).isFalse();
        assertThat(wrong.words()).startsWith("gradients do not agree with double arithmetic");
    }

    @Test void aChainsDerivativesAreCheckedByHand() {
        var slopes = ChainOfDiamonds.slopes();
        assertThat(ChainOfDiamonds.check(slopes).holds()).isTrue();
        assertThat(ChainOfDiamonds.check(slopes[0] * (1 + 1e-6), slopes[1]).holds()).isFalse();
        assertThat(ChainOfDiamonds.check(slopes[0], slopes[1] * (1 + 1e-6)).holds()).isFalse();
        assertThat(ChainOfDiamonds.check(slopes[0], Double.NaN).holds()).isFalse();
    }

    // ---- training

    @Test void whatWasNotLearnedIsNoticed() {
        Tensor targets = Tensor.of(0, 1, 1, 0), right = Tensor.of(0.1, 0.9, 0.8, 0.3), wrong = Tensor.of(0.1, 0.9, 0.8, 0.6);
        assertThat(Xor.learned(right, targets)).isEqualTo(new Check(true, "accuracy 100.00 %, where 100.00 % or more is right"));
        assertThat(Xor.learned(wrong, targets)).isEqualTo(new Check(false, "accuracy 75.00 %, where 100.00 % or more is right"));
        assertThat(Xor.learned(Tensor.of(0.1, Double.NaN, 0.8, 0.3), targets).holds()).isFalse();
    }

    @Test void aLossThatDidNotFallIsNoticed() {
        assertThat(Check.fell(2.3, 0.5)).isEqualTo(new Check(true, "the loss fell from 2.3000 to 0.5000"));
        assertThat(Check.fell(2.3, 2.3)).isEqualTo(new Check(false, "the loss did not fall, but went from 2.3000 to 2.3000"));
        assertThat(Check.fell(2.3, Double.NaN).holds()).isFalse();
    }

    @Test void ofTwoChecksTheOneThatFailsIsTold() {
        Check good = new Check(true, "good"), bad = new Check(false, "bad");
        assertThat(good.and(good)).isEqualTo(new Check(true, "good; good"));
        assertThat(good.and(bad)).isEqualTo(bad);
        assertThat(bad.and(good)).isEqualTo(bad);
    }

    @Test void theMedianIsTheOneInTheMiddleOrTheMeanOfTheTwoThere() {
        assertThat(Timing.median(3, 1, 2)).isEqualTo(2);
        assertThat(Timing.median(4, 1, 2, 3)).isEqualTo(2.5);
        var measurement = new Measurement(new double[] {3, 1, 2}, "s", new Check(true, ""), List.of(), new LinkedHashMap<>());
        assertThat(List.of(measurement.min(), measurement.median(), measurement.max())).containsExactly(1.0, 2.0, 3.0);
    }
}
