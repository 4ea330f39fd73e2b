package gradus.bench;

import gradus.autograd.Graph;
import gradus.autograd.Value;
import gradus.data.Toy;
import gradus.optim.Sgd;
import gradus.tensor.Random;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The demo of Andrej Karpathy's micrograd, as it stands there: neurons made of scalars, 2-16-16-1 with ReLU, two moons of 50 points,
/// the hinge loss and a decay of 10⁻⁴. A step builds the graph of all 100 points, walks it, and changes 337 parameters; the
/// rate falls from 1. A run is a training of 100 steps from the beginning.
final class Moons {
    private static final int POINTS = 100, STEPS = 100;
    private static final double DECAY = 1e-4, LEAST = 0.98, WARM_UP = 0.3;

    private record Neuron(List<Value> weights, Value bias, boolean relu) {
        Value of(List<Value> inputs) {
            var sum = bias;
            for (int i = 0; i < inputs.size(); i++) sum = sum.add(weights.get(i).mul(inputs.get(i)));
            return relu ? sum.relu() : sum;
        }
    }

    private final List<List<Value>> points = new ArrayList<>();
    private final double[] signs = new double[POINTS];
    private final List<List<Neuron>> layers = new ArrayList<>();
    private final List<Value> parameters = new ArrayList<>();
    private final Sgd optimizer;
    private int taken;

    private Moons() {
        var moons = Toy.moons(POINTS, 0.1, Random.seeded(1337).at("moons"));
        var places = moons.all().inputs().data();
        int[] labels = moons.labels();
        for (int i = 0; i < POINTS; i++) {
            points.add(List.of(Value.of(places.get(i, 0)), Value.of(places.get(i, 1))));
            signs[i] = 2 * labels[i] - 1;
        }
        layer(2, 16, true);
        layer(16, 16, true);
        layer(16, 1, false);
        optimizer = new Sgd(parameters, 1);
    }

    /// Weights between −1 and 1, biases 0.
    private void layer(int in, int out, boolean relu) {
        var random = Random.seeded(1337).at("layer").at(layers.size());
        var neurons = new ArrayList<Neuron>();
        for (int i = 0; i < out; i++) {
            var weights = new ArrayList<Value>();
            for (int j = 0; j < in; j++) weights.add(Value.parameter(2 * random.uniform(i * in + j) - 1));
            var neuron = new Neuron(weights, Value.parameter(0.0), relu);
            neurons.add(neuron);
            parameters.addAll(weights);
            parameters.add(neuron.bias);
        }
        layers.add(neurons);
    }

    static Measurement measure(Plan plan) {
        EveryOperation.rehearse();
        Timing.warmUp(WARM_UP, () -> new Moons().train());
        var last = new Moons[] {new Moons()};
        long nodes = operations(last[0].loss());
        double first = last[0].loss().item();
        var runs = Timing.runs(plan.runs(), () -> {
            var moons = last[0] = new Moons();
            return 1e3 / STEPS * Timing.seconds(moons::train);
        });
        double each = Timing.median(runs) * 1e6 / nodes;
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("nodes", nodes);
        fields.put("ns_per_node", each);
        return new Measurement(runs, "ms/step", Check.fell(first, last[0].loss().item()).and(Check.accuracy(last[0].accuracy(), LEAST)),
            List.of(String.format(Locale.ROOT, "%,d nodes a step, %.1f ns each, forward, backward and update", nodes, each)), fields);
    }

    private void train() { while (taken < STEPS) step(); }

    private void step() {
        var gradients = loss().backward();
        optimizer.rate(1 - 0.9 * taken++ / 100);
        optimizer.step(gradients);
    }

    private Value loss() {
        Value hinges = Value.of(0), squares = Value.of(0);
        for (int i = 0; i < POINTS; i++) hinges = hinges.add(score(points.get(i)).mul(-signs[i]).add(1).relu());
        for (var parameter : parameters) squares = squares.add(parameter.mul(parameter));
        return hinges.mul(1.0 / POINTS).add(squares.mul(DECAY));
    }

    private Value score(List<Value> point) {
        var values = point;
        for (var layer : layers) {
            var next = new ArrayList<Value>();
            for (var neuron : layer) next.add(neuron.of(values));
            values = next;
        }
        return values.getFirst();
    }

    private double accuracy() {
        int right = 0;
        for (int i = 0; i < POINTS; i++) if (score(points.get(i)).item() * signs[i] > 0) right++;
        return (double) right / POINTS;
    }

    /// How many operations a value was computed by.
    private static long operations(Value root) { return Graph.of(root).values().stream().filter(value -> value.op() != null).count(); }
}
