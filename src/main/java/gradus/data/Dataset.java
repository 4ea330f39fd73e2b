package gradus.data;

import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// Examples and their answers: inputs of one shape, and for each a class or, in regression, numbers.
///
/// Nothing is computed before a batch is made; until then pictures are bytes and parts of a set ([#limit], [#split])
/// share them. Batches hold normalised inputs in the set's precision, float unless [#to] says otherwise.
///
/// ```java
/// for (var batch : train.batches(64, random.epoch(epoch))) {
///     var loss = Loss.crossEntropy(net.apply(batch.inputs()), batch.labels());
///     optimizer.step(loss.backward());
/// }
/// ```
public final class Dataset {
    /// A batch size that takes everything at once.
    public static final int FULL = Integer.MAX_VALUE;

    private final Inputs inputs;
    private final Answers answers;
    private final List<String> columnNames;
    private final Augmentation augmentation;
    private final int[] rows;     // which rows of inputs and answers belong to this set, in order

    private Dataset(Inputs inputs, Answers answers, List<String> columnNames, Augmentation augmentation, int... rows) {
        this.inputs = inputs;
        this.answers = answers;
        this.columnNames = columnNames;
        this.augmentation = augmentation;
        this.rows = rows;
    }

    private static Dataset of(Inputs inputs, Answers answers) {
        if (inputs.count() != answers.count())
            throw new DataException("as many answers as examples are needed, found " + inputs.count() + " examples and "
                + answers.count() + " answers");
        if (inputs.count() == 0) throw new DataException("a data set needs at least one example");
        return new Dataset(inputs, answers, List.of(), Augmentation.NONE, IntStream.range(0, inputs.count()).toArray());
    }

    /// Pictures: a byte a pixel, row by row, picture after picture, and the class of each, from 0.
    ///
    /// @param pixels kept, not copied: the caller must not change it
    /// @param shape  the shape of one picture, `(height, width)`
    public static Dataset images(byte[] pixels, Shape shape, int[] labels, List<String> classNames) {
        if (shape.size() == 0 || pixels.length % shape.size() != 0)
            throw new DataException(pixels.length + " pixels are no whole number of pictures of " + shape);
        return of(new Inputs.Pixels(pixels, shape, Normalization.NONE, Precision.FLOAT), new Answers.Classes(labels, classNames));
    }

    /// Numbers `(n, width)`, and the class of each row, from 0.
    public static Dataset of(Tensor inputs, int[] labels, List<String> classNames) {
        return of(table(inputs), new Answers.Classes(labels, classNames));
    }

    /// Regression: numbers `(n, width)`, and what should be said about each row, `(n, k)`.
    public static Dataset of(Tensor inputs, Tensor targets) {
        requireMatrix("targets", targets);
        return of(table(inputs), new Answers.Numbers(targets.to(Precision.DOUBLE)));
    }

    private static Inputs table(Tensor inputs) {
        requireMatrix("inputs", inputs);
        return Inputs.Table.of(inputs.toDoubles(), inputs.shape().dim(1), Normalization.NONE, Precision.FLOAT);
    }

    private static void requireMatrix(String what, Tensor x) {
        if (x.shape().rank() != 2 || x.shape().dim(1) == 0)
            throw new DataException(what + " of a data set have the shape (n, width), found " + x.shape());
    }

    /// How many examples there are.
    public int size() { return rows.length; }

    /// The same examples, whose numbers are called so; names do not enter the digest.
    Dataset named(List<String> columnNames) { return new Dataset(inputs, answers, List.copyOf(columnNames), augmentation, rows); }

    /// What the numbers of an example are called, in order; empty where they have no names, as those of pictures.
    public List<String> columnNames() { return columnNames; }

    /// The shape of one example: `(28, 28)` for a picture, `(width)` for a row of a table.
    public Shape inputShape() { return inputs.shape(); }

    /// How many numbers one example has, as a batch holds it.
    public int width() { return inputs.shape().size(); }

    /// How many classes there are; 0 in regression.
    public int classes() { return answers.classNames().size(); }

    /// What the classes are called, in the order of their numbers; empty in regression.
    public List<String> classNames() { return answers.classNames(); }

    /// Whether the answers are numbers rather than classes.
    public boolean isRegression() { return classes() == 0; }

    /// The width of a batch's targets: 1 for two classes, the number of classes for more, that of the numbers in regression.
    public int targetWidth() { return answers.width(); }

    /// The precision of the batches.
    public Precision precision() { return inputs.precision(); }

    /// How raw inputs become the numbers in a batch.
    public Normalization normalization() { return inputs.normalization(); }

    /// The class of each example, from 0; nothing in regression.
    public int[] labels() { return answers.labels(rows); }

    /// Mean and deviation of the raw inputs: of all pixels together, or of each column of a table.
    public Normalization measure() { return inputs.measure(rows); }

    /// The same examples with another normalisation (in place of the present one).
    public Dataset normalized(Normalization normalization) {
        return new Dataset(inputs.with(normalization, precision()), answers, columnNames, augmentation, rows);
    }

    /// The same examples with batches of another precision.
    public Dataset to(Precision precision) {
        return new Dataset(inputs.with(normalization(), precision), answers, columnNames, augmentation, rows);
    }

    /// The same pictures, which [#batches(int, Random)] will show distorted, differently for each of its `random` (in place of the
    /// present augmentation). All else stays as it is: the digest, the normalisation, [#batches(int)], [#batch] and [#all], and
    /// so what a model is judged by.
    ///
    /// @throws DataException if the examples are not pictures, or are moved away or erased altogether
    public Dataset augmented(Augmentation augmentation) {
        if (!augmentation.isNone() && !(inputs instanceof Inputs.Pixels && inputShape().rank() == 2))
            throw new DataException("only pictures can be augmented (" + augmentation + "), and these examples are rows of "
                + inputShape() + " numbers");
        if (!augmentation.isNone()) augmentation.requireFits(inputShape());
        return new Dataset(inputs, answers, columnNames, augmentation, rows);
    }

    /// What happens to pictures in [#batches(int, Random)].
    public Augmentation augmentation() { return augmentation; }

    /// The first n examples, or all if there are fewer.
    public Dataset limit(int n) {
        if (n < 1) throw new DataException("a data set needs at least one example: limit " + n);
        return new Dataset(inputs, answers, columnNames, augmentation, Arrays.copyOf(rows, Math.min(n, rows.length)));
    }

    /// Some of the examples, by their place in this set, in the given order.
    public Dataset select(int... places) { return new Dataset(inputs, answers, columnNames, augmentation, sources(places)); }

    /// A test part of about `fraction` of the examples, drawn without looking at them, and the rest to learn from. Both
    /// keep the order of this set; the same randomness gives the same parts.
    ///
    /// @param fraction between 0 and 1; each part gets at least one example
    public Split split(double fraction, Random random) {
        if (!(fraction > 0 && fraction < 1))
            throw new DataException("the test part is a fraction between 0 and 1, as 0.2; found " + fraction);
        if (size() < 2) throw new DataException("one example cannot be split into a training and a test part");
        int test = Math.clamp(Math.round(fraction * size()), 1, size() - 1);
        int[] drawn = random.permutation(size());
        return new Split(select(sorted(drawn, test, size())), select(sorted(drawn, 0, test)));
    }

    private static int[] sorted(int[] places, int from, int to) {
        int[] part = Arrays.copyOfRange(places, from, to);
        Arrays.sort(part);
        return part;
    }

    /// All examples once, in an order drawn from `random`, in batches of `size`; the last one may be smaller. Pictures of an
    /// [#augmented] set are distorted as `random` and their place in this order say, whatever the size of the batches, and
    /// made ahead.
    public Batches batches(int size, Random random) {
        int[] order = random.permutation(size());
        if (augmentation.isNone() || !(inputs instanceof Inputs.Pixels pixels)) return batches(size, order);
        var distortions = random.at("augmentation");
        return new Batches(count(size), 0, true, batch -> {
            int[] chosen = sources(part(size, batch, order));
            var distorted = pixels.distorted(augmentation, distortions, (long) batch * size, chosen);
            return new Batches.Raw(distorted, answers.labels(chosen), answers.targets(precision(), chosen));
        });
    }

    /// All examples once, in their own order, in batches of `size`; the last one may be smaller.
    public Batches batches(int size) { return batches(size, IntStream.range(0, size()).toArray()); }

    private Batches batches(int size, int... order) {
        return new Batches(count(size), 0, false, batch -> raw(part(size, batch, order)));
    }

    private int count(int size) {
        if (size < 1) throw new DataException("a batch needs at least one example: size " + size);
        return Math.ceilDiv(size(), size);
    }

    private static int[] part(int size, int batch, int... order) {
        int from = batch * size;
        return Arrays.copyOfRange(order, from, size < order.length - from ? from + size : order.length);
    }

    /// Everything in one batch. For a large set of pictures that is a large value; [#batches(int)] is kinder.
    public Batch all() { return batch(IntStream.range(0, size()).toArray()); }

    /// The examples at the given places of this set.
    public Batch batch(int... places) { return raw(places).batch(); }

    private Batches.Raw raw(int... places) {
        int[] chosen = sources(places);
        return new Batches.Raw(inputs.gather(chosen), answers.labels(chosen), answers.targets(precision(), chosen));
    }

    private int[] sources(int... places) {
        if (places.length == 0) throw new DataException("at least one example must be chosen; all() has every one");
        var out = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            if (places[i] < 0 || places[i] >= rows.length)
                throw new DataException("example " + places[i] + " of a set that has 0.." + (rows.length - 1));
            out[i] = rows[places[i]];
        }
        return out;
    }

    /// SHA-256, in hexadecimal, of what there is to learn from: shape, class names, and each raw example with its answer
    /// in order. Normalisation and precision do not matter; one changed pixel, label or place does.
    public String digest() {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            try (var out = new DataOutputStream(new BufferedOutputStream(
                new DigestOutputStream(OutputStream.nullOutputStream(), sha), 1 << 16))) {
                for (int dim : inputShape().toArray()) out.writeInt(dim);
                out.writeInt(size());
                out.writeInt(targetWidth());
                out.writeInt(classes());
                for (var name : classNames()) {
                    var bytes = name.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(bytes.length);
                    out.write(bytes);
                }
                for (int row : rows) {
                    inputs.write(row, out);
                    answers.write(row, out);
                }
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException | IOException impossible) {
            throw new IllegalStateException(impossible);   // every Java has SHA-256, and nothing is written anywhere
        }
    }

    /// As `Dataset(60000 x (28, 28), 10 classes)`.
    @Override public String toString() {
        var says = isRegression() ? targetWidth() + " targets" : classes() + " classes";
        return "Dataset(" + size() + " x " + inputShape() + ", " + says + ")";
    }
}
