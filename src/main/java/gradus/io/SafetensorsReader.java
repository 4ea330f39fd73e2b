package gradus.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gradus.data.Obstacle;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Reads safetensors strictly: all that the header says is checked against itself and against the file's length before room is
/// made for a single number.
final class SafetensorsReader {
    private static final ObjectMapper MAPPER = new ObjectMapper(
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
    private static final String CHECKPOINT = "gradus-checkpoint";
    private static final String COUNT = "num_batches_tracked";
    private static final int WORD = 8, CHUNK = 1 << 20;

    /// Where a tensor lies, counted from the first number.
    private record Entry(String name, NumberType type, Shape shape, long begin, long end) {}

    private final Path path;
    private final FileChannel channel;
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private final SequencedMap<String, String> metadata = new LinkedHashMap<>();
    private final ByteBuffer chunk;
    private final long data;

    private SafetensorsReader(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        chunk = ByteBuffer.allocateDirect(Math.clamp(channel.size(), WORD, CHUNK)).order(ByteOrder.LITTLE_ENDIAN);
        long length = length();
        data = WORD + length;
        parse((int) length);
        requireNoHoles();
    }

    static Safetensors read(Path path) { return with(path, file -> file.read(List.copyOf(file.entries.values()))); }

    /// All but PyTorch's counts of batches.
    static Safetensors state(Path path) {
        return with(path, file -> file.read(file.entries.values().stream().filter(entry -> !file.isCount(entry)).toList()));
    }

    private Safetensors read(List<Entry> wanted) throws IOException {
        wanted.forEach(this::requireParameters);
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var entry : wanted) tensors.put(entry.name, tensor(entry));
        return new Safetensors(tensors, metadata);
    }

    /// One whole number beside the running mean of a batch norm; anything else of that name is no such count.
    private boolean isCount(Entry entry) {
        return entry.name.endsWith(COUNT) && entry.type == NumberType.I64 && entry.shape.rank() == 0
            && entries.containsKey(entry.name.substring(0, entry.name.length() - COUNT.length()) + "running_mean");
    }

    static Inspection inspect(Path path) {
        return with(path, file -> {
            var numbers = new ArrayList<Inspection.Numbers>();
            for (var entry : file.entries.values()) numbers.add(entry.type.isTold() ? file.told(entry)
                : Inspection.Numbers.untold(entry.name, entry.type.name(), entry.shape));
            boolean checkpoint = CHECKPOINT.equals(file.metadata.get("format"));
            return new Inspection(checkpoint ? "Gradus checkpoint" : "safetensors",
                checkpoint ? told(file.metadata) : new LinkedHashMap<>(file.metadata), List.of(), List.copyOf(numbers));
        });
    }

    /// A checkpoint's texts are JSON: an object's fields are told one by one.
    private static SequencedMap<String, @Nullable Object> told(Map<String, String> metadata) {
        var about = new LinkedHashMap<String, @Nullable Object>();
        metadata.forEach((name, text) -> {
            try {
                var json = MAPPER.readTree(text);
                if (json.isObject()) json.properties().forEach(field -> about.put(name + "." + field.getKey(), plain(field.getValue())));
                else about.put(name, plain(json));
            } catch (JsonProcessingException noJson) {
                about.put(name, text);
            }
        });
        about.remove("format");
        return about;
    }

    private static String plain(JsonNode node) { return node.isValueNode() ? node.asText() : node.toString(); }

    private interface Work<T> {
        T on(SafetensorsReader file) throws IOException;
    }

    private static <T> T with(Path path, Work<T> work) {
        if (Files.isDirectory(path)) throw new FormatException(path + ": a folder; a safetensors file is expected");
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return work.on(new SafetensorsReader(path, channel));
        } catch (NoSuchFileException e) {
            throw new FormatException(path + ": no such file", e);
        } catch (JsonProcessingException e) {
            throw new FormatException(path + ": " + (e.getOriginalMessage().startsWith("Duplicate field")
                ? "a name is there twice in its header: " + Field.shown(e.getOriginalMessage())
                : "no safetensors file, or damaged; its header is no JSON: " + FormatException.words(e)), e);
        } catch (IOException e) {
            throw new FormatException(path + ": cannot be read (" + Obstacle.of(e) + ")", e);
        }
    }

    /// How long the header is.
    private long length() throws IOException {
        long size = channel.size();
        if (size < WORD + 2)
            throw error("no safetensors file, or cut off: " + size + " bytes, of which the first 8 are the length of a header");
        read(0, WORD);
        long length = chunk.getLong(0);
        if (chunk.get(0) == '{' && length > Safetensors.LONGEST_HEADER)
            throw error("no safetensors file: it begins with {, as JSON does; a model or a run file, perhaps");
        if (length < 2 || length > Safetensors.LONGEST_HEADER)
            throw error("no safetensors file: its first 8 bytes, the length of the header, say " + Long.toUnsignedString(length)
                + ", 2 to " + Safetensors.LONGEST_HEADER + " is possible");
        if (length > size - WORD)
            throw error("no safetensors file, or cut off: the first 8 bytes promise a header of " + length + " bytes, the file has "
                + size);
        return length;
    }

    private void parse(int length) throws IOException {
        var header = ByteBuffer.allocate(length);
        while (header.hasRemaining()) if (channel.read(header, WORD + header.position()) < 0) throw shrunk();
        try (var parser = MAPPER.createParser(header.array())) {
            if (header.get(0) != '{' || parser.nextToken() != JsonToken.START_OBJECT)
                throw error("no safetensors file; its header is no JSON object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                if (name.equals(Safetensors.METADATA)) texts(parser);
                else entries.put(name, entry(name, new Field(path.toString(), name, parser.readValueAsTree())));
            }
            if (parser.nextToken() != null) throw error("something follows the end of its header");
        }
    }

    private void texts(JsonParser parser) throws IOException {
        var all = new Field(path.toString(), Safetensors.METADATA, parser.readValueAsTree());
        all.fields().forEach((name, text) -> metadata.put(name, text.text()));
    }

    private Entry entry(String name, Field field) {
        field.only("dtype", "shape", "data_offsets");
        var type = field.at("dtype").choice(NumberType.values(), NumberType::name);
        var dims = field.at("shape").list(Field::whole);
        var ends = field.at("data_offsets").list(Field::whole);
        if (ends.size() != 2 || ends.get(0) < 0 || ends.get(1) < ends.get(0))
            throw field.at("data_offsets").error("where it begins and ends");
        var shape = shape(field.at("shape"), dims);
        if (ends.get(1) - ends.get(0) != (long) shape.size() * type.bytes())
            throw error(name + ": its offsets " + ends + " hold " + (ends.get(1) - ends.get(0)) + " bytes, " + type + " of shape " + shape
                + " takes " + (long) shape.size() * type.bytes());
        return new Entry(name, type, shape, ends.get(0), ends.get(1));
    }

    private static Shape shape(Field field, List<Long> dims) {
        long size = 1;
        for (long dim : dims) {
            if (dim < 0 || dim > Integer.MAX_VALUE) throw field.error("lengths from 0 to " + Integer.MAX_VALUE);
            size *= dim;
            if (size > Integer.MAX_VALUE) throw field.error("at most " + Integer.MAX_VALUE + " numbers");
        }
        return Shape.of(dims.stream().mapToInt(Long::intValue).toArray());
    }

    /// Each tensor begins where another one ended, and the last one ends with the file.
    private void requireNoHoles() throws IOException {
        var order = new ArrayList<>(entries.values());
        order.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        @Nullable Entry before = null;
        for (var entry : order) {
            if (entry.begin != end)
                throw error(entry.name + ": begins at " + entry.begin + ", " + (entry.begin < end ? "inside of " : "not at the end of ")
                    + (before == null ? "the header" : before.name) + ", which is " + end);
            end = entry.end;
            before = entry;
        }
        long promised = data + end, size = channel.size();
        if (size < promised) throw error("cut off: the header promises " + promised + " bytes, the file has " + size);
        if (size > promised) throw error((size - promised) + " bytes follow the last number; the header promises " + promised + " bytes");
    }

    private void requireParameters(Entry entry) {
        if (!entry.type.isParameter())
            throw error(entry.name + ": numbers of type " + entry.type + " cannot be loaded; F64, F32, F16 and BF16 can");
    }

    private Tensor tensor(Entry entry) throws IOException {
        var sink = entry.type.sink(entry.shape);
        for (long at = entry.begin; at < entry.end; at += CHUNK) {
            int bytes = (int) Math.min(CHUNK, entry.end - at);
            read(data + at, bytes);
            sink.take(chunk, bytes / entry.type.bytes());
        }
        return sink.tensor();
    }

    private Inspection.Numbers told(Entry entry) throws IOException {
        var statistics = new Statistics();
        for (long at = entry.begin; at < entry.end; at += CHUNK) {
            int bytes = (int) Math.min(CHUNK, entry.end - at), count = bytes / entry.type.bytes();
            read(data + at, bytes);
            for (int i = 0; i < count; i++) statistics.add(entry.type.at(chunk, i));
        }
        return statistics.numbers(entry.name, entry.type.name(), entry.shape);
    }

    private void read(long from, int bytes) throws IOException {
        chunk.clear().limit(bytes);
        while (chunk.hasRemaining()) if (channel.read(chunk, from + chunk.position()) < 0) throw shrunk();
        chunk.flip();
    }

    private FormatException shrunk() { return error("became shorter while it was read"); }

    private FormatException error(String what) { return new FormatException(path + ": " + what); }
}
