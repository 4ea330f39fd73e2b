package gradus.experiments.reproduce;

import gradus.autograd.Value;
import gradus.nn.Module;
import gradus.nn.Sequential;
import gradus.tensor.Axes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// A deep network whose layers are looked at one by one.
///
/// @param layers  each with its activation
record LayerStack(List<Module> layers) {
    LayerStack { layers = List.copyOf(layers); }

    /// Layers of one kind.
    ///
    /// @param layer  makes each, from its place
    static LayerStack of(int depth, IntFunction<Module> layer) {
        return new LayerStack(IntStream.range(0, depth).mapToObj(layer).toList());
    }

    /// What each layer makes.
    List<Value> outputs(Value x) {
        var outputs = new ArrayList<Value>();
        for (var layer : layers) outputs.add(layer.apply(outputs.isEmpty() ? x : outputs.getLast()));
        return outputs;
    }

    /// The network, with a layer behind it.
    Sequential then(Module last) {
        var all = new ArrayList<>(layers);
        all.add(last);
        return new Sequential(all);
    }

    /// The mean of the squares of some numbers: their variance, where their mean is 0.
    static double square(Value v) { return v.data().square().mean(Axes.all()).item(); }

    /// By how much a number grows from one layer to the next: the geometric mean.
    static double perLayer(double... byLayer) {
        return StrictMath.pow(byLayer[byLayer.length - 1] / byLayer[0], 1.0 / (byLayer.length - 1));
    }
}
