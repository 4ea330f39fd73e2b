package gradus.experiments;

import gradus.training.Objective;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// All that determines a run: the same settings and data give the same model, bit for bit.
///
/// @param recipe    where the examples come from by default
/// @param seed      of every random draw
/// @param source    which examples
/// @param network   what is trained
/// @param learning  how it is trained
public record Settings(Recipe recipe, long seed, Source source, Network network, Learning learning) {
    /// @throws IllegalArgumentException for settings that do not go together
    public Settings {
        boolean perceptron = network.kind() == Network.Kind.PERCEPTRON;
        if (learning.rule() == LearningRule.ROSENBLATT && !perceptron)
            throw new IllegalArgumentException("Rosenblatt's rule trains a single unit: it takes --model perceptron");
        if (source.path() != null && !recipe.readsFiles())
            throw new IllegalArgumentException("--data does not go with " + recipe + ", whose examples are made by a formula");
        if (source.target() != null && recipe != Recipe.CSV)
            throw new IllegalArgumentException("--target names a column of a table: it goes with csv, not with " + recipe);
        if (source.path() == null && recipe == Recipe.CSV)
            throw new IllegalArgumentException("csv learns from a table: name it by --data FILE");
        if (learning.loss().learnsNumbers() && perceptron)
            throw new IllegalArgumentException("a perceptron tells two classes apart: it does not learn numbers with --loss "
                + learning.loss());
        if (learning.loss() == Objective.CROSS_ENTROPY && perceptron)
            throw new IllegalArgumentException("a perceptron has one output, and cross-entropy takes one for each class: --loss "
                + Objective.BINARY_CROSS_ENTROPY + " is the same for two classes");
        if (learning.rule() == LearningRule.ROSENBLATT && learning.batch() != 1)
            throw new IllegalArgumentException("Rosenblatt's rule learns from one example at a time: --batch "
                + learning.batchSize() + " goes with another --optimizer");
    }

    /// What of this goes into a model file: all that matters for the result, but no path; the data have their digest there.
    public SequencedMap<String, @Nullable Object> forModelFile() {
        var out = new LinkedHashMap<String, @Nullable Object>();
        out.put("recipe", recipe.toString());
        out.put("model", network.kind().toString());
        if (network.kind() == Network.Kind.MLP) {
            out.put("hidden", network.widths());
            out.put("activation", network.activation().toString());
            out.put("init", network.init().toString());
        }
        out.put("loss", learning.loss().toString());
        out.put("optimizer", learning.rule().toString());
        out.put("lr", learning.rate());
        out.put("batch", learning.batchSize());
        out.put("epochs", learning.epochs());
        if (source.target() != null) out.put("target", source.target());
        if (source.limit() > 0) out.put("limit", source.limit());
        return Collections.unmodifiableSequencedMap(out);
    }

    /// What goes into the run file beside it: everything.
    public SequencedMap<String, @Nullable Object> forRunFile() {
        var out = new LinkedHashMap<String, @Nullable Object>(forModelFile());
        out.put("seed", seed);
        if (source.path() != null) out.put("data", source.path().toString());
        return Collections.unmodifiableSequencedMap(out);
    }
}
