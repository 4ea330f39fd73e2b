package gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.tensor.Random;
import gradus.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    @TempDir Path folder;

    /// An IDX file's bytes: header and elements.
    static byte[] idx(int[] dims, byte... data) {
        var out = ByteBuffer.allocate(4 + 4 * dims.length + data.length).put(new byte[] {0, 0, 8, (byte) dims.length});
        for (int dim : dims) out.putInt(dim);
        return out.put(data).array();
    }

    static byte[] gzip(byte... plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private Path file(byte... bytes) throws IOException { return Files.write(folder.resolve("file"), bytes); }

    private void refuses(String message, byte... bytes) throws IOException {
        var path = file(bytes);
        assertThatThrownBy(() -> Idx.read(path)).isInstanceOf(DataException.class).hasMessage(path + ": " + message);
    }

    @Test void whatWasWrittenIsReadPlainAndGzipped() throws IOException {
        for (int seed = 0; seed < 30; seed++) {
            var random = Random.seeded(seed);
            int[] dims = new int[1 + random.below(3, 0)];
            for (int axis = 0; axis < dims.length; axis++) dims[axis] = 1 + random.below(7, axis + 1);
            var data = new byte[Shape.of(dims).size()];
            for (int i = 0; i < data.length; i++) data[i] = (byte) random.below(256, i + 10);
            for (byte[] bytes : new byte[][] {idx(dims, data), gzip(idx(dims, data))}) {
                var read = Idx.read(file(bytes));
                assertThat(read.shape()).isEqualTo(Shape.of(dims));
                assertThat(read.data()).isEqualTo(data);
            }
        }
    }

    /// Nothing but zeros is what deflate packs best, about 1,030 to 1: the limit of what a header may promise is no nearer.
    @Test void whatIsPackedVeryTightlyIsReadToo() throws IOException {
        byte[] packed = gzip(idx(new int[] {3_000_000}, new byte[3_000_000]));
        assertThat(3_000_000 / packed.length).isGreaterThan(1000);
        assertThat(Idx.read(file(packed)).data()).isEqualTo(new byte[3_000_000]);
        assertThat(Idx.read(file(gzip(idx(new int[] {1}, (byte) 5)))).data()).containsExactly(5);
    }

    @Test void everyShorterFileIsRefusedAndSoIsOneByteMore() throws IOException {
        byte[] whole = idx(new int[] {2, 3}, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6);
        for (int length = 0; length < whole.length; length++) {
            var plain = file(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Idx.read(plain)).isInstanceOf(DataException.class).hasMessageContaining(plain.toString());
        }
        byte[] packed = gzip(whole);
        for (int length = 0; length < packed.length; length++) {
            var cut = file(Arrays.copyOf(packed, length));
            assertThatThrownBy(() -> Idx.read(cut)).as("%d of %d", length, packed.length).isInstanceOf(DataException.class);
        }
        refuses("too long; its header says (2, 3), 6 bytes, and more follow", Arrays.copyOf(whole, whole.length + 1));
        refuses("too long; its header says (2, 3), 6 bytes, and more follow", gzip(Arrays.copyOf(whole, whole.length + 1)));
        refuses("cut off; its header says (2, 3), 6 bytes, found 5", Arrays.copyOf(whole, whole.length - 1));
        refuses("cut off; the header ends before dimension 2 of 2", Arrays.copyOf(whole, 11));
        refuses("cut off; the gzip stream ends before its end", Arrays.copyOf(packed, packed.length - 9));
    }

    @Test void otherFilesAreRefused() throws IOException {
        refuses("no IDX file; it has only 0 bytes, a header has 8 or more");
        refuses("no IDX file; it begins with 50 4b 03 04 where 00 00 08 and the rank are expected", (byte) 'P', (byte) 'K',
            (byte) 3, (byte) 4);
        refuses("element type 0d; only unsigned bytes (08) are read", (byte) 0, (byte) 0, (byte) 13, (byte) 1, (byte) 0);
        refuses("rank 4; 1 (labels) to 3 (pictures) is expected", idx(new int[] {1, 1, 1, 1}, (byte) 0));
        refuses("rank 0; 1 (labels) to 3 (pictures) is expected", idx(new int[] {}));
        refuses("dimension 2 of 2 is 0; there is nothing in it", idx(new int[] {3, 0}));
    }

    /// Dimensions are unsigned, and a header alone must not make room for what it promises.
    @Test void promisesThatCannotBeKeptAreRefused() throws IOException {
        refuses("dimension 1 of 1 is 4294967295; more than 2 GB cannot be read", idx(new int[] {-1}));
        refuses("dimension 2 of 3 is 65536; more than 2 GB cannot be read", idx(new int[] {65536, 65536, 65536}));
        refuses("cut off; its header says (2000000000), 2000000000 bytes, found 1", idx(new int[] {2_000_000_000}, (byte) 1));
        refuses("cut off; its header says (2000000000), 2000000000 bytes, found 1", gzip(idx(new int[] {2_000_000_000}, (byte) 1)));
    }

    @Test void missingFilesAndFoldersAreRefused() {
        var missing = folder.resolve("missing");
        assertThatThrownBy(() -> Idx.read(missing)).hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> Idx.read(folder)).isInstanceOf(DataException.class)
            .hasMessageStartingWith(folder + ": cannot be read (");
    }
}
