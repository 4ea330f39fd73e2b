package gradus.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// A picture to be recognised, from a PNG or PGM file, as a data set would hold it: a grey byte a pixel, light strokes
/// on a dark ground.
///
/// Colours become grey by their brightness, `0.299 r + 0.587 g + 0.114 b`; what is transparent shows white paper. **A
/// picture drawn dark on light is inverted**: when the outermost ring of pixels is brighter, on average, than the
/// pixels it encloses. A drawing seldom reaches the border, so the ring shows the paper.
public final class DigitImage {
    private final String source;
    private final int height;
    private final int width;
    private final byte[] grey;

    private DigitImage(String source, int height, int width, byte... grey) {
        this.source = source;
        this.height = height;
        this.width = width;
        this.grey = grey;
    }

    /// The pixels of a picture file, row by row, light on dark: `height * width` bytes.
    ///
    /// @throws DataException for a file that is missing or no such picture, or a picture of another size
    public static byte[] read(Path path, int height, int width) {
        try {
            var image = decode(path.toString(), Files.readAllBytes(path));
            image.requireSize(height, width);
            return image.lightOnDark();
        } catch (NoSuchFileException e) {
            throw new DataException(path + ": no such file", e);
        } catch (IOException e) {
            throw DataException.unreadable(path, e);
        }
    }

    private static DigitImage decode(String source, byte... file) throws IOException {
        boolean png = file.length > 3 && (file[0] & 255) == 0x89 && file[1] == 'P' && file[2] == 'N' && file[3] == 'G';
        boolean pgm = file.length > 1 && file[0] == 'P' && (file[1] == '2' || file[1] == '5');
        if (!png && !pgm) throw new DataException(source + ": neither a PNG nor a PGM picture");
        if (pgm) return new Pgm(source, file).read();
        var image = ImageIO.read(new ByteArrayInputStream(file));
        if (image == null) throw new DataException(source + ": no PNG picture that can be read");
        var grey = new byte[image.getHeight() * image.getWidth()];
        for (int y = 0, i = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) grey[i++] = (byte) brightness(image, x, y);
        }
        return new DigitImage(source, image.getHeight(), image.getWidth(), grey);
    }

    private static int brightness(BufferedImage image, int x, int y) {
        var raster = image.getRaster();
        if (raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel)) {
            // getRGB takes stored greys for linear light and would brighten them: 128 becomes 188
            int bits = image.getSampleModel().getSampleSize(0);
            int grey = raster.getSample(x, y, 0) * 255 / ((1 << bits) - 1);
            int alpha = raster.getNumBands() == 2 ? raster.getSample(x, y, 1) * 255 / ((1 << bits) - 1) : 255;
            return onPaper(grey, alpha);
        }
        int argb = image.getRGB(x, y);
        int grey = (299 * (argb >> 16 & 255) + 587 * (argb >> 8 & 255) + 114 * (argb & 255) + 500) / 1000;
        return onPaper(grey, argb >>> 24);
    }

    private static int onPaper(int grey, int alpha) { return (grey * alpha + 255 * (255 - alpha) + 127) / 255; }

    private void requireSize(int height, int width) {
        if (this.height != height || this.width != width)
            throw new DataException(source + ": " + this.width + " x " + this.height + " pixels (width x height), expected "
                + width + " x " + height);
    }

    private byte[] lightOnDark() {
        long ring = 0;
        long inside = 0;
        int ringCount = 0;
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                boolean border = x == 0 || y == 0 || x == width - 1 || y == height - 1;
                if (border) {
                    ring += grey[i] & 255;
                    ringCount++;
                } else {
                    inside += grey[i] & 255;
                }
            }
        }
        int insideCount = grey.length - ringCount;
        boolean darkOnLight = ring * insideCount > inside * ringCount;   // ring / ringCount > inside / insideCount
        var out = grey.clone();
        if (darkOnLight) for (int i = 0; i < out.length; i++) out[i] = (byte) ~out[i];   // 255 − grey
        return out;
    }

    /// The "portable greymap": `P2` (numbers as text) or `P5` (bytes), width, height, the value of white, the pixels.
    private static final class Pgm {
        private final String source;
        private final byte[] file;
        private int at = 2;

        Pgm(String source, byte... file) {
            this.source = source;
            this.file = file;
        }

        DigitImage read() {
            boolean text = file[1] == '2';
            int width = number("width", 1, 1 << 15);
            int height = number("height", 1, 1 << 15);
            int white = number("value of white", 1, 65535);
            int bytes = white < 256 ? 1 : 2;
            at++;   // exactly one white space ends the header
            long needed = (long) width * height * (text ? 1 : bytes);
            if (file.length - at < needed)
                throw new DataException(source + ": cut off; " + width + " x " + height + " pixels are " + needed
                    + " bytes or more, found " + Math.max(0, file.length - at));
            var grey = new byte[width * height];
            for (int i = 0; i < grey.length; i++) {
                int sample = text ? number("pixel " + (i + 1), 0, white) : sample(bytes);
                grey[i] = (byte) ((Math.min(sample, white) * 255 + white / 2) / white);
            }
            return new DigitImage(source, height, width, grey);
        }

        private int sample(int bytes) {
            int sample = file[at++] & 255;
            return bytes == 1 ? sample : sample << 8 | file[at++] & 255;
        }

        private int number(String what, int low, int high) {
            while (at < file.length && (isSpace(file[at]) || file[at] == '#')) {
                if (file[at] == '#') while (at < file.length && file[at] != '\n') at++;   // a comment, to the line's end
                else at++;
            }
            int from = at;
            while (at < file.length && !isSpace(file[at])) at++;
            var word = new String(file, from, Math.min(at - from, 20), StandardCharsets.ISO_8859_1);
            if (!word.matches("\\d{1,6}") || Integer.parseInt(word) < low || Integer.parseInt(word) > high)
                throw new DataException(source + ": damaged PGM picture; its " + what + " is '" + word + "', a number from "
                    + low + " to " + high + " is expected");
            return Integer.parseInt(word);
        }

        private static boolean isSpace(byte b) { return b == ' ' || b >= '\t' && b <= '\r'; }
    }
}
