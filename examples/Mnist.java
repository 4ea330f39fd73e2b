// Handwritten digits, 60,000 to learn from and 10,000 to be tested on, by a network 784-128-64-10: the same few lines as
// for XOR, only with more numbers.
//
// Try next: 8 epochs (`./gradus run examples/Mnist.java 8`), no hidden layer, Adam at 0.001; then SecondDerivatives.java.

import module java.base;
import gradus.autograd.Recording;
import gradus.data.Dataset;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Sgd;
import gradus.tensor.Random;

void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 1;
    var mnist = gradus.data.Mnist.read(Path.of(System.getProperty("gradus.home", "."), "data", "mnist"));
    var random = Random.seeded(42);
    var net = Sequential.of(
        Linear.of(784, 128, Initializer.HE_NORMAL, random.at(0)), Activation.RELU,
        Linear.of(128, 64, Initializer.HE_NORMAL, random.at(1)), Activation.RELU,
        Linear.of(64, 10, Initializer.HE_NORMAL, random.at(2)));
    var optimizer = new Sgd(net.parameters().values(), 0.1);
    say("%s%n%nuntrained  %5.1f %% right, about as good as guessing%n", net, accuracy(net, mnist.test()));

    for (int epoch = 0; epoch < epochs; epoch++) {
        for (var batch : mnist.train().batches(64, random.epoch(epoch))) {
            var loss = Loss.crossEntropy(net.apply(batch.inputs()), batch.labels());
            optimizer.step(loss.backward());
        }
        say("epoch %-3d  %5.1f %% of the test digits right%n", epoch + 1, accuracy(net, mnist.test()));
    }
    show(net, mnist.test().select(0));
}

double accuracy(Sequential net, Dataset data) {
    int right = 0;
    for (var batch : data.batches(1000)) {
        int[] guesses = Recording.off(() -> net.apply(batch.inputs())).argmax(-1);
        for (int i = 0; i < guesses.length; i++) if (guesses[i] == batch.labels()[i]) right++;
    }
    return 100.0 * right / data.size();
}

/// One digit as the network sees it, and how probable it holds each class to be.
void show(Sequential net, Dataset one) {
    var x = one.all().inputs();
    var probabilities = net.apply(x).softmax(-1).data();
    say("%nA test digit, and how sure the network is of each class:%n%n");
    for (int row = 0; row < 28; row += 2) {
        for (int column = 0; column < 28; column++) say(x.data().at(28 * row + column) > 0.5 ? "██" : "  ");
        double p = row < 20 ? probabilities.at(row / 2) : 0;
        say(row < 20 ? "  %d  %5.1f %%  %s%n" : "%n", row / 2, 100 * p, "■".repeat((int) Math.round(20 * p)));
    }
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
