package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Making and reading values; names, labels and errors.
class ValueTest {
    @Test void isMadeFromJavasNumbersAndArrays() {
        assertThat(Value.of(0.5).shape()).isEqualTo(Shape.SCALAR);
        assertThat(Value.of(1.0, 2.0).precision()).isEqualTo(Precision.DOUBLE);
        assertThat(Value.of(1f, 2f).precision()).isEqualTo(Precision.FLOAT);
        assertThat(Value.of(new double[][] {{1, 2}}).shape()).isEqualTo(Shape.of(1, 2));
        assertThat(Value.of(new float[][] {{1, 2}}).precision()).isEqualTo(Precision.FLOAT);
        for (var p : List.of(Value.parameter(0.5), Value.parameter(1.0, 2.0), Value.parameter(new double[][] {{1}}),
            Value.parameter(1f, 2f),
                             Value.parameter(new float[][] {{1}}), Value.parameter(Tensor.of(3))))
            assertThat(p.isParameter()).isTrue();
        assertThat(Value.parameter(new float[][] {{1, 2}}).precision()).isEqualTo(Precision.FLOAT);
        assertThat(Value.parameter(1f, 2f).precision()).isEqualTo(Precision.FLOAT);
        assertThat(Value.of(7).item()).isEqualTo(7);
        assertThatThrownBy(() -> Value.of(1.0, 2.0).item()).isInstanceOf(ShapeException.class);
    }

    @Test void isEqualToItselfOnly() {
        Value a = Value.of(1.0), b = Value.of(1.0);
        assertThat(List.of(b, a).indexOf(a)).isEqualTo(1);
    }

    @Test void plainNumbersTakeOnThePrecisionOfWhatTheyMeet() {
        var x = Value.parameter(0.1f, 2f);
        for (var y : List.of(x.add(0.1), x.sub(0.1), x.mul(0.1), x.div(0.1), x.pow(2), x.maximum(0.1), x.minimum(0.1),
            Value.of(0.1).sub(x), x.pow(Value.of(0.1)),
            x.gt(1).where(x, 0.1), x.gt(1).where(0.1, x), x.clamp(0, 1), x.leakyRelu(0.1), x.gelu(), x.mean(),
            x.variance()))
            assertThat(y.precision()).isEqualTo(Precision.FLOAT);
        assertThat(x.add(0.1).data().at(0)).isEqualTo(0.1f + 0.1f);
        assertThat(Value.of(0.1).add(0.2).precision()).isEqualTo(Precision.DOUBLE);
        assertThat(Value.of(1).where(x, 0.1).precision()).as("a plain mask").isEqualTo(Precision.FLOAT);
        assertThat(Value.of(1).where(0.1, x.data().at(1)).item()).as("nothing but plain numbers").isEqualTo(0.1);
        assertThat(x.mul(0.1).inputs().get(1).data().item()).isEqualTo(0.1f);
        assertThat(x.mul(0.1).sum().backward().of(x).precision()).isEqualTo(Precision.FLOAT);
    }

    @Test void wholeNumbersAreDoublesLikeTheOthers() {
        assertThat(Value.of(0, 1).precision()).isEqualTo(Precision.DOUBLE);
        assertThat(Value.parameter(-3, 1, 2).data()).hasToString("[-3.0, 1.0, 2.0]");
        assertThat(Value.parameter(7).precision()).isEqualTo(Precision.DOUBLE);
    }

    @Test void mixedPrecisionsAreAnErrorThatNamesBoth() {
        Value a = Value.parameter(1f, 2f).named("weight"), b = Value.of(1.0, 2.0);
        assertThatThrownBy(() -> a.mul(b)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("mul: float and double cannot be mixed, but the inputs are weight float (2) and double (2); "
                + "convert the numbers of one, as in Value.of(x.data().to(Precision.FLOAT))");
        assertThatThrownBy(() -> Value.concat(0, b, a)).hasMessageStartingWith("concat: float and double")
            .hasMessageContaining("weight float (2)");
        assertThatThrownBy(() -> a.add(Value.of(1).add(2))).as("what is computed has a precision")
            .hasMessageContaining("double ()");
    }

    @Test void aNameIsAFieldAndNothingElse() {
        var w = Value.parameter(1.0);
        assertThat(w.name()).isNull();
        assertThat(w.named("w")).isSameAs(w);
        assertThat(w.name()).isEqualTo("w");
    }

    @Test void printsWhatItIsAndItsNumbers() {
        var w = Value.parameter(0.5, 1.0);
        assertThat(w).hasToString("parameter (2) [0.5, 1.0]");
        assertThat(w.mul(2)).hasToString("mul (2) [1.0, 2.0]");
        assertThat(w.sum()).hasToString("sum 1.5");
        assertThat(Value.of(3)).hasToString("constant 3.0");
        assertThat(w.named("w")).hasToString("w (2) [0.5, 1.0]");
    }

    record Label(Value value, String label) {}

    static List<Label> labels() {
        Value m = Value.parameter(new double[][] {{1, 2}, {3, 4}});
        return List.of(new Label(m.neg(), "neg"), new Label(m.log1p(), "log1p"), new Label(m.softplus(), "softplus"),
            new Label(m.maximum(0), "maximum"),
            new Label(m.pow(2), "pow(2)"), new Label(m.pow(0.5), "pow(0.5)"), new Label(m.pow(m), "pow"),
            new Label(m.clamp(-1, 0.5), "clamp(-1, 0.5)"),
            new Label(m.leakyRelu(0.01), "leakyRelu(0.01)"), new Label(m.elu(1), "elu(1)"), new Label(m.sum(), "sum"),
            new Label(m.sum(0, -1), "sum(0, -1)"),
            new Label(m.max(1), "max(1)"), new Label(m.min(), "min"), new Label(m.norm(0), "norm(0)"),
            new Label(m.norm(), "norm"),
            new Label(m.logSumExp(1), "logSumExp(1)"), new Label(m.logSumExp(), "logSumExp"),
            new Label(m.softmax(1), "softmax(1)"), new Label(m.softmax(-1), "softmax"),
            new Label(m.logSoftmax(0), "logSoftmax(0)"), new Label(m.logSoftmax(-1), "logSoftmax"),
            new Label(m.matmul(m), "matmul"), new Label(new MatMul(true, false).apply(m, m), "matmul(Aᵀ, B)"),
            new Label(new MatMul(false, true).apply(m, m), "matmul(A, Bᵀ)"), new Label(m.transpose(), "permute"),
            new Label(m.reshape(4), "reshape(4)"),
            new Label(m.broadcastTo(3, 2, 2), "broadcast(3, 2, 2)"), new Label(m.slice(0, 0, 1), "slice(0, 0, 1)"),
            new Label(m.pad(1, 0, 2), "pad(1, 0, 2)"),
            new Label(Value.concat(0, m, m), "concat"), new Label(m.gather(1, 0), "gather[1, 0]"),
            new Label(m.gather(1, 0, 1, 0, 1), "gather"),
            new Label(m.scatterAdd(3, 0, 2), "scatterAdd"), new Label(m.gt(2).where(m, 0), "where"));
    }

    @ParameterizedTest @MethodSource("labels") void anOperationIsLabelledAsTheFieldWritesIt(Label l) {
        assertThat(Objects.requireNonNull(l.value.op()).label()).isEqualTo(l.label);
    }

    // ---------------------------------------------------------------- errors

    @Test void aMisfitNamesOperationShapesNamesAndTheCure() {
        var x = Value.of(new double[][] {{1, 2, 3}}).named("images");
        var w = Value.parameter(new double[][] {{1, 2, 3}, {4, 5, 6}}).named("weight");
        assertThatThrownBy(() -> x.matmul(w)).isInstanceOf(ShapeException.class)
            .hasMessage("matmul: (1, 3) and (2, 3) cannot be multiplied: the left one has 3 columns, the right one 2 rows "
                + "(input 0 is images (1, 3), input 1 is weight (2, 3)); transpose the right one: (1, 3) and (3, 2) fit");
        assertThatThrownBy(() -> w.add(Value.of(1.0, 2.0))).isInstanceOf(ShapeException.class)
            .hasMessage("add: (2, 3) and (2) do not broadcast (input 0 is weight (2, 3)); "
                + "give the right one an axis by unsqueeze(1): (2, 3) and (2, 1) fit");
        assertThatThrownBy(() -> Value.of(1.0, 2.0).mul(Value.of(1.0, 2.0, 3.0)))
            .hasMessageStartingWith("mul: (2) and (3) do not broadcast");
    }

    @Test void everyOperationThatCannotBeNamesItselfAndTheShape() {
        var w = Value.parameter(new double[][] {{1, 2, 3}, {4, 5, 6}});
        assertThatThrownBy(() -> w.sum(2)).hasMessage("sum(2): (2, 3) has no axis 2: its axes are 0 to 1");
        assertThatThrownBy(() -> w.softmax(2)).hasMessageStartingWith("softmax(2): (2, 3) has no axis 2");
        assertThatThrownBy(() -> w.reshape(4)).hasMessageStartingWith("reshape(4): (2, 3) has 6 elements");
        assertThatThrownBy(() -> w.slice(1, 1, 4))
            .hasMessageStartingWith("slice(1, 1, 4): slice 1 to 4 does not lie within axis 1 of (2, 3)");
        assertThatThrownBy(() -> w.gather(2)).hasMessageStartingWith("gather[2]: there is no row 2 in (2, 3)");
        assertThatThrownBy(() -> w.permute(0)).hasMessageStartingWith("permute: permute(0) must name");
        assertThatThrownBy(() -> w.broadcastTo(3, 3)).isInstanceOf(ShapeException.class)
            .hasMessageStartingWith("broadcast(3, 3): ");
        assertThatThrownBy(() -> w.pad(0, -1, 0)).hasMessageStartingWith("pad(0, -1, 0): ");
        assertThatThrownBy(() -> Value.concat(0, w, w.transpose()))
            .hasMessageStartingWith("concat: (2, 3) and (3, 2) cannot be joined");
        assertThatThrownBy(() -> Value.concat(0)).hasMessage("concat needs at least one value");
        assertThatThrownBy(() -> w.sum(0).transpose()).isInstanceOf(ShapeException.class)
            .hasMessage("transpose needs a matrix, but the shape is (3)");
        assertThatThrownBy(() -> w.squeeze(0)).isInstanceOf(ShapeException.class)
            .hasMessage("squeeze needs an axis of length 1, but axis 0 of (2, 3) is longer");
        assertThatThrownBy(() -> w.split(1, 1, 1)).isInstanceOf(ShapeException.class)
            .hasMessage("split into [1, 1] does not add up to axis 1 of (2, 3)");
        assertThatThrownBy(() -> w.reshape(-1, -1)).isInstanceOf(ShapeException.class)
            .hasMessage("reshape([-1, -1]): only one length may be −1");
        assertThatThrownBy(() -> w.reshape(4, -1)).isInstanceOf(ShapeException.class)
            .hasMessage("(2, 3) has 6 elements and cannot be reshaped to [4, -1]");
        assertThatThrownBy(() -> w.reshape(0, -1)).isInstanceOf(ShapeException.class);
    }
}
