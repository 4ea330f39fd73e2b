package gradus.tensor;

import java.util.function.DoubleUnaryOperator;

/// The functions of one number: each in double, which specifies it, and in float, which must give the same bits as the vector
/// loops. Where no float formula stands, the float result is the double one, rounded.
enum UnaryFunction {
    NEG     (x -> -x),
    EXP     (StrictMath::exp,      FloatMath::exp),
    EXPM1   (StrictMath::expm1,    FloatMath::expm1),
    LOG     (StrictMath::log,      FloatMath::log),
    LOG1P   (StrictMath::log1p,    FloatMath::log1p),
    SQRT    (StrictMath::sqrt),
    SQUARE  (x -> x * x),
    ABS     (Math::abs),
    SIGN    (Math::signum),
    SIN     (StrictMath::sin,      FloatMath::sin),
    COS     (StrictMath::cos,      FloatMath::cos),
    TANH    (StrictMath::tanh,     FloatMath::tanh),
    SIGMOID (DoubleMath::sigmoid,  FloatMath::sigmoid),
    SOFTPLUS(DoubleMath::softplus, FloatMath::softplus),
    ERF     (DoubleMath::erf,      FloatMath::erf),
    RELU    (x -> Math.max(x, 0));

    @FunctionalInterface private interface FloatUnaryOperator { float of(float x); }

    private final DoubleUnaryOperator inDouble;
    private final FloatUnaryOperator inFloat;

    UnaryFunction(DoubleUnaryOperator inDouble) { this(inDouble, x -> (float) inDouble.applyAsDouble(x)); }

    UnaryFunction(DoubleUnaryOperator inDouble, FloatUnaryOperator inFloat) {
        this.inDouble = inDouble;
        this.inFloat = inFloat;
    }

    double of(double x) { return inDouble.applyAsDouble(x); }
    float of(float x) { return inFloat.of(x); }
}
