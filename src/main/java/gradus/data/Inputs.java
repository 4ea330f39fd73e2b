package gradus.data;

import gradus.tensor.Precision;
import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.DataOutput;
import java.io.IOException;

/// What a data set's rows hold, shared by all its parts: raw, as it was read, and how it is normalised on the way out.
sealed interface Inputs {
    /// How many rows there are.
    int count();

    /// The shape of one row.
    Shape shape();

    Normalization normalization();

    Precision precision();

    /// The same rows with another normalisation and precision.
    Inputs with(Normalization normalization, Precision precision);

    /// The chosen rows, normalised: `(rows.length, width)`.
    Tensor gather(int... rows);

    /// Mean and deviation of the chosen rows, raw.
    Normalization measure(int... rows);

    /// Writes a raw row, for the digest.
    void write(int row, DataOutput out) throws IOException;

    /// Pictures: one byte a pixel until a batch is made, a quarter of what floats would take.
    record Pixels(byte[] bytes, Shape shape, Normalization normalization, Precision precision) implements Inputs {
        public Pixels { normalization.requireFit(shape.size()); }

        @Override public int count() { return bytes.length / shape.size(); }

        @Override public Inputs with(Normalization normalization, Precision precision) {
            return new Pixels(bytes, shape, normalization, precision);
        }

        @Override public Tensor gather(int... rows) { return normalization.pixels(bytes, shape.size(), precision, rows); }

        /// The chosen rows as an augmentation distorts them, normalised. Row i draws from `random.at(place + i)`.
        Tensor distorted(Augmentation augmentation, Random random, long place, int... rows) {
            int width = shape.size();
            var raw = new float[rows.length * width];
            var distorter = new Distorter(augmentation, shape, normalization.means(width));
            for (int i = 0; i < rows.length; i++) distorter.draw(bytes, rows[i] * width, random.at(place + i), raw, i * width);
            return normalization.pixels(width, precision, raw);
        }

        @Override public Normalization measure(int... rows) {
            int width = shape.size();
            long sum = 0;
            long squares = 0;
            for (int row : rows) {
                for (int i = row * width; i < (row + 1) * width; i++) {
                    int x = bytes[i] & 255;
                    sum += x;
                    squares += (long) x * x;
                }
            }
            return Normalization.ofSums((long) rows.length * width, sum, squares);
        }

        @Override public void write(int row, DataOutput out) throws IOException {
            out.write(bytes, row * shape.size(), shape.size());
        }
    }

    /// Numbers: the raw ones in doubles, and the normalised ones in the precision that batches have.
    record Table(double[] raw, Shape shape, Normalization normalization, Tensor ready) implements Inputs {
        static Table of(double[] raw, int width, Normalization normalization, Precision precision) {
            var ready = Tensor.of(Shape.of(raw.length / width, width), normalization.apply(width, raw)).to(precision);
            return new Table(raw, Shape.of(width), normalization, ready);
        }

        @Override public int count() { return ready.shape().dim(0); }

        @Override public Precision precision() { return ready.precision(); }

        @Override public Inputs with(Normalization normalization, Precision precision) {
            return of(raw, shape.size(), normalization, precision);
        }

        @Override public Tensor gather(int... rows) { return ready.gather(rows); }

        @Override public Normalization measure(int... rows) { return Normalization.ofColumns(raw, shape.size(), rows); }

        @Override public void write(int row, DataOutput out) throws IOException {
            int width = shape.size();
            for (int i = row * width; i < (row + 1) * width; i++) out.writeDouble(raw[i]);
        }
    }
}
