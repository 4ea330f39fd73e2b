package gradus.data;

import gradus.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// MNIST, or any set of pictures in the same four files, as Fashion-MNIST: `train-images-idx3-ubyte`,
/// `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, plain or gzipped (`.gz`).
///
/// Classes are numbered from 0 and called by their numbers; there are at least ten.
public final class Mnist {
    private Mnist() {}

    /// Training and test set, both normalised by mean and deviation of the training set's pixels (for MNIST 33.3 and
    /// 78.6 of 255, which others know as 0.1307 and 0.3081).
    ///
    /// @throws DataException for a missing or damaged file, counts that differ, test pictures of another size, or a test label
    ///     beyond those of training
    public static Split read(Path folder) { return split(folder, train(folder)); }

    /// The same, with classes that have names.
    ///
    /// @throws DataException also for a label beyond these classes
    public static Split read(Path folder, List<String> classNames) { return split(folder, train(folder, classNames)); }

    private static Split split(Path folder, Dataset train) {
        var test = test(folder, train.classNames());
        if (!train.inputShape().equals(test.inputShape()))
            throw new DataException(folder + ": training pictures are " + train.inputShape() + ", test pictures "
                + test.inputShape());
        return new Split(train, test).normalized();
    }

    /// The training set, not normalised.
    public static Dataset train(Path folder) { return read(folder, "train", null); }

    /// The same, with classes that have names.
    ///
    /// @throws DataException also for a label beyond these classes
    public static Dataset train(Path folder, List<String> classNames) { return read(folder, "train", classNames); }

    /// The test set, not normalised: a model brings its own normalisation.
    ///
    /// @param classNames those of the training set, or of a model; the test set need not show each of them
    /// @throws DataException for a missing or damaged file, or a label beyond these classes
    public static Dataset test(Path folder, List<String> classNames) { return read(folder, "t10k", classNames); }

    private static Dataset read(Path folder, String part, @Nullable List<String> classNames) {
        var imagesFile = find(folder, part + "-images", "idx3-ubyte");
        var labelsFile = find(folder, part + "-labels", "idx1-ubyte");
        var images = ranked(imagesFile, 3, "pictures (count, height, width)");
        var labels = ranked(labelsFile, 1, "labels (count)");
        int count = images.shape().dim(0);
        if (count != labels.shape().dim(0))
            throw new DataException(imagesFile + " has " + count + " pictures, " + labelsFile.getFileName() + " has "
                + labels.shape().dim(0) + " labels; there must be one for each");
        var classes = new int[count];
        int highest = 0;
        for (int i = 0; i < count; i++) {
            classes[i] = labels.data()[i] & 255;
            highest = Math.max(highest, classes[i]);
        }
        var names = classNames != null ? classNames
            : IntStream.rangeClosed(0, Math.max(9, highest)).mapToObj(Integer::toString).toList();
        if (highest >= names.size())
            throw new DataException(labelsFile + ": label " + highest + " where there are " + names.size() + " classes, from 0");
        var picture = Shape.of(images.shape().dim(1), images.shape().dim(2));
        return Dataset.images(images.data(), picture, classes, names);
    }

    private static Idx ranked(Path file, int rank, String what) {
        var idx = Idx.read(file);
        if (idx.shape().rank() != rank)
            throw new DataException(file + ": has the shape " + idx.shape() + " where " + what + " are expected");
        return idx;
    }

    /// Some archives are unpacked to names with a dot in the middle; those are taken too.
    private static Path find(Path folder, String name, String type) {
        if (!Files.isDirectory(folder))
            throw new DataException(folder + (Files.exists(folder) ? ": no folder" : ": no such folder")
                + "; data/README.md says where such pictures come from");
        var names = List.of(name + "-" + type + ".gz", name + "-" + type, name + "." + type + ".gz", name + "." + type);
        for (var candidate : names) {
            var file = folder.resolve(candidate);
            if (Files.isRegularFile(file)) return file;
        }
        throw new DataException(folder + ": no " + name + " file; looked for " + String.join(", ", names)
            + " (data/README.md says where such pictures come from)");
    }
}
