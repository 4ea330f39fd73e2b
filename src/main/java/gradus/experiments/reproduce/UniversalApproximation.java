package gradus.experiments.reproduce;

/// One hidden layer comes as near to a function as one likes, if it is wide enough; depth can do it with less.
///
/// @param steps  of Adam, for each network
record UniversalApproximation(int steps) implements Study {
    /// Some minutes: there is nothing to reduce.
    static final UniversalApproximation USUAL = new UniversalApproximation(2000);

    @Override public Findings run(Conditions conditions) {
        return new ApproximationByWidth(steps).run(conditions).and(new ApproximationByDepth(steps).run(conditions));
    }
}
