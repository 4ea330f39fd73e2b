package gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
    @TempDir Path folder;

    /// Pictures of one pixel, with these labels.
    private void write(String part, int... labels) throws IOException {
        var bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) bytes[i] = (byte) labels[i];
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), IdxTest.idx(new int[] {labels.length, 1, 1}, bytes));
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), IdxTest.idx(new int[] {labels.length}, bytes));
    }

    @Test void classesAreCalledByTheirNames() throws IOException {
        write("train", 9, 0, 3);
        write("t10k", 1);
        var parts = FashionMnist.read(folder);
        assertThat(parts.train().classNames()).isEqualTo(FashionMnist.CLASS_NAMES).hasSize(10).startsWith("T-shirt/top").endsWith("Ankle boot");
        assertThat(parts.test().classNames()).isEqualTo(FashionMnist.CLASS_NAMES);
        assertThat(parts.train().labels()).containsExactly(9, 0, 3);
        assertThat(parts.train().normalization().mean()).as("measured as MNIST's is").containsExactly(4.0);
        assertThat(parts.test().normalization()).isEqualTo(parts.train().normalization());
        assertThat(parts.train().digest()).as("names are part of what is learned").isNotEqualTo(Mnist.train(folder).digest())
            .isEqualTo(Mnist.train(folder, FashionMnist.CLASS_NAMES).digest());
    }

    @Test void thereAreTenClasses() throws IOException {
        write("train", 0, 10);
        write("t10k", 1);
        assertThatThrownBy(() -> FashionMnist.read(folder)).isInstanceOf(DataException.class)
            .hasMessageEndingWith("label 10 where there are 10 classes, from 0");
    }

    @Test void theFirstFolderThatIsThereIsTaken() throws IOException {
        Path first = folder.resolve("first"), second = Files.createDirectory(folder.resolve("second"));
        assertThat(FashionMnist.folder(first, second)).isEqualTo(second);
        Files.createDirectory(first);
        assertThat(FashionMnist.folder(first, second)).isEqualTo(first);
    }

    @Test void whereItIsNotItSaysHowToGetIt() {
        Path first = folder.resolve("first"), second = folder.resolve("second");
        assertThatThrownBy(() -> FashionMnist.folder(first, second)).isInstanceOf(DataException.class)
            .hasMessage("Fashion-MNIST is in none of [" + first + ", " + second
                + "]; get it by 'sudo apt-get install dataset-fashion-mnist', or name its folder by --data");
    }
}
