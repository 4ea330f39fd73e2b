// A border that learns to bend. Where a network says one class and where the other, drawn over the points it learns from, at the
// beginning, on the way, and at the end: first a line, then a curve between the two moons.
//
// Try next: RELU, whose border has corners; a noise of 0.3, and whether 200 points are enough; a width of 2.

import module java.base;
import gradus.autograd.Value;
import gradus.data.Toy;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Adam;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;

final int SIDE = 120;

void main() {
    var random = Random.seeded(1);
    var data = Toy.moons(200, 0.1, random.at("moons")).all();
    var net = Sequential.of(
        Linear.of(2, 16, Initializer.GLOROT_NORMAL, random.at(0)), Activation.TANH,
        Linear.of(16, 16, Initializer.GLOROT_NORMAL, random.at(1)), Activation.TANH,
        Linear.of(16, 1, Initializer.GLOROT_NORMAL, random.at(2)));
    var optimizer = new Adam(net.parameters().values(), 0.02);

    for (int step = 0; step <= 200; step++) {
        var scores = net.apply(data.inputs());
        var loss = Loss.binaryCrossEntropy(scores, data.targets());
        if (step == 0 || step == 20 || step == 200) {
            var file = Path.of("out", "boundary-%03d.svg".formatted(step));
            chart(net, data.inputs().data(), data.labels(), "step " + step).write(file);
            double right = scores.gt(0).eq(data.targets()).mean().item();
            IO.println(String.format(Locale.ROOT, "step %3d  loss %.4f  %5.1f %% right  %s", step, loss.item(), 100 * right, file));
        }
        optimizer.step(loss.backward());
    }
}

/// Asks the network at every cell of a square around the points.
gradus.viz.charts.DecisionBoundary chart(Sequential net, Tensor points, int[] labels, String title) {
    var cells = new gradus.viz.charts.DecisionBoundary.Region(-1.6, -1.6, 2.6, 2.1, SIDE, new int[SIDE * SIDE]);
    var places = new float[2 * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
        places[2 * i] = (float) cells.x(i % SIDE);
        places[2 * i + 1] = (float) cells.y(i / SIDE);
    }
    var said = net.apply(Value.of(Tensor.of(Shape.of(SIDE * SIDE, 2), places))).data();
    var classes = IntStream.range(0, SIDE * SIDE).map(i -> said.at(i) > 0 ? 1 : 0).toArray();
    return new gradus.viz.charts.DecisionBoundary(title,
        new gradus.viz.charts.DecisionBoundary.Region(-1.6, -1.6, 2.6, 2.1, SIDE, classes), List.of("upper moon", "lower moon"),
        IntStream.range(0, labels.length).mapToDouble(i -> points.get(i, 0)).toArray(),
        IntStream.range(0, labels.length).mapToDouble(i -> points.get(i, 1)).toArray(), labels);
}
