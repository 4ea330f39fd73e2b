// What a network looks for in a digit, and which digits it takes for others: the weights of each unit of the first layer as a
// picture (orange where ink speaks for it, blue where ink speaks against it), the misread digits, and who is taken for whom.
//
// Try next: 3 epochs (`./gradus run examples/WhatTheNetworkSees.java 3`); a weight decay by AdamW, and how calm the weights become.

import module java.base;
import gradus.autograd.Recording;
import gradus.data.Dataset;
import gradus.data.Mnist;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Random;
import gradus.training.Confusion;
import gradus.viz.charts.Chart;
import gradus.viz.charts.ConfusionMatrix;
import gradus.viz.charts.MisreadDigits;
import gradus.viz.charts.WeightImages;

void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    var mnist = Mnist.read(Path.of(System.getProperty("gradus.home", "."), "data", "mnist"));
    var random = Random.seeded(3);
    var first = Linear.of(784, 32, Initializer.HE_NORMAL, random.at(0));
    var net = Sequential.of(first, Activation.RELU, Linear.of(32, 10, Initializer.HE_NORMAL, random.at(1)));
    var optimizer = new Sgd(net.parameters().values(), 0.1);
    for (int epoch = 0; epoch < epochs; epoch++)
        for (var batch : mnist.train().batches(64, random.epoch(epoch)))
            optimizer.step(Loss.crossEntropy(net.apply(batch.inputs()), batch.labels()).backward());

    var test = mnist.test();
    int[] truth = test.labels(), said = answers(net, test);
    int[] wrong = IntStream.range(0, truth.length).filter(i -> said[i] != truth[i]).toArray();
    IO.println(String.format(Locale.ROOT, "%s: %.1f %% of the test digits right%n", net, 100.0 - 100.0 * wrong.length / truth.length));

    var names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    int[] shown = Arrays.copyOf(wrong, Math.min(40, wrong.length));
    draw("weights", new WeightImages("Weights into the 32 units of the first layer", first.weight().data(), 28, 28, 32));
    draw("misread", new MisreadDigits("The first " + shown.length + " misread digits", test.select(shown).all().inputs().data(), 28, 28,
        Arrays.stream(shown).mapToObj(i -> names.get(said[i])).toList(), Arrays.stream(shown).mapToObj(i -> names.get(truth[i])).toList()));
    draw("confusion", new ConfusionMatrix("True digits, and what they were taken for", names, Confusion.of(names, truth, said).counts()));
}

int[] answers(Sequential net, Dataset data) {
    return StreamSupport.stream(data.batches(1000).spliterator(), false)
        .flatMapToInt(batch -> IntStream.of(Recording.off(() -> net.apply(batch.inputs())).argmax(-1))).toArray();
}

void draw(String name, Chart chart) {
    var file = Path.of("out", name + ".png");
    chart.write(file);
    IO.println(String.format(Locale.ROOT, "%-20s %s", file, chart.title()));
}
