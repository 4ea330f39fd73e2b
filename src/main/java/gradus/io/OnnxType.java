package gradus.io;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The types that elements of an ONNX tensor can have, with their numbers there and their bytes.
enum OnnxType {
    UNDEFINED(0, 0), FLOAT(1, 4), UINT8(2, 1), INT8(3, 1), UINT16(4, 2), INT16(5, 2), INT32(6, 4), INT64(7, 8), STRING(8, 0), BOOL(9, 1),
    FLOAT16(10, 2), DOUBLE(11, 8), UINT32(12, 4), UINT64(13, 8), COMPLEX64(14, 0), COMPLEX128(15, 0), BFLOAT16(16, 2);

    private final int number, bytes;

    OnnxType(int number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    int number() { return number; }

    /// How many bytes an element takes in `raw_data`; 0 for one that has no numbers to tell.
    int bytes() { return bytes; }

    static @Nullable OnnxType of(long number) {
        for (var type : values()) if (type.number == number) return type;
        return null;
    }

    /// What is told of raw data with the lowest byte first. Doubles hold all of its numbers (64-bit whole ones up to 2⁵³).
    Statistics statistics(ByteBuffer raw) {
        var statistics = new Statistics();
        for (int i = 0; i < raw.limit(); i += bytes) statistics.add(at(raw, i));
        return statistics;
    }

    private double at(ByteBuffer raw, int i) {
        return switch (this) {
            case FLOAT -> raw.getFloat(i);
            case DOUBLE -> raw.getDouble(i);
            case FLOAT16 -> Float.float16ToFloat(raw.getShort(i));
            case BFLOAT16 -> Float.intBitsToFloat(raw.getShort(i) << 16);
            case INT64 -> raw.getLong(i);
            case UINT64 -> raw.getLong(i) >= 0 ? raw.getLong(i) : (raw.getLong(i) >>> 1) * 2.0;
            case INT32 -> raw.getInt(i);
            case UINT32 -> Integer.toUnsignedLong(raw.getInt(i));
            case INT16 -> raw.getShort(i);
            case UINT16 -> Short.toUnsignedInt(raw.getShort(i));
            case INT8 -> raw.get(i);
            case UINT8, BOOL -> Byte.toUnsignedInt(raw.get(i));
            default -> throw new IllegalStateException(this + " has no numbers");
        };
    }

    @Override public String toString() { return name().toLowerCase(Locale.ROOT); }
}
