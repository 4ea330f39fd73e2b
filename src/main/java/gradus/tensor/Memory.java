package gradus.tensor;

/// What an optimiser remembers about a weight from step to step: numbers of the weight's shape, zeros at first, that every step
/// changes in place. Nobody else holds them, so nobody sees them change; the weight itself is a new tensor after each step.
public final class Memory {
    private final Shape shape;
    private final Precision precision;
    private final Object[] arrays;

    /// Zeros for a weight of this shape and precision.
    ///
    /// @param remembered  how many numbers for each element: [Step#remembered]
    public Memory(Shape shape, Precision precision, int remembered) {
        this.shape = shape;
        this.precision = precision;
        arrays = new Object[remembered];
        for (int i = 0; i < remembered; i++) arrays[i] = Kernels.of(precision).allocate(shape.size());
    }

    /// A copy of the numbers that are remembered in one place, from 0 to below [Step#remembered].
    public Tensor copy(int place) { return copy(Kernels.of(precision), place); }

    private <A> Tensor copy(Kernels<A> kernels, int place) {
        A out = kernels.allocate(shape.size());
        kernels.copy(array(kernels, place), 0, 1, out, 0, shape.size());
        return Tensor.wrap(shape, out, kernels);
    }

    /// Remembers other numbers in a place.
    ///
    /// @throws ShapeException if their shape or precision is not that of this memory
    public void restore(int place, Tensor numbers) {
        check("tensor to restore", numbers);
        restore(Kernels.of(precision), place, numbers);
    }

    private <A> void restore(Kernels<A> kernels, int place, Tensor numbers) {
        kernels.copy(numbers.array(kernels), 0, 1, array(kernels, place), 0, shape.size());
    }

    /// The weight after a step against its gradient; both have the shape and precision of this memory.
    public Tensor step(Step step, Tensor weight, Tensor gradient) {
        check("weight", weight);
        check("gradient", gradient);
        if (step.remembered() != arrays.length)
            throw new IllegalArgumentException("a step that remembers %s numbers of each element needs a memory for as many, not for %s"
                .formatted(step.remembered(), arrays.length));
        return step(Kernels.of(precision), step, weight, gradient);
    }

    private void check(String what, Tensor x) {
        if (!x.shape().equals(shape) || x.precision() != precision)
            throw new ShapeException("this is the memory of a weight %s %s, but the %s is %s %s".formatted(
                precision, shape, what, x.precision(), x.shape()));
    }

    private <A> Tensor step(Kernels<A> kernels, Step step, Tensor weight, Tensor gradient) {
        A w = weight.array(kernels), g = gradient.array(kernels), out = kernels.allocate(shape.size());
        switch (step) {
            case Step.Momentum s -> kernels.step(s, w, g, array(kernels, 0), out);
            case Step.RmsProp s -> kernels.step(s, w, g, array(kernels, 0), out);
            case Step.Adam s -> kernels.step(s, w, g, array(kernels, 0), array(kernels, 1), out);
        }
        return Tensor.wrap(shape, out, kernels);
    }

    /// The arrays are those that these kernels made.
    @SuppressWarnings({"unchecked", "unused"})
    private <A> A array(Kernels<A> kernels, int i) { return (A) arrays[i]; }
}
