package gradus.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A message of Protocol Buffers as it is written: fields one after the other, each a number, a kind and what it holds
/// (protobuf.dev, *Encoding*). What a field's number means is known to whoever writes it.
final class Protobuf {
    static final int VARINT = 0, EIGHT_BYTES = 1, BYTES = 2, FOUR_BYTES = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Protobuf whole(int field, long x) {
        varint((long) field << 3 | VARINT);
        varint(x);
        return this;
    }

    Protobuf number(int field, float x) {
        varint((long) field << 3 | FOUR_BYTES);
        for (int bits = Float.floatToIntBits(x), i = 0; i < 4; i++, bits >>>= 8) out.write(bits);
        return this;
    }

    Protobuf text(int field, String x) { return bytes(field, x.getBytes(StandardCharsets.UTF_8)); }

    Protobuf message(int field, Protobuf inner) { return bytes(field, inner.toBytes()); }

    Protobuf bytes(int field, byte[] x) {
        varint((long) field << 3 | BYTES);
        varint(x.length);
        out.writeBytes(x);
        return this;
    }

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    private void varint(long x) {
        for (; (x & ~0x7fL) != 0; x >>>= 7) out.write((int) (x & 0x7f | 0x80));
        out.write((int) x);
    }

    byte[] toBytes() { return out.toByteArray(); }
}
