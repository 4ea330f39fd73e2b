// A model for other programs: trained here, written as ONNX, which runtimes in Python, C++, C#, Rust and browsers read.
// The file takes raw inputs; it normalises them itself. In Python (pip install onnxruntime) it is asked so:
//
//   import numpy, onnxruntime
//   session = onnxruntime.InferenceSession("out/moons.onnx")
//   logits, = session.run(None, {"input": numpy.array([[0.0, 1.0], [1.0, -0.5]], numpy.float32)})
//
// Try next: `./gradus export models/mnist.json --to out/mnist.onnx`, then `./gradus inspect out/mnist.onnx`.

import module java.base;
import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.data.Toy;
import gradus.io.ModelFile;
import gradus.io.OnnxFile;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Loss;
import gradus.nn.Sequential;
import gradus.optim.Adam;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;

void main() {
    var random = Random.seeded(1);
    var moons = Toy.moons(1000, 0.1, random.at("data"));
    var data = moons.normalized(moons.measure());
    var net = Sequential.of(
        Linear.of(2, 16, Initializer.GLOROT_NORMAL, random.at("hidden")), Activation.TANH,
        Linear.of(16, 1, Initializer.GLOROT_NORMAL, random.at("output")));
    var optimizer = new Adam(net.parameters().values(), 0.01);
    for (int epoch = 0; epoch < 20; epoch++) {
        for (var batch : data.batches(32, random.epoch(epoch))) {
            optimizer.step(Loss.binaryCrossEntropy(net.apply(batch.inputs()), batch.targets()).backward());
        }
    }
    var path = Path.of("out", "moons.onnx");
    OnnxFile.write(ModelFile.of(1, new LinkedHashMap<>(), data, net), path);

    var inside = OnnxFile.inspect(path);
    IO.println(path + ": " + inside.format() + ", takes " + inside.about().get("input") + ", gives " + inside.about().get("output"));
    inside.layers().forEach(layer -> IO.println("  " + layer));

    // what Python has to answer, too
    var points = data.normalization().apply(Tensor.of(Shape.of(2, 2), 0.0, 1.0, 1.0, -0.5)).to(data.precision());
    IO.println("the logits of (0, 1) and (1, -0.5): " + Recording.off(() -> net.apply(Value.of(points))).data());
}
