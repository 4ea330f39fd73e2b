package gradus.autograd;

/// Functions of each element, the activations of neural networks among them; and softmax, a function of whole rows.
public sealed interface Functions permits Value {
    private Value self() { return (Value) this; }

    /// eˣ
    default Value exp() { return Unary.EXP.apply(self()); }
    /// eˣ − 1, exact near 0
    default Value expm1() { return Unary.EXPM1.apply(self()); }
    /// The natural logarithm; NaN below 0.
    default Value log() { return Unary.LOG.apply(self()); }
    /// log(1 + x), exact near 0
    default Value log1p() { return Unary.LOG1P.apply(self()); }
    /// √x; NaN below 0. At 0 its slope is infinite.
    default Value sqrt() { return Unary.SQRT.apply(self()); }
    /// x²
    default Value square() { return Unary.SQUARE.apply(self()); }
    /// |x|; at 0 the gradient is 0.
    default Value abs() { return Unary.ABS.apply(self()); }
    /// −1, 0 or 1. Its slope is 0 wherever it has one, so this is a constant.
    default Value sign() { return new Constant(self().data.sign()); }
    /// The sine of an angle in radians.
    default Value sin() { return Unary.SIN.apply(self()); }
    /// The cosine of an angle in radians.
    default Value cos() { return Unary.COS.apply(self()); }
    /// The error function 2/√π ∫₀ˣ e^(−t²) dt.
    default Value erf() { return Unary.ERF.apply(self()); }

    /// The hyperbolic tangent, (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).
    default Value tanh() { return Unary.TANH.apply(self()); }
    /// 1 / (1 + e⁻ˣ), stable for any x.
    default Value sigmoid() { return Unary.SIGMOID.apply(self()); }
    /// max(x, 0); at 0 the gradient is 0.
    default Value relu() { return Unary.RELU.apply(self()); }
    /// x above 0, slope · x below (Maas, Hannun & Ng 2013).
    default Value leakyRelu(double slope) { return new LeakyRelu(slope).apply(self()); }
    /// x above 0, alpha · (eˣ − 1) below (Clevert, Unterthiner & Hochreiter 2016).
    default Value elu(double alpha) { return new Elu(alpha).apply(self()); }
    /// x · Φ(x) with the normal distribution's Φ, by the error function (Hendrycks & Gimpel 2016).
    default Value gelu() { return self().mul(self().mul(StrictMath.sqrt(0.5)).erf().add(1).mul(0.5)); }
    /// x · sigmoid(x), also called swish (Elfwing, Uchibe & Doya 2018).
    default Value silu() { return self().mul(sigmoid()); }
    /// log(1 + eˣ), stable for any x.
    default Value softplus() { return Unary.SOFTPLUS.apply(self()); }

    /// eˣ / Σ eˣ along an axis (−1: the last), stable; for a loss use [#logSoftmax].
    default Value softmax(int axis) { return new Softmax(axis).apply(self()); }
    /// log softmax along an axis (−1: the last), stable.
    default Value logSoftmax(int axis) { return new LogSoftmax(axis).apply(self()); }
    /// The mean over rows of −log softmax along the last axis, at each row's label. The labels must fit: `Loss` checks them.
    default Value crossEntropy(int... labels) { return new CrossEntropy(labels).apply(self()); }
}
