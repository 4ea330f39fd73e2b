package gradus.data;

import gradus.tensor.Random;
import java.util.Arrays;

/// How far each pixel is moved down and across by an elastic distortion (Simard, Steinkraus & Platt 2003): noise, smoothed by a
/// Gaussian and scaled. Outside of the picture there is no noise, so pixels at the border move less.
///
/// The Gaussian ends at 3 σ and is applied along rows, then along columns. Both loops add a multiple of one stretch of an array
/// to another, which compilers turn into vector instructions; each number is still added up in the order of the taps.
final class ElasticField {
    private final int height, width, reach, across;
    private final float[] taps, noise, rows, field;

    ElasticField(int height, int width, double alpha, double sigma) {
        this.height = height;
        this.width = width;
        // beyond the picture's size the taps meet no noise
        reach = (int) Math.min(Math.ceil(3 * sigma), Math.max(height, width));
        across = width + 2 * reach;
        taps = taps(reach, alpha, sigma);
        noise = new float[2 * height * across + 2 * reach];
        rows = new float[2 * (height + 2 * reach) * across];
        field = new float[2 * height * across];
    }

    /// Weights whose sum, over the whole Gaussian, is √α: they are applied twice.
    private static float[] taps(int reach, double alpha, double sigma) {
        var exact = new double[2 * reach + 1];
        double sum = 0;
        int whole = (int) Math.ceil(3 * sigma);
        for (int i = -whole; i <= whole; i++) sum += StrictMath.exp(-i * (double) i / (2 * sigma * sigma));
        for (int i = 0; i < exact.length; i++)
            exact[i] = StrictMath.exp(-(i - reach) * (double) (i - reach) / (2 * sigma * sigma)) * StrictMath.sqrt(alpha) / sum;
        var out = new float[exact.length];
        for (int i = 0; i < out.length; i++) out[i] = (float) exact[i];
        return out;
    }

    /// Draws another field.
    void draw(Random random) {
        for (int y = 0, i = 0; y < height; y++) {
            int down = y * across + reach, right = (height + y) * across + reach;
            for (int x = 0; x < width; x++, i++) {
                long bits = random.bits(i);   // one draw for both
                noise[down + x] = (int) (bits >> 32) * 0x1p-31f;
                noise[right + x] = (int) bits * 0x1p-31f;
            }
        }
        int half = height * across, tall = (height + 2 * reach) * across;
        for (int part = 0; part < 2; part++) {
            smoothRows(part * half, part * tall + reach * across, half);
            for (int y = 0; y < height; y++) smoothColumns(part * tall + y * across, (part * height + y) * across);
        }
    }

    private void smoothRows(int from, int to, int length) {
        Arrays.fill(rows, to, to + length, 0);
        for (int k = 0; k < taps.length; k++) add(taps[k], noise, from + k, rows, to, length);
    }

    private void smoothColumns(int from, int to) {
        Arrays.fill(field, to, to + width, 0);
        for (int k = 0; k < taps.length; k++) add(taps[k], rows, from + k * across, field, to, width);
    }

    private static void add(float weight, float[] x, int from, float[] sum, int to, int length) {
        for (int i = 0; i < length; i++) sum[to + i] += weight * x[from + i];
    }

    float down(int y, int x) { return field[y * across + x]; }

    float across(int y, int x) { return field[(height + y) * across + x]; }
}
