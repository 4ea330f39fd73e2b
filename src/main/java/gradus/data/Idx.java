package gradus.data;

import gradus.tensor.Shape;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/// An array of unsigned bytes in the IDX format, in which MNIST comes.
///
/// A file is two zero bytes, the type of the elements (8: unsigned byte), the rank, each dimension as a big-endian
/// 32-bit number, then the elements, row by row. It may be gzipped; what it is shows in its first bytes, not its name.
///
/// @param shape rank 1 (labels) to 3 (pictures)
/// @param data  the bytes, `shape.size()` of them
public record Idx(Shape shape, byte[] data) {
    private static final int UNSIGNED_BYTE = 8;
    /// How much longer than its gzip file the data can be: deflate takes at least one bit for 129 bytes.
    private static final long GREATEST_RATIO = 1032;

    /// Reads a file, plain or gzipped.
    ///
    /// @throws DataException for a file that is missing, no IDX file, cut off or too long, with what was expected
    public static Idx read(Path path) {
        try (var in = open(path)) {
            return read(path, in);
        } catch (NoSuchFileException e) {
            throw new DataException(path + ": no such file", e);
        } catch (EOFException e) {
            throw new DataException(path + ": cut off; the gzip stream ends before its end", e);
        } catch (IOException e) {
            throw DataException.unreadable(path, e);
        }
    }

    private static InputStream open(Path path) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            in.mark(2);
            boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return gzipped ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static Idx read(Path path, InputStream in) throws IOException {
        var magic = in.readNBytes(4);
        if (magic.length < 4)
            throw new DataException(path + ": no IDX file; it has only " + magic.length + " bytes, a header has 8 or more");
        if (magic[0] != 0 || magic[1] != 0)
            throw new DataException(path + ": no IDX file; it begins with " + hex(magic)
                + " where 00 00 08 and the rank are expected");
        if (magic[2] != UNSIGNED_BYTE)
            throw new DataException(path + ": element type " + hex(magic[2]) + "; only unsigned bytes (08) are read");
        int rank = magic[3];
        if (rank < 1 || rank > 3)
            throw new DataException(path + ": rank " + (rank & 255) + "; 1 (labels) to 3 (pictures) is expected");
        var dims = new int[rank];
        long size = 1;
        for (int axis = 0; axis < rank; axis++) {
            var b = in.readNBytes(4);
            if (b.length < 4)
                throw new DataException(path + ": cut off; the header ends before dimension " + (axis + 1) + " of " + rank);
            long dim = (b[0] & 255L) << 24 | (b[1] & 255) << 16 | (b[2] & 255) << 8 | b[3] & 255;
            if (dim == 0)
                throw new DataException(path + ": dimension " + (axis + 1) + " of " + rank + " is 0; there is nothing in it");
            size = dim > Integer.MAX_VALUE ? Long.MAX_VALUE : Math.multiplyExact(Math.min(size, Integer.MAX_VALUE), dim);
            if (size > Integer.MAX_VALUE - 8)
                throw new DataException(path + ": dimension " + (axis + 1) + " of " + rank + " is " + dim
                    + "; more than 2 GB cannot be read");
            dims[axis] = (int) dim;
        }
        var shape = Shape.of(dims);
        // Read in place, without a copy; for a promise that the file is too short to keep there is no room made.
        boolean possible = size <= GREATEST_RATIO * Files.size(path);
        var data = possible ? new byte[(int) size] : in.readNBytes((int) size);
        int found = possible ? in.readNBytes(data, 0, data.length) : data.length;
        if (found < size)
            throw new DataException(path + ": cut off; its header says " + shape + ", " + size + " bytes, found " + found);
        if (in.read() >= 0)
            throw new DataException(path + ": too long; its header says " + shape + ", " + size + " bytes, and more follow");
        return new Idx(shape, data);
    }

    private static String hex(byte... bytes) { return HexFormat.ofDelimiter(" ").formatHex(bytes); }
}
