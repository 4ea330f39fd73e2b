package gradus.tensor;

import static gradus.tensor.VectorFloats.WIDTH;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;

/// The functions of two numbers on vectors: each is a flat loop of its own, as in `VectorMath`, over as many whole vectors as
/// there are in n, and returns how many elements it did. Which operand repeats does not change inside of a loop: the compiler
/// makes a loop for each case.
final class VectorArithmetic {
    private static final int LENGTH = WIDTH.length();

    private VectorArithmetic() {}

    static int add(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            x.add(y).intoArray(out, oi + i);
        }
        return i;
    }

    static int sub(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            x.sub(y).intoArray(out, oi + i);
        }
        return i;
    }

    static int mul(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            x.mul(y).intoArray(out, oi + i);
        }
        return i;
    }

    static int div(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            x.div(y).intoArray(out, oi + i);
        }
        return i;
    }

    static int maximum(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            x.max(y).intoArray(out, oi + i);
        }
        return i;
    }

    static int minimum(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            x.min(y).intoArray(out, oi + i);
        }
        return i;
    }

    static int gt(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            FloatVector.zero(WIDTH).blend(1, x.compare(GT, y)).intoArray(out, oi + i);
        }
        return i;
    }

    static int ge(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            FloatVector.zero(WIDTH).blend(1, x.compare(GE, y)).intoArray(out, oi + i);
        }
        return i;
    }

    static int eq(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            FloatVector.zero(WIDTH).blend(1, x.compare(EQ, y)).intoArray(out, oi + i);
        }
        return i;
    }

    static int ne(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            FloatVector.zero(WIDTH).blend(1, x.compare(NE, y)).intoArray(out, oi + i);
        }
        return i;
    }

    static int gate(float[] a, int ai, int as, float[] b, int bi, int bs, float[] out, int oi, int n) {
        int i = 0;
        for (; i + LENGTH <= n; i += LENGTH) {
            var x = as == 0 ? FloatVector.broadcast(WIDTH, a[ai]) : FloatVector.fromArray(WIDTH, a, ai + i);
            var y = bs == 0 ? FloatVector.broadcast(WIDTH, b[bi]) : FloatVector.fromArray(WIDTH, b, bi + i);
            FloatVector.zero(WIDTH).blend(y, x.compare(GT, 0)).intoArray(out, oi + i);
        }
        return i;
    }
}
