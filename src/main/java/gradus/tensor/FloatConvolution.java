package gradus.tensor;

import gradus.tensor.Kernels.Product;

/// [Convolution] in float, by matrix products over [Patches], picture by picture; threads share the pictures. A sum over a window is
/// that of [Kernels#multiply] with k = channels · window. So is the sum over a picture's places in the gradient by the kernels; its
/// pictures are added in ascending order within each of up to eight equal parts of the batch, and then the parts.
final class FloatConvolution {
    /// Parts of a batch with sums of their own.
    private static final int PARTS = 8;

    private final Floats kernels;
    private final Window window;
    private final int n, channels, out, groups, inner, outer;
    private final Patches patches;
    private final int pixels, rows, columns;

    private FloatConvolution(Floats kernels, Convolution.Sizes sizes) {
        this.kernels = kernels;
        window = sizes.window();
        n = sizes.n();
        channels = sizes.channels();
        out = sizes.out();
        groups = sizes.groups();
        inner = channels / groups;
        outer = out / groups;
        patches = new Patches(inner, sizes.height(), sizes.width(), window);
        pixels = sizes.height() * sizes.width();
        rows = patches.rows();
        columns = patches.columns();
    }

    static Tensor forward(Floats kernels, Tensor x, Tensor w, Window window, int groups) {
        var sizes = Convolution.Sizes.of(x.shape(), w.shape(), window, groups);
        var y = new FloatConvolution(kernels, sizes).forward(x.array(kernels), w.array(kernels));
        return Tensor.wrap(sizes.output(), y, kernels);
    }

    /// Where the window moves by one pixel this is a convolution too: of g with the kernels turned by half a turn.
    static Tensor input(Floats kernels, Tensor g, Tensor w, Shape x, Window window, int groups) {
        var sizes = Convolution.Sizes.of(x, w.shape(), window, groups).check(g.shape());
        int paddingY = window.dilationY() * (window.height() - 1) - window.paddingY();
        int paddingX = window.dilationX() * (window.width() - 1) - window.paddingX();
        var convolution = new FloatConvolution(kernels, sizes);
        if (window.strideY() > 1 || window.strideX() > 1 || paddingY < 0 || paddingX < 0)
            return Tensor.wrap(x, convolution.back(g.array(kernels), w.array(kernels)), kernels);
        var turned = new Window(window.height(), window.width(), 1, 1, paddingY, paddingX, window.dilationY(), window.dilationX());
        var shape = Shape.of(x.dim(1), w.shape().dim(0) / groups, window.height(), window.width());
        return forward(kernels, g, Tensor.wrap(shape, convolution.turned(w.array(kernels)), kernels), turned, groups);
    }

    static Tensor weight(Floats kernels, Tensor x, Tensor g, Window window, int groups) {
        var shape = Convolution.weightShape(x.shape(), g.shape(), window, groups);
        var sizes = Convolution.Sizes.of(x.shape(), shape, window, groups).check(g.shape());
        return Tensor.wrap(shape, new FloatConvolution(kernels, sizes).weight(x.array(kernels), g.array(kernels)), kernels);
    }

    private long work() { return (long) n * out * rows * columns; }

    private float[] forward(float[] x, float[] w) {
        var y = new float[n * out * columns];
        var product = new Product(outer, columns, rows, false, false);
        Threads.run(n, work(), i -> {
            for (int group = 0; group < groups; group++) {
                int from = (i * channels + group * inner) * pixels, to = (i * out + group * outer) * columns;
                if (patches.isPicture()) kernels.multiply(product, w, group * outer * rows, x, from, y, to);
                else kernels.multiply(product, w, group * outer * rows, patches(x, from), 0, y, to);
            }
        });
        return y;
    }

    private float[] patches(float[] x, int from) {
        var matrix = Patches.scratch(rows * columns);
        patches.of(x, from, matrix);
        return matrix;
    }

    private float[] back(float[] g, float[] w) {
        var x = new float[n * channels * pixels];
        var product = new Product(rows, columns, outer, true, false);
        Threads.run(n, work(), i -> {
            var matrix = Patches.scratch(rows * columns);
            for (int group = 0; group < groups; group++) {
                kernels.multiply(product, w, group * outer * rows, g, (i * out + group * outer) * columns, matrix, 0);
                patches.addTo(matrix, x, (i * channels + group * inner) * pixels);
            }
        });
        return x;
    }

    /// Kernels `(in, out / groups, …)`, each turned by half a turn.
    private float[] turned(float[] w) {
        var turned = new float[w.length];
        int size = window.size();
        for (int group = 0; group < groups; group++)
            for (int o = 0; o < outer; o++)
                for (int c = 0; c < inner; c++)
                    for (int i = 0; i < size; i++)
                        turned[((group * inner + c) * outer + o) * size + i] = w[((group * outer + o) * inner + c) * size + size - 1 - i];
        return turned;
    }

    /// The products are patches · gᵀ, whose right side is the smaller one to transpose.
    private float[] weight(float[] x, float[] g) {
        int size = rows * out, together = Math.max(1, Math.ceilDiv(n, PARTS)), parts = Math.ceilDiv(n, together);
        var sums = new float[Math.max(1, parts)][size];
        var product = new Product(rows, outer, columns, false, true);
        Threads.run(parts, work(), part -> {
            var one = new float[rows * outer];
            for (int i = part * together; i < Math.min(n, (part + 1) * together); i++)
                for (int group = 0; group < groups; group++) {
                    int from = (i * channels + group * inner) * pixels, to = group * one.length;
                    boolean plain = patches.isPicture();
                    kernels.multiply(product, plain ? x : patches(x, from), plain ? from : 0,
                        g, (i * out + group * outer) * columns, one, 0);
                    kernels.zip(BinaryFunction.ADD, sums[part], to, 1, one, 0, 1, sums[part], to, one.length);
                }
        });
        for (int part = 1; part < parts; part++) kernels.zip(BinaryFunction.ADD, sums[0], 0, 1, sums[part], 0, 1, sums[0], 0, size);
        var w = new float[size];
        for (int group = 0; group < groups; group++)
            for (int row = 0; row < rows; row++)
                for (int o = 0; o < outer; o++) w[(group * outer + o) * rows + row] = sums[0][(group * rows + row) * outer + o];
        return w;
    }
}
