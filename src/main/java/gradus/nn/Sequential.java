package gradus.nn;

import gradus.autograd.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Modules one after the other: each gets what the one before it made. Its parts are called `0`, `1`, and so on.
///
/// ```java
/// Sequential.of(Linear.of(2, 4, init, random.at(0)), Activation.TANH, Linear.of(4, 1, init, random.at(1)))
/// ```
/// prints as `Sequential(Linear(2 → 4), tanh, Linear(4 → 1)) · 17 parameters`. Without layers it is the identity.
///
/// @param layers  the modules in the order in which they are applied
public record Sequential(List<Module> layers) implements Module {
    /// Takes the modules as they are now: the list is copied.
    public Sequential {
        for (int i = 0; i < layers.size(); i++) Objects.requireNonNull(layers.get(i), "layer " + i + " is null");
        layers = List.copyOf(layers);
    }

    /// These modules, one after the other.
    public static Sequential of(Module... layers) { return new Sequential(Arrays.asList(layers)); }

    @Override public Value forward(Value x) {
        var y = x;
        for (int i = 0; i < layers.size(); i++) y = Call.apply(layers.get(i), i, y);
        return y;
    }

    @Override public SequencedMap<String, Object> parts() {
        var parts = new LinkedHashMap<String, Object>();
        for (var layer : layers) parts.put(Integer.toString(parts.size()), layer);
        return parts;
    }

    /// As it is written, without the count.
    String written() { return layers.stream().map(Label::of).collect(Collectors.joining(", ", "Sequential(", ")")); }

    @Override public String toString() {
        try {
            long count = parameters().values().stream().mapToLong(parameter -> parameter.shape().size()).sum();
            return String.format(Locale.ROOT, "%s · %,d parameter%s", written(), count, count == 1 ? "" : "s");
        } catch (IllegalArgumentException uncountable) {
            return written();
        }
    }
}
