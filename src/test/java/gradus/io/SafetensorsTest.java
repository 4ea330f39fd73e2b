package gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir Path folder;

    private static Safetensors some() {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("z", Tensor.of(Shape.of(2, 3), 1f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY));
        tensors.put("a \"b\" é", Tensor.of(0.1, Double.MIN_VALUE, Double.POSITIVE_INFINITY));
        tensors.put("scalar", Tensor.scalar(0.5, Precision.FLOAT));
        tensors.put("none", Tensor.zeros(Shape.of(0, 4), Precision.FLOAT));
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("format", "pt");
        metadata.put("line\n", "{\"a\": 1}");
        return new Safetensors(tensors, metadata);
    }

    private Path file(String header, byte... data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        var out = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length).put(json).put(data);
        return write(out.array());
    }

    private Path write(byte... content) {
        try {
            return Files.write(folder.resolve("f.safetensors"), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test void whatIsWrittenIsReadBitForBitInItsOrder() throws IOException {
        var path = folder.resolve("x/a.safetensors");
        some().write(path);
        var read = Safetensors.read(path);
        assertThat(read.metadata()).containsExactlyEntriesOf(some().metadata());
        assertThat(read.tensors().keySet()).containsExactlyElementsOf(some().tensors().keySet());
        some().tensors().forEach((name, tensor) -> {
            var found = read.tensor(name);
            assertThat(found.shape()).isEqualTo(tensor.shape());
            assertThat(found.precision()).isEqualTo(tensor.precision());
            for (int i = 0; i < tensor.size(); i++)
                assertThat(Double.doubleToRawLongBits(found.at(i))).isEqualTo(Double.doubleToRawLongBits(tensor.at(i)));
        });
        var again = folder.resolve("b.safetensors");
        read.write(again);
        assertThat(again).hasSameBinaryContentAs(path);
    }

    @Test void theFileIsLaidOutAsTheFormatSays() throws IOException {
        var path = folder.resolve("a.safetensors");
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("w", Tensor.of(Shape.of(1, 2), 1f, -2f));
        tensors.put("d", Tensor.of(Shape.of(1), 0.5));
        new Safetensors(tensors, new LinkedHashMap<>()).write(path);
        var bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        assertThat((8 + length) % 8).isZero();
        var header = new byte[length];
        bytes.get(header);
        assertThat(new String(header, StandardCharsets.UTF_8).strip()).isEqualTo("{\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],"
            + "\"data_offsets\":[8,16]},\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}");
        assertThat(bytes.getDouble()).isEqualTo(0.5);
        assertThat(bytes.getFloat()).isEqualTo(1f);
        assertThat(bytes.getFloat()).isEqualTo(-2f);
        assertThat(bytes.remaining()).isZero();
    }

    @Test void manyNumbersArriveInTheirOrder() {
        var numbers = new float[3 * (1 << 18) + 77];
        for (int i = 0; i < numbers.length; i++) numbers[i] = i;
        var path = folder.resolve("a.safetensors");
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("small", Tensor.of(1f));
        tensors.put("floats", Tensor.of(numbers));
        tensors.put("doubles", Tensor.of(numbers).to(Precision.DOUBLE));
        new Safetensors(tensors, new LinkedHashMap<>()).write(path);
        var read = Safetensors.read(path);
        assertThat(read.tensor("floats").toFloats()).containsExactly(numbers);
        assertThat(read.tensor("doubles").toFloats()).containsExactly(numbers);
    }

    @Test void halfPrecisionIsReadAsFloatExactly() {
        var path = file("{\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[6,10]}}",
            (byte) 0x00, (byte) 0x3e, (byte) 0x01, (byte) 0x00, (byte) 0x00, (byte) 0xfc, (byte) 0xc0, (byte) 0xbf, (byte) 0x80, (byte) 0x7f);
        var read = Safetensors.read(path);
        assertThat(read.tensor("h").toFloats()).containsExactly(1.5f, 5.9604645E-8f, Float.NEGATIVE_INFINITY);
        assertThat(read.tensor("b").toFloats()).containsExactly(-1.5f, Float.POSITIVE_INFINITY);
    }

    @Test void otherNumbersCannotBeLoadedButAreTold() {
        var path = file("{\"batches\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[0,4]}}", (byte) 1, (byte) 0, (byte) 255, (byte) 255);
        assertThatThrownBy(() -> Safetensors.read(path)).isInstanceOf(FormatException.class)
            .hasMessage(path + ": batches: numbers of type I16 cannot be loaded; F64, F32, F16 and BF16 can");
        var told = Safetensors.inspect(path).tensors().getFirst();
        assertThat(told.type()).isEqualTo("I16");
        assertThat(told.least()).isEqualTo(-1);
        assertThat(told.greatest()).isEqualTo(1);
    }

    @Test void inspectionCountsWhatIsNotFinite() {
        var path = folder.resolve("a.safetensors");
        some().write(path);
        var told = Safetensors.inspect(path);
        assertThat(told.about()).containsEntry("format", "pt");
        assertThat(told.tensors().getFirst().nans()).isEqualTo(1);
        assertThat(told.tensors().getFirst().infinities()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', value = {
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}            | 4 | cut off: the header promises 70 bytes, the file has 66",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}            | 7 | 3 bytes follow the last number; the header promises 66 bytes",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}            | 4 | a: its offsets [0, 4] hold 4 bytes, F32 of shape (2) takes 8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}            | 8 | a: begins at 4, not at the end of the header, which is 0",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[2,6]}} | 6"
            + " | b: begins at 2, inside of a, which is 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4"
            + " | b: begins at 0, inside of a, which is 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}            | 4 | a.data_offsets: [4,0], expected where it begins and ends",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}              | 4 | a.data_offsets: [0], expected where it begins and ends",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}           | 4 | a.shape: [-1], expected lengths from 0 to 2147483647",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,4]}}  | 4 | a.shape: [65536,65536], expected at most 2147483647 numbers",
        "{'a':{'dtype':'F31','shape':[1],'data_offsets':[0,4]}}            | 4 | a.dtype: \"F31\", expected one of F64, F32",
        "{'a':{'dtype':'F32','shape':[1]}}                                 | 4 | a: the field 'data_offsets' is missing",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'x':1}}      | 4 | a: unknown field 'x'",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | twice",
        "{'__metadata__':{'a':1}}                                          | 0 | __metadata__.a: 1, expected a text",
        "{'a':7}                                                           | 0 | a: 7, expected an object",
        "[]                                                                | 0 | its header is no JSON object",
        "{'a':                                                             | 0 | its header is no JSON",
        "{} {}                                                             | 0 | something follows the end of its header"})
    void aDamagedHeaderIsOneClearLine(String header, int bytes, String message) {
        var path = file(header.strip().replace('\'', '"'), new byte[bytes]);
        assertThatThrownBy(() -> Safetensors.read(path)).isInstanceOf(FormatException.class)
            .message().startsWith(path + ": ").contains(message).hasLineCount(1);
        assertThatThrownBy(() -> Safetensors.inspect(path)).isInstanceOf(FormatException.class).hasMessageContaining(message);
    }

    @Test void aLengthThatCannotBeIsRefusedBeforeRoomIsMade() {
        var long1 = write((byte) 255, (byte) 255, (byte) 255, (byte) 255, (byte) 255, (byte) 255, (byte) 255, (byte) 255, (byte) '{', (byte) '}');
        assertThatThrownBy(() -> Safetensors.read(long1)).hasMessage(long1 + ": no safetensors file: its first 8 bytes, the length of the"
            + " header, say 18446744073709551615, 2 to 100000000 is possible");
        var long2 = write((byte) 9, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) '{', (byte) '}');
        assertThatThrownBy(() -> Safetensors.read(long2)).hasMessageContaining("promise a header of 9 bytes, the file has 10");
        var none = write((byte) 9);
        assertThatThrownBy(() -> Safetensors.read(none)).hasMessageContaining("no safetensors file, or cut off: 1 bytes");
    }

    @Test void whereverItIsCutOffOrABitIsTurnedItIsRefusedOrReadButNeverMore() throws IOException {
        var path = folder.resolve("a.safetensors");
        some().write(path);
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length++) {
            var cut = write(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.read(cut)).isInstanceOf(FormatException.class);
        }
        var random = new SplittableRandom(7);
        for (int i = 0; i < 1000; i++) {
            byte[] turned = whole.clone();
            for (int bits = 0; bits <= i % 3; bits++) turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));
            var damaged = write(turned);
            try {
                Safetensors.read(damaged);
            } catch (FormatException refused) {
                assertThat(refused.getMessage()).hasLineCount(1);
            }
        }
    }

    @Test void whatATerminalWouldObeyIsNotInAMessage() {
        var path = file("{\"\\u001b[2J\":7}");
        assertThatThrownBy(() -> Safetensors.read(path)).hasMessage(path + ": \\u001b[2J: 7, expected an object");
    }

    @Test void missingFilesAndFoldersAreNamed() {
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("no"))).hasMessage(folder.resolve("no") + ": no such file");
        assertThatThrownBy(() -> Safetensors.read(folder)).hasMessageContaining("a folder; a safetensors file is expected");
    }

    @Test void theNameOfTheMetadataIsTaken() {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("__metadata__", Tensor.of(1.0));
        assertThatThrownBy(() -> new Safetensors(tensors, new LinkedHashMap<>())).hasMessageContaining("stands for the metadata");
    }
}
