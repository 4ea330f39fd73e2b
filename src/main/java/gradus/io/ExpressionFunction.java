package gradus.io;

import gradus.autograd.Unary;
import gradus.autograd.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A function that expressions may call.
///
/// @param takes     what it is called with, for people: `2 values`
/// @param operands  how many that are
record ExpressionFunction(String takes, int operands, Function<Value[], Value> work) {
    /// All of them by name. Functions of each element come from [Unary], with what [Value] makes of them.
    static final SequencedMap<String, ExpressionFunction> ALL = all();

    private static SequencedMap<String, ExpressionFunction> all() {
        var all = new LinkedHashMap<String, ExpressionFunction>();
        for (var op : Unary.values()) one(all, op.label(), op::apply);
        one(all, "sign", Value::sign);
        one(all, "gelu", Value::gelu);
        one(all, "silu", Value::silu);
        all.put("leakyRelu", new ExpressionFunction("a value and a slope", 2, x -> x[0].leakyRelu(setting("leakyRelu", x[1]))));
        all.put("elu", new ExpressionFunction("a value and its alpha", 2, x -> x[0].elu(setting("elu", x[1]))));
        one(all, "softmax", x -> x.softmax(-1));
        one(all, "logSoftmax", x -> x.logSoftmax(-1));
        two(all, "minimum", Value::minimum);
        two(all, "maximum", Value::maximum);
        one(all, "sum", Value::sum);
        one(all, "mean", Value::mean);
        one(all, "min", Value::min);
        one(all, "max", Value::max);
        one(all, "variance", Value::variance);
        one(all, "norm", Value::norm);
        one(all, "logSumExp", Value::logSumExp);
        one(all, "transpose", Value::transpose);
        return Collections.unmodifiableSequencedMap(all);
    }

    private static void one(SequencedMap<String, ExpressionFunction> all, String name, UnaryOperator<Value> work) {
        all.put(name, new ExpressionFunction("one value", 1, x -> work.apply(x[0])));
    }

    private static void two(SequencedMap<String, ExpressionFunction> all, String name, BinaryOperator<Value> work) {
        all.put(name, new ExpressionFunction("two values", 2, x -> work.apply(x[0], x[1])));
    }

    /// A number that belongs to the function itself.
    private static double setting(String function, Value x) {
        if (x.isConstant() && x.shape().rank() == 0) return x.item();
        throw new IllegalArgumentException(function + ": its second value must be a number, as in " + function + "(x, 0.1)");
    }
}
