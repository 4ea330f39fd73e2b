package gradus.tensor;

/// The gradient by w in tiles, whose sums are made together: four terms of four kernels, or of one where a group has no more.
/// They go from term to term, then from kernel to kernel of a group; the last ones may stand over.
final class WeightTiles {
    private static final int SIDE = 4;

    /// How many kernels and numbers a tile has, and how many tiles there are: in all, for all terms of some kernels, of a group.
    final int rows, numbers, count, across;
    private final int outer, terms, ofGroup;

    WeightTiles(Convolution sizes) {
        outer = sizes.outer();
        terms = sizes.terms();
        rows = outer == 1 ? 1 : SIDE;
        numbers = rows * SIDE;
        across = Math.ceilDiv(terms, SIDE);
        ofGroup = Math.ceilDiv(outer, rows) * across;
        count = sizes.groups() * ofGroup;
    }

    int group(int tile) { return tile / ofGroup; }

    /// The first of its kernels, and how many there are.
    int kernel(int tile) { return group(tile) * outer + inGroup(tile); }
    int kernels(int tile) { return Math.min(rows, outer - inGroup(tile)); }
    private int inGroup(int tile) { return tile % ofGroup / across * rows; }

    /// The first of its terms.
    int term(int tile) { return tile % across * SIDE; }

    /// Puts the numbers of some tiles where their weights are.
    void put(float[] sums, int begin, int end, float[] w) {
        for (int tile = begin; tile < end; tile++)
            for (int i = 0, kernels = kernels(tile), first = term(tile), last = Math.min(terms, first + SIDE); i < kernels; i++)
                for (int term = first, at = (tile - begin) * numbers + i * SIDE; term < last; term++, at++)
                    w[(kernel(tile) + i) * terms + term] = sums[at];
    }
}
