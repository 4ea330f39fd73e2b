package gradus.io;

import gradus.tensor.Precision;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Tensors by their names, and what else is to be said in texts, as a file of the safetensors format, which most tools for
/// neural networks read and write (github.com/huggingface/safetensors): eight bytes with the length of a header, the header in
/// JSON, and then the numbers, with their lowest byte first and without holes.
///
/// Tensors come back bit for bit, NaN and infinity too, and the same tensors give the same bytes.
///
/// @param tensors   in the order of the header
/// @param metadata  in its order; empty where there is none
public record Safetensors(SequencedMap<String, Tensor> tensors, SequencedMap<String, String> metadata) {
    static final String METADATA = "__metadata__";
    /// As in the reference implementation; it bounds what a hostile header can cost.
    static final long LONGEST_HEADER = 100_000_000;
    private static final int WORD = 8, CHUNK = 1 << 20;

    /// @throws IllegalArgumentException for a tensor with the name that stands for the metadata
    public Safetensors {
        if (tensors.containsKey(METADATA))
            throw new IllegalArgumentException("a tensor cannot be called '" + METADATA + "', which stands for the metadata");
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
    }

    /// Reads a file: F64 as double, F32, F16 and BF16 as float, which holds each of their numbers.
    ///
    /// @throws FormatException for a file that is missing, is no such file, is damaged or cut off, or has a tensor of another type,
    ///     in one line with the path, what was found and what is expected
    public static Safetensors read(Path path) { return SafetensorsReader.read(path); }

    /// The tensor of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    public Tensor tensor(String name) {
        var tensor = tensors.get(name);
        if (tensor == null) throw new IllegalArgumentException("no tensor '" + name + "'; there are "
            + String.join(", ", tensors.keySet()));
        return tensor;
    }

    /// Writes the file whole or not at all, and the folders it lies in where they are missing.
    ///
    /// @throws IllegalArgumentException for names and metadata that are longer than the header may be
    /// @throws UncheckedIOException if it cannot be written; what was there before is still there
    public void write(Path path) { write(path, false); }

    /// The same; the file that was there may be kept beside it, as [AtomicFile#previous].
    void write(Path path, boolean keepPrevious) {
        var laid = laidOut();
        byte[] header = header(laid);
        AtomicFile.replace(path, out -> {
            out.write(header);
            var chunk = new byte[CHUNK];
            for (var tensor : laid.values()) write(tensor, chunk, out);
        }, keepPrevious);
    }

    /// Doubles lie before floats, so that each number lies at a multiple of its size: some readers take the file as it lies.
    private SequencedMap<String, Tensor> laidOut() {
        var laid = new LinkedHashMap<String, Tensor>();
        for (var precision : List.of(Precision.DOUBLE, Precision.FLOAT))
            tensors.forEach((name, tensor) -> { if (tensor.precision() == precision) laid.put(name, tensor); });
        return laid;
    }

    /// Its length and the JSON, filled up with spaces so that the numbers begin at a multiple of eight.
    private byte[] header(Map<String, Tensor> laid) {
        var begins = new LinkedHashMap<String, Long>();
        long end = 0;
        for (var entry : laid.entrySet()) {
            begins.put(entry.getKey(), end);
            end += bytes(entry.getValue());
        }
        var fields = new ArrayList<String>();
        if (!metadata.isEmpty()) fields.add(Json.quote(METADATA) + ":" + metadata.entrySet().stream()
            .map(entry -> Json.quote(entry.getKey()) + ":" + Json.quote(entry.getValue())).collect(Collectors.joining(",", "{", "}")));
        tensors.forEach((name, tensor) -> fields.add(Json.quote(name) + ":" + entry(tensor, begins.getOrDefault(name, 0L))));
        byte[] json = ("{" + String.join(",", fields) + "}").getBytes(StandardCharsets.UTF_8);
        int length = Math.ceilDiv(json.length, WORD) * WORD;
        if (length > LONGEST_HEADER)
            throw new IllegalArgumentException("names and metadata take " + length + " bytes, at most " + LONGEST_HEADER + " are possible");
        var out = ByteBuffer.allocate(WORD + length).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(json);
        while (out.hasRemaining()) out.put((byte) ' ');
        return out.array();
    }

    private static String entry(Tensor tensor, long begin) {
        var shape = IntStream.of(tensor.shape().toArray()).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
        return "{\"dtype\":\"" + type(tensor) + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + ","
            + (begin + bytes(tensor)) + "]}";
    }

    private static NumberType type(Tensor tensor) { return tensor.precision() == Precision.FLOAT ? NumberType.F32 : NumberType.F64; }

    private static long bytes(Tensor tensor) { return (long) tensor.size() * type(tensor).bytes(); }

    private static void write(Tensor tensor, byte[] chunk, OutputStream out) throws IOException {
        var numbers = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        boolean isFloat = tensor.precision() == Precision.FLOAT;
        float[] floats = isFloat ? tensor.toFloats() : new float[0];
        double[] doubles = isFloat ? new double[0] : tensor.toDoubles();
        int most = CHUNK / type(tensor).bytes();
        for (int from = 0; from < tensor.size(); from += most) {
            int count = Math.min(most, tensor.size() - from);
            if (isFloat) numbers.asFloatBuffer().put(floats, from, count);
            else numbers.asDoubleBuffer().put(doubles, from, count);
            out.write(chunk, 0, count * type(tensor).bytes());
        }
    }

    /// What a file contains, numbers of every type that has a meaning here; a type that has none counts no more than its shape.
    ///
    /// @throws FormatException where [#read] does, other types aside
    public static Inspection inspect(Path path) { return SafetensorsReader.inspect(path); }
}
