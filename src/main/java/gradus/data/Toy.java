package gradus.data;

import gradus.tensor.Random;
import gradus.tensor.Shape;
import gradus.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Points in the plane that no line separates: the shapes on which classifiers are shown. Moons and circles are laid out
/// as in scikit-learn. Each is n points `(n, 2)`, class after class, with normal noise of the given deviation on both
/// coordinates; the same randomness gives the same points.
public final class Toy {
    private Toy() {}

    /// Two half circles that interlock: the upper, `(cos t, sin t)`, and the lower, `(1 − cos t, ½ − sin t)`, t from 0 to π.
    public static Dataset moons(int n, double noise, Random random) {
        return points(n, 2, noise, random, List.of("upper", "lower"), (moon, i, count) -> {
            double t = count == 1 ? 0 : StrictMath.PI * i / (count - 1);
            double x = StrictMath.cos(t);
            double y = StrictMath.sin(t);
            return moon == 0 ? new double[] {x, y} : new double[] {1 - x, 0.5 - y};
        });
    }

    /// A circle of radius 1, and a smaller one of radius ½ inside it.
    public static Dataset circles(int n, double noise, Random random) { return circles(n, noise, 0.5, random); }

    /// A circle of radius 1, and one of radius `factor`, between 0 and 1, inside it.
    public static Dataset circles(int n, double noise, double factor, Random random) {
        if (!(factor > 0 && factor < 1)) throw new DataException("the inner circle's radius is between 0 and 1, found " + factor);
        return points(n, 2, noise, random, List.of("outer", "inner"),
                (circle, i, count) -> polar(circle == 0 ? 1 : factor, 2 * StrictMath.PI * i / count));
    }

    /// Two spiral arms of one and a half turns.
    public static Dataset spirals(int n, double noise, Random random) { return spirals(n, 2, 1.5, noise, random); }

    /// Spiral arms about a common middle, each of so many turns, from radius 0 out to 1. Their classes are called "0", "1", …
    public static Dataset spirals(int n, int arms, double turns, double noise, Random random) {
        if (arms < 2) throw new DataException("spirals need at least two arms, found " + arms);
        var names = IntStream.range(0, arms).mapToObj(Integer::toString).toList();
        return points(n, arms, noise, random, names, (arm, i, count) -> {
            double along = (i + 1.0) / count;     // not from 0, where all arms meet
            return polar(along, 2 * StrictMath.PI * (turns * along + (double) arm / arms));
        });
    }

    private static double[] polar(double radius, double angle) {
        return new double[] {radius * StrictMath.cos(angle), radius * StrictMath.sin(angle)};
    }

    /// Where the i-th of a class's `count` points lies before noise.
    private interface Curve {
        double[] at(int label, int i, int count);
    }

    private static Dataset points(int n, int classes, double noise, Random random, List<String> names, Curve curve) {
        if (n < classes) throw new DataException(classes + " classes need at least " + classes + " points, found " + n);
        if (!(noise >= 0 && Double.isFinite(noise))) throw new DataException("noise is a deviation, 0 or more; found " + noise);
        var inputs = new double[n * 2];
        var labels = new int[n];
        var shaken = random.at("noise");
        for (int label = 0, row = 0; label < classes; label++) {
            int count = n / classes + (label >= classes - n % classes ? 1 : 0);   // what is left over goes to the last classes
            for (int i = 0; i < count; i++, row++) {
                double[] point = curve.at(label, i, count);
                for (int axis = 0; axis < 2; axis++) inputs[row * 2 + axis] = point[axis] + noise * shaken.normal(row * 2L
                        + axis);
                labels[row] = label;
            }
        }
        return Dataset.of(Tensor.of(Shape.of(n, 2), inputs), labels, names);
    }
}
