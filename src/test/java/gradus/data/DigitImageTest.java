package gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitImageTest {
    /// A light stroke on a dark ground, 4 wide and 3 high.
    private static final byte[] STROKE = {0, 1, 2, 3, 0, (byte) 128, (byte) 255, 0, 0, 5, 0, 0};

    @TempDir Path folder;

    private static byte[] inverted(byte... grey) {
        var out = grey.clone();
        for (int i = 0; i < out.length; i++) out[i] = (byte) (255 - (out[i] & 255));
        return out;
    }

    private Path png(int type, byte... grey) throws IOException {
        var image = new BufferedImage(4, 3, type);
        for (int i = 0; i < grey.length; i++) {
            int x = i % 4, y = i / 4, g = grey[i] & 255;
            switch (type) {
                case BufferedImage.TYPE_BYTE_GRAY -> image.getRaster().setSample(x, y, 0, g);
                case BufferedImage.TYPE_USHORT_GRAY -> image.getRaster().setSample(x, y, 0, g * 257);
                default -> image.setRGB(x, y, 0xff000000 | g << 16 | g << 8 | g);
            }
        }
        var file = folder.resolve("digit.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private Path pgm(String header, byte... pixels) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        out.write(pixels);
        return Files.write(folder.resolve("digit.pgm"), out.toByteArray());
    }

    @Test void pngPicturesAreReadAsTheyAre() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_INT_ARGB}) {
            assertThat(DigitImage.read(png(type, STROKE), 3, 4)).as("type %d", type).isEqualTo(STROKE);
        }
    }

    @Test void darkOnLightIsInverted() throws IOException {
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB}) {
            assertThat(DigitImage.read(png(type, inverted(STROKE)), 3, 4)).isEqualTo(STROKE);
        }
        assertThat(DigitImage.read(pgm("P5 4 3 255\n", inverted(STROKE)), 3, 4)).isEqualTo(STROKE);
    }

    @Test void transparencyShowsWhitePaper() throws IOException {
        var image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(1, 1, 0xff000000);   // a black dot, the rest is nothing
        var file = folder.resolve("dot.png");
        ImageIO.write(image, "png", file.toFile());
        assertThat(DigitImage.read(file, 3, 4)).containsExactly(0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0);
    }

    @Test void coloursBecomeTheirBrightness() throws IOException {
        var image = new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 1, 0x00ff00);
        var file = folder.resolve("green.png");
        ImageIO.write(image, "png", file.toFile());
        assertThat(DigitImage.read(file, 3, 3)[4] & 255).isEqualTo(150);
    }

    @Test void pgmPicturesAreReadInTextAndBytes() throws IOException {
        assertThat(DigitImage.read(pgm("P5\n# drawn by hand\n4 3\n255\n", STROKE), 3, 4)).isEqualTo(STROKE);
        assertThat(DigitImage.read(pgm("P2 4 3 255 0 1 2 3 0 128 255 0 # half\n 0 5\n0 0"), 3, 4)).isEqualTo(STROKE);
        assertThat(DigitImage.read(pgm("P2 3 3 1 0 0 0 0 1 0 0 0 0"), 3, 3)).as("white is 1")
            .containsExactly(0, 0, 0, 0, 255, 0, 0, 0, 0);
        var wide = new byte[18];
        wide[8] = (byte) 0x80;                                     // 32768 of 65535
        assertThat(DigitImage.read(pgm("P5 3 3 65535 ", wide), 3, 3)[4] & 255).isEqualTo(128);
    }

    @Test void pixelsMayLookLikeSpaceOrComments() throws IOException {
        byte[] pixels = {'\n', '#', ' ', '#', ' ', (byte) 200, (byte) 200, '\t', '\n', ' ', '#', '\n'};
        assertThat(DigitImage.read(pgm("P5 4 3 255\n", pixels), 3, 4)).isEqualTo(pixels);
    }

    @Test void picturesOfAnotherSizeSayBoth() throws IOException {
        var file = png(BufferedImage.TYPE_INT_RGB, STROKE);
        assertThatThrownBy(() -> DigitImage.read(file, 28, 28)).isInstanceOf(DataException.class)
            .hasMessage(file + ": 4 x 3 pixels (width x height), expected 28 x 28");
        assertThatThrownBy(() -> DigitImage.read(file, 4, 3))
            .hasMessage(file + ": 4 x 3 pixels (width x height), expected 3 x 4");
    }

    @Test void otherAndDamagedFilesAreRefused() throws IOException {
        var missing = folder.resolve("missing.png");
        assertThatThrownBy(() -> DigitImage.read(missing, 3, 4)).isInstanceOf(DataException.class)
            .hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> DigitImage.read(folder, 3, 4)).isInstanceOf(DataException.class);
        refusesPgm("GIF89a", "neither a PNG nor a PGM picture");
        refusesPgm("", "neither a PNG nor a PGM picture");
        refusesPgm("P5 4 3 255\n12345678901", "cut off; 4 x 3 pixels are 12 bytes or more, found 11");
        refusesPgm("P5 4", "damaged PGM picture; its height is '', a number from 1 to 32768 is expected");
        refusesPgm("P5 0 3 255\n", "damaged PGM picture; its width is '0', a number from 1 to 32768 is expected");
        refusesPgm("P5 4 x3 255\n", "damaged PGM picture; its height is 'x3', a number from 1 to 32768 is expected");
        refusesPgm("P2 2 1 255 7 999999", "damaged PGM picture; its pixel 2 is '999999', a number from 0 to 255 is expected");
        refusesPgm("P2 2 1 255 7   ", "damaged PGM picture; its pixel 2 is '', a number from 0 to 255 is expected");
        var whole = Files.readAllBytes(png(BufferedImage.TYPE_INT_RGB, STROKE));
        var cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> DigitImage.read(cut, 3, 4)).isInstanceOf(DataException.class).hasMessageStartingWith(cut + ": ");
    }

    private void refusesPgm(String content, String message) throws IOException {
        var file = pgm(content);
        assertThatThrownBy(() -> DigitImage.read(file, 3, 4)).isInstanceOf(DataException.class).hasMessage(file + ": " + message);
    }

    /// The rule for dark on light must leave the data it was trained on alone, and find each of it turned around.
    @Test void noMnistDigitIsTakenForAnInvertedOne() throws IOException {
        var folderOfMnist = Path.of("data", "mnist");
        assumeTrue(Files.isDirectory(folderOfMnist), "MNIST lies in data/mnist");
        var pixels = Idx.read(folderOfMnist.resolve("t10k-images-idx3-ubyte.gz")).data();
        for (int i = 0; i < 10_000; i += 50) {
            var digit = Arrays.copyOfRange(pixels, i * 784, (i + 1) * 784);
            assertThat(DigitImage.read(pgm("P5 28 28 255\n", digit), 28, 28)).isEqualTo(digit);
            assertThat(DigitImage.read(pgm("P5 28 28 255\n", inverted(digit)), 28, 28)).isEqualTo(digit);
        }
    }
}
