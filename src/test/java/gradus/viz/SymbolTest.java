package gradus.viz;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autograd.Value;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SymbolTest {
    private final Value a = Value.parameter(new double[][] {{1, 2}, {3, 4}});

    private static String symbol(Value v) { return Symbol.of(Objects.requireNonNull(v.op())); }

    @Test void arithmeticIsWrittenInSigns() {
        assertThat(symbol(a.add(a))).isEqualTo("+");
        assertThat(symbol(a.sub(a))).isEqualTo("−");
        assertThat(symbol(a.mul(a))).isEqualTo("×");
        assertThat(symbol(a.div(a))).isEqualTo("÷");
        assertThat(symbol(a.pow(a))).isEqualTo("^");
        assertThat(symbol(a.pow(3))).isEqualTo("^3");
        assertThat(symbol(a.neg())).isEqualTo("−(·)");
        assertThat(symbol(a.square())).isEqualTo("(·)²");
        assertThat(symbol(a.sqrt())).isEqualTo("√");
        assertThat(symbol(a.abs())).isEqualTo("|·|");
        assertThat(symbol(a.matmul(a))).isEqualTo("@");
    }

    @Test void sumsAreSigmasWithTheirAxes() {
        assertThat(symbol(a.sum())).isEqualTo("Σ");
        assertThat(symbol(a.sum(0))).startsWith("Σ(").contains("0");
    }

    @Test void functionsKeepTheirNames() {
        assertThat(symbol(a.tanh())).isEqualTo("tanh");
        assertThat(symbol(a.leakyRelu(0.01))).isEqualTo("leakyRelu(0.01)");
        assertThat(symbol(a.softmax(1))).isEqualTo(Objects.requireNonNull(a.softmax(1).op()).label());
    }
}
