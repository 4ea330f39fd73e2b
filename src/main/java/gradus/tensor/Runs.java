package gradus.tensor;

import java.util.Arrays;

/// Walks arrays that are read as one shape, run by run: a run is the longest stretch along which every operand keeps its step.
/// The result is written in order; operands are given by their strides, 0 where they stretch.
final class Runs {
    /// What is done with a run: where it begins in the result and in each operand.
    interface Visitor { void run(int out, int[] at); }

    private final int[] dims;
    private final int[][] strides;                                              // by operand, then by axis
    /// The length of every run, and the step of each operand along it.
    final int length;
    final int[] steps;

    Runs(Shape out, int[]... strides) {
        int[] all = out.toArray();
        int rank = 0;
        int[] merged = new int[all.length];
        int[][] kept = new int[strides.length][all.length];
        for (int axis = 0; axis < all.length; axis++) {
            if (all[axis] == 1) continue;
            boolean continues = rank > 0;
            for (int o = 0; o < strides.length && continues; o++)
                continues = kept[o][rank - 1] == strides[o][axis] * all[axis];
            if (!continues) rank++;
            merged[rank - 1] = continues ? merged[rank - 1] * all[axis] : all[axis];
            for (int o = 0; o < strides.length; o++) kept[o][rank - 1] = strides[o][axis];
        }
        dims = Arrays.copyOf(merged, Math.max(rank - 1, 0));
        this.strides = kept;
        length = rank == 0 ? 1 : merged[rank - 1];
        steps = new int[strides.length];
        for (int o = 0; o < steps.length; o++) steps[o] = rank == 0 ? 0 : kept[o][rank - 1];
    }

    /// All runs, in order.
    void forEach(Visitor visitor) { forEach(0, count(), visitor); }

    /// All runs, some on other threads where there is work for them.
    void share(Visitor visitor) {
        Threads.stretches(count(), length, Threads.PASS, (from, to) -> forEach(from, to, visitor));
    }

    private int count() {
        int runs = length == 0 ? 0 : 1;
        for (int dim : dims) runs *= dim;
        return runs;
    }

    private void forEach(int from, int to, Visitor visitor) {
        if (from >= to) return;
        int[] place = new int[dims.length], at = new int[strides.length];
        for (int axis = dims.length - 1, rest = from; axis >= 0; rest /= dims[axis--]) {
            place[axis] = rest % dims[axis];
            for (int o = 0; o < at.length; o++) at[o] += place[axis] * strides[o][axis];
        }
        for (int run = from; run < to; run++) {
            visitor.run(run * length, at);
            for (int axis = dims.length - 1; axis >= 0; axis--) {                // the next place, as an odometer turns
                boolean turns = ++place[axis] == dims[axis];
                for (int o = 0; o < at.length; o++) at[o] += turns ? -strides[o][axis] * (dims[axis] - 1) : strides[o][axis];
                if (!turns) break;
                place[axis] = 0;
            }
        }
    }
}
