package gradus.experiments.reproduce;

import gradus.autograd.Value;
import gradus.nn.Module;
import java.util.List;
import java.util.Map;

/// The weights of a network apart from its biases: what makes weights smaller, or leaves some out, lets biases be.
final class Weights {
    private Weights() {}

    /// The weights of its layers, in their order.
    static List<Value> of(Module net) { return named("weight", net); }

    /// The biases of its layers, in their order.
    static List<Value> biases(Module net) { return named("bias", net); }

    private static List<Value> named(String name, Module net) {
        return net.parameters().entrySet().stream().filter(each -> each.getKey().endsWith("." + name)).map(Map.Entry::getValue).toList();
    }
}
