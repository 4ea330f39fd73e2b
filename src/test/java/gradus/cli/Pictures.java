package gradus.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small sets of square pictures in MNIST's format: picture i has one bright row, by its class i.
final class Pictures {
    private Pictures() {}

    static void write(Path folder, String part, int count, int side) throws IOException {
        var images = ByteBuffer.allocate(16 + count * side * side).putInt(0x803).putInt(count).putInt(side).putInt(side);
        for (int i = 0; i < count; i++) for (int p = 0; p < side * side; p++) images.put((byte) (lit(p, side, i % 10) ? 255 : 0));
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels(count));
    }

    /// A row that does not touch the border.
    private static boolean lit(int pixel, int side, int row) {
        return pixel / side == row + 1 && pixel % side > 0 && pixel % side < side - 1;
    }

    static byte[] labels(int count) {
        var labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) labels.put((byte) (i % 10));
        return labels.array();
    }

    /// A picture with a row of light on dark or, inverted, of dark on light.
    static Path pgm(Path path, int side, int row, boolean inverted) throws IOException {
        var text = new StringBuilder("P2 " + side + " " + side + " 255\n");
        for (int p = 0; p < side * side; p++) {
            text.append(lit(p, side, row) == inverted ? 0 : 255).append('\n');
        }
        return Files.writeString(path, text, StandardCharsets.US_ASCII);
    }
}
