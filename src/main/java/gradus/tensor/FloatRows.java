package gradus.tensor;

/// Softmax of short rows in float. Some rows at a time are turned into columns, in an array that stays in the nearest cache;
/// from then on everything is element by element, for all of these rows at once. A row of ten numbers by itself would be over
/// before a vector loop has begun.
///
/// The sums are those of [Kernels#fold]: what is missing to sixteen partial sums would be 0, and changes no sum of powers.
final class FloatRows {
    /// Longer rows go one by one.
    static final int SHORT = 64;
    /// How many rows go at a time.
    private static final int MANY = 64;

    private final Floats kernels;
    private final float[] x, out;
    private final int rows, n;
    /// Column j of the rows at hand begins at j · count.
    private final float[] columns, joined;

    FloatRows(Floats kernels, float[] x, int rows, int n, float[] out) {
        this.kernels = kernels;
        this.x = x;
        this.out = out;
        this.rows = rows;
        this.n = n;
        columns = new float[n * Math.min(rows, MANY)];
        joined = new float[columns.length];
    }

    void softmax() {
        for (int first = 0; first < rows; first += MANY) {
            int count = Math.min(MANY, rows - first);
            readBelowLargest(first, count);
            kernels.map(UnaryFunction.EXP, columns, columns, 0, n * count);
            System.arraycopy(columns, 0, joined, 0, n * count);
            sum(count);
            inEachColumn(BinaryFunction.DIV, count);
            write(first, count);
        }
    }

    void logSoftmax() {
        for (int first = 0; first < rows; first += MANY) {
            int count = Math.min(MANY, rows - first);
            readBelowLargest(first, count);
            kernels.map(UnaryFunction.EXP, columns, joined, 0, n * count);
            sum(count);
            kernels.map(UnaryFunction.LOG, joined, joined, 0, count);
            inEachColumn(BinaryFunction.SUB, count);
            write(first, count);
        }
    }

    /// The columns become x − max x.
    private void readBelowLargest(int first, int count) {
        for (int j = 0; j < n; j++) kernels.copy(x, first * n + j, n, columns, j * count, count);
        System.arraycopy(columns, 0, joined, 0, n * count);
        for (int width = n; width > 1; width = Math.ceilDiv(width, 2)) join(BinaryFunction.MAXIMUM, Math.ceilDiv(width, 2), width, count);
        inEachColumn(BinaryFunction.SUB, count);
    }

    /// The sum of the joined columns, in the first of them.
    private void sum(int count) {
        for (int lanes = Kernels.LANES; lanes < n; lanes += Kernels.LANES)
            kernels.zip(BinaryFunction.ADD, joined, 0, 1, joined, lanes * count, 1, joined, 0, Math.min(Kernels.LANES, n - lanes) * count);
        for (int half = Kernels.LANES / 2, width = Math.min(n, Kernels.LANES); half > 0; half /= 2) {
            join(BinaryFunction.ADD, half, width, count);
            width = Math.min(width, half);
        }
    }

    /// Joins column `half + i` to column i, as far as there are any.
    private void join(BinaryFunction f, int half, int width, int count) {
        if (width > half) kernels.zip(f, joined, 0, 1, joined, half * count, 1, joined, 0, (width - half) * count);
    }

    /// The columns become f(column, first joined column).
    private void inEachColumn(BinaryFunction f, int count) {
        for (int j = 0; j < n; j++) kernels.zip(f, columns, j * count, 1, joined, 0, 1, columns, j * count, count);
    }

    private void write(int first, int count) {
        for (int j = 0; j < n; j++)
            for (int row = 0; row < count; row++) out[(first + row) * n + j] = columns[j * count + row];
    }
}
