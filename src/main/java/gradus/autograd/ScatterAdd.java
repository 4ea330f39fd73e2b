package gradus.autograd;

import gradus.tensor.Tensor;

/// Adds row i to row `rows[i]` of `count` rows of zeros: the reverse of [Gather], which is its gradient.
public final class ScatterAdd implements Op {
    private final int count;
    private final int[] rows;

    ScatterAdd(int count, int... rows) {
        this.count = count;
        this.rows = rows.clone();
    }

    @Override public Tensor forward(Tensor... in) { return in[0].scatterAdd(count, rows); }
    @Override public Value pull(int i, Value g, Value out, Value... in) { return g.gather(rows); }
}
