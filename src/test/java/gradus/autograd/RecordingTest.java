package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// What is recorded and what is not.
class RecordingTest {
    @Test void whatDependsOnNoParameterRemembersNothing() {
        var x = Value.of(1.0, 2.0).square().add(3).sum();
        assertThat(x.isConstant()).isTrue();
        assertThat(x.op()).isNull();
        assertThat(x.inputs()).isEmpty();
    }

    @Test void whatDependsOnAParameterRemembersItsOperationAndInputs() {
        Value w = Value.parameter(1.0, 2.0), x = Value.of(3.0, 4.0);
        var y = w.mul(x);
        assertThat(y.isConstant()).isFalse();
        assertThat(y.isParameter()).isFalse();
        assertThat(y.op()).isEqualTo(Binary.MUL);
        assertThat(y.inputs()).containsExactly(w, x);
        assertThat(w.isParameter()).isTrue();
        assertThat(w.op()).isNull();
        assertThat(w.inputs()).isEmpty();
    }

    @Test void nothingIsRecordedWhileItIsOff() {
        var w = Value.parameter(2.0);
        assertThat(Recording.isOn()).isTrue();
        var y = Recording.off(() -> {
            assertThat(Recording.isOn()).isFalse();
            return w.square().add(w);
        });
        assertThat(Recording.isOn()).isTrue();
        assertThat(y.isConstant()).isTrue();
        assertThat(y.item()).isEqualTo(6);
        assertThatThrownBy(y::backward).isInstanceOf(IllegalStateException.class).hasMessageContaining("recording was off");
        assertThat(w.square().isConstant()).isFalse();
    }

    @Test void isOnAgainAfterAnError() {
        var w = Value.parameter(2.0);
        assertThatThrownBy(() -> Recording.off(() -> w.matmul(w))).isInstanceOf(IllegalArgumentException.class);
        assertThat(Recording.isOn()).isTrue();
    }

    @Test void isOffOnOneThreadOnly() throws InterruptedException {
        var w = Value.parameter(2.0);
        var elsewhere = new Value[1];
        Recording.off(() -> {
            var thread = Thread.ofPlatform().start(() -> elsewhere[0] = w.square());
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return w;
        });
        assertThat(elsewhere[0].isConstant()).isFalse();
    }

    @Test void differentiatingWhileItIsOffGivesPlainNumbers() {
        var w = Value.parameter(2.0);
        var y = w.square();
        assertThat(Recording.off(() -> y.differentiate().of(w)).isConstant()).isTrue();
    }

    @Test void detachStopsTheGradient() {
        var w = Value.parameter(3.0);
        var y = w.mul(w.detach());
        assertThat(y.item()).isEqualTo(9);
        assertThat(y.backward().of(w).item()).isEqualTo(3);
        assertThat(w.detach().isConstant()).isTrue();
        var constant = Value.of(1.0);
        assertThat(constant.detach()).isSameAs(constant);
    }

    @Test void masksAndSignsAreConstants() {
        Value a = Value.parameter(1.0, 2.0, 3.0), b = Value.parameter(2.0, 2.0, 2.0);
        var masks = new Value[] {a.gt(b), a.ge(b), a.lt(b), a.le(b), a.eq(b), a.ne(b), a.gt(2), a.ge(2), a.lt(2), a.le(2),
            a.eq(2), a.ne(2), a.sub(2).sign()};
        double[][] expected = {{0, 0, 1}, {0, 1, 1}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {1, 0, 1}};
        for (int i = 0; i < masks.length; i++) {
            assertThat(masks[i].isConstant()).isTrue();
            assertThat(masks[i].data().toDoubles()).isEqualTo(i < 12 ? expected[i % 6] : new double[] {-1, 0, 1});
        }
        assertThatThrownBy(() -> Mask.GT.pull(0, a, a, a)).isInstanceOf(AssertionError.class);
    }
}
