package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What operations compute; their derivatives are [GradientCasesTest]'s.
class OperationsTest {
    record Formula(UnaryOperator<Value> f, DoubleUnaryOperator formula) {}

    @ParameterizedTest @EnumSource void activationsHaveTheirFormulas(Precision p) {
        var formulas = List.of(
            new Formula(x -> x.leakyRelu(0.1), x -> x > 0 ? x : 0.1 * x),
            new Formula(x -> x.elu(0.7), x -> x > 0 ? x : 0.7 * (StrictMath.exp(x) - 1)),
            new Formula(Value::silu, x -> x / (1 + StrictMath.exp(-x))),
            new Formula(Value::gelu, x -> x * 0.5 * (1 + Tensor.of(x / StrictMath.sqrt(2)).erf().item())),
            new Formula(Value::relu, x -> Math.max(x, 0)),
            new Formula(Value::sigmoid, x -> 1 / (1 + StrictMath.exp(-x))),
            new Formula(Value::softplus, x -> StrictMath.log(1 + StrictMath.exp(x))),
            new Formula(Value::tanh, StrictMath::tanh));
        var x = Tensor.of(-3.0, -1, -0.25, 0, 0.25, 1, 3).to(p);
        for (var f : formulas)
            assertThat(f.f.apply(Value.of(x)).data().toDoubles()).containsExactly(
                java.util.Arrays.stream(x.toDoubles()).map(f.formula).toArray(), within(p == Precision.FLOAT ? 1e-6 : 1e-14));
        // GELU's known values (Hendrycks & Gimpel's definition): 1 · Φ(1), and so on.
        assertThat(Value.of(1.0, -1.0, 2.0).gelu().data().toDoubles())
            .containsExactly(new double[] {0.8413447460685429, -0.15865525393145707, 1.9544997361036416}, within(1e-14));
    }

    @Test void unaryOperationsAreTheirTensors() {
        var t = Tensor.of(0.3, 1.7);
        var x = Value.parameter(t);
        assertThat(x.expm1().data().toDoubles()).isEqualTo(t.expm1().toDoubles());
        assertThat(x.log1p().data().toDoubles()).isEqualTo(t.log1p().toDoubles());
        assertThat(x.erf().data().toDoubles()).isEqualTo(t.erf().toDoubles());
        assertThat(x.cos().data().toDoubles()).isEqualTo(t.cos().toDoubles());
        assertThat(x.pow(1.5).data().toDoubles()).isEqualTo(t.pow(1.5).toDoubles());
        assertThat(x.sign().data().toDoubles()).containsExactly(1, 1);
    }

    @Test void meanVarianceAndNormAreNumPys() {
        var x = Value.of(new double[][] {{1, 2, 6}, {4, 4, 1}});
        assertThat(x.mean().item()).isEqualTo(3);
        assertThat(x.mean(0).data().toDoubles()).containsExactly(2.5, 3, 3.5);
        assertThat(x.mean(Axes.of(1).keep()).shape()).isEqualTo(Shape.of(2, 1));
        assertThat(x.variance().item()).isCloseTo(20 / 6.0, within(1e-15));
        assertThat(x.variance(1).data().toDoubles()).containsExactly(new double[] {14 / 3.0, 2}, within(1e-15));
        assertThat(x.variance(Axes.of(0).keep()).shape()).isEqualTo(Shape.of(1, 3));
        assertThat(x.norm().item()).isCloseTo(StrictMath.sqrt(74), within(1e-15));
        assertThat(x.norm(-1).data().toDoubles()).containsExactly(StrictMath.sqrt(41), StrictMath.sqrt(33));
        assertThat(x.norm(Axes.of(1).keep()).shape()).isEqualTo(Shape.of(2, 1));
        assertThat(x.max(Axes.of(1).keep()).data()).hasToString("[[6.0], [4.0]]");
        assertThat(x.min(0).data().toDoubles()).containsExactly(1, 2, 1);
        assertThat(x.logSumExp(Axes.of(0).keep()).shape()).isEqualTo(Shape.of(1, 3));
        assertThat(x.argmax(1)).containsExactly(2, 0);
        assertThat(x.argmax(0)).containsExactly(1, 1, 0);
    }

    @Test void shapesChange() {
        var x = Value.of(Random.seeded(1).normal(Shape.of(2, 3, 4), 0, 1, Precision.DOUBLE));
        assertThat(x.flatten().shape()).isEqualTo(Shape.of(2, 12));
        assertThat(Value.of(3).flatten().shape()).isEqualTo(Shape.of(1));
        assertThat(Value.of(1.0, 2.0).flatten().shape()).isEqualTo(Shape.of(2));
        assertThat(Value.of(Tensor.zeros(Shape.of(0, 3, 4), Precision.FLOAT)).flatten().shape().dim(0)).isZero();
        assertThat(x.reshape(4, -1).shape()).isEqualTo(Shape.of(4, 6));
        assertThat(x.reshape(-1).shape()).isEqualTo(Shape.of(24));
        assertThat(x.reshape(2, 3, 4)).as("nothing to do").isSameAs(x);
        assertThat(x.broadcastTo(2, 3, 4)).isSameAs(x);
        assertThat(x.unsqueeze(1).shape()).isEqualTo(Shape.of(2, 1, 3, 4));
        assertThat(x.unsqueeze(-1).squeeze(3).shape()).isEqualTo(x.shape());
        assertThat(x.transpose().data().get(1, 3, 2)).isEqualTo(x.data().get(1, 2, 3));
        assertThat(x.permute(2, 0, 1).data().get(3, 1, 2)).isEqualTo(x.data().get(1, 2, 3));
        assertThat(x.broadcastTo(Shape.of(5, 2, 3, 4)).shape()).isEqualTo(Shape.of(5, 2, 3, 4));
    }

    @Test void splitConcatAndStackAreEachOthersReverse() {
        var x = Value.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
        var parts = x.split(1, 1, 2);
        assertThat(parts.get(0).data()).hasToString("[[1.0], [4.0]]");
        assertThat(parts.get(1).data()).hasToString("[[2.0, 3.0], [5.0, 6.0]]");
        assertThat(Value.concat(1, parts.toArray(Value[]::new)).data().toDoubles()).isEqualTo(x.data().toDoubles());
        assertThat(Value.stack(0, x, x).shape()).isEqualTo(Shape.of(2, 2, 3));
        assertThat(Value.stack(-1, x, x).data().get(1, 2, 0)).isEqualTo(6);
        assertThat(Value.stack(0, Value.of(1), Value.of(2)).data().toDoubles()).containsExactly(1, 2);
    }

    @Test void whatAnOperationRemembersDoesNotChangeWithTheCallersArrays() {
        int[] rows = {1, 0};
        var w = Value.parameter(new double[][] {{1, 2}, {3, 4}});
        var y = w.gather(rows).mul(Value.of(new double[][] {{1, 1}, {10, 10}}));
        var z = w.scatterAdd(2, rows);
        rows[0] = 0;
        assertThat(y.sum().backward().of(w).data().toDoubles()).containsExactly(10, 10, 1, 1);
        assertThat(z.slice(0, 1, 2).sum().backward().of(w).data().toDoubles()).containsExactly(1, 1, 0, 0);
        Value[] parts = {w, w.neg()};
        var joined = Value.concat(0, parts);
        parts[0] = w.neg();
        assertThat(joined.slice(0, 0, 2).sum().backward().of(w).data().toDoubles()).containsOnly(1);
    }

    @Test void crossEntropyTakesALabelForEachRowAndNoOthers() {
        var logits = Value.parameter(new double[][] {{1, 2, 3}, {0, 0, 0}});
        assertThatThrownBy(() -> logits.crossEntropy(2)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("logits of shape (2, 3) need 2 labels, but there are 1");
        assertThatThrownBy(() -> logits.crossEntropy(2, 3)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("label 3 in row 1 is no class");
    }
}
