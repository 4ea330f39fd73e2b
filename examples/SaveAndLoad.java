// A model file rebuilds a whole network, a state file fills one that is there. Both bring each number back bit for bit.
// Run: ./gradus run examples/SaveAndLoad.java
import module java.base;
import gradus.data.Gate;
import gradus.io.ModelFile;
import gradus.io.State;
import gradus.nn.*;
import gradus.optim.Adam;
import gradus.tensor.Random;

Sequential network(Random random) {
    return Sequential.of(Linear.of(2, 4, Initializer.GLOROT_NORMAL, random.at("hidden")), Activation.TANH,
        Linear.of(4, 1, Initializer.GLOROT_NORMAL, random.at("out")));
}

void main() throws IOException {
    var data = Gate.XOR.dataset();
    var net = network(Random.seeded(1));
    ModelFile.check(net);                                     // better known before training
    var optimizer = new Adam(net.parameters().values(), 0.05);
    for (int step = 0; step < 300; step++)
        optimizer.step(Loss.binaryCrossEntropy(net.apply(data.all().inputs()), data.all().targets()).backward());

    var folder = Files.createTempDirectory("gradus");
    var settings = new LinkedHashMap<String, Object>();
    settings.put("loss", "binary-cross-entropy");
    ModelFile.of(1, settings, data, net).write(folder.resolve("xor.json"));
    var model = ModelFile.read(folder.resolve("xor.json"));   // layers, numbers, classes, and where they came from
    IO.println("rebuilt: " + model.module());

    State.of(net).write(folder.resolve("xor.safetensors"));
    var other = network(Random.seeded(2));
    State.read(folder.resolve("xor.safetensors")).into(other); // numbers by their names, into any network of the same shape

    IO.println("x          trained    model file state file");
    for (int row = 0; row < 4; row++) {
        var x = data.batch(row).inputs();
        IO.println("%-10s %9.6f  %9.6f  %9.6f".formatted(Arrays.toString(x.data().toFloats()),
            net.apply(x).item(), model.module().apply(x).item(), other.apply(x).item()));
    }
}
