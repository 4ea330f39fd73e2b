package gradus.data;

import gradus.tensor.Random;

/// What happens to one picture: the numbers that an [Augmentation] leaves open, drawn.
///
/// @param down    how far it moves down, in pixels
/// @param across  how far it moves to the right
/// @param angle   in radians, anticlockwise
/// @param zoom    1 leaves the size
/// @param slant   tangent of the angle it is sheared by
/// @param flipped whether it is mirrored
/// @param hole    centre of the erased square, as `row * width + column`
record Distortion(int down, int across, double angle, double zoom, double slant, boolean flipped, int hole) {
    static Distortion drawn(Augmentation may, int pixels, Random random) {
        return new Distortion(
            may.shift() == 0 ? 0 : random.below(2 * may.shift() + 1, 0) - may.shift(),
            may.shift() == 0 ? 0 : random.below(2 * may.shift() + 1, 1) - may.shift(),
            StrictMath.toRadians(may.rotate() * evenly(random, 2)),
            1 + may.zoom() * evenly(random, 3),
            StrictMath.tan(StrictMath.toRadians(may.shear() * evenly(random, 4))),
            may.flip() && random.bits(5) < 0,
            may.erase() == 0 ? 0 : random.below(pixels, 6));
    }

    /// From −1 to 1.
    private static double evenly(Random random, long index) { return 2 * random.uniform(index) - 1; }
}
