package gradus.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Fashion-MNIST (Xiao, Rasul & Vollgraf 2017): ten kinds of clothes in as many pictures of the same size as MNIST's, in the same files.
public final class FashionMnist {
    /// What the classes are called.
    public static final List<String> CLASS_NAMES = List.of("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt",
        "Sneaker", "Bag", "Ankle boot");

    private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

    private FashionMnist() {}

    /// Where it lies: where Debian's package puts it, or else in `data/fashion-mnist`.
    ///
    /// @throws DataException if it lies in neither; it says how to get it
    public static Path folder() {
        return folder(DEBIAN, Path.of(System.getProperty("gradus.home", "."), "data", "fashion-mnist"));
    }

    static Path folder(Path... places) {
        for (var place : places) if (Files.isDirectory(place)) return place;
        throw new DataException("Fashion-MNIST is in none of " + List.of(places)
            + "; get it by 'sudo apt-get install dataset-fashion-mnist', or name its folder by --data");
    }

    /// Training and test set, normalised as [Mnist#read] does.
    public static Split read(Path folder) { return Mnist.read(folder, CLASS_NAMES); }
}
