package gradus.io;

import static gradus.io.Architecture.join;

import gradus.autograd.Value;
import gradus.nn.Activation;
import gradus.nn.AvgPool2d;
import gradus.nn.BatchNorm;
import gradus.nn.Conv2d;
import gradus.nn.Dropout;
import gradus.nn.Flatten;
import gradus.nn.GlobalPool;
import gradus.nn.LayerNorm;
import gradus.nn.Linear;
import gradus.nn.MaxPool2d;
import gradus.nn.Module;
import gradus.nn.Perceptron;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.Unflatten;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Modules as files see them: what they are made of, and their numbers.
final class Modules {
    private Modules() {}

    /// What a module at that path is made of.
    ///
    /// @throws IllegalArgumentException for a module that no file can name, with its path and what to use in its place
    static Architecture architecture(String path, Module module) {
        return switch (module) {
            case Linear linear -> new Architecture.Linear(linear.in(), linear.out(), linear.bias() != null);
            case Activation activation -> new Architecture.Activation(activation);
            case Perceptron perceptron -> new Architecture.Perceptron(perceptron.in());
            case Conv2d conv -> new Architecture.Conv2d(conv.in(), conv.out(), conv.window(), conv.groups(), conv.bias() != null);
            case MaxPool2d pool -> new Architecture.MaxPool2d(pool.window());
            case AvgPool2d pool -> new Architecture.AvgPool2d(pool.window());
            case GlobalPool pool -> new Architecture.GlobalPool(pool);
            case BatchNorm norm -> new Architecture.BatchNorm(norm.channels(), norm.epsilon(), norm.momentum());
            case LayerNorm norm -> new Architecture.LayerNorm(norm.weight().shape(), norm.epsilon());
            case Dropout dropout -> new Architecture.Dropout(dropout.rate());
            case Flatten _ -> new Architecture.Flatten();
            case Unflatten unflatten -> new Architecture.Unflatten(unflatten.shape());
            case Residual(var inner, var shortcut) -> new Architecture.Residual(architecture(join(path, "inner"), inner),
                shortcut == null ? null : architecture(join(path, "shortcut"), shortcut));
            case Sequential sequential -> {
                var layers = new ArrayList<Architecture>();
                for (var layer : sequential.layers()) layers.add(architecture(join(path, layers.size()), layer));
                yield new Architecture.Sequential(List.copyOf(layers));
            }
            default -> throw new IllegalArgumentException((path.isEmpty() ? "this model" : "layer " + path + " of this model")
                + " cannot be saved: " + kind(module));
        };
    }

    private static String kind(Module module) {
        return module.getClass().isHidden()
            ? "a lambda or method reference has no name in a file; use an Activation, as Activation.RELU"
            : module.getClass().getSimpleName() + " is none of the layers a model file knows: Linear, Activation, Perceptron, Sequential,"
                + " Conv2d, MaxPool2d, AvgPool2d, GlobalPool, BatchNorm, LayerNorm, Dropout, Residual, Flatten, Unflatten";
    }

    /// The values of such a module, by the names in [Architecture#shapes()]. A weight that is a constant is found too, and one that stands
    /// in two places is found twice, neither of which `state()` does.
    static SequencedMap<String, Value> values(Module module) {
        var values = new LinkedHashMap<String, Value>();
        addValues("", module, values);
        return Collections.unmodifiableSequencedMap(values);
    }

    private static void addValues(String path, Module module, Map<String, Value> values) {
        module.parts().forEach((name, part) -> {
            if (part instanceof Value value) values.put(join(path, name), value);
            else if (part instanceof Module inner) addValues(join(path, name), inner, values);
        });
    }
}
