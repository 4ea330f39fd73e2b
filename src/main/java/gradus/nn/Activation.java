package gradus.nn;

import gradus.autograd.Value;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// The activation functions that a model file can name. Each maps a value of any shape, element by element, to one of the
/// same shape, and prints as it is called on the command line: `relu`, `leaky-relu`.
public enum Activation implements Module {
    /// `x`: no activation; layers without one between them collapse into a single layer.
    IDENTITY(x -> x),
    /// `max(x, 0)`, with slope 0 at 0.
    RELU(Value::relu),
    /// `x` where positive, else `0.01 x`: a unit that is off still learns (Maas, Hannun & Ng 2013).
    LEAKY_RELU(x -> x.leakyRelu(0.01)),
    /// `x` where positive, else `eˣ − 1` (Clevert, Unterthiner & Hochreiter 2016).
    ELU(x -> x.elu(1)),
    /// `x Φ(x)`, Φ being the distribution function of the normal distribution (Hendrycks & Gimpel 2016).
    GELU(Value::gelu),
    /// `x σ(x)`, also called swish (Elfwing, Uchibe & Doya 2018).
    SILU(Value::silu),
    /// `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`, between −1 and 1.
    TANH(Value::tanh),
    /// `σ(x) = 1 / (1 + e⁻ˣ)`, between 0 and 1.
    SIGMOID(Value::sigmoid),
    /// `log(1 + eˣ)`: a smooth `relu`, whose slope is the sigmoid.
    SOFTPLUS(Value::softplus);

    private final UnaryOperator<Value> function;

    Activation(UnaryOperator<Value> function) { this.function = function; }

    @Override public Value forward(Value x) { return function.apply(x); }

    /// As on the command line: `leaky-relu`.
    @Override public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
}
