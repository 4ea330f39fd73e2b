package gradus.autograd;

import gradus.tensor.Precision;
import gradus.tensor.Tensor;

/// A value that depends on no parameter, and remembers nothing.
final class Constant extends Value {
    /// Whether this is a plain number, which takes on the precision of what it meets.
    final boolean plain;

    Constant(Tensor data) { this(data, false); }

    Constant(Tensor data, boolean plain) {
        super(data);
        this.plain = plain;
    }

    /// This number, by its name, in a precision.
    Constant in(Precision precision) {
        if (precision == precision()) return this;
        var converted = new Constant(data.to(precision));
        var name = name();
        return name == null ? converted : (Constant) converted.named(name);
    }
}
