package gradus.tensor;

/// Operations on elements that stand in the same place, after broadcasting; and copies that only read in another order.
final class Elementwise {
    private Elementwise() {}

    static <A> Tensor zip(Kernels<A> kernels, BinaryFunction f, Tensor a, Tensor b) {
        var shape = a.shape().broadcast(b.shape());
        A x = a.array(kernels), y = b.array(kernels), out = kernels.allocate(shape.size());
        boolean wholeA = a.shape().equals(shape), wholeB = b.shape().equals(shape);
        if ((wholeA || a.size() == 1) && (wholeB || b.size() == 1))
            Threads.stretches(shape.size(), Threads.PASS, (from, to) ->
                kernels.zip(f, x, wholeA ? from : 0, wholeA ? 1 : 0, y, wholeB ? from : 0, wholeB ? 1 : 0, out, from, to - from));
        else if (wholeA && shape.endsWith(b.shape()))                                         // a bias, row by row
            for (int i = 0, row = b.size(); i < shape.size(); i += row) kernels.zip(f, x, i, 1, y, 0, 1, out, i, row);
        else {
            var runs = new Runs(shape, a.shape().stridesFor(shape), b.shape().stridesFor(shape));
            runs.forEach((to, at) -> kernels.zip(f, x, at[0], runs.steps[0], y, at[1], runs.steps[1], out, to, runs.length));
        }
        return Tensor.wrap(shape, out, kernels);
    }

    static <A> Tensor select(Kernels<A> kernels, Tensor mask, Tensor a, Tensor b) {
        var shape = mask.shape().broadcast(a.shape()).broadcast(b.shape());
        A m = mask.array(kernels), x = a.array(kernels), y = b.array(kernels), out = kernels.allocate(shape.size());
        var runs = new Runs(shape, mask.shape().stridesFor(shape), a.shape().stridesFor(shape), b.shape().stridesFor(shape));
        runs.forEach((to, at) -> kernels.select(m, at[0], runs.steps[0], x, at[1], runs.steps[1], y, at[2], runs.steps[2],
            out, to, runs.length));
        return Tensor.wrap(shape, out, kernels);
    }

    /// Reads `x` as a tensor of another shape, with these strides.
    static <A> Tensor read(Kernels<A> kernels, Tensor x, Shape shape, int... strides) {
        A from = x.array(kernels), out = kernels.allocate(shape.size());
        var runs = new Runs(shape, strides);
        runs.forEach((to, at) -> kernels.copy(from, at[0], runs.steps[0], out, to, runs.length));
        return Tensor.wrap(shape, out, kernels);
    }
}
