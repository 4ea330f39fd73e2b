package gradus.tensor;

/// An array of numbers in row-major order, without gaps, and the kernels that work on its kind.
final class Dense<A> extends Tensor {
    private final Shape shape;
    final A array;
    final Kernels<A> kernels;

    Dense(Shape shape, A array, Kernels<A> kernels) {
        super(kernels.precision());
        this.shape = shape;
        this.array = array;
        this.kernels = kernels;
    }

    @Override public Shape shape() { return shape; }
    @Override public double at(int i) { return kernels.get(array, i); }

    @Override public double item() {
        if (shape.size() == 1) return kernels.get(array, 0);
        throw new ShapeException("item() is for a single number, but this has shape " + shape
            + ": reduce it first, for example with sum()");
    }

    /// Whoever asks knows the precision, and so the kind of array.
    @SuppressWarnings("unchecked")
    @Override <B> B array(Kernels<B> kernels) { return (B) array; }

    @Override Tensor map(UnaryFunction f) {
        A out = kernels.allocate(shape.size());
        Threads.stretches(shape.size(), Threads.PASS, (from, to) -> kernels.map(f, array, out, from, to));
        return new Dense<>(shape, out, kernels);
    }
}
