package gradus.experiments;

import gradus.data.Augmentation;
import gradus.data.Dataset;
import gradus.nn.Activation;
import gradus.nn.Initializer;
import gradus.optim.Clipping;
import gradus.optim.Schedule;
import gradus.training.Objective;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
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
        if (learning.rule() == LearningRule.ROSENBLATT && !(learning.isConstant() && learning.clipping().equals(Clipping.NONE)
            && learning.stopping().equals(Stopping.NEVER) && learning.regularization().equals(Regularization.NONE)))
            throw new IllegalArgumentException("Rosenblatt's rule follows no gradients, and ends by itself: --schedule, --clip,"
                + " --clip-value,"
                + " --validation, --patience, --decay, --max-norm and --augment go with another --optimizer");
        if (learning.regularization().decay() != null && !learning.rule().decays())
            throw new IllegalArgumentException("--decay goes with sgd, momentum, nesterov and adamw, not with " + learning.rule()
                + (learning.rule() == LearningRule.ADAM ? "; adamw is adam with weight decay" : ""));
        if (!learning.regularization().augmentation().isNone() && !recipe.readsPictures())
            throw new IllegalArgumentException("--augment distorts pictures: it does not go with " + recipe);
        if (learning.batch() == 1 && network.normsRows())
            throw new IllegalArgumentException("norm behind units makes 0 of a single example: it takes --batch 2 or more");
        if (learning.regularization().isBounded() && perceptron)
            throw new IllegalArgumentException("--max-norm bounds the weights of layers: it goes with --model mlp");
    }

    /// What of this goes into a model file: all that matters for the result, but no path; the data have their digest there. Names
    /// are those of the options of `gradus train`; what was added to them later is there only where it, or the recipe's own, is
    /// something else than nothing.
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
        if (!learning.isConstant() || !recipe.learning().isConstant()) out.put("schedule", learning.schedule().toString());
        if (learning.clipping().isByNorm()) out.put("clip", learning.clipping().norm());
        if (learning.clipping().isByValue()) out.put("clip-value", learning.clipping().value());
        if (learning.stopping().validation() > 0) out.put("validation", learning.stopping().validation());
        if (learning.stopping().patience() > 0) out.put("patience", learning.stopping().patience());
        if (learning.regularization().decay() != null) out.put("decay", learning.regularization().decay());
        if (learning.regularization().isBounded()) out.put("max-norm", learning.regularization().maxNorm());
        Augmentation augmentation = learning.regularization().augmentation(), usual = recipe.learning().regularization().augmentation();
        if (!augmentation.isNone() || !usual.isNone()) out.put("augment", augmentation.toString());
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

    /// The settings that [#forRunFile] wrote.
    ///
    /// @throws IllegalArgumentException where one is missing, or is none
    public static Settings of(Map<String, ?> written) {
        var recipe = Names.find("recipe", text(written, "recipe"), Recipe.values());
        var kind = Names.find("model", text(written, "model"), Network.Kind.values());
        var network = kind == Network.Kind.PERCEPTRON ? Network.PERCEPTRON : new Network(kind, Stage.list(text(written, "hidden")),
            Names.find("activation", text(written, "activation"), Activation.values()), Initializer.named(text(written, "init")));
        var batch = text(written, "batch");
        var learning = new Learning(Names.find("loss", text(written, "loss"), Objective.values()),
            Names.find("optimizer", text(written, "optimizer"), LearningRule.values()), number(written, "lr", 0),
            batch.equals("full") ? Dataset.FULL : (int) whole(written, "batch"), (int) whole(written, "epochs"),
            written.get("schedule") == null ? Schedule.constant() : Schedule.named(text(written, "schedule")),
            new Clipping(number(written, "clip", Double.POSITIVE_INFINITY), number(written, "clip-value", Double.POSITIVE_INFINITY)),
            new Stopping(number(written, "validation", 0), written.get("patience") == null ? 0 : (int) whole(written, "patience")),
            new Regularization(written.get("decay") == null ? null : (Double) number(written, "decay", 0),
                number(written, "max-norm", Double.POSITIVE_INFINITY),
                written.get("augment") == null ? Augmentation.NONE : Augmentation.named(text(written, "augment"))));
        var source = new Source(written.get("data") == null ? null : Path.of(text(written, "data")),
            written.get("target") == null ? null : text(written, "target"), written.get("limit") == null ? 0
                : (int) whole(written, "limit"));
        return new Settings(recipe, whole(written, "seed"), source, network, learning);
    }

    private static String text(Map<String, ?> written, String name) {
        var value = written.get(name);
        if (value == null) throw new IllegalArgumentException("the setting '" + name + "' is missing");
        return value.toString();
    }

    private static double number(Map<String, ?> written, String name, double otherwise) {
        if (written.get(name) == null) return otherwise;
        try {
            return Double.parseDouble(text(written, name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the setting '" + name + "' is " + text(written, name) + ", where a number is expected", e);
        }
    }

    private static long whole(Map<String, ?> written, String name) {
        try {
            long number = Long.parseLong(text(written, name));
            return name.equals("seed") ? number : Math.toIntExact(number);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("the setting '" + name + "' is " + text(written, name)
                + ", where a whole number is expected", e);
        }
    }
}
