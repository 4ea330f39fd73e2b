package gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    @Test void isMadeFromJavasNumbersAndArrays() {
        assertThat(Tensor.of(0.1).shape()).isEqualTo(Shape.SCALAR);
        assertThat(Tensor.of(0.1).precision()).isEqualTo(Precision.DOUBLE);
        assertThat(Tensor.of(1.0, 2.0).shape()).isEqualTo(Shape.of(2));
        assertThat(Tensor.of(1f, 2f).precision()).isEqualTo(Precision.FLOAT);
        assertThat(Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}).toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(Tensor.of(new double[0][]).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(Tensor.of(new float[0][]).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(Tensor.of(Shape.of(2, 1, 2), 1f, 2f, 3f, 4f).get(1, 0, 1)).isEqualTo(4);
    }

    @Test void numbersThatDoNotFillAShapeAreAnError() {
        assertThatThrownBy(() -> Tensor.of(Shape.of(2, 2), 1.0, 2.0, 3.0)).isInstanceOf(ShapeException.class)
            .hasMessage("(2, 2) needs 4 numbers, but 3 were given");
        assertThatThrownBy(() -> Tensor.of(Shape.of(2), 1f, 2f, 3f)).hasMessage("(2) needs 2 numbers, but 3 were given");
        assertThatThrownBy(() -> Tensor.of(new double[][] {{1, 2}, {3}})).isInstanceOf(ShapeException.class)
            .hasMessage("row 1 has 1 numbers where row 0 has 2: a matrix has rows of one length");
        assertThatThrownBy(() -> Tensor.of(new float[][] {{1}, {3}, {1, 2}})).hasMessageStartingWith("row 2 has 2 numbers");
    }

    @Test void doesNotChangeWithTheArraysItWasMadeFromOrGaveAway() {
        double[] xs = {1, 2};
        float[] fs = {1, 2};
        var x = Tensor.of(xs);
        var f = Tensor.of(fs);
        xs[0] = fs[0] = 9;
        x.toDoubles()[1] = 9;
        f.toFloats()[1] = 9;
        assertThat(x.toDoubles()).containsExactly(1, 2);
        assertThat(f.toDoubles()).containsExactly(1, 2);
    }

    @ParameterizedTest @EnumSource void isFilledWithOneNumber(Precision p) {
        assertThat(Tensor.full(Shape.of(2, 2), 0.1, p).toDoubles()).containsOnly(p.round(0.1));
        assertThat(Tensor.full(Shape.SCALAR, 0.1, p).item()).isEqualTo(p.round(0.1));
        assertThat(Tensor.zeros(Shape.of(3), p).toDoubles()).containsExactly(0, 0, 0);
        assertThat(Tensor.full(Shape.of(1), -0.0, p).toDoubles()).containsExactly(-0.0);
        assertThat(Tensor.scalar(0.1, p).item()).isEqualTo(p.round(0.1));
        assertThat(Tensor.scalar(0.1, p).precision()).isEqualTo(p);
    }

    @Test void takesRowsOfBytesAsFloats() {
        var x = Tensor.ofBytes(new byte[] {0, 1, (byte) 255, 2, 127, (byte) 128}, 2, new int[] {1, 1, 2}, 2, -1);
        assertThat(x.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(x.toDoubles()).containsExactly(509, 3, 509, 3, 253, 255);
        assertThat(x.precision()).isEqualTo(Precision.FLOAT);
        assertThat(Tensor.ofBytes(new byte[4], 2, new int[0], 1, 0).shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test void bytesAreScaledWithOneRounding() {
        var bytes = new byte[256];
        for (int i = 0; i < 256; i++) bytes[i] = (byte) i;
        float scale = 1 / 255f / 0.3081f, offset = -0.1307f / 0.3081f;
        float[] x = Tensor.ofBytes(bytes, 256, new int[] {0}, scale, offset).toFloats();
        double[] specified = new double[256];
        Doubles.KERNELS.fromBytes(bytes, 256, new int[] {0}, scale, offset, specified);
        for (int i = 0; i < 256; i++) {
            assertThat(x[i]).isEqualTo(Math.fma((float) i, scale, offset));
            assertThat((double) x[i]).isCloseTo(specified[i], within(0.5001 * Math.ulp(x[i])));
        }
    }

    @Test void readsByIndexAndByPlace() {
        var x = Tensor.of(Shape.of(2, 3), 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        assertThat(x.get(1, 0)).isEqualTo(4);
        assertThat(x.at(5)).isEqualTo(6);
        assertThat(x.size()).isEqualTo(6);
        assertThat(Tensor.of(7).get()).isEqualTo(7);
        assertThat(Tensor.of(7).at(0)).isEqualTo(7);
        assertThatThrownBy(() -> x.get(1)).isInstanceOf(ShapeException.class).hasMessage("1 indices for (2, 3): it has 2 axes");
        assertThatThrownBy(() -> x.get(0, 3)).isInstanceOf(ShapeException.class)
            .hasMessage("index [0, 3] lies outside of (2, 3)");
        assertThatThrownBy(() -> x.get(-1, 0)).isInstanceOf(ShapeException.class);
    }

    @Test void itemIsForASingleNumber() {
        assertThat(Tensor.of(new double[][] {{3}}).item()).isEqualTo(3);
        assertThat(Tensor.of(3).item()).isEqualTo(3);
        assertThatThrownBy(() -> Tensor.of(1.0, 2.0).item()).isInstanceOf(ShapeException.class)
            .hasMessageContaining("item()").hasMessageContaining("(2)").hasMessageContaining("sum()");
    }

    @Test void changesItsPrecision() {
        var x = Tensor.of(0.1, 1e300);
        assertThat(x.to(Precision.FLOAT).toFloats()).containsExactly(0.1f, Float.POSITIVE_INFINITY);
        assertThat(x.toFloats()).containsExactly(0.1f, Float.POSITIVE_INFINITY);
        assertThat(x.to(Precision.FLOAT).to(Precision.DOUBLE).toDoubles())
            .containsExactly(0.10000000149011612, Double.POSITIVE_INFINITY);
        assertThat(x.to(Precision.DOUBLE)).isSameAs(x);
        assertThat(Tensor.of(0.1).to(Precision.FLOAT).item()).isEqualTo(0.1f);
        assertThat(Precision.FLOAT).hasToString("float");
        assertThat(Precision.DOUBLE).hasToString("double");
    }

    @Test void mixedPrecisionsAreAnErrorThatNamesBoth() {
        Tensor a = Tensor.of(1f, 2f), b = Tensor.of(1.0, 2.0);
        assertThatThrownBy(() -> a.add(b)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("float (2) and double (2) cannot be mixed: convert one of them with to(Precision.FLOAT)");
        assertThatThrownBy(() -> a.where(b, a)).hasMessageContaining("cannot be mixed");
        assertThatThrownBy(() -> a.where(a, b)).hasMessageContaining("cannot be mixed");
        assertThatThrownBy(() -> a.addScaled(1, b)).hasMessageContaining("cannot be mixed");
        assertThatThrownBy(() -> Tensor.concat(0, a, b)).hasMessageContaining("cannot be mixed");
        assertThatThrownBy(() -> a.reshape(Shape.of(1, 2)).matmul(b.reshape(Shape.of(2, 1))))
            .hasMessageContaining("cannot be mixed");
    }

    @Test void knowsWhetherItIsFinite() {
        assertThat(Tensor.of(1.0, -1e308).isFinite()).isTrue();
        assertThat(Tensor.of(1.0, Double.NaN).isFinite()).isFalse();
        assertThat(Tensor.of(Double.NEGATIVE_INFINITY).isFinite()).isFalse();
        assertThat(Tensor.of(1f, Float.POSITIVE_INFINITY).isFinite()).isFalse();
        assertThat(Tensor.of(new double[0]).isFinite()).isTrue();
    }

    @Test void printsItsNumbersAsNestedRows() {
        assertThat(Tensor.of(0.1)).hasToString("0.1");
        assertThat(Tensor.scalar(0.1, Precision.FLOAT)).hasToString("0.1");
        assertThat(Tensor.of(new double[][] {{1, 2}, {3, 4}})).hasToString("[[1.0, 2.0], [3.0, 4.0]]");
        assertThat(Tensor.of(0.1f, -2f)).hasToString("[0.1, -2.0]");
        assertThat(Tensor.of(new double[0])).hasToString("[]");
        assertThat(Tensor.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)).hasToString("[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, … 7 in all]");
    }
}
