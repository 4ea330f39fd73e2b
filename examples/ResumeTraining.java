// A training that is interrupted and goes on: what has to be kept is the parameters, what the optimiser remembers, and the place
// in the run. All else, the order of the examples above all, is a function of seed and place. So the resumed training ends with
// the same numbers as one that was never interrupted, bit for bit.
//
// Try next: leave out optimizer.restore (Adam then begins anew), or begin at another epoch; on the command line,
// ./gradus train mnist --checkpoint out/mnist.checkpoint, Ctrl-C, and ./gradus train --resume out/mnist.checkpoint.

import module java.base;
import gradus.data.Dataset;
import gradus.data.Toy;
import gradus.io.Safetensors;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Adam;
import gradus.optim.Optimizer;
import gradus.tensor.Random;
import gradus.tensor.Tensor;

final Random random = Random.seeded(1);
final Dataset data = Toy.moons(400, 0.1, random.at("moons"));

void main() {
    var whole = net();
    train(whole, new Adam(whole.parameters().values(), 0.01), 0, 30);
    say("  30 epochs in one go              loss %.9f%n", loss(whole));

    var first = net();
    var optimizer = new Adam(first.parameters().values(), 0.01);
    train(first, optimizer, 0, 12);
    save(first, optimizer, 12, Path.of("out/moons.safetensors"));
    say("  12 epochs, then interrupted      loss %.9f%n", loss(first));

    var second = net();                                                // as in another process, on another day
    var another = new Adam(second.parameters().values(), 0.01);
    int epoch = load(second, another, Path.of("out/moons.safetensors"));
    train(second, another, epoch, 30);
    say("  resumed, for the other 18        loss %.9f%n%n", loss(second));

    boolean same = true;
    for (var name : whole.parameters().keySet())
        same &= Arrays.equals(whole.parameters().get(name).data().toFloats(), second.parameters().get(name).data().toFloats());
    say("  %s%n", same ? "the same parameters, bit for bit" : "DIFFERENT parameters");
}

Sequential net() {
    var init = Initializer.GLOROT_NORMAL;
    return Sequential.of(
        Linear.of(2, 24, init, random.at(0)), Activation.TANH,
        Linear.of(24, 24, init, random.at(1)), Activation.TANH,
        Linear.of(24, 1, init, random.at(2)));
}

void train(Sequential net, Optimizer optimizer, int from, int to) {
    for (int epoch = from; epoch < to; epoch++)
        for (var batch : data.batches(32, random.epoch(epoch)))
            optimizer.step(Loss.binaryCrossEntropy(net.apply(batch.inputs()), batch.targets()).backward());
}

double loss(Sequential net) { return Loss.binaryCrossEntropy(net.apply(data.all().inputs()), data.all().targets()).item(); }

void save(Sequential net, Optimizer optimizer, int epoch, Path path) {
    var tensors = new LinkedHashMap<String, Tensor>();
    net.parameters().forEach((name, parameter) -> tensors.put("model." + name, parameter.data()));
    optimizer.state().forEach((name, tensor) -> tensors.put("optimizer." + name, tensor));
    new Safetensors(tensors, new LinkedHashMap<>(Map.of("epoch", Integer.toString(epoch)))).write(path);
}

int load(Sequential net, Optimizer optimizer, Path path) {
    var file = Safetensors.read(path);
    net.parameters().forEach((name, parameter) -> parameter.update(file.tensor("model." + name)));
    var state = new LinkedHashMap<String, Tensor>();
    for (var name : optimizer.state().keySet()) state.put(name, file.tensor("optimizer." + name));
    optimizer.restore(state);
    return Integer.parseInt(file.metadata().get("epoch"));
}

void say(String format, Object... values) { IO.print(String.format(Locale.ROOT, format, values)); }
