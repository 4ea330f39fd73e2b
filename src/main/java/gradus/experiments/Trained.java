package gradus.experiments;

import gradus.autograd.Recording;
import gradus.autograd.Value;
import gradus.data.Batch;
import gradus.data.Csv;
import gradus.data.DataException;
import gradus.data.Dataset;
import gradus.data.DigitImage;
import gradus.data.Mnist;
import gradus.data.Split;
import gradus.io.FormatException;
import gradus.io.ModelFile;
import gradus.nn.Perceptron;
import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import gradus.training.Evaluation;
import gradus.training.Objective;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A trained model, read back from its file: to be examined, and asked.
///
/// @param path       its file
/// @param model      what the file holds
/// @param objective  how its outputs are to be read
public record Trained(Path path, ModelFile model, Objective objective) {
    /// Reads a model file.
    ///
    /// @throws FormatException for a file that is missing or no model
    public static Trained read(Path path) {
        var model = ModelFile.read(path);
        return new Trained(path, model, objective(path, model));
    }

    /// The file says by which loss it was trained; for one that does not, what the outputs look like says enough.
    private static Objective objective(Path path, ModelFile model) {
        if (model.settings().get("loss") instanceof String loss) {
            try {
                return Names.find("loss", loss, Objective.values());
            } catch (IllegalArgumentException e) {
                throw new FormatException(path + ": settings.loss: " + e.getMessage(), e);
            }
        }
        if (model.classNames().isEmpty()) return Objective.MSE;
        if (model.module() instanceof Perceptron) return Objective.PERCEPTRON;
        var outputs = model.module().apply(Value.of(Tensor.zeros(Shape.of(1, model.inputShape().size()), model.precision())));
        return outputs.shape().dim(-1) == 1 ? Objective.BINARY_CROSS_ENTROPY : Objective.CROSS_ENTROPY;
    }

    /// The examples to judge it by: the test pictures in a folder, all rows of a table, or those its own recipe set apart.
    ///
    /// @param given  a folder or file; null for the recipe's own examples
    /// @throws IllegalArgumentException for data that are missing, damaged, or do not fit the model, and for a model that learned
    ///     from other pictures than the recipe's where none are given
    public Dataset examples(@Nullable Path given) {
        return found(given).normalized(model.normalization()).to(model.precision());
    }

    /// Where those are, in words: `the test pictures in data/mnist`.
    public String source(@Nullable Path given) {
        var folder = folder(given);
        return folder != null ? "the test pictures in " + folder : given != null ? "the rows of " + given
            : "the examples that " + recipe() + " sets apart";
    }

    private Dataset found(@Nullable Path given) {
        var folder = folder(given);
        if (folder != null) {
            if (given == null) requireLearnedFrom(folder);
            return fitting(folder, Mnist.test(folder, model.classNames()));
        }
        if (given != null) {
            if (Files.isDirectory(given)) throw new DataException(given + ": a folder; " + path + " takes rows of "
                + model.inputShape().size() + " numbers, from a CSV file");
            var target = model.settings().get("target") instanceof String column ? column : null;
            var table = Csv.read(given).arranged(model.columnNames(), target, path);
            var names = model.classNames();
            return fitting(given, names.isEmpty() ? table.numbers(null) : table.classes(null, names));
        }
        var recipe = recipe();
        if (recipe == null || recipe.readsFiles())
            throw new DataException(path + ": its examples are not kept with it; name them by --data");
        return fitting(recipe, recipe.data(Source.USUAL, false, Random.seeded(model.seed())).test());
    }

    /// The folder of pictures, the given one or the recipe's own; null for examples that are no pictures.
    private @Nullable Path folder(@Nullable Path given) {
        if (model.inputShape().rank() == 1) return null;
        var recipe = recipe();
        return given != null ? given : recipe != null && recipe.readsPictures() ? recipe.folder(null) : null;
    }

    /// The file says by their digest what it learned from, though not from which folder: other pictures would judge nothing. What a
    /// run set apart for validation is part of the digest, and what `--limit` left is drawn again.
    private void requireLearnedFrom(Path folder) {
        var all = Mnist.train(folder, model.classNames());
        int limit = model.settings().get("limit") instanceof Number number ? Math.max(0, number.intValue()) : 0;
        var learned = Recipe.limited(new Split(all, all), limit, Random.seeded(model.seed())).train();
        if (!learned.digest().equals(model.data()))
            throw new DataException(path + ": it learned from other pictures than those in " + folder + "; name their folder by --data");
    }

    private @Nullable Recipe recipe() {
        for (var recipe : Recipe.values()) if (recipe.toString().equals(model.settings().get("recipe"))) return recipe;
        return null;
    }

    private Dataset fitting(Object source, Dataset examples) {
        if (!examples.inputShape().equals(model.inputShape()))
            throw new DataException(source + ": its inputs have the shape " + examples.inputShape() + ", but " + path + " takes "
                + model.inputShape());
        if (!examples.classNames().equals(model.classNames()))
            throw new DataException(source + ": its classes are " + examples.classNames() + ", but those of " + path + " are "
                + model.classNames());
        return examples;
    }

    /// How good it is on these examples.
    public Evaluation judge(Dataset examples) { return Evaluation.of(model.module(), examples, objective); }

    /// What it says about an input: a picture's file, a row of numbers such as `0,1`, or a CSV file of such rows.
    ///
    /// @throws IllegalArgumentException for an input that is missing or does not fit the model, or from which it computes no finite numbers
    public List<Prediction> predict(String input) {
        return inputs(input).stream().map(each -> predict(each.text(), each.numbers())).toList();
    }

    /// An input as [#predict] takes it, one only, as a batch with what should be said about it.
    ///
    /// @param target  the name of a class or, where the model gives numbers, such as `0.5` or `1,2`; null for none: the batch
    ///     then holds an answer that means nothing
    /// @throws IllegalArgumentException for an input or a target that is missing or does not fit the model
    public Batch example(String input, @Nullable String target) {
        var inputs = inputs(input);
        if (inputs.size() != 1) throw new DataException(input + ": " + inputs.size() + " rows, where one is expected");
        var x = inputs.getFirst().numbers();
        var names = model.classNames();
        var one = names.isEmpty() ? Dataset.of(x, numbers(x, target)) : Dataset.of(x, new int[] {label(target)}, names);
        return one.to(model.precision()).all();
    }

    private int label(@Nullable String target) {
        int label = target == null ? 0 : model.classNames().indexOf(target);
        if (label < 0)
            throw new DataException("the target '" + target + "' is none of its classes: " + String.join(", ", model.classNames()));
        return label;
    }

    private Tensor numbers(Tensor x, @Nullable String target) {
        int width = Recording.off(() -> model.module().apply(Value.of(x))).shape().dim(-1);
        return target == null ? Tensor.zeros(Shape.of(1, width), Precision.DOUBLE) : Csv.row(target, width);
    }

    /// What a model is asked.
    ///
    /// @param text     as it was typed
    /// @param numbers  normalised, `(1, width)`, in the model's precision
    private record Input(String text, Tensor numbers) {}

    private List<Input> inputs(String input) {
        var file = Path.of(input);
        if (model.inputShape().rank() == 2) {
            int height = model.inputShape().dim(0), width = model.inputShape().dim(1);
            if (!Files.exists(file))
                throw new DataException(input + ": no such file; this model takes pictures, as digit.png of " + width + " × " + height
                    + " pixels");
            var pixels = DigitImage.read(file, height, width);
            return List.of(new Input(input, model.normalization().pixels(pixels, height * width, model.precision(), 0)));
        }
        int width = model.inputShape().size();
        if (!Files.exists(file)) {
            if (!input.contains(",") && width > 1)
                throw new DataException("'" + input + "' is neither a file nor a row of " + width
                    + " numbers, separated by commas");
            return List.of(new Input(input, normalized(Csv.row(input, width))));
        }
        return Csv.features(file, width, model.columnNames(), path).stream()
            .map(row -> new Input(row.text(), normalized(row.numbers()))).toList();
    }

    private Tensor normalized(Tensor raw) { return model.normalization().apply(raw).to(model.precision()); }

    private Prediction predict(String input, Tensor x) {
        var outputs = Recording.off(() -> model.module().apply(Value.of(x))).data();
        if (!outputs.isFinite())
            throw new DataException(input + ": what " + path + " computes from it is not finite; inputs about as large as those it learned"
                + " from are expected");
        var names = model.classNames();
        var probabilities = new LinkedHashMap<String, Double>();
        var chances = names.isEmpty() ? null : objective.probabilities(outputs);
        if (chances != null) for (int i = 0; i < names.size(); i++) probabilities.put(names.get(i), chances.at(i));
        var numbers = new ArrayList<Double>();
        for (int i = 0; i < outputs.size(); i++) numbers.add(outputs.at(i));
        return new Prediction(input, names.isEmpty() ? null : names.get(objective.decide(outputs)[0]), numbers, probabilities);
    }
}
