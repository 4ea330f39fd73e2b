package gradus.nn;

/// How modules print, alone and inside of others.
final class Label {
    private Label() {}

    /// As it is written, without what [Sequential] adds at the outside. Lambdas and method references have no name of their own.
    static String of(Module module) {
        if (module instanceof Sequential sequential) return sequential.written();
        if (Parts.isLambda(module)) return "λ";
        return namesItself(module) ? module.toString() : module.getClass().getSimpleName();
    }

    private static boolean namesItself(Module module) {
        try {
            return module.getClass().getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
