package gradus.experiments;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a model says about one input.
///
/// @param input          as it was asked
/// @param className      the class it says; null in regression
/// @param outputs        the numbers it computed
/// @param probabilities  of each class by its name, in the model's order; empty where the model knows none
public record Prediction(String input, @Nullable String className, List<Double> outputs, SequencedMap<String, Double> probabilities) {
    /// Copies what it is given.
    public Prediction {
        outputs = List.copyOf(outputs);
        probabilities = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(probabilities));
    }
}
