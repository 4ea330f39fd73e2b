package gradus.io;

import gradus.data.Obstacle;
import gradus.tensor.Shape;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// Looks into an ONNX file without running anything: fields of Protocol Buffers, by the numbers of `onnx.proto`. What it does
/// not know it passes over; it goes no deeper than a tensor in the main graph. The file is mapped, not read, and of each kind of
/// thing no more than ten thousand are kept.
final class OnnxReader {
    private static final int LONGEST_LIST = 10_000;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Path path;

    OnnxReader(Path path) { this.path = path; }

    /// A field as it lies in the file.
    ///
    /// @param whole  of a field that is a number
    /// @param bytes  of one that is bytes, a text or a message; empty otherwise
    private record Part(int field, int kind, long whole, ByteBuffer bytes) {
        String text() { return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString(); }
    }

    Inspection inspect() {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) throw error("larger than 2 GB, more than an ONNX file can be");
            if (channel.size() == 0) throw error("no ONNX model; the file is empty");
            return model(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new FormatException(path + ": no such file", e);
        } catch (IOException e) {
            throw new FormatException(path + ": cannot be read (" + (Files.isDirectory(path) ? "a folder" : Obstacle.of(e)) + ")", e);
        }
    }

    private Inspection model(ByteBuffer file) {
        var about = new LinkedHashMap<String, @Nullable Object>();
        var operators = new ArrayList<String>();
        var metadata = new LinkedHashMap<String, String>();
        long version = 0;
        @Nullable ByteBuffer graph = null;
        for (var part : parts(file)) {
            switch (part.field()) {
                case 1 -> version = part.whole();
                case 2 -> about.put("producer", part.text());
                case 3 -> about.merge("producer", part.text(), (name, number) -> name + " " + number);
                case 7 -> graph = part.kind() == Protobuf.BYTES ? part.bytes() : null;
                case 8 -> keep(operators, operators(part.bytes()));
                case 14 -> property(part.bytes(), metadata);
                default -> {}
            }
        }
        if (graph == null || version == 0) throw error("no ONNX model; it has no " + (graph == null ? "graph" : "version"));
        about.put("operators", String.join(", ", operators));
        var layers = new ArrayList<String>();
        var tensors = new ArrayList<Inspection.Numbers>();
        var inputs = new ArrayList<String>();
        var outputs = new ArrayList<String>();
        for (var part : parts(graph)) {
            switch (part.field()) {
                case 1 -> keep(layers, layers.size() + "  " + node(part.bytes()));
                case 5 -> keep(tensors, tensor(part.bytes()));
                case 11 -> keep(inputs, value(part.bytes()));
                case 12 -> keep(outputs, value(part.bytes()));
                default -> {}
            }
        }
        var weights = tensors.stream().map(Inspection.Numbers::name).toList();
        about.put("input", inputs.stream().filter(input -> !weights.contains(input.split(" ", 2)[0])).collect(Collectors.joining(", ")));
        about.put("output", String.join(", ", outputs));
        about.putAll(metadata);
        return new Inspection("ONNX, version " + version, about, List.copyOf(layers), List.copyOf(tensors));
    }

    private String operators(ByteBuffer message) {
        String domain = "";
        long version = 0;
        for (var part : parts(message)) {
            if (part.field() == 1) domain = part.text();
            else if (part.field() == 2) version = part.whole();
        }
        return (domain.isEmpty() ? "ai.onnx" : domain) + " " + version;
    }

    private void property(ByteBuffer message, Map<String, String> metadata) {
        String key = "", value = "";
        for (var part : parts(message)) {
            if (part.field() == 1) key = part.text();
            else if (part.field() == 2) value = part.text();
        }
        if (metadata.size() == LONGEST_LIST) throw tooMany();
        metadata.put(key, value);
    }

    private <T> void keep(List<T> list, T one) {
        if (list.size() == LONGEST_LIST) throw tooMany();
        list.add(one);
    }

    private FormatException tooMany() { return error("more than " + LONGEST_LIST + " of a kind, more than can be told"); }

    /// As `Gemm(input, 0.weight, 0.bias) → 0.out`.
    private String node(ByteBuffer message) {
        var inputs = new ArrayList<String>();
        var outputs = new ArrayList<String>();
        String operator = "";
        for (var part : parts(message)) {
            switch (part.field()) {
                case 1 -> keep(inputs, part.text());
                case 2 -> keep(outputs, part.text());
                case 4 -> operator = part.text();
                default -> {}
            }
        }
        return operator + inputs.stream().collect(Collectors.joining(", ", "(", ")")) + " → " + String.join(", ", outputs);
    }

    /// As `input float (batch, 28, 28)`.
    private String value(ByteBuffer message) {
        String name = "", type = "";
        for (var part : parts(message)) {
            if (part.field() == 1) name = part.text();
            else if (part.field() == 2)
                for (var kind : parts(part.bytes())) type = kind.field() == 1 ? tensorType(kind.bytes()) : "no tensor";
        }
        return name + " " + type;
    }

    private String tensorType(ByteBuffer message) {
        String type = "?", shape = "";
        for (var part : parts(message)) {
            if (part.field() == 1) type = typed(part.whole());
            else if (part.field() == 2)
                shape = shape(part.bytes());
        }
        return type + shape;
    }

    private String shape(ByteBuffer message) {
        var dims = new ArrayList<String>();
        for (var part : parts(message)) if (part.field() == 1) keep(dims, dimension(part.bytes()));
        return dims.stream().collect(Collectors.joining(", ", " (", ")"));
    }

    private String dimension(ByteBuffer message) {
        for (var part : parts(message)) return part.kind() == Protobuf.VARINT ? Long.toString(part.whole()) : part.text();
        return "?";
    }

    private static String typed(long number) {
        var type = OnnxType.of(number);
        return type == null ? "type " + number : type.toString();
    }

    // ---- Tensors

    private Inspection.Numbers tensor(ByteBuffer message) {
        var dims = new ArrayList<Long>();
        var name = "";
        long number = 0;
        boolean elsewhere = false;
        @Nullable ByteBuffer raw = null;
        var listed = DoubleStream.builder();
        for (var part : parts(message)) {
            switch (part.field()) {
                case 1 -> whole(part, dim -> keep(dims, dim));
                case 2 -> number = part.whole();
                case 4, 10 -> { if (part.kind() == Protobuf.BYTES) raw = part.bytes(); else listed.add(fixed(part)); }
                case 5, 7, 11 -> whole(part, x -> listed.add((double) x));
                case 8 -> name = part.text();
                case 9 -> raw = part.bytes();
                case 14 -> elsewhere = part.whole() == 1;
                default -> {}
            }
        }
        var type = OnnxType.of(number);
        var where = "tensor '" + name + "'";
        var shape = shape(where, dims);
        if (elsewhere) return Inspection.Numbers.untold(name, typed(number) + ", in another file", shape);
        if (type == null || type.bytes() == 0) return Inspection.Numbers.untold(name, typed(number), shape);
        if (raw == null) raw = listed(type, listed.build().toArray());
        if (raw.remaining() != (long) shape.size() * type.bytes())
            throw error(where + " has " + raw.remaining() / type.bytes() + " numbers, its shape " + shape + " has " + shape.size());
        return type.statistics(raw.slice().order(ByteOrder.LITTLE_ENDIAN)).numbers(name, type.toString(), shape);
    }

    private Shape shape(String where, List<Long> dims) {
        long size = 1;
        for (long dim : dims) {
            if (dim < 0 || dim > Integer.MAX_VALUE || (size *= dim) > Integer.MAX_VALUE)
                throw error(where + " says it has the shape " + dims + ", which is no shape of up to " + Integer.MAX_VALUE + " numbers");
        }
        return Shape.of(dims.stream().mapToInt(Long::intValue).toArray());
    }

    /// Numbers that are listed one by one, as raw data would hold them. Halves are listed as their bits.
    private static ByteBuffer listed(OnnxType type, double... numbers) {
        var raw = ByteBuffer.allocate(numbers.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (double x : numbers) {
            switch (type) {
                case FLOAT -> raw.putFloat((float) x);
                case DOUBLE -> raw.putDouble(x);
                default -> { for (int i = 0; i < type.bytes(); i++) raw.put((byte) ((long) x >> 8 * i)); }
            }
        }
        return raw.flip();
    }

    private interface Whole {
        void take(long x);
    }

    /// One whole number, or several packed together.
    private void whole(Part part, Whole to) {
        if (part.kind() == Protobuf.VARINT) to.take(part.whole());
        else for (var rest = part.bytes().duplicate(); rest.hasRemaining(); ) to.take(varint(rest));
    }

    /// A number by itself, four bytes or eight.
    private double fixed(Part part) {
        var bytes = part.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        return switch (part.kind()) {
            case Protobuf.FOUR_BYTES -> bytes.getFloat();
            case Protobuf.EIGHT_BYTES -> bytes.getDouble();
            default -> throw error("no ONNX model; a whole number stands where a number of four or eight bytes is expected");
        };
    }

    // ---- Fields

    /// The fields of a message, one after the other; none is kept.
    private Iterable<Part> parts(ByteBuffer message) {
        return () -> new Iterator<>() {
            private final ByteBuffer rest = message.duplicate();

            @Override public boolean hasNext() { return rest.hasRemaining(); }

            @Override public Part next() {
                if (!hasNext()) throw new NoSuchElementException();
                return part(rest);
            }
        };
    }

    private Part part(ByteBuffer rest) {
        long key = varint(rest), field = key >>> 3;
        int kind = (int) (key & 7);
        if (field == 0 || field > Integer.MAX_VALUE) throw error("no ONNX model; it has a field number " + field);
        return switch (kind) {
            case Protobuf.VARINT -> new Part((int) field, kind, varint(rest), NOTHING);
            case Protobuf.EIGHT_BYTES -> new Part((int) field, kind, 0, taken(rest, 8));
            case Protobuf.BYTES -> new Part((int) field, kind, 0, taken(rest, varint(rest)));
            case Protobuf.FOUR_BYTES -> new Part((int) field, kind, 0, taken(rest, 4));
            default -> throw error("no ONNX model; it has a field of kind " + kind + ", which Protocol Buffers do not know");
        };
    }

    private ByteBuffer taken(ByteBuffer rest, long length) {
        if (length < 0 || length > rest.remaining())
            throw error("no ONNX model, or cut off; a field of " + Long.toUnsignedString(length) + " bytes where " + rest.remaining()
                + " are left");
        var part = rest.slice(rest.position(), (int) length);
        rest.position(rest.position() + (int) length);
        return part;
    }

    private long varint(ByteBuffer rest) {
        long x = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!rest.hasRemaining()) throw error("no ONNX model, or cut off in the middle of a number");
            byte next = rest.get();
            x |= (long) (next & 0x7f) << shift;
            if (next >= 0) return x;
        }
        throw error("no ONNX model; a number has more than ten bytes");
    }

    private FormatException error(String what) { return new FormatException(path + ": " + what); }
}
