package gradus.data;

import gradus.tensor.Random;
import gradus.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Distorts pictures of one size, one after the other, in working memory that it keeps: one thread at a time.
final class Distorter {
    private final Augmentation may;
    private final int height, width, stride;
    private final float[] hole;
    private final @Nullable ElasticField elastic;
    private final float[] ink;     // the picture with a black border: one pixel above and to the left, two below and to the right

    /// @param shape of a picture, `(height, width)`
    /// @param hole  how bright each pixel is where a square is erased
    Distorter(Augmentation may, Shape shape, float... hole) {
        this.may = may;
        this.hole = hole;
        height = shape.dim(0);
        width = shape.dim(1);
        stride = width + 3;
        elastic = may.alpha() > 0 ? new ElasticField(height, width, may.alpha(), may.sigma()) : null;
        ink = new float[(height + 3) * stride];
    }

    /// Writes the picture that begins at `from`, distorted as `random` says, from 0 to 255, to `out` from `to`.
    void draw(byte[] pixels, int from, Random random, float[] out, int to) {
        if (elastic != null) elastic.draw(random.at("elastic"));
        draw(pixels, from, Distortion.drawn(may, height * width, random), out, to);
    }

    void draw(byte[] pixels, int from, Distortion is, float[] out, int to) {
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                ink[(y + 1) * stride + x + 1] = pixels[from + y * width + (is.flipped() ? width - 1 - x : x)] & 255;
        resample(is, out, to);
        if (may.erase() > 0) erase(is.hole() / width, is.hole() % width, out, to);
    }

    private void resample(Distortion is, float[] out, int to) {
        double sine = StrictMath.sin(is.angle()) / is.zoom(), cosine = StrictMath.cos(is.angle()) / is.zoom();
        float xx = (float) (cosine + is.slant() * sine), xy = (float) (is.slant() * cosine - sine);
        float yx = (float) sine, yy = (float) cosine;
        float middleX = (width - 1) / 2f, middleY = (height - 1) / 2f;
        for (int y = 0; y < height; y++) {
            float v = y - middleY - is.down();
            for (int x = 0; x < width; x++) {
                float u = x - middleX - is.across();
                float sx = middleX + xx * u + xy * v, sy = middleY + yx * u + yy * v;
                if (elastic != null) {
                    sx += elastic.across(y, x);
                    sy += elastic.down(y, x);
                }
                // on the border and beyond all is black; from 0, a cast rounds down
                sx = Math.clamp(sx, -1, width) + 1;
                sy = Math.clamp(sy, -1, height) + 1;
                int left = (int) sx, top = (int) sy, i = top * stride + left;
                float right = sx - left, below = sy - top;
                float above = ink[i] + right * (ink[i + 1] - ink[i]);
                float under = ink[i + stride] + right * (ink[i + stride + 1] - ink[i + stride]);
                out[to + y * width + x] = above + below * (under - above);
            }
        }
    }

    private void erase(int row, int column, float[] out, int to) {
        int top = row - may.erase() / 2, left = column - may.erase() / 2;
        for (int y = Math.max(0, top); y < Math.min(height, top + may.erase()); y++)
            for (int x = Math.max(0, left); x < Math.min(width, left + may.erase()); x++)
                out[to + y * width + x] = hole[y * width + x];
    }
}
