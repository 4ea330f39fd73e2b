package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The laws of the walk.
class BackwardTest {
    @Test void canBeRepeated() {
        var w = Value.parameter(3.0);
        var y = w.square().mul(w);
        var first = y.backward();
        assertThat(y.backward().of(w).item()).isEqualTo(27);
        assertThat(y.backward().of(w).item()).isEqualTo(27);
        assertThat(first.of(w).item()).as("a result of its own").isEqualTo(27);
        assertThat(w.mul(2).backward().of(w).item()).as("another graph of the same parameter").isEqualTo(2);
    }

    @Test void aParameterIsItsOwnGraph() {
        var w = Value.parameter(3.0);
        assertThat(w.backward().of(w).item()).isEqualTo(1);
    }

    @Test void addsUpAllPathsOfALadderOfDiamonds() {
        var x = Value.parameter(1.0);
        var y = x;
        for (int i = 0; i < 60; i++) y = y.add(y);                                // 2⁶⁰ paths, 60 steps
        assertThat(y.backward().of(x).item()).isEqualTo(0x1p60);
    }

    @Test void pathsOfDifferentLengthMeet() {
        var x = Value.parameter(2.0);
        var near = x.mul(3);
        var far = near;
        for (int i = 0; i < 200; i++) far = far.neg();                            // far more than a page of ids
        assertThat(near.mul(far).add(x).backward().of(x).item()).isEqualTo(2 * 9 * 2 + 1);
    }

    @Test void aParameterThatIsNotReachedHasZeros() {
        Value w = Value.parameter(1.0, 2.0), other = Value.parameter(new float[][] {{1, 2, 3}});
        var gradients = w.square().sum().backward();
        assertThat(gradients.reaches(w)).isTrue();
        assertThat(gradients.reaches(other)).isFalse();
        assertThat(gradients.of(other).shape()).isEqualTo(Shape.of(1, 3));
        assertThat(gradients.of(other).precision()).isEqualTo(Precision.FLOAT);
        assertThat(gradients.of(other).data().toDoubles()).containsOnly(0);
        assertThat(gradients.reaches(Value.of(1.0))).isFalse();
    }

    @Test void askingForAConstantsGradientIsAnErrorThatNamesTheCure() {
        Value w = Value.parameter(1.0, 2.0), x = Value.of(3.0, 4.0);
        var gradients = w.mul(x).sum().backward();
        assertThatThrownBy(() -> gradients.of(x)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("a value of shape (2) is a constant and has no gradient: "
                + "make it with Value.parameter(...) if one is wanted");
        assertThatThrownBy(() -> gradients.of(x.named("pixels"))).hasMessageStartingWith("pixels is a constant");
    }

    @Test void gradientsInBetweenAreDroppedUnlessNamed() {
        var w = Value.parameter(3.0);
        Value square = w.square(), named = square.mul(2).named("doubled");
        var y = named.add(1);
        var gradients = y.backward();
        assertThat(gradients.of(w).item()).isEqualTo(12);
        assertThat(gradients.of(named).item()).isEqualTo(1);
        assertThat(gradients.of(y).item()).as("the root's").isEqualTo(1);
        assertThatThrownBy(() -> gradients.of(square)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("the gradient of square () was not kept: name it with named(...), or use backwardKeepingAll()");
        assertThat(gradients.reaches(square)).as("reached all the same").isTrue();
        assertThat(List.of(w, square, named, y, Value.of(1))).map(gradients::keeps).containsExactly(true, false, true, true, false);
        var all = y.backwardKeepingAll();
        assertThat(all.keeps(square)).isTrue();
        assertThat(all.of(square).item()).isEqualTo(2);
        assertThat(all.of(named).item()).isEqualTo(1);
        assertThat(all.of(w).item()).isEqualTo(12);
    }

    @Test void moreThanOneNumberNeedsASumOrASeed() {
        var w = Value.parameter(1.0, 2.0);
        for (var backward : new Runnable[] {w.square()::backward, w.square()::differentiate, w.square()::backwardKeepingAll})
            assertThatThrownBy(backward::run).isInstanceOf(ShapeException.class)
                .hasMessageContaining("shape (2)").hasMessageContaining("sum()").hasMessageContaining("backward(seed)");
        var one = Value.parameter(new double[][] {{3}});
        assertThat(one.square().backward().of(one).data()).as("one number in any shape will do").hasToString("[[6.0]]");
    }

    @Test void aSeedWeighsTheElements() {
        Value w = Value.parameter(1.0, 2.0, 3.0), seed = Value.of(0.5, -1.0, 2.0);
        var seeded = w.square().backward(seed).of(w).data().toDoubles();
        assertThat(seeded).containsExactly(1, -4, 12);
        assertThat(w.square().mul(seed).sum().backward().of(w).data().toDoubles()).isEqualTo(seeded);
        assertThat(w.square().differentiate(seed).of(w).data().toDoubles()).isEqualTo(seeded);
    }

    @Test void aSeedMustFit() {
        var w = Value.parameter(1.0, 2.0);
        assertThatThrownBy(() -> w.square().backward(Value.of(1.0, 2.0, 3.0))).isInstanceOf(ShapeException.class)
            .hasMessage("the seed of backward must have the value's shape (2), but has (3)");
        assertThatThrownBy(() -> w.square().backward(Value.of(1f, 2f))).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("the seed of backward must be double, as the value is, but is float");
    }

    @Test void aConstantCannotBeDifferentiated() {
        assertThatThrownBy(() -> Value.of(2).mul(3).backward()).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("depends on no").hasMessageContaining("Value.parameter");
    }

    @Test void givesPlainNumbersAndDifferentiateGivesGraphs() {
        var w = Value.parameter(3.0);
        var y = w.square();
        assertThat(y.backward().of(w).isConstant()).isTrue();
        var slope = y.differentiate().of(w);
        assertThat(slope.isConstant()).isFalse();
        assertThat(slope.item()).isEqualTo(y.backward().of(w).item());
        assertThat(slope.backward().of(w).item()).isEqualTo(2);
    }

    @Test void aGradientHasTheShapeOfItsValueWhateverWasStretched() {
        var shapes = new Shape[] {Shape.SCALAR, Shape.of(1), Shape.of(4), Shape.of(1, 4), Shape.of(3, 1), Shape.of(1, 1),
            Shape.of(3, 4), Shape.of(2, 3, 4),
            Shape.of(2, 1, 1), Shape.of(1, 3, 1), Shape.of(2, 1, 4)};
        for (var a : shapes)
            for (var b : shapes) {
                var x = Value.parameter(Tensor.full(a, 2, Precision.DOUBLE));
                var y = Value.parameter(Tensor.full(b, 3, Precision.DOUBLE));
                var product = x.mul(y);
                var gradients = product.sum().backward();
                assertThat(gradients.of(x).shape()).isEqualTo(a);
                assertThat(gradients.of(y).shape()).isEqualTo(b);
                assertThat(gradients.of(x).data().toDoubles()).containsOnly(3.0 * product.shape().size() / a.size());
                assertThat(gradients.of(y).data().toDoubles()).containsOnly(2.0 * product.shape().size() / b.size());
            }
    }

    /// Twice the input, with a gradient of a shape that cannot be right.
    private record Misshapen(Shape shape) implements Op.Custom {
        @Override public Tensor forward(Tensor... in) { return in[0].mul(2); }
        @Override public Value pull(int i, Value g, Value out, Value... in) {
            return Value.of(Tensor.zeros(shape, g.precision()));
        }
    }

    @Test void aRuleThatGivesAnotherShapeIsReported() {
        var x = Value.parameter(1.0, 2.0);
        assertThatThrownBy(() -> new Misshapen(Shape.of(3)).apply(x).sum().backward()).isInstanceOf(ShapeException.class)
            .hasMessage("the rule of misshapen gave a gradient of shape (3) for input 0, whose shape is (2)");
        assertThatThrownBy(() -> new Misshapen(Shape.SCALAR).apply(x).sum().backward()).isInstanceOf(ShapeException.class);
        assertThat(new Misshapen(Shape.of(5, 2)).apply(x).sum().backward().of(x).shape()).as("stretched, and summed up")
            .isEqualTo(Shape.of(2));
    }

    @Test void aMillionOperationsDoNotOverflow() {
        var x = Value.parameter(0.5);
        var y = x;
        for (int i = 0; i < 500_000; i++) y = y.neg().mul(1.0);
        assertThat(y.item()).isEqualTo(0.5);
        assertThat(y.backward().of(x).item()).isEqualTo(1);
        assertThat(y.differentiate().of(x).item()).isEqualTo(1);
        assertThat(Graph.of(y).values()).hasSize(1 + 1_000_000 + 500_000);
    }

    @Test void gradientsNobodyNeedsAreNotComputed() {
        record Picky() implements Op.Custom {
            @Override public Tensor forward(Tensor... in) { return in[0].mul(in[1]); }
            @Override public Value pull(int i, Value g, Value out, Value... in) {
                if (i == 0) throw new AssertionError("asked for a constant's gradient");
                return g.mul(in[0]);
            }
        }
        var w = Value.parameter(2.0);
        var y = new Picky().apply(Value.of(5.0, 6.0), w);
        assertThat(y.sum().backward().of(w).item()).isCloseTo(11, within(0.0));
    }
}
