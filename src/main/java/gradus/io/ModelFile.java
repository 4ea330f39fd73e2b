package gradus.io;

import gradus.autograd.Value;
import gradus.data.Dataset;
import gradus.data.Normalization;
import gradus.nn.GlobalPool;
import gradus.nn.Module;
import gradus.tensor.Precision;
import gradus.tensor.Shape;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A trained model as it is kept in a file: JSON, version 3, which `docs/model-format.md` describes.
///
/// It holds all that determines the model's answers, and where they came from, but neither time nor machine: the same run
/// writes the same bytes. Parameters and buffers come back bit for bit.
///
/// ```java
/// ModelFile.check(net);                                                    // before training
/// ModelFile.of(seed, settings, train, net).write(Path.of("out/xor.json"));
/// var model = ModelFile.read(Path.of("out/xor.json"));
/// ```
///
/// @param seed          the run's
/// @param settings      those that matter for the result, in order: texts, truth values, whole numbers, finite numbers, or null
/// @param data          the digest of what it learned from, [Dataset#digest]
/// @param inputShape    the shape of one input, `(28, 28)` or `(4)`; the module takes them flat, `(n, width)`
/// @param columnNames   what the numbers of an input are called, in order; none where they have no names
/// @param normalization what was done to raw inputs
/// @param classNames    what the classes are called, in order; none in regression
/// @param module        made of the layers a file can name
public record ModelFile(long seed, SequencedMap<String, @Nullable Object> settings, String data, Shape inputShape,
        List<String> columnNames, Normalization normalization, List<String> classNames, Module module) {
    /// The version of the format that is written.
    public static final int VERSION = 3;

    /// @throws IllegalArgumentException for what a file cannot hold, or parts that do not fit together
    public ModelFile {
        settings = Json.scalars("setting", settings);
        columnNames = List.copyOf(columnNames);
        classNames = List.copyOf(classNames);
        check(module);
        if (!data.matches("[0-9a-f]{64}"))
            throw new IllegalArgumentException("the data's digest is SHA-256, 64 hexadecimal digits; found '" + data + "'");
        requireFit(Architecture.of(module), inputShape, normalization, classNames);
        requireNames(inputShape, columnNames);
    }

    /// A model whose inputs have no names.
    public ModelFile(long seed, SequencedMap<String, @Nullable Object> settings, String data, Shape inputShape,
            Normalization normalization, List<String> classNames, Module module) {
        this(seed, settings, data, inputShape, List.of(), normalization, classNames, module);
    }

    /// A model that learned from `train`, whose digest, normalisation and class names go with it.
    public static ModelFile of(long seed, SequencedMap<String, ?> settings, Dataset train, Module module) {
        return new ModelFile(seed, Json.scalars("setting", settings), train.digest(), train.inputShape(), train.columnNames(),
            train.normalization(), train.classNames(), module);
    }

    /// Whether a model can be saved, which is better known before it is trained.
    ///
    /// @throws IllegalArgumentException for a layer that no file can name (a lambda, a class of one's own), a parameter used
    ///     twice, parameters and buffers of two precisions, or no parameters
    public static void check(Module module) {
        var architecture = Architecture.of(module);
        var values = Modules.values(module);
        if (architecture.shapes(false).isEmpty())
            throw new IllegalArgumentException("this model cannot be saved: it has no parameters");
        var seen = new IdentityHashMap<Value, String>();   // asked only, never walked through
        var first = values.firstEntry();
        values.forEach((name, value) -> {
            var other = seen.put(value, name);
            if (other != null)
                throw new IllegalArgumentException("this model cannot be saved: " + other + " and " + name
                    + " are the same value, which a file would make two");
            if (value.precision() != first.getValue().precision())
                throw new IllegalArgumentException("this model cannot be saved: " + first.getKey() + " is "
                    + name(first.getValue().precision()) + ", " + name + " is " + name(value.precision())
                    + "; a model has one precision");
        });
    }

    /// Whether what goes in and comes out fits the layers; the number of outputs.
    static int requireFit(Architecture architecture, Shape inputShape, Normalization normalization, List<String> classNames) {
        int outputs = architecture.outputs(inputShape.size());
        int classes = classNames.size();
        if (classes > 0 && outputs != classes && !(classes == 2 && outputs == 1))
            throw new IllegalArgumentException("the model has " + outputs + (outputs == 1 ? " output" : " outputs") + " for "
                + classes + " classes");
        requireDistinct("classes", classNames);
        if (!normalization.fits(inputShape.size()))
            throw new IllegalArgumentException("a normalisation of " + normalization.mean().size()
                + " columns does not fit inputs of " + inputShape.size());
        return outputs;
    }

    /// Names tell the numbers of a row apart.
    static void requireNames(Shape inputShape, List<String> columnNames) {
        if (columnNames.isEmpty()) return;
        if (inputShape.rank() != 1 || columnNames.size() != inputShape.size())
            throw new IllegalArgumentException(columnNames.size() + (columnNames.size() == 1 ? " name does" : " names do")
                + " not fit inputs of the shape " + inputShape);
        requireDistinct("columns", columnNames);
    }

    private static void requireDistinct(String what, List<String> names) {
        var seen = new LinkedHashSet<String>();
        for (var name : names) if (!seen.add(name)) throw new IllegalArgumentException("two " + what + " are called '" + name + "'");
    }

    static String name(Precision precision) {
        return switch (precision) { case FLOAT -> "float"; case DOUBLE -> "double"; };
    }

    static String name(GlobalPool pool) {
        return switch (pool) { case AVERAGE -> "average"; case MAX -> "max"; };
    }

    /// The precision of the parameters and buffers.
    public Precision precision() { return Modules.values(module).firstEntry().getValue().precision(); }

    /// The parameters by their names, as `0.weight`, and weights that are constants.
    public SequencedMap<String, Value> parameters() { return values(false); }

    /// What else the answers depend on, by its names, as `1.running_mean`.
    public SequencedMap<String, Value> buffers() { return values(true); }

    private SequencedMap<String, Value> values(boolean buffers) {
        var values = new LinkedHashMap<String, Value>();
        Modules.values(module).forEach((name, value) -> { if (Architecture.isBuffer(name) == buffers) values.put(name, value); });
        return Collections.unmodifiableSequencedMap(values);
    }

    /// Writes the file whole or not at all, and the folders it lies in where they are missing.
    ///
    /// @throws IllegalArgumentException if a parameter or buffer is not finite, or a variance below 0; it names the first. Nothing is
    ///     written then
    /// @throws UncheckedIOException if it cannot be written; what was there before is still there
    public void write(Path path) {
        requireNumbers();
        AtomicFile.write(path, new ModelWriter(this)::write);
    }

    /// Values may have changed since the layers were made, which look at them once.
    void requireNumbers() { Modules.values(module).forEach(ModelFile::requireNumbers); }

    private static void requireNumbers(String name, Value value) {
        var tensor = value.data();
        boolean squares = Architecture.isVariance(name);
        if (tensor.isFinite() && !squares) return;
        for (int i = 0; i < tensor.size(); i++) {
            double x = tensor.at(i);
            if (!Double.isFinite(x) || squares && x < 0)
                throw new IllegalArgumentException("the model is not saved: " + name + place(tensor.shape(), i) + " is " + x);
        }
    }

    private static String place(Shape shape, int flat) {
        var index = new int[shape.rank()];
        for (int axis = index.length - 1, rest = flat; axis >= 0; axis--) {
            index[axis] = rest % shape.dim(axis);
            rest /= shape.dim(axis);
        }
        return Arrays.toString(index);
    }

    /// Reads a file of version 1, 2 or 3. The first knew no names of columns, and the first two only layers of rows.
    ///
    /// @throws FormatException for a file that is missing, no model, of another version, damaged, or holds what does not fit,
    ///     in one line with the path, what was found and what is expected
    public static ModelFile read(Path path) { return new ModelReader(path).read(); }

    /// What a file contains; no module is built.
    ///
    /// @throws FormatException where [#read] does
    public static Inspection inspect(Path path) { return new ModelReader(path).inspect(); }
}
