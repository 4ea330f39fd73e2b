package gradus.tensor;

import java.util.function.DoubleBinaryOperator;

/// The functions of two numbers. In float they are the double result, rounded: for + − × ÷ that is the float result to the
/// bit, since a double has more than twice a float's digits (Figueroa 1995, "When is double rounding innocuous?").
enum BinaryFunction {
    ADD    ((a, b) -> a + b),
    SUB    ((a, b) -> a - b),
    MUL    ((a, b) -> a * b),
    DIV    ((a, b) -> a / b),
    POW    (StrictMath::pow),
    MAXIMUM(Math::max),
    MINIMUM(Math::min),
    GT     ((a, b) -> a >  b ? 1 : 0),
    GE     ((a, b) -> a >= b ? 1 : 0),
    LT     ((a, b) -> a <  b ? 1 : 0),
    LE     ((a, b) -> a <= b ? 1 : 0),
    EQ     ((a, b) -> a == b ? 1 : 0),
    NE     ((a, b) -> a != b ? 1 : 0),
    /// The second number where the first is above 0, else 0.
    GATE   ((a, b) -> a > 0 ? b : 0);

    private final DoubleBinaryOperator operator;

    BinaryFunction(DoubleBinaryOperator operator) { this.operator = operator; }

    double of(double a, double b) { return operator.applyAsDouble(a, b); }
    float of(float a, float b) { return (float) operator.applyAsDouble(a, b); }
}
