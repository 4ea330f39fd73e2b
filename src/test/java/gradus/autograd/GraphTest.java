package gradus.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
    @Test void everyValueStandsBehindItsInputsAndTheRootIsLast() {
        Value a = Value.parameter(1.0).named("a"), b = Value.parameter(2.0).named("b"), two = Value.of(2);
        var sum = a.add(b);
        var product = sum.mul(two);
        var unused = a.neg();
        var root = product.add(a).add(two);
        var graph = Graph.of(root);
        assertThat(graph.root()).isSameAs(root);
        assertThat(graph.values()).hasSize(7).contains(a, b, sum, product).doesNotContain(unused).endsWith(root);
        assertThat(graph.values().stream().filter(two::equals)).as("a constant stands once").hasSize(1);
        for (var v : graph.values())
            for (var in : v.inputs()) assertThat(graph.index(in)).isLessThan(graph.index(v));
        for (var v : graph.values()) assertThat(graph.values().get(graph.index(v))).isSameAs(v);
        assertThat(graph.index(two)).as("where it is first used").isEqualTo(graph.index(product) - 1);
    }

    @Test void ofAConstantIsTheConstant() {
        var x = Value.of(1.0, 2.0);
        assertThat(Graph.of(x).values()).containsExactly(x);
        assertThat(Graph.of(x).root()).isSameAs(x);
    }

    @Test void ofAParameterIsTheParameter() {
        var w = Value.parameter(1.0);
        assertThat(Graph.of(w).values()).containsExactly(w);
        assertThat(Graph.of(w).index(w)).isZero();
    }

    @Test void cannotBeChanged() {
        var w = Value.parameter(1.0);
        assertThatThrownBy(() -> Graph.of(w).values().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> w.neg().inputs().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test void aValueOfAnotherGraphIsAnError() {
        Value w = Value.parameter(1.0), other = Value.parameter(2.0).named("other");
        assertThatThrownBy(() -> Graph.of(w.neg()).index(other)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("other 2.0").hasMessageContaining("not in this graph");
    }

    @Test void isTheSameEveryTime() {
        Value a = Value.parameter(1.0), b = Value.parameter(2.0);
        var root = a.mul(b).add(a.sub(b).mul(3)).sum();
        List<Value> once = Graph.of(root).values();
        assertThat(Graph.of(root).values()).isEqualTo(once);
    }
}
