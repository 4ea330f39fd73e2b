package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Only a parameter changes, only by update, and a graph that was recorded before says so.
class UpdateTest {
    private static void onAnotherThread(Runnable work) throws InterruptedException {
        var thread = Thread.ofPlatform().start(work);
        thread.join();
    }

    @Test void replacesTheNumbers() {
        var w = Value.parameter(1.0, 2.0);
        w.update(Tensor.of(3.0, 4.0));
        assertThat(w.data().toDoubles()).containsExactly(3, 4);
        assertThat(w.mul(w).sum().backward().of(w).data().toDoubles()).containsExactly(6, 8);
    }

    @Test void isForParametersOnly() {
        var w = Value.parameter(1.0);
        assertThatThrownBy(() -> Value.of(1.0).update(Tensor.of(2))).isInstanceOf(IllegalStateException.class)
            .hasMessage("only a parameter or buffer can be updated, but constant 1.0 is a constant");
        assertThatThrownBy(() -> w.neg().update(Tensor.of(2))).isInstanceOf(IllegalStateException.class)
            .hasMessage("only a parameter or buffer can be updated, but neg -1.0 is computed");
    }

    @Test void keepsShapeAndPrecision() {
        var w = Value.parameter(1.0, 2.0).named("w");
        assertThatThrownBy(() -> w.update(Tensor.of(1.0, 2.0, 3.0))).isInstanceOf(ShapeException.class)
            .hasMessage("w is double (2) and cannot be updated with double (3)");
        assertThatThrownBy(() -> w.update(Tensor.of(1f, 2f))).isInstanceOf(IllegalArgumentException.class)
            .hasMessage("w is double (2) and cannot be updated with float (2)");
        assertThatThrownBy(() -> Value.parameter(1.0).update(Tensor.of(1f, 2f)))
            .hasMessageStartingWith("a parameter is double ()");
        assertThat(w.data().toDoubles()).containsExactly(1, 2);
    }

    @Test void aGraphRecordedBeforeCanNoLongerBeDifferentiatedAndNamesTheParameter() {
        var w = Value.parameter(2.0).named("weight");
        var y = w.square().add(1);
        y.backward();
        w.update(Tensor.of(3));
        assertThatThrownBy(y::backward).isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("parameter weight was updated after square was computed from it")
            .hasMessageContaining("compute the result again");
        assertThatThrownBy(y::differentiate).isInstanceOf(IllegalStateException.class);
        assertThat(w.square().backward().of(w).item()).as("computed again").isEqualTo(6);
        var unnamed = Value.parameter(1.0, 2.0);
        var z = unnamed.sum();
        unnamed.update(Tensor.of(3.0, 4.0));
        assertThatThrownBy(z::backward).hasMessageStartingWith("a parameter of shape (2) was updated after sum");
    }

    @Test void evenIfTheNumbersAreTheSame() {
        var w = Value.parameter(2.0);
        var y = w.square();
        w.update(w.data());
        assertThatThrownBy(y::backward).isInstanceOf(IllegalStateException.class);
    }

    @Test void aGradientsGraphGrowsStaleToo() {
        var w = Value.parameter(2.0).named("w");
        var slope = w.square().mul(w).differentiate().of(w);
        assertThat(slope.backward().of(w).item()).isEqualTo(12);
        w.update(Tensor.of(3));
        assertThatThrownBy(slope::backward).isInstanceOf(IllegalStateException.class).hasMessageContaining("parameter w");
    }

    @Test void anUpdateOfOneParameterLeavesGraphsOfOthersAlone() {
        Value w = Value.parameter(2.0), other = Value.parameter(2.0);
        var y = w.square();
        other.update(Tensor.of(3));
        assertThat(y.backward().of(w).item()).isEqualTo(4);
    }

    @Test void anUpdateBetweenTwoUsesIsFoundOut() {
        var w = Value.parameter(2.0).named("w");
        var early = w.square();
        w.update(Tensor.of(5));
        var mixed = early.add(w.square());
        assertThatThrownBy(mixed::backward).isInstanceOf(IllegalStateException.class).hasMessageContaining("parameter w");
    }

    @Test void anUpdatedBufferIsFoundOutAsWell() {
        Value w = Value.parameter(2.0), scale = Value.buffer(Tensor.of(3)).named("scale");
        var y = w.mul(scale);
        assertThat(y.backward().of(w).item()).isEqualTo(3);
        scale.update(Tensor.of(100));
        assertThatThrownBy(y::backward).isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("buffer scale was updated after mul was computed from it");
        assertThat(w.mul(scale).backward().of(w).item()).as("computed again").isEqualTo(100);
        var kept = w.mul(Value.of(scale.data()));
        scale.update(Tensor.of(5));
        assertThat(kept.backward().of(w).item()).as("its numbers at that time").isEqualTo(100);
    }

    @Test void anUpdateFromAnotherThreadIsFoundOut() throws InterruptedException {
        var w = Value.parameter(2.0).named("w");
        for (int i = 0; i < 100; i++) {                                 // wherever this thread stands in its block of ids
            var y = w.square().sum();
            onAnotherThread(() -> w.update(Tensor.of(3)));
            assertThatThrownBy(y::backward).hasMessageContaining("parameter w");
            assertThat(w.square().sum().backward().of(w).item()).isEqualTo(6);
        }
    }

    @Test void everyValueIsYoungerThanItsInputsWhicheverThreadMadeThem() throws InterruptedException {
        var mine = new ArrayList<Value>(List.of(Value.parameter(1.0)));
        var ids = new ArrayList<Long>();
        for (int i = 0; i < 200; i++) {
            Runnable more = () -> mine.add(mine.getLast().add(mine.get(mine.size() / 2)));
            if (i % 3 == 0) onAnotherThread(more);
            else more.run();
        }
        for (var v : mine) {
            var r = (Recorded) v;
            ids.add(r.id);
            for (var in : r.inputs) assertThat(((Recorded) in).id).isLessThan(r.id);
        }
        assertThat(ids).doesNotHaveDuplicates();
        double[] slopes = new double[mine.size()];
        slopes[0] = 1;
        for (int i = 1; i < slopes.length; i++) slopes[i] = slopes[i - 1] + slopes[i / 2];
        assertThat(mine.getLast().backward().of(mine.getFirst()).item()).isEqualTo(slopes[slopes.length - 1]);
    }

    @Test void threadsBuildGraphsOfSharedParametersAtOnce() throws InterruptedException {
        var w = Value.parameter(2.0);
        var results = new double[4];
        var threads = IntStream.range(0, 4).mapToObj(t -> Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 300; i++) {
                var y = w;
                for (int j = 0; j < 50; j++) y = y.mul(w).div(w);
                results[t] = y.mul(w).backward().of(w).item();
            }
        })).toList();
        for (var thread : threads) thread.join();
        assertThat(results).containsOnly(results[0]);
        assertThat(results[0]).isCloseTo(4, org.assertj.core.api.Assertions.within(1e-9));
    }
}
