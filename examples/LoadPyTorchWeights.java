// Weights that PyTorch trained (pytorch-moons.py says how) load into a network of the same shape, which then gives the same answers.
// Run: ./gradus run examples/LoadPyTorchWeights.java
import module java.base;
import gradus.autograd.Value;
import gradus.io.Safetensors;
import gradus.io.State;
import gradus.nn.*;
import gradus.tensor.Random;

void main() {
    var random = Random.seeded(1);
    var net = Sequential.of(
        Linear.of(2, 16, Initializer.HE_NORMAL, random.at("first")), Activation.RELU,
        Linear.of(16, 16, Initializer.HE_NORMAL, random.at("second")), Activation.RELU,
        Linear.of(16, 1, Initializer.HE_NORMAL, random.at("last")));
    var examples = Path.of(System.getProperty("gradus.home", "."), "examples");
    var state = State.read(examples.resolve("pytorch-moons.safetensors"));
    state.tensors().forEach((name, tensor) -> IO.println(name + " " + tensor.shape()));
    state.into(net);                                          // PyTorch keeps a weight as (out, in): it is transposed here

    var there = Safetensors.read(examples.resolve("pytorch-moons-answers.safetensors"));
    var answers = net.apply(Value.of(there.tensor("inputs"))).data();
    double furthest = 0;
    for (int i = 0; i < answers.size(); i++) {
        double theirs = there.tensor("outputs").at(i), ours = answers.at(i);
        furthest = Math.max(furthest, Math.abs(theirs - ours));
        if (i < 5) IO.println("PyTorch %.6f, Gradus %.6f".formatted(theirs, ours));
    }
    IO.println("furthest apart of %d answers: %.1e".formatted(answers.size(), furthest));
}
