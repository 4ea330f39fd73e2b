package gradus.bench;

import gradus.autograd.Gradients;
import gradus.nn.Linear;
import gradus.tensor.Random;
import gradus.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Linear layers with ReLU between them and mean squared error behind, for a few examples in plain double loops: what the
/// gradients of a network in float are held against.
final class PlainMlp {
    private static final int ENTRIES = 1000;
    /// Errors of rounding in float are some ten times smaller.
    private static final double BOUND = 1e-4;

    private final List<Linear> layers;
    /// For each layer, and each example, what goes in, and the slope of the loss by what comes out.
    private final double[][][] inputs, slopes;

    PlainMlp(List<Linear> layers, double[][] examples, double[][] targets) {
        this.layers = layers;
        int count = examples.length, last = layers.size() - 1;
        inputs = new double[layers.size()][count][];
        slopes = new double[layers.size()][count][];
        var weights = layers.stream().map(layer -> layer.weight().data().toFloats()).toArray(float[][]::new);
        for (int e = 0; e < count; e++) {
            var x = examples[e];
            for (int l = 0; l <= last; l++) {
                inputs[l][e] = x;
                x = forward(layers.get(l), weights[l], x, l < last);
            }
            var slope = new double[x.length];
            for (int j = 0; j < slope.length; j++) slope[j] = 2 * (x[j] - targets[e][j]) / ((double) count * slope.length);
            for (int l = last; l >= 0; l--) {
                slopes[l][e] = slope;
                if (l > 0) slope = back(weights[l], slope, inputs[l][e]);
            }
        }
    }

    /// x·W + b, and ReLU.
    private static double[] forward(Linear layer, float[] weight, double[] x, boolean relu) {
        var y = Objects.requireNonNull(layer.bias()).data().toDoubles();
        for (int i = 0; i < x.length; i++)
            for (int j = 0; j < y.length; j++) y[j] += x[i] * weight[i * y.length + j];
        if (relu) for (int j = 0; j < y.length; j++) y[j] = Math.max(y[j], 0);
        return y;
    }

    /// W·g where ReLU let something through.
    private static double[] back(float[] weight, double[] g, double[] x) {
        var out = new double[x.length];
        for (int i = 0; i < x.length; i++)
            if (x[i] > 0) for (int j = 0; j < g.length; j++) out[i] += weight[i * g.length + j] * g[j];
        return out;
    }

    /// Whether these gradients of the layers' weights agree, at entries drawn by chance.
    Check check(Gradients gradients) {
        double worst = 0;
        for (int l = 0; l < layers.size(); l++) worst = Math.max(worst, error(l, gradients.of(layers.get(l).weight()).data()));
        return new Check(worst <= BOUND, String.format(Locale.ROOT,
            "gradients %s double arithmetic: at %,d weights a layer they differ by %.1e of the largest at most, where %.0e is allowed",
            worst <= BOUND ? "agree with" : "do not agree with", ENTRIES, worst, BOUND));
    }

    /// The largest difference, as a share of the largest entry. `Math.max` keeps a NaN.
    private double error(int layer, Tensor gradient) {
        int in = layers.get(layer).in(), out = layers.get(layer).out();
        var random = Random.seeded(1).at(layer);
        double largest = 0, error = 0;
        for (int entry = 0; entry < ENTRIES; entry++) {
            int i = random.at("row").below(in, entry), j = random.at("column").below(out, entry);
            double byHand = 0;
            for (int e = 0; e < inputs[layer].length; e++) byHand += inputs[layer][e][i] * slopes[layer][e][j];
            largest = Math.max(largest, Math.abs(byHand));
            error = Math.max(error, Math.abs(byHand - gradient.at(i * out + j)));
        }
        return error / largest;
    }
}
