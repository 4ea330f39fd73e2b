// What a convolutional network sees in a digit. A small one learns from 6000 digits for some seconds; then its first kernels as pictures,
// what each of its convolutions makes of a digit, channel by channel (and, behind ∇, where more of that would speak for the answer),
// and the whole network with the gradient that flows back through it.
//
// Try next: another test digit (`./gradus run examples/WhatConvolutionsSee.java 4`); MaxPool2d for AvgPool2d, of which only the winners
// get a gradient; a Residual around the second convolution, whose way around shows in the last picture (it keeps the shape, so the
// convolution needs padding 2 and 8 channels, the norm behind it 8, and the last layer 8 · 7 · 7 = 392 inputs); the maps before training.

import module java.base;
import gradus.autograd.Recording;
import gradus.autograd.Trace;
import gradus.data.Dataset;
import gradus.data.Mnist;
import gradus.nn.Activation;
import gradus.nn.AvgPool2d;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Dropout;
import gradus.nn.Flatten;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.nn.Training;
import gradus.nn.Unflatten;
import gradus.optim.Adam;
import gradus.tensor.Axes;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Window;
import gradus.viz.Level;
import gradus.viz.Picture;
import gradus.viz.charts.Chart;
import gradus.viz.charts.FeatureMaps;
import gradus.viz.charts.WeightImages;

void main(String[] args) {
    int shown = args.length > 0 ? Integer.parseInt(args[0]) : 0, digits = args.length > 1 ? Integer.parseInt(args[1]) : 6000;
    var mnist = Mnist.read(Path.of(System.getProperty("gradus.home", "."), "data", "mnist"));
    var random = Random.seeded(2);
    var first = Conv2d.of(1, 8, Window.of(5).padding(2), Initializer.HE_NORMAL, random.at("first"));
    var second = Conv2d.of(8, 16, Window.of(5), Initializer.HE_NORMAL, random.at("second"));
    var net = Sequential.of(Unflatten.of(1, 28, 28), first, BatchNorm.of(8), Activation.RELU, AvgPool2d.of(2),
        second, BatchNorm.of(16), Activation.RELU, AvgPool2d.of(2),
        new Flatten(), new Dropout(0.3), Linear.of(400, 10, Initializer.HE_NORMAL, random.at("last")));

    var train = mnist.train().select(IntStream.range(0, digits).toArray());
    var optimizer = new Adam(net.parameters().values(), 0.003);
    int step = 0;
    for (int epoch = 0; epoch < 2; epoch++)
        for (var batch : train.batches(64, random.epoch(epoch))) {
            var loss = Training.run(random.step(step++), () -> Loss.crossEntropy(net.apply(batch.inputs()), batch.labels()));
            optimizer.step(loss.backward());
        }
    IO.println(String.format(Locale.ROOT, "%.1f %% of 2000 test digits right after %d steps%n", 100 * share(net, mnist.test()), step));

    var example = mnist.test().batch(shown);
    int truth = example.labels()[0];
    var x = example.inputs().named("x");
    var trace = new Trace();
    var logits = trace.run(() -> net.apply(x));
    int said = logits.argmax(-1)[0];
    var score = logits.slice(1, said, said + 1).sum().named("score of " + said);
    double sure = logits.softmax(-1).data().at(said);
    var gradients = score.backwardKeepingAll();
    var pixels = x.data().to(Precision.DOUBLE).reshape(Shape.of(28, 28));
    var paper = pixels.min(Axes.all());
    var ink = pixels.sub(paper).div(pixels.max(Axes.all()).sub(paper));                  // from 0 to 1

    draw("kernels", WeightImages.ofKernels("What the first convolution looks for", first.weight().data(), 32));
    draw("feature-maps", FeatureMaps.of("What a network sees in a " + truth, String.format(Locale.ROOT, "it says %d, %.1f %% sure", said,
        100 * sure), ink, score, gradients, trace));
    var loss = trace.run(() -> Loss.crossEntropy(net.apply(x), truth)).named("loss");
    var file = Path.of("out", "convolutions.svg");
    Picture.of(loss).gradients(loss.backwardKeepingAll()).modules(trace).level(Level.MODULES).titled("A convolutional network").write(file);
    IO.println(String.format(Locale.ROOT, "%-22s the network, and the gradient that flows back through it", file));
}

double share(Sequential net, Dataset test) {
    int right = 0;
    for (int from = 0; from < 2000; from += 500) {
        var batch = test.batch(IntStream.range(from, from + 500).toArray());
        int[] said = Recording.off(() -> net.apply(batch.inputs())).argmax(-1);
        for (int i = 0; i < said.length; i++) if (said[i] == batch.labels()[i]) right++;
    }
    return right / 2000.0;
}

void draw(String name, Chart chart) {
    var file = Path.of("out", name + ".png");
    chart.write(file);
    IO.println(String.format(Locale.ROOT, "%-22s %s", file, chart.title()));
}
