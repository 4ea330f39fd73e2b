package gradus.autograd;

import gradus.tensor.Tensor;
import java.util.Arrays;

/// Rows (along the first axis) by their numbers. A row's gradient is the sum over the places it was taken to.
public final class Gather implements Op {
    private final int[] rows;

    Gather(int... rows) { this.rows = rows.clone(); }

    @Override public Tensor forward(Tensor... in) { return in[0].gather(rows); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return g.scatterAdd(in[0].shape().dim(0), rows); }

    /// The rows that are taken, when they are few.
    @Override public String label() { return rows.length <= 4 ? "gather" + Arrays.toString(rows) : "gather"; }
}
