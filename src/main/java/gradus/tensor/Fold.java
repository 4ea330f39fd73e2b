package gradus.tensor;

/// The ways many numbers become one.
enum Fold {
    SUM(0, BinaryFunction.ADD),
    MAX(Double.NEGATIVE_INFINITY, BinaryFunction.MAXIMUM),
    MIN(Double.POSITIVE_INFINITY, BinaryFunction.MINIMUM);

    /// What stands for no numbers at all.
    final double empty;
    /// Joins two results.
    final BinaryFunction join;

    Fold(double empty, BinaryFunction join) {
        this.empty = empty;
        this.join = join;
    }
}
