package gradus.data;

import gradus.tensor.Precision;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/// What a model should say about each row: a class, or numbers.
sealed interface Answers {
    int count();

    /// The names of the classes; none in regression.
    List<String> classNames();

    /// How many numbers an answer has as a target.
    int width();

    /// The numbers of the chosen rows' classes; nothing in regression.
    int[] labels(int... rows);

    /// The chosen rows' answers as numbers: `(rows.length, width)`.
    Tensor targets(Precision precision, int... rows);

    /// Writes a row's answer, for the digest.
    void write(int row, DataOutput out) throws IOException;

    record Classes(int[] labels, List<String> classNames) implements Answers {
        public Classes {
            labels = labels.clone();
            classNames = List.copyOf(classNames);
            if (classNames.size() < 2) throw new DataException("classes: at least two are needed, found " + classNames);
            if (classNames.stream().distinct().count() < classNames.size())
                throw new DataException("classes: each has a name of its own, found " + classNames);
            for (int row = 0; row < labels.length; row++) {
                if (labels[row] < 0 || labels[row] >= classNames.size())
                    throw new DataException("label " + labels[row] + " of row " + row + " is none of the " + classNames.size()
                        + " classes 0.." + (classNames.size() - 1));
            }
        }

        @Override public int count() { return labels.length; }

        /// Two classes are one question, answered by 0 or 1; more classes are one-hot.
        @Override public int width() { return classNames.size() == 2 ? 1 : classNames.size(); }

        @Override public int[] labels(int... rows) {
            var out = new int[rows.length];
            for (int i = 0; i < rows.length; i++) out[i] = labels[rows[i]];
            return out;
        }

        @Override public Tensor targets(Precision precision, int... rows) {
            int width = width();
            var shape = Shape.of(rows.length, width);
            var out = new float[shape.size()];                    // 0 and 1 are exact in any precision
            for (int i = 0; i < rows.length; i++) {
                if (width == 1) out[i] = labels[rows[i]];
                else out[i * width + labels[rows[i]]] = 1;
            }
            return Tensor.of(shape, out).to(precision);
        }

        @Override public void write(int row, DataOutput out) throws IOException { out.writeInt(labels[row]); }
    }

    /// Regression: a row of numbers for each example.
    ///
    /// @param raw `(count, width)`, in doubles
    record Numbers(Tensor raw) implements Answers {
        @Override public int count() { return raw.shape().dim(0); }

        @Override public List<String> classNames() { return List.of(); }

        @Override public int width() { return raw.shape().dim(1); }

        @Override public int[] labels(int... rows) { return new int[0]; }

        @Override public Tensor targets(Precision precision, int... rows) { return raw.gather(rows).to(precision); }

        @Override public void write(int row, DataOutput out) throws IOException {
            for (int i = 0; i < width(); i++) out.writeDouble(raw.get(row, i));
        }
    }
}
