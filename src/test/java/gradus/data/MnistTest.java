package gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradus.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
    private static final Path REAL = Path.of("data", "mnist");

    @TempDir Path folder;

    private void write(String name, byte... bytes) throws IOException { Files.write(folder.resolve(name), bytes); }

    /// Three training pictures and one test picture of 1 x 2 pixels, each file named and packed in another way.
    private void small() throws IOException {
        write("train-images-idx3-ubyte", IdxTest.idx(new int[] {3, 1, 2}, (byte) 0, (byte) 10, (byte) 20, (byte) 30, (byte) 40,
            (byte) 50));
        write("train-labels-idx1-ubyte.gz", IdxTest.gzip(IdxTest.idx(new int[] {3}, (byte) 7, (byte) 0, (byte) 9)));
        write("t10k-images.idx3-ubyte", IdxTest.idx(new int[] {1, 1, 2}, (byte) 25, (byte) 0));
        write("t10k-labels.idx1-ubyte.gz", IdxTest.gzip(IdxTest.idx(new int[] {1}, (byte) 3)));
    }

    @Test void aFolderIsReadWhateverItsFilesAreCalledAndPacked() throws IOException {
        small();
        var parts = Mnist.read(folder);
        assertThat(parts.train().size()).isEqualTo(3);
        assertThat(parts.train().inputShape()).isEqualTo(Shape.of(1, 2));
        assertThat(parts.train().labels()).containsExactly(7, 0, 9);
        assertThat(parts.train().classNames()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(parts.test().labels()).containsExactly(3);
        assertThat(parts.train().normalization().mean()).containsExactly(25.0);
        assertThat(parts.test().normalization()).as("by the training part").isEqualTo(parts.train().normalization());
        assertThat(parts.test().all().inputs().data().get(0, 0)).isCloseTo(0, within(1e-6));
    }

    @Test void countsThatDifferAreRefused() throws IOException {
        small();
        write("train-labels-idx1-ubyte.gz", IdxTest.idx(new int[] {2}, (byte) 7, (byte) 0));
        assertThatThrownBy(() -> Mnist.read(folder)).isInstanceOf(DataException.class)
            .hasMessage(folder.resolve("train-images-idx3-ubyte")
                + " has 3 pictures, train-labels-idx1-ubyte.gz has 2 labels; there must be one for each");
    }

    @Test void missingFilesAreNamed() throws IOException {
        small();
        Files.delete(folder.resolve("t10k-labels.idx1-ubyte.gz"));
        assertThatThrownBy(() -> Mnist.read(folder)).isInstanceOf(DataException.class)
            .hasMessage(folder + ": no t10k-labels file; looked for t10k-labels-idx1-ubyte.gz, t10k-labels-idx1-ubyte, "
                + "t10k-labels.idx1-ubyte.gz, t10k-labels.idx1-ubyte (data/README.md says where such pictures come from)");
        var missing = folder.resolve("nowhere");
        assertThatThrownBy(() -> Mnist.read(missing)).hasMessageStartingWith(missing + ": no such folder");
    }

    @Test void picturesAndLabelsInEachOthersPlaceAreRefused() throws IOException {
        small();
        write("train-labels-idx1-ubyte.gz", IdxTest.idx(new int[] {3, 1, 1}, (byte) 7, (byte) 0, (byte) 9));
        assertThatThrownBy(() -> Mnist.read(folder))
            .hasMessageEndingWith("has the shape (3, 1, 1) where labels (count) are expected");
    }

    @Test void testPicturesOfAnotherSizeOrClassAreRefused() throws IOException {
        small();
        write("t10k-images.idx3-ubyte", IdxTest.idx(new int[] {1, 2, 1}, (byte) 25, (byte) 0));
        assertThatThrownBy(() -> Mnist.read(folder)).hasMessage(folder + ": training pictures are (1, 2), test pictures (2, 1)");
        small();
        write("t10k-labels.idx1-ubyte.gz", IdxTest.idx(new int[] {1}, (byte) 11));
        assertThatThrownBy(() -> Mnist.read(folder)).hasMessage(folder.resolve("t10k-labels.idx1-ubyte.gz") + ": label 11 where there are 10 classes, from 0");
    }

    @Test void theTestSetHasTheTrainingSetsClassesEvenThoseItDoesNotShow() throws IOException {
        small();
        write("train-labels-idx1-ubyte.gz", IdxTest.idx(new int[] {3}, (byte) 7, (byte) 11, (byte) 9));
        var parts = Mnist.read(folder);
        assertThat(parts.train().classes()).isEqualTo(12);
        assertThat(parts.test().classNames()).isEqualTo(parts.train().classNames());
        assertThat(parts.test().targetWidth()).isEqualTo(12);
    }

    @Test void theRealThingIsWhole() {
        assumeTrue(Files.isDirectory(REAL), "MNIST lies in data/mnist");
        var parts = Mnist.read(REAL);
        assertThat(parts.train()).hasToString("Dataset(60000 x (28, 28), 10 classes)");
        assertThat(parts.test()).hasToString("Dataset(10000 x (28, 28), 10 classes)");
        var counts = new int[10];
        for (int label : parts.train().labels()) counts[label]++;
        assertThat(counts).containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(parts.train().limit(5).labels()).containsExactly(5, 0, 4, 1, 9);
        assertThat(parts.train().normalization().mean().getFirst() / 255).isCloseTo(0.1306604762738429, within(1e-15));
        assertThat(parts.train().normalization().deviation().getFirst() / 255).isCloseTo(0.3081078038564622, within(1e-15));
    }
}
