package gradus.io;

import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.nio.ByteBuffer;

/// The types of numbers that a safetensors file may hold, by their names there.
enum NumberType {
    F64(8), F32(4), F16(2), BF16(2), I64(8), I32(4), I16(2), I8(1), U64(8), U32(4), U16(2), U8(1), BOOL(1), F8_E4M3(1), F8_E5M2(1);

    private final int bytes;

    NumberType(int bytes) { this.bytes = bytes; }

    /// How many bytes a number takes.
    int bytes() { return bytes; }

    /// Whether it becomes a tensor of parameters.
    boolean isParameter() { return this == F64 || this == F32 || this == F16 || this == BF16; }

    /// Whether its numbers can be told at all.
    boolean isTold() { return this != F8_E4M3 && this != F8_E5M2; }

    /// Numbers that arrive in pieces.
    interface Sink {
        /// Takes so many, from the buffer's start.
        void take(ByteBuffer numbers, int count);

        Tensor tensor();
    }

    /// What makes a tensor of this shape, for types that become parameters.
    Sink sink(Shape shape) { return this == F64 ? doubles(shape) : floats(shape); }

    private Sink floats(Shape shape) {
        var out = new float[shape.size()];
        return new Sink() {
            private int at;

            @Override public void take(ByteBuffer numbers, int count) {
                if (NumberType.this == F32) numbers.asFloatBuffer().get(out, at, count);
                else for (int i = 0; i < count; i++) out[at + i] = (float) NumberType.this.at(numbers, i);
                at += count;
            }

            @Override public Tensor tensor() { return Tensor.of(shape, out); }
        };
    }

    private Sink doubles(Shape shape) {
        var out = new double[shape.size()];
        return new Sink() {
            private int at;

            @Override public void take(ByteBuffer numbers, int count) {
                numbers.asDoubleBuffer().get(out, at, count);
                at += count;
            }

            @Override public Tensor tensor() { return Tensor.of(shape, out); }
        };
    }

    /// A number by its place. Doubles hold the whole numbers up to 2⁵³, which is enough to look at them.
    double at(ByteBuffer numbers, int i) {
        return switch (this) {
            case F64 -> numbers.getDouble(8 * i);
            case F32 -> numbers.getFloat(4 * i);
            case F16 -> Float.float16ToFloat(numbers.getShort(2 * i));
            case BF16 -> Float.intBitsToFloat(numbers.getShort(2 * i) << 16);
            case I64 -> numbers.getLong(8 * i);
            case U64 -> unsigned(numbers.getLong(8 * i));
            case I32 -> numbers.getInt(4 * i);
            case U32 -> Integer.toUnsignedLong(numbers.getInt(4 * i));
            case I16 -> numbers.getShort(2 * i);
            case U16 -> Short.toUnsignedInt(numbers.getShort(2 * i));
            case I8 -> numbers.get(i);
            case U8, BOOL -> Byte.toUnsignedInt(numbers.get(i));
            default -> throw new IllegalArgumentException(this + " cannot be told");
        };
    }

    private static double unsigned(long x) { return x >= 0 ? x : (x >>> 1) * 2.0; }
}
