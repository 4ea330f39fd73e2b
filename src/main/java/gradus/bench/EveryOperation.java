package gradus.bench;

import gradus.autograd.GradientCases;
import gradus.autograd.Value;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.ShapeException;
import gradus.tensor.Tensor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Runs every operation before anything is timed: on arrays and scalars, in both precisions, forward and to second order. A
/// compiler that had seen three operations only would make code for these three, luckier than any program that uses more.
final class EveryOperation {
    private static final int ROUNDS = 20;

    private EveryOperation() {}

    static void rehearse() {
        var random = Random.seeded(1);
        for (var each : GradientCases.all()) {
            each.check(random.at(each.name()));
            var inputs = each.inputs().apply(random.at(each.name()));
            for (int round = 0; round < ROUNDS; round++)
                for (var precision : Precision.values()) {
                    differentiate(each.function(), inputs, x -> x.to(precision));
                    differentiate(each.function(), inputs, x -> Tensor.scalar(x.at(0), precision));
                }
        }
    }

    private static void differentiate(Function<Value[], Value> f, Tensor[] inputs, UnaryOperator<Tensor> form) {
        try {
            var x = Stream.of(inputs).map(in -> Value.parameter(form.apply(in))).toArray(Value[]::new);
            var gradients = f.apply(x).square().sum().differentiate();
            var slopes = Stream.of(x).map(in -> gradients.of(in).square().sum()).reduce(Value::add).orElseThrow();
            if (!slopes.isConstant()) slopes.backward();
        } catch (ShapeException e) {
            return;                                                    // what works along an axis has nothing to do on a scalar
        }
    }
}
