package gradus.bench;

import gradus.autograd.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// A scalar graph of 100,000 operations: 25,000 diamonds, x·b + x, in which x is used twice, and behind each a link of a
/// chain, a − x, in two operations. Forward and backward; held against the same recurrence in plain doubles.
final class ChainOfDiamonds {
    private static final int ROUNDS = 25_000;
    static final int OPERATIONS = 4 * ROUNDS;
    private static final double WARM_UP = 0.3, RUN = 0.5;
    /// So near 0 that 25,000 rounds do not run away.
    private static final double A = 0.5, B = 1e-5;

    private ChainOfDiamonds() {}

    static Measurement measure(Plan plan) {
        EveryOperation.rehearse();
        Timing.warmUp(WARM_UP, ChainOfDiamonds::slopes);
        var runs = Timing.runs(plan.runs(), () -> 1e9 / OPERATIONS * Timing.average(RUN, ChainOfDiamonds::slopes));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("nodes", OPERATIONS);
        return new Measurement(runs, "ns/node", check(slopes()), List.of(), new LinkedHashMap<>(fields));
    }

    /// The graph's result.
    static Value build(Value a, Value b) {
        var x = a;
        for (int i = 0; i < ROUNDS; i++) x = x.mul(b).add(x).neg().add(a);
        return x;
    }

    /// Its derivatives by a and b.
    static double[] slopes() {
        Value a = Value.parameter(A), b = Value.parameter(B);
        var gradients = build(a, b).backward();
        return new double[] {gradients.of(a).item(), gradients.of(b).item()};
    }

    /// The derivatives of x ← a − x·(1 + b), carried along by hand: dx/da ← 1 − dx/da·(1 + b), dx/db ← −x − dx/db·(1 + b).
    static Check check(double... slopes) {
        double x = A, byA = 1, byB = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byA = 1 - byA * (1 + B);
            byB = -x - byB * (1 + B);
            x = A - x * (1 + B);
        }
        double error = Math.max(Math.abs(slopes[0] - byA) / Math.abs(byA), Math.abs(slopes[1] - byB) / Math.abs(byB));
        boolean holds = error < 1e-9;
        return new Check(holds, String.format(Locale.ROOT, "derivatives %.9g and %.9g, by hand %.9g and %.9g",
            slopes[0], slopes[1], byA, byB));
    }
}
